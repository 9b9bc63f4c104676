"""What the Format-* cmdlets share: their common parameters and how objects pass through a formatter."""

from __future__ import annotations

from typing import Any, ClassVar

from ems.cmdlets.format_properties import LIST_KEYS, format_properties
from ems.cmdlets.property_parameters import Key
from ems.formatting.formatter import Formatter
from ems.formatting.parameters import FormatParameters, failure
from ems.runtime.cmdlet import Cmdlet
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateSet


class FormatCmdlet(Cmdlet):
    """Base of Format-Table, -List, -Wide and -Custom."""

    shape: ClassVar[str]
    keys: ClassVar[tuple[Key, ...]]

    group_by = Parameter("object", help="Objects with the same value of this property stand together under a heading.")
    view = Parameter("string", help="The name of the view to use.")
    show_error = Parameter("switch", help="Errors in columns are printed behind the object.")
    display_error = Parameter("switch", help="Errors in columns are shown as #ERR in their place.")
    force = Parameter("switch", help="Also what is printed as itself otherwise is formatted.")
    expand = Parameter(
        "string",
        validate=(ValidateSet(("CoreOnly", "EnumOnly", "Both")),),
        help="Whether a collection, its elements or both are formatted.",
    )
    input_object = Parameter("psobject", pipeline="value", help="What to format.")

    _formatter: Formatter

    def begin(self) -> None:
        self._formatter = Formatter(self.session, self.shape, self.format_parameters(), self.runtime.write)

    def process(self) -> None:
        self._formatter.feed(self.input_object)

    def process_object(self, value: Any) -> None:
        """Takes one object without binding it."""
        self._formatter.feed(value)

    def end(self) -> None:
        self._formatter.end()

    def format_parameters(self) -> FormatParameters:
        """The command line, checked."""
        bound = self.bound
        parameters = FormatParameters()
        given = getattr(self, "property", None)
        if given is not None:
            properties = given if isinstance(given, list) else [given]
            parameters.properties = format_properties(self, properties, self.keys)
        if self.view:
            if parameters.properties:
                raise self._exclusive("FormatCannotSpecifyViewAndProperty", "CannotSpecifyViewAndPropertyError")
            parameters.view = self.view
        if self.group_by is not None:
            parameters.group_by = format_properties(self, [self.group_by], LIST_KEYS)[0]
        parameters.auto_size = bool(bound["AutoSize"]) if "AutoSize" in bound else None
        parameters.force = bool(self.force)
        parameters.show_error = bool(self.show_error)
        parameters.display_error = bool(self.display_error)
        parameters.expand = _spelled(self.expand)
        return parameters

    def _exclusive(self, error_id: str, name: str) -> Any:
        text = message("FormatAndOut_format_xxx", name)
        return failure(error_id, text, "System.IO.InvalidDataException", "Found invalid data while decoding.")


def _spelled(expand: str | None) -> str | None:
    return None if not expand else {"coreonly": "CoreOnly", "enumonly": "EnumOnly", "both": "Both"}[expand.lower()]
