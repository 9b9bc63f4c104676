"""NTAccount, SecurityIdentifier, WindowsIdentity, WindowsPrincipal: names of whoever uses the shell."""

from __future__ import annotations

import re
from typing import Any, Final

from ems.runtime.dotnet.support import NetError, argument, attr, session
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo
from ems.runtime.values import NetObject

_SID: Final = re.compile(r"S-1-\d+(-\d+)*\Z", re.IGNORECASE)
_WELL_KNOWN: Final = {
    "S-1-1-0": "Everyone",
    "S-1-5-7": "NT AUTHORITY\\ANONYMOUS LOGON",
    "S-1-5-11": "NT AUTHORITY\\Authenticated Users",
    "S-1-5-18": "NT AUTHORITY\\SYSTEM",
    "S-1-5-19": "NT AUTHORITY\\LOCAL SERVICE",
    "S-1-5-20": "NT AUTHORITY\\NETWORK SERVICE",
    "S-1-5-32-544": "BUILTIN\\Administrators",
    "S-1-5-32-545": "BUILTIN\\Users",
}


class NTAccount(NetObject):
    """System.Security.Principal.NTAccount."""

    __slots__ = ("value",)
    type_name = "System.Security.Principal.NTAccount"

    def __init__(self, value: str) -> None:
        self.value = value

    def to_text(self) -> str:
        return self.value

    def equals(self, other: Any) -> bool:
        return isinstance(other, NTAccount) and other.value.lower() == self.value.lower()


class SecurityIdentifier(NetObject):
    """System.Security.Principal.SecurityIdentifier."""

    __slots__ = ("value",)
    type_name = "System.Security.Principal.SecurityIdentifier"

    def __init__(self, value: str) -> None:
        if not _SID.match(value):
            raise argument("Value was invalid.", "sddlForm")
        self.value = value.upper()

    def to_text(self) -> str:
        return self.value

    def equals(self, other: Any) -> bool:
        return isinstance(other, SecurityIdentifier) and other.value == self.value


class WindowsIdentity(NetObject):
    """Whoever runs the session."""

    __slots__ = ("name",)
    type_name = "System.Security.Principal.WindowsIdentity"

    def __init__(self, name: str) -> None:
        self.name = name


class WindowsPrincipal(NetObject):
    """A principal around an identity."""

    __slots__ = ("identity",)
    type_name = "System.Security.Principal.WindowsPrincipal"

    def __init__(self, identity: WindowsIdentity) -> None:
        self.identity = identity


def current_user() -> str:
    """The account of the session, as DOMAIN\\user."""
    environment = session().environment
    named = {name.upper(): value for name, value in environment.values()}
    return f"{named.get('USERDOMAIN', 'CONTOSO')}\\{named.get('USERNAME', 'Administrator')}"


def _translate(reference: Any, kind: TypeInfo) -> Any:
    if kind.name == reference.type_name.rpartition(".")[2]:
        return reference
    if kind.name == "NTAccount":
        name = _WELL_KNOWN.get(reference.value)
        if name is not None:
            return NTAccount(name)
    else:
        sid = next(
            (
                sid
                for sid, name in _WELL_KNOWN.items()
                if reference.value.lower() in (name.lower(), name.lower().rpartition("\\")[2])
            ),
            None,
        )
        if sid is not None:
            return SecurityIdentifier(sid)
    raise NetError(
        "System.Security.Principal.IdentityNotMappedException",
        "Some or all identity references could not be translated.",
    )


_REFERENCE: Final = """
    bool IsValidTargetType(type targetType)
    System.Security.Principal.IdentityReference Translate(type targetType)
    string ToString()
    string Value {get;}
"""

TYPES: Final = {
    "System.Security.Principal.IdentityReference": Implementation(
        methods={
            "IsValidTargetType": lambda _reference, kind: kind.name in ("NTAccount", "SecurityIdentifier"),
            "Translate": _translate,
            "ToString": attr("value"),
        },
        properties={"Value": attr("value")},
        declared=_REFERENCE,
    ),
    "System.Security.Principal.NTAccount": Implementation(
        static={"new": lambda _type, *names: NTAccount("\\".join(names))},
        declared="""
            System.Security.Principal.NTAccount new(string name)
            System.Security.Principal.NTAccount new(string domainName, string accountName)
        """,
    ),
    "System.Security.Principal.SecurityIdentifier": Implementation(
        static={"new": lambda _type, text, *_rest: SecurityIdentifier(text)},
        declared="System.Security.Principal.SecurityIdentifier new(string sddlForm)",
    ),
    "System.Security.Principal.WindowsIdentity": Implementation(
        properties={
            "AuthenticationType": lambda _identity: "Kerberos",
            "IsAnonymous": lambda _identity: False,
            "IsAuthenticated": lambda _identity: True,
            "IsSystem": lambda _identity: False,
            "Name": attr("name"),
            "User": lambda _identity: SecurityIdentifier("S-1-5-21-1004336348-1177238915-682003330-500"),
        },
        static={"GetCurrent": lambda *_rest: WindowsIdentity(current_user())},
        declared="""
            string AuthenticationType {get;}
            bool IsAnonymous {get;}
            bool IsAuthenticated {get;}
            bool IsSystem {get;}
            string Name {get;}
            System.Security.Principal.SecurityIdentifier User {get;}
            static System.Security.Principal.WindowsIdentity GetCurrent()
        """,
    ),
    "System.Security.Principal.WindowsPrincipal": Implementation(
        methods={"IsInRole": lambda _principal, _role: True},
        properties={"Identity": attr("identity")},
        static={"new": lambda _type, identity: WindowsPrincipal(identity)},
        declared="""
            bool IsInRole(System.Security.Principal.WindowsBuiltInRole role)
            bool IsInRole(string role)
            bool IsInRole(System.Security.Principal.SecurityIdentifier sid)
            System.Security.Principal.IIdentity Identity {get;}
            System.Security.Principal.WindowsPrincipal new(System.Security.Principal.WindowsIdentity ntIdentity)
        """,
    ),
}
