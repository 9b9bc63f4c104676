"""What Write-Host hands on in the information stream."""

from __future__ import annotations

from ems.runtime.values import NetObject


class HostInformationMessage(NetObject):
    """System.Management.Automation.HostInformationMessage."""

    __slots__ = ("background_color", "foreground_color", "message", "no_new_line")
    type_name = "System.Management.Automation.HostInformationMessage"

    def __init__(
        self, message: str, foreground_color: str | None, background_color: str | None, no_new_line: bool
    ) -> None:
        self.message = message
        self.foreground_color = foreground_color
        self.background_color = background_color
        self.no_new_line = no_new_line

    def to_text(self) -> str:
        return self.message
