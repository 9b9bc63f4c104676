"""ConvertFrom-StringData: lines of name=value."""

from __future__ import annotations

from ems.cmdlets import objects
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.regexes import unescape_pattern
from ems.runtime.validation import AllowEmptyString


class ConvertFromStringData(Cmdlet):
    """Converts a string containing one or more key and value pairs to a hash table.

    Each line holds one pair; lines that begin with # are comments. A backslash is written twice.
    """

    name = "ConvertFrom-StringData"
    output_types = ("System.Collections.Hashtable",)
    string_data = Parameter("string", position=0, mandatory=True, pipeline="value", validate=(AllowEmptyString(),))

    examples = (Example("(ConvertFrom-StringData 'color = red').color", "Reads one pair.", "red"),)

    def process(self) -> None:
        table = objects.new_hashtable()
        for raw in (self.string_data or "").split("\n"):
            text = raw.strip()
            if not text or text.startswith("#"):
                continue
            name, equals, value = text.partition("=")
            name = name.strip()
            if not equals or not name:
                raise self._refused("InvalidDataLine", raw.rstrip("\r"))
            if objects.has_key(table, name):
                raise self._refused("DataItemAlreadyDefined", raw.rstrip("\r"), name)
            objects.set_entry(table, name, unescape_pattern(value.strip()))
        self.write(table)

    def _refused(self, name: str, *arguments: str) -> Terminating:
        return self.throw(
            self.error(
                "InvalidOperation",
                message("ConvertFromStringData", name, *arguments),
                "InvalidOperation",
                exception="System.Management.Automation.PSInvalidOperationException",
            )
        )
