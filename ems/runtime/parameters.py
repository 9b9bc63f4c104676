"""What is known of a parameter: the data behind binding, completion, Get-Help, Get-Command and syntax lines.

Functions fill these from their `param` block, cmdlets from their declaration (`cmdlet.py`).
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

ALL_SETS: Final = "__AllParameterSets"


class InSet:
    """How a parameter takes part in one parameter set."""

    __slots__ = ("by_name", "by_value", "help", "mandatory", "position", "remaining")

    def __init__(
        self,
        mandatory: bool = False,
        position: int | None = None,
        by_value: bool = False,
        by_name: bool = False,
        remaining: bool = False,
        help: str | None = None,
    ) -> None:
        self.mandatory = mandatory
        self.position = position
        self.by_value = by_value
        self.by_name = by_name
        self.remaining = remaining
        self.help = help


class Parameter:
    """A parameter of a cmdlet, declared as a class attribute; reading it from a cmdlet gives the bound value.

    `type` is a type name as `[type]` in a script would be (`"string[]"`, `"switch"`, `"ReceiveConnectorIdParameter"`).
    `sets` names the parameter sets it belongs to (none: all); a mapping gives each set its own `InSet`.
    `pipeline` is any of "value", "name", "value,name". `validate` holds validation attributes (see the binder).
    """

    __slots__ = (
        "aliases", "attribute", "completer", "default", "defined_by", "dont_show", "dynamic", "help", "name", "net_type", "sets",
        "transform", "type", "validate",
    )

    def __init__(
        self,
        type: str = "object",
        *,
        name: str | None = None,
        position: int | None = None,
        mandatory: bool = False,
        pipeline: str = "",
        remaining: bool = False,
        sets: str | Sequence[str] | Mapping[str, InSet] = (),
        aliases: Sequence[str] = (),
        validate: Sequence[Any] = (),
        default: Any = None,
        help: str = "",
        dont_show: bool = False,
        completer: Any = None,
        transform: Any = None,
    ) -> None:
        self.type = type
        self.name = name or ""
        self.attribute = ""
        self.aliases = tuple(aliases)
        self.validate = tuple(validate)
        self.default = default
        self.help = help
        self.dont_show = dont_show
        self.completer = completer
        self.transform = transform
        self.dynamic = False
        # The RuntimeDefinedParameter behind a dynamic parameter of a function: it learns the value.
        self.defined_by: Any = None
        self.net_type: Any = None
        if isinstance(sets, Mapping):
            self.sets: dict[str, InSet] = dict(sets)
        else:
            names = (sets,) if isinstance(sets, str) else tuple(sets)
            self.sets = {
                one: InSet(mandatory, position, "value" in pipeline, "name" in pipeline, remaining) for one in names or (ALL_SETS,)
            }

    def __set_name__(self, owner: type, attribute: str) -> None:
        self.attribute = attribute
        if not self.name:
            self.name = "".join(word.capitalize() for word in attribute.rstrip("_").split("_"))

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else self.default
