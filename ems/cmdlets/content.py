"""Get-, Set-, Add- and Clear-Content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ems.cmdlets.place_items import ItemCmdlet
from ems.runtime.cmdlet import Example
from ems.runtime.convert import enumerate_value
from ems.runtime.errors import Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.providers.base import not_supported
from ems.runtime.providers.filesystem import FileSystemProvider
from ems.runtime.providers.locations import Place
from ems.runtime.validation import AllowEmptyCollection, AllowNull
from ems.runtime.wildcard import contains_wildcard

_PATH_SETS = {"Path": InSet(mandatory=True, position=0, by_name=True)}


class _Value(ItemCmdlet):
    """What is written; declared apart so that it comes first, as in the product."""

    value = Parameter(
        "Object[]",
        position=1,
        mandatory=True,
        pipeline="value,name",
        validate=(AllowNull(), AllowEmptyCollection()),
        help="What to write; a line for each.",
    )
    pass_thru = Parameter("switch", help="Also gives what is written.")


class _Content(ItemCmdlet):
    default_set = "Path"
    path = Parameter("string[]", sets=_PATH_SETS, help="The items; wildcards are allowed.")
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets="LiteralPath",
        aliases=("PSPath",),
        help="The items, without wildcards.",
    )
    filter = Parameter("string", help="A wildcard for the names.")
    include = Parameter("string[]", help="Only names like these.")
    exclude = Parameter("string[]", help="No names like these.")
    force = Parameter("switch", help="Also where an item is read-only.")
    credential = Parameter("pscredential", pipeline="name")


class GetContent(_Content):
    """Gets the content of an item, line by line."""

    name = "Get-Content"
    aliases = ("gc", "cat", "type")
    output_types = ("System.Byte", "System.String")
    examples = (
        Example("Set-Content $env:TEMP\\a.txt one, two; Get-Content $env:TEMP\\a.txt", "Reads lines.", "one\ntwo"),
    )
    read_count = Parameter("long", pipeline="name", help="How many lines to send at a time; 0 means all.")
    total_count = Parameter("long", pipeline="name", aliases=("First", "Head"), help="How many lines from the start.")
    tail = Parameter("int", pipeline="name", aliases=("Last",), help="How many lines from the end.")
    delimiter = Parameter("string", help="What ends a piece, instead of the end of a line.")
    wait = Parameter("switch", help="Goes on waiting for new lines until stopped.")
    raw = Parameter("switch", help="The whole content as one string.")
    encoding = Parameter("FileSystemCmdletProviderEncoding", help="How the bytes are read.")
    stream = Parameter("string", help="An alternate data stream; there are none here.")

    def process(self) -> None:
        if self.tail is not None and self.total_count is not None:
            raise self.throw(
                self.error(
                    "TailAndHeadCannotCoexist",
                    message("SessionStateStrings", "GetContent_TailAndHeadCannotCoexist", "TotalCount", "Tail"),
                    "InvalidOperation",
                    exception="System.InvalidOperationException",
                )
            )
        for place in self.places(self.include, self.exclude, self.filter):
            values = self.attempt(self._read, place)
            if values is not None:
                self._send(values)

    def _read(self, place: Place) -> Iterator[Any]:
        provider = place.provider
        if isinstance(provider, FileSystemProvider):
            encoding = None if self.encoding is None else self.session.to_string(self.encoding)
            return provider.read_typed(place.provider_path, encoding, self.delimiter, bool(self.raw))
        if place.path == "":
            raise not_supported("IContentCmdletProvider_NotSupported")
        return provider.read_content(place.provider_path)

    def _send(self, values: Iterator[Any]) -> None:
        if self.tail is not None:
            values = iter(list(values)[-self.tail :] if self.tail else [])
        count = self.total_count if self.total_count is not None and self.total_count >= 0 else None
        batch: list[Any] = []
        size = 1 if self.read_count is None else self.read_count
        for number, value in enumerate(values):
            if count is not None and number >= count:
                break
            if size == 1:
                self.write(value)
                continue
            batch.append(value)
            if size and len(batch) == size:
                self.write(batch)
                batch = []
        if batch:
            self.write(batch)


class _Writing(_Content, _Value):
    should_process = "Medium"
    no_newline = Parameter("switch", help="No line ends.")
    encoding = Parameter("FileSystemCmdletProviderEncoding", help="How the text is written; ANSI by default.")
    stream = Parameter("string", help="An alternate data stream; there are none here.")

    appends = False

    def begin(self) -> None:
        self._values: list[Any] = []

    def process(self) -> None:
        for value in self.value if self.value is not None else [None]:
            elements = enumerate_value(value)
            self._values += [value] if elements is None else list(elements)
            if self.pass_thru:
                self.write(value)

    def end(self) -> None:
        for place in self._targets():
            action = "Add Content" if self.appends else "Set Content"
            if self.confirm(message("NavigationResources", "SetContentTarget", place.provider_path), action):
                self.attempt(self._put, place)

    def _targets(self) -> Iterator[Place]:
        paths, literal = self.given_paths()
        for path in paths:
            try:
                if not literal and contains_wildcard(path):
                    yield from self.locations.resolve(path)
                else:
                    yield self.locations.split(path)
            except Terminating as error:
                self.write_error(error.record)

    def _put(self, place: Place) -> None:
        provider = place.provider
        values = [value for value in self._values if value is not None]
        if isinstance(provider, FileSystemProvider):
            encoding = None if self.encoding is None else self.session.to_string(self.encoding)
            provider.write_typed(
                place.provider_path, values, self.appends, encoding, not self.no_newline, bool(self.force)
            )
        else:
            provider.write_content(place.provider_path, values or self._values[:1], self.appends)


class SetContent(_Writing):
    """Replaces the content of an item."""

    name = "Set-Content"
    aliases = ("sc",)
    examples = (
        Example("Set-Content $env:TEMP\\b.txt 'hello'; Get-Content $env:TEMP\\b.txt", "Writes a file.", "hello"),
    )


class AddContent(_Writing):
    """Adds to the content of an item."""

    name = "Add-Content"
    aliases = ("ac",)
    appends = True
    examples = (
        Example(
            "Set-Content $env:TEMP\\c.txt 1; Add-Content $env:TEMP\\c.txt 2; Get-Content $env:TEMP\\c.txt",
            "Adds a line.",
            "1\n2",
        ),
    )


class ClearContent(_Content):
    """Empties an item, and keeps it."""

    name = "Clear-Content"
    aliases = ("clc",)
    should_process = "Medium"
    examples = (
        Example(
            "Set-Content $env:TEMP\\d.txt 1; Clear-Content $env:TEMP\\d.txt; (Get-Item $env:TEMP\\d.txt).Length",
            "Empties a file.",
            "0",
        ),
    )
    stream = Parameter("string", help="An alternate data stream; there are none here.")

    def process(self) -> None:
        for place in self.places(self.include, self.exclude, self.filter):
            if self.confirm(
                message("FileSystemProviderStrings", "ClearContentesourceTemplate", place.provider_path),
                "Clear Content",
            ):
                self.attempt(place.provider.clear_content, place.provider_path)
