"""Get-ChildItem: what a container holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ems.cmdlets.place_items import ItemCmdlet, name_matcher
from ems.runtime.cmdlet import Example
from ems.runtime.dotnet.files import listed
from ems.runtime.errors import Terminating
from ems.runtime.parameters import Parameter
from ems.runtime.providers.files import DIRECTORY, HIDDEN, READ_ONLY
from ems.runtime.providers.locations import Place
from ems.runtime.wildcard import contains_wildcard

_SYSTEM = 0x4


class GetChildItem(ItemCmdlet):
    """Gets the items in one or more places."""

    name = "Get-ChildItem"
    aliases = ("gci", "dir", "ls")
    default_set = "Items"
    output_types = ("System.IO.FileInfo", "System.IO.DirectoryInfo")
    examples = (Example("(Get-ChildItem C:\\ -Directory).Name -contains 'Windows'", "Folders of the drive.", "True"),)
    path = Parameter(
        "string[]",
        position=0,
        pipeline="value,name",
        sets="Items",
        help="Where to look; the current location by default.",
    )
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets="LiteralItems",
        aliases=("PSPath",),
        help="Where to look, without wildcards.",
    )
    filter = Parameter("string", position=1, help="A wildcard for the names.")
    include = Parameter("string[]", help="Only names like these; with -Recurse or a path that ends in a wildcard.")
    exclude = Parameter("string[]", help="No names like these.")
    recurse = Parameter("switch", aliases=("s",), help="Also what the containers hold.")
    depth = Parameter("uint32", help="How deep to go.")
    force = Parameter("switch", help="Also hidden items.")
    name_ = Parameter("switch", name="Name", help="Only the names.")
    attributes = Parameter("FlagsExpression[FileAttributes]", help="Only items with these attributes.")
    directory = Parameter("switch", aliases=("ad", "d"), help="Only folders.")
    file = Parameter("switch", aliases=("af",), help="Only files.")
    hidden = Parameter("switch", aliases=("ah", "h"), help="Only hidden items.")
    read_only = Parameter("switch", aliases=("ar",), help="Only read-only items.")
    system = Parameter("switch", aliases=("as",), help="Only system items.")

    def begin(self) -> None:
        self._wanted = name_matcher(self.include)
        self._unwanted = name_matcher(self.exclude)
        self._named = name_matcher([self.filter] if self.filter else None)
        self._attributes = None if self.attributes is None else _attribute_test(self.session.to_string(self.attributes))

    def process(self) -> None:
        paths, literal = self.given_paths()
        for path in paths or [""]:
            try:
                self._list(path, literal)
            except Terminating as error:
                self.write_error(error.record)

    def _list(self, path: str, literal: bool) -> None:
        deep = bool(self.recurse) or self.depth is not None
        depth = self.depth if self.depth is not None else None
        if path == "":
            places = [self.locations.place]
        else:
            try:
                places = self.locations.resolve(path, literal)
            except Terminating:
                if not deep or literal:
                    raise
                # `Get-ChildItem C:\logs\x.log -Recurse`: a name to look for below its folder
                parent = self.locations.split(path).parent
                if parent is None or not parent.exists():
                    raise
                wanted = name_matcher([self.locations.split(path).name])
                for place in self._below(parent, True, depth):
                    if wanted(place.name):
                        self._emit(place, parent, True)
                return
        for place in places:
            if place.is_container() and (
                not contains_wildcard(path)
                or literal
                or deep
                or not place.provider.hierarchical
                or len(places) == 1
                or not path.endswith("*")
            ):
                if (
                    contains_wildcard(path)
                    and not literal
                    and not deep
                    and place.provider.hierarchical
                    and self._wanted is not None
                ):
                    self._emit(place, place)
                    continue
                self._children(place, deep, depth)
            elif place.is_container():
                self._emit(place, place) if self._wanted is not None else self._children(place, deep, depth)
            else:
                self._emit(place, place.parent or place)

    def _children(self, place: Place, deep: bool, depth: int | None) -> None:
        if self._wanted is not None and not deep:
            # 5.1: -Include looks at the last part of the path itself, which is the container here
            if self._wanted(place.name):
                self._emit(place, place)
            return
        for child in self._below(place, deep, depth):
            self._emit(child, place, True)

    def _below(self, place: Place, deep: bool, depth: int | None) -> Iterator[Place]:
        names = self.attempt(place.provider.child_names, place.provider_path)
        containers = []
        for name in names or ():
            child = place.child(name)
            yield child
            if deep and child.is_container():
                containers.append(child)
        if depth is not None and depth <= 0:
            return
        for child in containers:
            yield from self._below(child, True, None if depth is None else depth - 1)

    def _emit(self, place: Place, base: Place, in_list: bool = False) -> None:
        name = place.name
        if self._wanted is not None and not self._wanted(name):
            return
        if self._unwanted is not None and self._unwanted(name):
            return
        if self._named is not None and not self._named(name):
            return
        if place.provider.hierarchical and not self._has_attributes(place):
            return
        if self.name_:
            prefix = base.path + "\\" if base.path else ""
            value: Any = place.path[len(prefix) :] if place.path.lower().startswith(prefix.lower()) else name
            self.write(value)
            return
        item = self.attempt(self.show, place)
        if item is not None:
            if in_list:
                listed(item)
            self.write(item)

    def _has_attributes(self, place: Place) -> bool:
        found = self.session.files.stat(place.provider_path)
        if found is None:
            return True
        flags = found.attributes
        if flags & HIDDEN and not (self.force or self.hidden or self._attributes is not None):
            return False
        return not (
            (self.directory and not flags & DIRECTORY)
            or (self.file and flags & DIRECTORY)
            or (self.hidden and not flags & HIDDEN)
            or (self.read_only and not flags & READ_ONLY)
            or (self.system and not flags & _SYSTEM)
            or (self._attributes is not None and not self._attributes(flags))
        )


_FLAGS = {
    "readonly": READ_ONLY,
    "hidden": HIDDEN,
    "system": _SYSTEM,
    "directory": DIRECTORY,
    "archive": 0x20,
    "normal": 0x80,
}


def _attribute_test(expression: str) -> Any:
    """FlagsExpression: `,` is or, `+` is and, `!` is not."""
    alternatives = []
    for alternative in expression.lower().split(","):
        terms = []
        for term in alternative.split("+"):
            term = term.strip()
            negated = term.startswith("!")
            terms.append((_FLAGS.get(term.lstrip("!").strip(), 0), negated))
        alternatives.append(terms)
    return lambda flags: any(all(bool(flags & flag) != negated for flag, negated in terms) for terms in alternatives)
