"""Members of the results: GroupInfo, MeasureInfo, MatchInfo, MemberDefinition, HistoryInfo, SelectXmlInfo, TypeData."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Final

from ems.runtime.members.model import Implementation
from ems.runtime.values import Int64

_COMMANDS: Final = "Microsoft.PowerShell.Commands."


def changeable(attribute: str) -> tuple[Callable[[Any], Any], Callable[[Any, Any], None]]:
    """A property that is a plain attribute."""

    def change(target: Any, value: Any) -> None:
        setattr(target, attribute, value)

    return attrgetter(attribute), change


def _array_list(values: Sequence[Any]) -> Any:
    from ems.runtime.members import construct
    from ems.runtime.types import type_named

    return construct(type_named("System.Collections.ArrayList"), [list(values)])


def _collection(group: Any) -> Any:
    """The elements of a group, as the Collection[PSObject] they are in .NET; made when somebody looks."""
    found = group.group
    if isinstance(found, list):
        from ems.runtime.automatic import new_collection

        found = group.group = new_collection(found)
    return found


def _match_clone(found: Any) -> Any:
    return found


def _strings(attribute: str) -> Any:
    read, change = changeable(attribute)
    return read, change


_MEASURE: Final = {
    name.title(): changeable(name) for name in ("average", "count", "maximum", "minimum", "sum", "property")
}

TYPES: Final = {
    _COMMANDS + "MemberDefinition": Implementation(
        methods={"ToString": lambda line: line.to_text()},
        properties={
            "TypeName": attrgetter("of_type"),
            "Name": attrgetter("name"),
            "MemberType": attrgetter("member_type"),
            "Definition": attrgetter("definition"),
        },
    ),
    _COMMANDS + "GroupInfo": Implementation(
        properties={
            "Count": attrgetter("count"),
            "Name": attrgetter("name"),
            "Group": _collection,
            "Values": lambda group: _array_list(group.values),
        },
    ),
    _COMMANDS + "MeasureInfo": Implementation(properties={"Property": changeable("property")}),
    _COMMANDS + "GenericMeasureInfo": Implementation(properties=_MEASURE),
    _COMMANDS + "GenericObjectMeasureInfo": Implementation(properties=_MEASURE),
    _COMMANDS + "TextMeasureInfo": Implementation(
        properties={name.title(): changeable(name) for name in ("lines", "words", "characters", "property")},
    ),
    _COMMANDS + "MatchInfo": Implementation(
        methods={
            "ToString": lambda found, directory="": found.to_text(directory),
            "RelativePath": lambda found, directory: found.relative_path(directory),
        },
        properties={
            "Context": changeable("context"),
            "Filename": attrgetter("file_name"),
            "IgnoreCase": changeable("ignore_case"),
            "Line": changeable("line"),
            "LineNumber": changeable("line_number"),
            "Matches": changeable("matches"),
            "Path": changeable("path"),
            "Pattern": changeable("pattern"),
        },
    ),
    _COMMANDS + "MatchInfoContext": Implementation(
        methods={"Clone": _match_clone},
        properties={
            "PreContext": _strings("pre_context"),
            "PostContext": _strings("post_context"),
            "DisplayPreContext": _strings("display_pre_context"),
            "DisplayPostContext": _strings("display_post_context"),
        },
    ),
    _COMMANDS + "HistoryInfo": Implementation(
        methods={"ToString": lambda entry: entry.to_text(), "Clone": lambda entry: entry},
        properties={
            "Id": lambda entry: Int64(entry.id),
            "CommandLine": attrgetter("command_line"),
            "ExecutionStatus": attrgetter("execution_status"),
            "StartExecutionTime": attrgetter("start_execution_time"),
            "EndExecutionTime": attrgetter("end_execution_time"),
        },
    ),
    _COMMANDS + "SelectXmlInfo": Implementation(
        methods={"ToString": lambda found: found.to_text(), "RelativePath": lambda found, _directory: found.path},
        properties={"Node": changeable("node"), "Path": changeable("path"), "Pattern": attrgetter("pattern")},
    ),
    "System.Management.Automation.Runspaces.TypeMemberData": Implementation(
        methods={"ToString": lambda view: view.to_text()}, properties={"Name": lambda view: view.member.name}
    ),
    "System.Management.Automation.Runspaces.TypeData": Implementation(
        properties={
            "TypeName": attrgetter("name"),
            "Members": attrgetter("members"),
            **{
                name: (lambda view, key=name: view.data.standard.get(key))
                for name in (
                    "DefaultDisplayProperty",
                    "DefaultDisplayPropertySet",
                    "DefaultKeyPropertySet",
                    "InheritPropertySerializationSet",
                    "PropertySerializationSet",
                    "SerializationDepth",
                    "SerializationMethod",
                )
            },
        },
    ),
}
