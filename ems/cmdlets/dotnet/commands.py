"""Members of commands that tell of their parameters: CommandInfo's Parameters, ParameterSets and OutputType."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Final

from ems.runtime.dotnet.engine import TYPES as ENGINE
from ems.runtime.members.model import Implementation

_AUTOMATION: Final = "System.Management.Automation."
_EVERY_POSITION: Final = -2147483648
"""The position of a parameter that has none."""


def _parameters(info: Any) -> Any:
    from ems.cmdlets.syntax import parameters_of
    from ems.runtime.dotnet.dictionaries import GenericDictionary
    from ems.runtime.hashtable import CULTURE_IGNORE_CASE
    from ems.runtime.types import type_named

    definition = type_named("System.Collections.Generic.Dictionary`2")
    kind = definition.close((type_named("System.String"), type_named(_AUTOMATION + "ParameterMetadata")))
    return GenericDictionary(kind, [(each.name, each) for each in parameters_of(info)], CULTURE_IGNORE_CASE)


def _type_name(_type: Any, meant: Any) -> Any:
    from ems.cmdlets.results import TypeName

    return TypeName(str(getattr(meant, "full_name", meant)))


def _parameter_sets(info: Any) -> Any:
    from ems.cmdlets.syntax import sets_of

    return _collection(sets_of(info))


def _output_type(info: Any) -> list[Any]:
    from ems.cmdlets.results import TypeName

    return [TypeName(name) for name in getattr(getattr(info, "implementation", None), "output_types", ())]


def _aliases(view: Any) -> list[str]:
    return list(view.parameter.aliases)


def _attributes(view: Any) -> list[Any]:
    return list(view.parameter.validate)


def _sets(info: Any) -> Any:
    from ems.cmdlets import objects
    from ems.cmdlets.syntax import ParameterView

    return objects.new_hashtable(
        (name, ParameterView(info.parameter, in_set, False)) for name, in_set in info.parameter.sets.items()
    )


def _position(view: Any) -> int:
    return _EVERY_POSITION if view.position is None else int(view.position)


def _collection(values: list[Any]) -> Any:
    from ems.runtime.automatic import new_collection

    return new_collection(values)


def _result_type(match: Any) -> Any:
    from ems.runtime.enums import enum_value

    return enum_value(_AUTOMATION + "CompletionResultType", match.kind)


def _new_completion(_type: Any, text: str, list_text: str = "", kind: Any = None, tooltip: str = "") -> Any:
    from ems.runtime.completion.result import Match

    return Match(text, "Text" if kind is None else kind.text, list_text or text, tooltip or text)


_COMMAND: Final = ENGINE[_AUTOMATION + "CommandInfo"]

TYPES: Final = {
    _AUTOMATION + "CommandInfo": Implementation(
        methods=_COMMAND.methods,
        properties={
            **_COMMAND.properties,
            "Parameters": _parameters,
            "ParameterSets": _parameter_sets,
            "OutputType": _output_type,
        },
        declared=_COMMAND.declared,
        by_attribute=_COMMAND.by_attribute,
    ),
    _AUTOMATION + "CommandParameterSetInfo": Implementation(
        methods={"ToString": lambda view: view.text},
        properties={
            "IsDefault": attrgetter("is_default"),
            "Name": attrgetter("name"),
            "Parameters": lambda view: list(view.parameters),
        },
    ),
    _AUTOMATION + "CommandParameterInfo": Implementation(
        properties={
            "Aliases": _aliases,
            "Attributes": _attributes,
            "HelpMessage": lambda view: view.in_set.help,
            "IsDynamic": lambda view: view.parameter.dynamic,
            "IsMandatory": attrgetter("mandatory"),
            "Name": attrgetter("name"),
            "ParameterType": attrgetter("type"),
            "Position": _position,
            "ValueFromPipeline": lambda view: view.in_set.by_value,
            "ValueFromPipelineByPropertyName": lambda view: view.in_set.by_name,
            "ValueFromRemainingArguments": lambda view: view.in_set.remaining,
        },
    ),
    _AUTOMATION + "ParameterMetadata": Implementation(
        properties={
            "Aliases": _aliases,
            "Attributes": _attributes,
            "IsDynamic": lambda info: info.parameter.dynamic,
            "Name": attrgetter("name"),
            "ParameterSets": _sets,
            "ParameterType": attrgetter("type"),
            "SwitchParameter": lambda info: info.type is not None and info.type.full_name.endswith(".SwitchParameter"),
        },
    ),
    _AUTOMATION + "PSTypeName": Implementation(
        methods={"ToString": lambda found: found.name},
        properties={"Name": attrgetter("name"), "Type": attrgetter("type")},
        static={"new": _type_name},
    ),
    _AUTOMATION + "CommandCompletion": Implementation(
        properties={
            "CompletionMatches": lambda found: _collection(found.matches),
            "CurrentMatchIndex": lambda _found: -1,
            "ReplacementIndex": attrgetter("start"),
            "ReplacementLength": attrgetter("length"),
        },
    ),
    _AUTOMATION + "CompletionResult": Implementation(
        static={"new": _new_completion},
        properties={
            "CompletionText": attrgetter("text"),
            "ListItemText": attrgetter("list_text"),
            "ResultType": _result_type,
            "ToolTip": attrgetter("tooltip"),
        },
    ),
}
