"""One offer, and all of them: System.Management.Automation.CompletionResult and CommandCompletion."""

from __future__ import annotations

from ems.runtime.values import NetObject


class Match(NetObject):
    """An offer: what is put in, what the list shows, of which kind it is (CompletionResultType), and more about it."""

    __slots__ = ("kind", "list_text", "text", "tooltip")
    type_name = "System.Management.Automation.CompletionResult"

    def __init__(self, text: str, kind: str, list_text: str | None = None, tooltip: str | None = None) -> None:
        self.text = text
        self.kind = kind
        self.list_text = list_text if list_text is not None else text
        self.tooltip = tooltip if tooltip is not None else text


class CompletionResult(NetObject):
    """The offers for one line: they replace `length` characters from `start`."""

    __slots__ = ("length", "matches", "start")
    type_name = "System.Management.Automation.CommandCompletion"

    def __init__(self, start: int, length: int, matches: list[Match]) -> None:
        self.start = start
        self.length = length
        self.matches = matches
