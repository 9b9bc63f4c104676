"""SecureString, PSCredential, NetworkCredential, and the two functions of Marshal that read a secure string."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import argument, argument_null, attr, both, index_out_of_range, invalid_operation
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject


class SecureString(NetObject):
    """System.Security.SecureString: a text that is not shown."""

    __slots__ = ("is_read_only", "text")
    type_name = "System.Security.SecureString"

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.is_read_only = False

    def change(self, text: str) -> None:
        if self.is_read_only:
            raise invalid_operation("Instance is read-only.")
        self.text = text

    def copy(self) -> SecureString:
        return SecureString(self.text)


class PSCredential(NetObject):
    """System.Management.Automation.PSCredential."""

    __slots__ = ("password", "user_name")
    type_name = "System.Management.Automation.PSCredential"

    def __init__(self, user_name: str, password: SecureString) -> None:
        self.user_name = user_name
        self.password = password

    @property
    def network(self) -> NetworkCredential:
        user, domain = self.user_name, ""
        if "\\" in user:
            domain, _, user = user.partition("\\")
        elif "@" in user:
            user, _, domain = user.rpartition("@")
        return NetworkCredential(user, self.password.text, domain)


class NetworkCredential(NetObject):
    """System.Net.NetworkCredential."""

    __slots__ = ("domain", "password", "user_name")
    type_name = "System.Net.NetworkCredential"

    def __init__(self, user_name: str = "", password: str = "", domain: str = "") -> None:
        self.user_name = user_name
        self.password = password
        self.domain = domain


class SecretPointer(NetObject):
    """What Marshal.SecureStringToBSTR returns: the text behind a pointer."""

    __slots__ = ("text",)
    type_name = "System.IntPtr"

    def __init__(self, text: str) -> None:
        self.text = text

    def to_text(self) -> str:
        return str(id(self) & 0xFFFFFFFFFF)


def _remove_at(secret: SecureString, index: int) -> None:
    _check(secret, index)
    secret.change(secret.text[:index] + secret.text[index + 1 :])


def _insert_at(secret: SecureString, index: int, char: str) -> None:
    if not 0 <= index <= len(secret.text):
        raise index_out_of_range()
    secret.change(secret.text[:index] + char + secret.text[index:])


def _set_at(secret: SecureString, index: int, char: str) -> None:
    _check(secret, index)
    secret.change(secret.text[:index] + char + secret.text[index + 1 :])


def _check(secret: SecureString, index: int) -> None:
    if not 0 <= index < len(secret.text):
        raise index_out_of_range()


def _new_credential(_type: Any, user_name: str, password: Any = None) -> PSCredential:
    if not user_name:
        raise argument(
            'Cannot process argument because the value of argument "userName" is not valid. Change the value of '
            'the "userName" '
            "argument and run the operation again."
        )
    if password is None:
        raise argument_null("password")
    return PSCredential(user_name, password)


def _new_network(_type: Any, *arguments: Any) -> NetworkCredential:
    values = [each.text if isinstance(each, SecureString) else each or "" for each in arguments]
    return NetworkCredential(*values)


def _pointer(secret: SecureString | None) -> SecretPointer:
    if secret is None:
        raise argument_null("s")
    return SecretPointer(secret.text)


def _secure(credential: NetworkCredential) -> SecureString:
    return SecureString(credential.password)


def _set_secure(credential: NetworkCredential, value: SecureString | None) -> None:
    credential.password = "" if value is None else value.text


TYPES: Final = {
    "System.Net.CredentialCache": Implementation(
        static_properties={"DefaultCredentials": NetworkCredential, "DefaultNetworkCredentials": NetworkCredential},
        declared="""
            static System.Net.ICredentials DefaultCredentials {get;}
            static System.Net.NetworkCredential DefaultNetworkCredentials {get;}
        """,
    ),
    "System.Security.SecureString": Implementation(
        methods={
            "AppendChar": lambda secret, char: secret.change(secret.text + char),
            "Clear": lambda secret: secret.change(""),
            "Copy": SecureString.copy,
            "Dispose": lambda secret: setattr(secret, "text", ""),
            "InsertAt": _insert_at,
            "IsReadOnly": attr("is_read_only"),
            "MakeReadOnly": lambda secret: setattr(secret, "is_read_only", True),
            "RemoveAt": _remove_at,
            "SetAt": _set_at,
        },
        properties={"Length": lambda secret: len(secret.text)},
        static={"new": lambda _type: SecureString()},
    ),
    "System.Management.Automation.PSCredential": Implementation(
        methods={"GetNetworkCredential": attr("network")},
        properties={"Password": attr("password"), "UserName": attr("user_name")},
        static={"new": _new_credential},
        static_properties={"Empty": PSCredential("", SecureString()), "GetSymmetricEncryptionKeyDelegate": None},
    ),
    "System.Net.NetworkCredential": Implementation(
        methods={"GetCredential": lambda credential, *_arguments: credential},
        properties={
            "Domain": both("domain"),
            "Password": both("password"),
            "SecurePassword": (_secure, _set_secure),
            "UserName": both("user_name"),
        },
        static={"new": _new_network},
    ),
    "System.Runtime.InteropServices.Marshal": Implementation(
        static={
            "FreeBSTR": lambda _pointer: None,
            "PtrToStringAuto": lambda pointer: pointer.text,
            "PtrToStringBSTR": lambda pointer: pointer.text,
            "PtrToStringUni": lambda pointer: pointer.text,
            "SecureStringToBSTR": _pointer,
            "SecureStringToGlobalAllocUnicode": _pointer,
            "ReleaseComObject": lambda _value: 0,
            "ZeroFreeBSTR": lambda _pointer: None,
            "ZeroFreeGlobalAllocUnicode": lambda _pointer: None,
        },
        declared="""
            static void FreeBSTR(System.IntPtr ptr)
            static string PtrToStringAuto(System.IntPtr ptr)
            static string PtrToStringBSTR(System.IntPtr ptr)
            static string PtrToStringUni(System.IntPtr ptr)
            static int ReleaseComObject(System.Object o)
            static System.IntPtr SecureStringToBSTR(securestring s)
            static System.IntPtr SecureStringToGlobalAllocUnicode(securestring s)
            static void ZeroFreeBSTR(System.IntPtr s)
            static void ZeroFreeGlobalAllocUnicode(System.IntPtr s)
        """,
    ),
}
