"""The arguments of a call, as the binder receives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ems.runtime.metadata import BoundParameter, CommandMetadata
from ems.runtime.values import SwitchParameter

if TYPE_CHECKING:
    from ems.language.tree import Ast


class Argument:
    """`value`, `-name` or `-name value`.

    `spelled` is the parameter as it stands in the source (`-Name:`), `place` the node of the value or the parameter,
    `glued` says that the value was joined by a colon, `splatted` that it came out of `@variable`.
    """

    __slots__ = ("glued", "has_value", "name", "place", "spelled", "splatted", "value", "value_place")

    def __init__(
        self,
        name: str | None = None,
        value: Any = None,
        has_value: bool = True,
        place: Ast | None = None,
        spelled: str = "",
        glued: bool = False,
        splatted: bool = False,
        value_place: Ast | None = None,
    ) -> None:
        self.name = name
        self.value = value
        self.has_value = has_value
        self.place = place
        self.spelled = spelled or (f"-{name}" if name is not None else "")
        self.glued = glued
        self.splatted = splatted
        self.value_place = value_place if value_place is not None else place


def find_parameter(metadata: CommandMetadata, argument: Argument, strict: bool = True) -> BoundParameter | None:
    """The parameter a name means; an error where it may mean several."""
    from ems.runtime.bindingerrors import binding_error

    assert argument.name is not None
    found = metadata.match(argument.name)
    if not found:
        return None
    if len(found) > 1:
        matches = "".join(f" -{each.name}" for each in found)
        raise binding_error("AmbiguousParameter", argument.name, matches, place=argument.place)
    return found[0]


def split_positional(arguments: Iterable[Argument]) -> tuple[list[Argument], list[Argument]]:
    """What may be bound by position, and the rest: names that mean nothing, each with the value that follows it."""
    positional: list[Argument] = []
    rest: list[Argument] = []
    taken = False
    for each in arguments:
        if each.name is not None:
            rest.append(each)
            taken = not each.has_value
        elif taken:
            rest.append(each)
            taken = False
        else:
            positional.append(each)
    return positional, rest


def pair(metadata: CommandMetadata, arguments: Iterable[Argument]) -> list[Argument]:
    """Joins parameters with the arguments that follow them (ReparseUnboundArguments)."""
    from ems.runtime.bindingerrors import binding_error

    given = list(arguments)
    result: list[Argument] = []
    index = 0
    while index < len(given):
        each = given[index]
        index += 1
        if each.name is None or each.has_value:
            result.append(each)
            continue
        parameter = find_parameter(metadata, each)
        if parameter is None:
            result.append(each)
            continue
        if parameter.is_switch:
            result.append(Argument(each.name, SwitchParameter(True), True, each.place, each.spelled))
            continue
        following = given[index] if index < len(given) else None
        if following is None:
            raise binding_error(
                "MissingArgument", parameter.name, type_name=parameter.net_type.full_name, place=each.place
            )
        if following.name is not None:
            if following.has_value or metadata.match(following.name):
                raise binding_error(
                    "MissingArgument", parameter.name, type_name=parameter.net_type.full_name, place=each.place
                )
            result.append(
                Argument(parameter.name, following.spelled, True, each.place, each.spelled, value_place=following.place)
            )
        else:
            result.append(
                Argument(
                    parameter.name, following.value, True, each.place, each.spelled, value_place=following.value_place
                )
            )
        index += 1
    return result
