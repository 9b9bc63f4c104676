"""ConvertFrom-String, by delimiter. Templates are not read."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import try_convert
from ems.runtime.parameters import Parameter
from ems.runtime.regexes import compile_pattern
from ems.runtime.types import type_named
from ems.runtime.validation import ValidateNotNullOrEmpty
from ems.runtime.values import Char, PSCustomObject

_WHOLE: Final = ("System.Int32", "System.Int64")
_OTHERS: Final = ("System.Double", "System.DateTime", "System.TimeSpan")
_NO_TEMPLATES = "Templates are not read here. Use -Delimiter and -PropertyNames, or Select-String with named groups."
"""Our wording."""


class ConvertFromString(Cmdlet):
    """Cuts text at a delimiter into objects with a property for each part."""

    name = "ConvertFrom-String"
    default_set = "ByDelimiter"
    output_types = ("System.Management.Automation.PSCustomObject",)
    delimiter = Parameter("string", sets="ByDelimiter", aliases=("DEL",), help="A regular expression; else blanks.")
    property_names = Parameter("string[]", sets="ByDelimiter", aliases=("PN",), help="Instead of P1, P2 and so on.")
    template_file = Parameter("string[]", sets="TemplateParsing", aliases=("TF",))
    template_content = Parameter("string[]", sets="TemplateParsing", aliases=("TC",))
    include_extent = Parameter("switch", sets="TemplateParsing", aliases=("IE",))
    update_template = Parameter("switch", sets="TemplateParsing", aliases=("UT",))
    input_object = Parameter(
        "string", position=0, mandatory=True, pipeline="value", validate=(ValidateNotNullOrEmpty(),)
    )

    examples = (
        Example("('EX01 25' | ConvertFrom-String -PropertyNames Server, Port).Port + 1", "Parts with names.", "26"),
    )

    def begin(self) -> None:
        if self.parameter_set == "TemplateParsing":
            raise self.throw(self.error("TemplatesNotAvailable", _NO_TEMPLATES, "NotImplemented"))
        self._cut = compile_pattern(self.delimiter or r"\s+")

    def process(self) -> None:
        names = self.property_names or []
        parts = self._cut.split(self.input_object)
        pairs = []
        for number, part in enumerate(parts):
            name = names[number] if number < len(names) else f"P{number + 1}"
            pairs.append((name, _value(part)))
        self.write(PSCustomObject.of(pairs))


def _value(text: str) -> Any:
    """A part as the first of the types that takes it."""
    if text.strip():
        whole = text.strip().lstrip("+-").isdecimal()
        for kind in (*_WHOLE, *_OTHERS) if whole else _OTHERS:
            done, value = try_convert(text, type_named(kind))
            if done:
                return value
    return Char(text) if len(text) == 1 else text
