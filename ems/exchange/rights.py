"""Names of the rights that access control entries give: extended rights of the schema, in its own spelling."""

from __future__ import annotations

from typing import Final

from ems.directory.permission_groups import EXTENDED_RIGHTS

_OTHERS: Final = (
    "Send-As", "Receive-As", "Send-To", "ms-Exch-EPI-Impersonation", "ms-Exch-EPI-May-Impersonate",
    "ms-Exch-EPI-Token-Serialization", "ms-Exch-Store-Admin", "ms-Exch-Store-Visible",
    "ms-Exch-Store-Create-Named-Properties",
    "ms-Exch-Store-Transport-Access", "ms-Exch-Store-Constrained-Delegation", "ms-Exch-Store-Read-Access",
    "ms-Exch-Store-Read-Write-Access", "ms-Exch-Store-Bypass-Access-Auditing", "ms-Exch-Create-Public-Folder",
    "ms-Exch-Create-Top-Level-Public-Folder", "ms-Exch-Modify-Public-Folder-ACL",
    "ms-Exch-Modify-Public-Folder-Admin-ACL",
    (
        "ms-Exch-Modify-Public-Folder-Deleted-Item-Retention"
    ), "ms-Exch-Modify-Public-Folder-Expiry", "ms-Exch-Modify-PF-Quotas",
    "ms-Exch-Modify-Public-Folder-Replica-List", "ms-Exch-Mail-Enabled-Public-Folder", "ms-Exch-Open-Address-Book",
    "ms-Exch-Open-Secure-Address-Book", "ms-Exch-Download-OAB", "ms-Exch-Recipient-Update-Access",
    "ms-Exch-Web-Services-Impersonation",
    "ms-Exch-Web-Services-Token-Serialization", "ms-Exch-Send-Headers-Routing", "ms-Exch-Send-Headers-Organization",
    "ms-Exch-Send-Headers-Forest", "ms-Exch-SMTP-Send-Exch50", "ms-Exch-SMTP-Send-XShadow", "User-Change-Password",
    "User-Force-Change-Password", "Allowed-To-Authenticate",
)  # fmt: skip

_BY_FOLDED_NAME: Final = {name.casefold(): name for name in (*EXTENDED_RIGHTS, *_OTHERS)}


def extended_right(text: str) -> str | None:
    """The right of a name in any case, as the schema spells it."""
    return _BY_FOLDED_NAME.get(text.strip().strip("'\"").casefold())
