"""The views as objects a script can look at (ExtendedTypeDefinition, FormatViewDefinition)."""

from __future__ import annotations

from collections.abc import Iterator

from ems.formatting.views import View, ViewDatabase
from ems.runtime.values import NetObject


class FormatViewDefinition(NetObject):
    """One view by name and kind of control."""

    __slots__ = ("control", "name")
    type_name = "System.Management.Automation.FormatViewDefinition"

    def __init__(self, view: View) -> None:
        self.name = view.name
        self.control = f"System.Management.Automation.{view.kind}Control"

    def to_text(self) -> str:
        return f"{self.name} , {self.control.rpartition('.')[2]}"


class ExtendedTypeDefinition(NetObject):
    """A view and the types it is for."""

    __slots__ = ("format_view_definition", "type_names_of_view", "view")
    type_name = "System.Management.Automation.ExtendedTypeDefinition"

    def __init__(self, view: View) -> None:
        self.view = view
        self.type_names_of_view = list(view.types)
        self.format_view_definition = [FormatViewDefinition(view)]

    def to_text(self) -> str:
        return self.type_names_of_view[0]


def definitions(database: ViewDatabase) -> Iterator[ExtendedTypeDefinition]:
    """All views, in the order in which they are looked up."""
    for view in database.views:
        yield ExtendedTypeDefinition(view)
