"""Invoke-WebRequest and Invoke-RestMethod: bound as in the product; there is no web on the network of the lab, so every request fails as without a net."""

from __future__ import annotations

from typing import Any

from ems.runtime.cmdlet import Cmdlet
from ems.runtime.parameters import Parameter


class WebCmdlet(Cmdlet):
    """Base of both."""

    uri = Parameter("uri", mandatory=True, position=0, help="The address.")
    use_basic_parsing = Parameter("switch", help="Does not read the page as a document.")
    web_session = Parameter("Microsoft.PowerShell.Commands.WebRequestSession", help="A session that goes on.")
    session_variable = Parameter("string", aliases=("SV",), help="The name of a variable for the session.")
    credential = Parameter("pscredential", help="Whom to log on as.")
    use_default_credentials = Parameter("switch", help="As the current user.")
    certificate_thumbprint = Parameter("string")
    certificate = Parameter("System.Security.Cryptography.X509Certificates.X509Certificate")
    user_agent = Parameter("string")
    disable_keep_alive = Parameter("switch")
    timeout_sec = Parameter("int", name="TimeoutSec")
    headers = Parameter("System.Collections.IDictionary")
    maximum_redirection = Parameter("int")
    method = Parameter("Microsoft.PowerShell.Commands.WebRequestMethod", help="GET, POST, ...")
    proxy = Parameter("uri")
    proxy_credential = Parameter("pscredential")
    proxy_use_default_credentials = Parameter("switch")
    body = Parameter("object", pipeline="value", help="What is sent.")
    content_type = Parameter("string")
    transfer_encoding = Parameter("string")
    in_file = Parameter("string")
    out_file = Parameter("string")
    pass_thru = Parameter("switch")

    def process(self) -> None:
        address: Any = self.uri
        host = self.session.to_string(self.session.get_member(address, "Host")) or self.session.to_string(address)
        text = f"The remote name could not be resolved: '{host}'"
        raise self.throw(
            self.error("WebCmdletWebResponseException", text, "InvalidOperation", address, "System.Net.WebException")
        )
