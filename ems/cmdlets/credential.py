"""Get-Credential."""

from __future__ import annotations

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.credentials import MESSAGE, ask
from ems.runtime.parameters import Parameter
from ems.runtime.validation import Credential


class GetCredential(Cmdlet):
    """Gets a credential object based on a user name and password.

    Asks for the password, and for the name where none was given.
    """

    name = "Get-Credential"
    module = "Microsoft.PowerShell.Security"
    default_set = "CredentialSet"
    output_types = ("System.Management.Automation.PSCredential",)
    credential = Parameter("pscredential", position=0, mandatory=True, sets="CredentialSet", validate=(Credential(),))
    message = Parameter("string", mandatory=True, sets="MessageSet")
    user_name = Parameter("string", position=0, sets="MessageSet")

    examples = (Example("$c = Get-Credential administrator", "Asks for the password of one user."),)

    def process(self) -> None:
        if self.parameter_set == "CredentialSet" and self.credential is not None:
            self.write(self.credential)
            return
        self.write(ask(self.session, self.user_name or "", text=self.message or MESSAGE))
