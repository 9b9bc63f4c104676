"""Set-StrictMode."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import Attribute

_VERSIONS = ("1.0", "2.0", "3.0", "4.0", "5.0", "5.1")


class _KnownVersion(Attribute):
    """Only versions of PowerShell that there have been."""

    __slots__ = ()
    validates = True
    type_name = "Microsoft.PowerShell.Commands.SetStrictModeCommand+ValidateVersionAttribute"

    def check(self, value: Any, context: Any) -> str | None:
        text = to_string(value)
        return None if text in _VERSIONS else message("Metadata", "ValidateVersionFailure", text)


def _version_text(value: Any) -> Any:
    """`2` and `'2'` mean 2.0; `latest` the newest version."""
    text = to_string(value).strip()
    if text.lower() == "latest":
        return "5.1"
    return text + ".0" if text.isdigit() else value


class SetStrictMode(Cmdlet):
    """Establishes and enforces coding rules in expressions, scripts and script blocks.

    Version 1 forbids variables that were never set; version 2 also properties that are not there, and functions
    called like methods.
    """

    name = "Set-StrictMode"
    module = "Microsoft.PowerShell.Core"
    default_set = "Version"
    off = Parameter("switch", mandatory=True, sets="Off")
    version = Parameter(
        "version", mandatory=True, sets="Version", aliases=("v",), validate=(_KnownVersion(),), transform=_version_text
    )

    examples = (
        Example(
            "Set-StrictMode -Version 2; try { $never } catch { 'not set' }; Set-StrictMode -Off",
            "Forbids unset variables.",
            "not set",
        ),
    )

    def process(self) -> None:
        blocks.scope_of(self).strict = 0 if self.off else int(to_string(self.version).partition(".")[0])
