"""Secure strings: ConvertTo- and ConvertFrom-SecureString."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks
from ems.cmdlets.text.secure_text import decrypt, encrypt, protect, unprotect
from ems.runtime import credentials
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter


def _key(cmdlet: Any) -> bytes | None:
    """The bytes of -Key or -SecureKey; None where the account's own key is meant."""
    if cmdlet.key is not None:
        return bytes(cmdlet.key)
    if cmdlet.secure_key is not None:
        return blocks.secure_text(cmdlet.secure_key).encode("utf-16-le")
    return None


class ConvertToSecureString(Cmdlet):
    """Converts encrypted standard strings to secure strings. It can also convert plain text to secure strings."""

    name = "ConvertTo-SecureString"
    module = "Microsoft.PowerShell.Security"
    default_set = "Secure"
    output_types = ("System.Security.SecureString",)
    string = Parameter("string", position=0, mandatory=True, pipeline="value")
    as_plain_text = Parameter("switch", position=1, sets="PlainText")
    force = Parameter("switch", position=2, sets="PlainText")
    secure_key = Parameter("securestring", position=1, sets="Secure")
    key = Parameter("byte[]", sets="Open")

    examples = (
        Example(
            "(ConvertTo-SecureString 'secret' -AsPlainText -Force).Length", "Makes a secure string of a plain one.", "6"
        ),
    )

    def process(self) -> None:
        text = self.string
        if self.as_plain_text:
            if not self.force:
                self.write_error(
                    self.error(
                        "ImportSecureString_ForceRequired",
                        message("SecureStringCommands", "ForceRequired"),
                        "InvalidArgument",
                        exception="System.ArgumentException",
                    )
                )
                return
            self.write(credentials.secure_string(text))
            return
        key = _key(self)
        if key is not None and len(key) not in (16, 24, 32):
            self.write_error(
                self.error(
                    "ImportSecureString_InvalidArgument",
                    message("Serialization", "InvalidKeyLength", "Key"),
                    "InvalidArgument",
                    exception="System.Management.Automation.PSArgumentException",
                )
            )
            return
        plain = unprotect(text) if key is None else decrypt(text, key)
        if plain is None:
            if key is None:
                self.write_error(
                    self.error(
                        "ImportSecureString_InvalidArgument",
                        message("Serialization", "InvalidEncryptedString", text),
                        "InvalidArgument",
                        exception="System.Management.Automation.PSArgumentException",
                    )
                )
            else:
                self.write_error(
                    self.error(
                        "ImportSecureString_InvalidArgument_CryptographicError",
                        "Padding is invalid and cannot be removed.",
                        "InvalidArgument",
                        exception="System.Security.Cryptography.CryptographicException",
                    )
                )
            return
        self.write(credentials.secure_string(plain))


class ConvertFromSecureString(Cmdlet):
    """Converts a secure string to an encrypted standard string.

    Without a key, the text can be read again here only by ems; nothing is protected by the account's keys as on
    Windows.
    """

    name = "ConvertFrom-SecureString"
    module = "Microsoft.PowerShell.Security"
    default_set = "Secure"
    output_types = ("System.String",)
    secure_string = Parameter("securestring", position=0, mandatory=True, pipeline="value")
    secure_key = Parameter("securestring", position=1, sets="Secure")
    key = Parameter("byte[]", sets="Open")

    examples = (
        Example(
            "$s = ConvertTo-SecureString 'secret' -AsPlainText -Force; (ConvertTo-SecureString "
            "(ConvertFrom-SecureString $s)).Length",
            "Makes a text and a secure string again.",
            "6",
        ),
    )

    def process(self) -> None:
        plain = blocks.secure_text(self.secure_string)
        key = _key(self)
        if key is None:
            self.write(protect(plain))
            return
        if len(key) not in (16, 24, 32):
            self.write_error(
                self.error(
                    "ExportSecureString_InvalidKeyLength",
                    message("Serialization", "InvalidKeyLength", "Key"),
                    "InvalidArgument",
                    exception="System.Management.Automation.PSArgumentException",
                )
            )
            return
        self.write(encrypt(plain, key, self.session.random.randbytes(16)))
