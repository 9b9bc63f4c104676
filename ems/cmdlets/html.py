"""ConvertTo-Html."""

from __future__ import annotations

from html import escape
from typing import Any

from ems.cmdlets import objects
from ems.cmdlets.property_parameters import EXPRESSION, Key, PropertyParameter, read_parameters
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateNotNullOrEmpty, ValidateSet
from ems.runtime.values import NOTHING

_TEXT = ("System.String",)
_KEYS = (EXPRESSION, Key("label", _TEXT), Key("alignment", _TEXT), Key("width", _TEXT))
_DOCUMENT = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"  "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
)


class ConvertToHtml(Cmdlet):
    """Converts objects into HTML that can be displayed in a Web browser.

    Makes a page with a table (or, with -As List, a list for each object); with -Fragment only the table, to be put
    into a page.
    """

    name = "ConvertTo-Html"
    default_set = "Page"
    input_object = Parameter("psobject", pipeline="value")
    property_ = Parameter("Object[]", position=0)
    body = Parameter("string[]", position=3, sets="Page")
    head = Parameter("string[]", position=1, sets="Page")
    title = Parameter("string", position=2, sets="Page", validate=(ValidateNotNullOrEmpty(),))
    as_ = Parameter(
        "string",
        validate=(
            ValidateNotNullOrEmpty(),
            ValidateSet(("Table", "List")),
        ),
    )
    css_uri = Parameter(
        "uri",
        sets="Page",
        aliases=(
            "cu",
            "uri",
        ),
        validate=(ValidateNotNullOrEmpty(),),
    )
    fragment = Parameter("switch", sets="Fragment", validate=(ValidateNotNullOrEmpty(),))
    post_content = Parameter("string[]", validate=(ValidateNotNullOrEmpty(),))
    pre_content = Parameter("string[]", validate=(ValidateNotNullOrEmpty(),))

    examples = (
        Example(
            "[pscustomobject]@{ Name = 'a' } | ConvertTo-Html -Fragment -Property Name",
            "Makes a table.",
            "<table>\n<colgroup><col/></colgroup>\n<tr><th>Name</th></tr>\n<tr><td>a</td></tr>\n</table>",
        ),
    )

    def begin(self) -> None:
        if "CssUri" in self.bound and not to_string(self.css_uri).strip():
            raise self.throw(
                self.error(
                    "ArgumentException",
                    message("UtilityCommonStrings", "EmptyCSSUri", "CSSUri"),
                    "InvalidArgument",
                    "CSSUri",
                    "System.ArgumentException",
                )
            )
        self._parameters = read_parameters(self, self.property_ or ["*"], _KEYS)
        self._resolved: list[PropertyParameter] = []
        self._as_list = (self.as_ or "Table").lower() == "list"
        self._headed = False
        self._count = 0
        if not self.fragment:
            self.write(_DOCUMENT)
            self.write('<html xmlns="http://www.w3.org/1999/xhtml">')
            self.write("<head>")
            self._write_each(self.head if self.head is not None else [f"<title>{self.title or 'HTML TABLE'}</title>"])
            if "CssUri" in self.bound:
                self.write(f'<link rel="stylesheet" type="text/css" href="{to_string(self.css_uri)}" />')
            self.write("</head><body>")
            self._write_each(self.body)
        self._write_each(self.pre_content)
        self.write("<table>")

    def _write_each(self, lines: Any) -> None:
        for text in lines or ():
            self.write(text)

    def process(self) -> None:
        value = self.input_object
        if value is None or value is NOTHING:
            return
        self._count += 1
        if not self._headed:
            self._resolve(value)
            if not self._resolved:
                return
            if self._as_list:
                if self._count > 1:
                    self.write("<tr><td><hr></td></tr>")
                for parameter in self._resolved:
                    self.write(f"<tr><td>{_label(parameter)}:</td><td>{self._shown(parameter, value)}</td></tr>")
            else:
                self.write("<colgroup>" + "".join(_column(parameter) for parameter in self._resolved) + "</colgroup>")
                self.write("<tr>" + "".join(f"<th>{_label(parameter)}</th>" for parameter in self._resolved) + "</tr>")
                self._headed = True
        if not self._as_list:
            self.write(
                "<tr>" + "".join(f"<td>{self._shown(parameter, value)}</td>" for parameter in self._resolved) + "</tr>"
            )

    def _resolve(self, value: Any) -> None:
        """Patterns are resolved on the object; one that means a single property stays as it was written."""
        self._resolved = []
        for parameter in self._parameters:
            found = parameter.expression.resolve(value)
            if len(found) == 1:
                self._resolved.append(parameter)
            else:
                self._resolved += [PropertyParameter(each, dict(parameter.entries)) for each in found]

    def _shown(self, parameter: PropertyParameter, value: Any) -> str:
        parts = [
            ""
            if result.value is None
            else escape(objects.net_string(result.value), quote=True).replace("&#x27;", "&#39;")
            for result in parameter.expression.results(value)
        ]
        return ", ".join(parts)

    def end(self) -> None:
        self.write("</table>")
        self._write_each(self.post_content)
        if not self.fragment:
            self.write("</body></html>")


def _label(parameter: PropertyParameter) -> str:
    return str(parameter.entries.get("label") or parameter.expression.text)


def _column(parameter: PropertyParameter) -> str:
    width, alignment = parameter.entries.get("width"), parameter.entries.get("alignment")
    return "<col" + (f' width = "{width}"' if width else "") + (f' align = "{alignment}"' if alignment else "") + "/>"
