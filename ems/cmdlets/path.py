"""Test-, Join-, Split-, Resolve- and Convert-Path."""

from __future__ import annotations

from typing import Any

from ems.cmdlets.place_items import ItemCmdlet, name_matcher
from ems.runtime.cmdlet import Example
from ems.runtime.errors import Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.providers.locations import PathInfo, Place


class TestPath(ItemCmdlet):
    """Says whether something is at a path."""

    name = "Test-Path"
    default_set = "Path"
    output_types = ("System.Boolean",)
    examples = (
        Example("Test-Path C:\\Windows", "Looks for a folder.", "True"),
        Example("Test-Path variable:nosuch", "Looks for a variable.", "False"),
    )
    path = Parameter(
        "string[]", position=0, mandatory=True, pipeline="value,name", sets="Path", help="What to look for."
    )
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets="LiteralPath",
        aliases=("PSPath",),
        help="The same, without wildcards.",
    )
    filter = Parameter("string", help="A wildcard for the name.")
    include = Parameter("string[]", help="Only names like these.")
    exclude = Parameter("string[]", help="No names like these.")
    path_type = Parameter("TestPathType", aliases=("Type",), help="Any, Container or Leaf.")
    is_valid = Parameter("switch", help="Only says whether the path could be one.")
    credential = Parameter("pscredential", pipeline="name")
    older_than = Parameter("Nullable[datetime]", help="Written before this time.")
    newer_than = Parameter("Nullable[datetime]", help="Written after this time.")

    def process(self) -> None:
        paths, literal = self.given_paths()
        for path in paths:
            if path == "":
                self.write_error(
                    self.error(
                        "Argument",
                        "Cannot bind argument to parameter 'Path' because it is an empty string.",
                        "InvalidArgument",
                    )
                )
                continue
            self.write(self._test(path, literal))

    def _test(self, path: str, literal: bool) -> bool:
        if self.is_valid:
            return not set('<>"|') & set(path)
        try:
            found = self.locations.resolve(path, literal)
        except Terminating:
            return False
        wanted, unwanted, named = (
            name_matcher(self.include),
            name_matcher(self.exclude),
            name_matcher([self.filter] if self.filter else None),
        )
        return any(
            self._is_kind(place) and self._in_time(place)
            for place in found
            if (wanted is None or wanted(place.name))
            and (unwanted is None or not unwanted(place.name))
            and (named is None or named(place.name))
        )

    def _is_kind(self, place: Place) -> bool:
        kind = "any" if self.path_type is None else self.session.to_string(self.path_type).lower()
        return kind == "any" or place.is_container() == (kind == "container")

    def _in_time(self, place: Place) -> bool:
        if self.older_than is None and self.newer_than is None:
            return True
        written = self.session.get_member(self.show(place), "LastWriteTime")
        compare = self.session.compare
        return (self.older_than is None or compare(written, self.older_than) < 0) and (
            self.newer_than is None or compare(written, self.newer_than) > 0
        )


class JoinPath(ItemCmdlet):
    """Puts a path and a child path together."""

    name = "Join-Path"
    output_types = ("System.String",)
    examples = (Example("Join-Path C:\\Windows system32", "Joins two parts.", "C:\\Windows\\system32"),)
    path = Parameter(
        "string[]", position=0, mandatory=True, pipeline="value,name", aliases=("PSPath",), help="The first part."
    )
    child_path = Parameter("string", position=1, mandatory=True, pipeline="name", help="The second part.")
    resolve = Parameter("switch", help="Gives the existing items that it means.")
    credential = Parameter("pscredential", pipeline="name")

    def process(self) -> None:
        for path in self.path:
            try:
                joined = self._join(path)
                if self.resolve:
                    for place in self.locations.resolve(joined):
                        self.write(place.shown)
                else:
                    self.write(joined)
            except Terminating as error:
                self.write_error(error.record)

    def _join(self, path: str) -> str:
        name, colon, _ = path.partition(":")
        if colon and "\\" not in name and "::" not in path:
            self.locations.drive(name)  # a drive that is not there is an error, the rest need not exist
        parent, child = path.replace("/", "\\"), (self.child_path or "").replace("/", "\\")
        if not child:
            return parent if parent.endswith("\\") else parent + "\\"
        if not parent:
            return child
        return parent.rstrip("\\") + "\\" + child.lstrip("\\")


class SplitPath(ItemCmdlet):
    """Gives one part of a path."""

    name = "Split-Path"
    default_set = "ParentSet"
    output_types = ("System.String", "System.Boolean")
    examples = (
        Example("Split-Path C:\\Windows\\system32", "The parent.", "C:\\Windows"),
        Example("Split-Path C:\\Windows\\win.ini -Leaf", "The last part.", "win.ini"),
    )
    path = Parameter(
        "string[]",
        sets={
            name: InSet(mandatory=True, position=0, by_value=True, by_name=True)
            for name in ("ParentSet", "IsAbsoluteSet", "LeafSet", "QualifierSet", "NoQualifierSet")
        },
        help="The path.",
    )
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets="LiteralPathSet",
        aliases=("PSPath",),
        help="The path, without wildcards.",
    )
    qualifier = Parameter("switch", position=1, pipeline="name", sets="QualifierSet", help="The drive.")
    no_qualifier = Parameter("switch", pipeline="name", sets="NoQualifierSet", help="All but the drive.")
    parent = Parameter("switch", pipeline="name", sets="ParentSet", help="All but the last part.")
    leaf = Parameter("switch", pipeline="name", sets="LeafSet", help="The last part.")
    resolve = Parameter("switch", help="Of the existing items that it means.")
    is_absolute = Parameter("switch", sets="IsAbsoluteSet", help="Whether the path begins with a drive.")
    credential = Parameter("pscredential", pipeline="name")

    def process(self) -> None:
        paths, literal = self.given_paths()
        for path in paths:
            try:
                for one in [place.shown for place in self.locations.resolve(path, literal)] if self.resolve else [path]:
                    self._split(one)
            except Terminating as error:
                self.write_error(error.record)

    def _split(self, path: str) -> None:
        drive = _qualifier(path)
        if self.is_absolute:
            self.write(
                bool(drive)
                and not path[len(drive) :].startswith("..")
                and path[len(drive) : len(drive) + 1] in ("\\", "/")
            )
        elif self.qualifier:
            if not drive:
                self.write_error(
                    self.error(
                        "ParsePathFormatError",
                        message("NavigationResources", "ParsePathFormatError", path),
                        "InvalidArgument",
                        path,
                        "System.FormatException",
                    )
                )
                return
            self.write(drive)
        elif self.no_qualifier:
            self.write(path[len(drive) :])
        elif self.leaf:
            self.write(_leaf(path))
        else:
            self.write(_parent(path))


def _qualifier(path: str) -> str:
    if "::" in path:
        return path[: path.index("::") + 2]
    name, colon, _ = path.partition(":")
    return name + colon if colon and not set("\\/") & set(name) else ""


def _leaf(path: str) -> str:
    path = path.replace("/", "\\")
    stripped = path.rstrip("\\")
    return (
        stripped.rpartition("\\")[2]
        if "\\" in stripped
        else (stripped if not stripped.endswith(":") else stripped + "\\" if path.endswith("\\") else stripped)
    )


def _parent(path: str) -> str:
    path = path.replace("/", "\\")
    stripped = path.rstrip("\\")
    head, separator, _ = stripped.rpartition("\\")
    if not separator:
        return ""
    return head + "\\" if head.endswith(":") or not head else head


class ResolvePath(ItemCmdlet):
    """Gives the existing places that a path with wildcards means."""

    name = "Resolve-Path"
    aliases = ("rvpa",)
    default_set = "Path"
    examples = (Example("(Resolve-Path C:\\Win*).Path", "Finds folders by a wildcard.", "C:\\Windows"),)
    path = Parameter("string[]", position=0, mandatory=True, pipeline="value,name", sets="Path", help="The path.")
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets="LiteralPath",
        aliases=("PSPath",),
        help="The path, without wildcards.",
    )
    relative = Parameter("switch", help="As seen from the current location.")
    credential = Parameter("pscredential", pipeline="name")

    def process(self) -> None:
        for place in self.places():
            self.write(_relative(self.locations.place, place) if self.relative else PathInfo(place))


def _relative(base: Place, place: Place) -> str:
    if base.drive is not place.drive:
        return place.shown
    here = [part for part in base.path.split("\\") if part]
    there = [part for part in place.path.split("\\") if part]
    common = 0
    while common < min(len(here), len(there)) and here[common].lower() == there[common].lower():
        common += 1
    up = [".."] * (len(here) - common)
    return "\\".join([*(up or ["."]), *there[common:]])


class ConvertPath(ItemCmdlet):
    """Gives a path in the words of its provider."""

    name = "Convert-Path"
    aliases = ("cvpa",)
    default_set = "Path"
    output_types = ("System.String",)
    examples = (Example("Convert-Path C:\\Windows", "A folder's full path.", "C:\\Windows"),)
    path = Parameter("string[]", position=0, mandatory=True, pipeline="value,name", sets="Path", help="The path.")
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets="LiteralPath",
        aliases=("PSPath",),
        help="The path, without wildcards.",
    )

    def process(self) -> None:
        for place in self.places():
            value: Any = place.provider_path
            self.write(value)
