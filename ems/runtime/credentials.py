"""Asking for user names and passwords, and what holds them: SecureString and PSCredential."""

from __future__ import annotations

from typing import Any, Final

CAPTION: Final = "Windows PowerShell credential request"
MESSAGE: Final = "Enter your credentials."


def secure_string(text: str) -> Any:
    """A System.Security.SecureString."""
    from ems.runtime.members import construct, invoke
    from ems.runtime.types import type_named
    from ems.runtime.values import Char

    made = construct(type_named("System.Security.SecureString"), [])
    for mark in text:
        invoke(made, "AppendChar", [Char(mark)])
    return made


def ask(session: Any, user_name: str, caption: str = CAPTION, text: str = MESSAGE) -> Any:
    """Asks for a password, and for the user name where there is none; a PSCredential."""
    from ems.runtime.members import construct
    from ems.runtime.types import type_named

    host = session.host
    host.write_line()
    host.write_line(caption)
    host.write_line(text)
    if not user_name:
        user_name = host.read_line("User: ")
    secret = host.read_secret(f"Password for user {user_name}: ")
    return construct(type_named("System.Management.Automation.PSCredential"), [user_name, secure_string(secret)])
