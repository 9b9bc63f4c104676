"""The syntax of commands: their parameter sets, the order in which parameters are shown, and the lines that show them.

CommandParameterSetInfo of the 5.1 code base: positional parameters by position, then the mandatory named ones, then
the others; the common parameters together as `[<CommonParameters>]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from ems.runtime.commands import CmdletInfo
from ems.runtime.metadata import PARAMETER_NAMESPACES
from ems.runtime.parameters import ALL_SETS, InSet, Parameter
from ems.runtime.types import TypeInfo, resolve_type
from ems.runtime.values import NetObject

_SWITCH: Final = "System.Management.Automation.SwitchParameter"


class ParameterView(NetObject):
    """System.Management.Automation.CommandParameterInfo: a parameter as one set sees it."""

    __slots__ = ("common", "in_set", "parameter")
    type_name = "System.Management.Automation.CommandParameterInfo"

    def __init__(self, parameter: Parameter, in_set: InSet, common: bool) -> None:
        self.parameter = parameter
        self.in_set = in_set
        self.common = common

    @property
    def name(self) -> str:
        return self.parameter.name

    @property
    def type(self) -> TypeInfo | None:
        return type_of_parameter(self.parameter)

    @property
    def is_switch(self) -> bool:
        kind = self.type
        return kind is not None and kind.full_name == _SWITCH

    @property
    def position(self) -> int | None:
        return self.in_set.position

    @property
    def mandatory(self) -> bool:
        return self.in_set.mandatory


class SetView(NetObject):
    """System.Management.Automation.CommandParameterSetInfo: a parameter set with its parameters, in the order of
    declaration."""

    __slots__ = ("is_default", "name", "parameters")
    type_name = "System.Management.Automation.CommandParameterSetInfo"

    def __init__(self, name: str, is_default: bool, parameters: list[ParameterView]) -> None:
        self.name = name
        self.is_default = is_default
        self.parameters = parameters

    def shown_order(self) -> list[ParameterView]:
        """The parameters in the order of the syntax line, common ones last."""
        own = [each for each in self.parameters if not each.common]
        positional = sorted((each for each in own if each.position is not None), key=lambda each: each.position or 0)
        named = [each for each in own if each.position is None]
        return [
            *positional,
            *(each for each in named if each.mandatory),
            *(each for each in named if not each.mandatory),
            *(each for each in self.parameters if each.common),
        ]

    def to_text(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """`[-Id] <int> [-All] [<CommonParameters>]`."""
        parts = [_shown(each) for each in self.shown_order() if not each.common and not each.parameter.dont_show]
        if any(each.common for each in self.parameters):
            parts.append("[<CommonParameters>]")
        return " ".join(parts)


class ParameterInfo(NetObject):
    """System.Management.Automation.ParameterMetadata: a parameter with all its sets."""

    __slots__ = ("parameter",)
    type_name = "System.Management.Automation.ParameterMetadata"

    def __init__(self, parameter: Parameter) -> None:
        self.parameter = parameter

    @property
    def name(self) -> str:
        return self.parameter.name

    @property
    def type(self) -> TypeInfo | None:
        return type_of_parameter(self.parameter)


def type_of_parameter(parameter: Parameter) -> TypeInfo | None:
    """The type of a parameter."""
    found: TypeInfo | None = parameter.net_type
    return found if found is not None else resolve_type(parameter.type, PARAMETER_NAMESPACES)


def type_text(parameter: Parameter) -> str:
    """The type of a parameter as syntax lines show it: accelerators, no namespaces."""
    kind = type_of_parameter(parameter)
    return parameter.type.rpartition(".")[2] if kind is None else without_namespace(kind.ps_name)


def without_namespace(name: str) -> str:
    """`System.Collections.Generic.List[int]` -> `List[int]`."""
    head, bracket, rest = name.partition("[")
    return head.rpartition(".")[2] + bracket + rest


def _shown(view: ParameterView) -> str:
    name = view.name
    if view.is_switch:
        return f"-{name}" if view.mandatory else f"[-{name}]"
    kind = type_text(view.parameter)
    if view.position is not None:
        return f"[-{name}] <{kind}>" if view.mandatory else f"[[-{name}] <{kind}>]"
    return f"-{name} <{kind}>" if view.mandatory else f"[-{name} <{kind}>]"


def parameter_sets(parameters: Iterable[Parameter], default_set: str, common: Sequence[Parameter]) -> list[SetView]:
    """The sets of a command; one that only has parameters of all sets has a single one."""
    own = list(parameters)
    names: list[str] = []
    for parameter in own:
        names += [name for name in parameter.sets if name != ALL_SETS and name not in names]
    shared = {each.name for each in common}
    found: list[SetView] = []
    for name in names or [default_set or ALL_SETS]:
        views: list[ParameterView] = []
        for parameter in (*own, *common):
            in_set = parameter.sets.get(name) or parameter.sets.get(ALL_SETS)
            if in_set is not None:
                views.append(ParameterView(parameter, in_set, parameter.name in shared and parameter in common))
        found.append(SetView(name, name.lower() == (default_set or "").lower(), views))
    return found


def sets_of(info: Any) -> list[SetView]:
    """The parameter sets of a command."""
    while info.kind == "Alias":
        target = resolved(info)
        if target is None:
            return []
        info = target
    if not hasattr(type(info), "metadata"):
        return []
    metadata = metadata_of(info)
    own = [each.spec for each in metadata.parameters if not each.common]
    shared = [each.spec for each in metadata.parameters if each.common]
    advanced = isinstance(info, CmdletInfo) or info.cmdlet_binding
    special = {"whatif", "confirm"}
    asking = [each for each in shared if each.name.lower() in special]
    rest = [each for each in shared if each.name.lower() not in special] if advanced else []
    return parameter_sets([*own, *(asking if advanced else ())], metadata.default_set, rest)


def parameters_of(info: Any) -> list[ParameterInfo]:
    """The parameters of a command, the common ones last."""
    while info.kind == "Alias":
        target = resolved(info)
        if target is None:
            return []
        info = target
    if not hasattr(type(info), "metadata"):
        return []
    advanced = isinstance(info, CmdletInfo) or info.cmdlet_binding
    found = [each for each in metadata_of(info).parameters if advanced or not each.common]
    return [ParameterInfo(each.spec) for each in found]


def metadata_of(info: Any) -> Any:
    """The parameters of a cmdlet or function; a function's param block is read when somebody first asks."""
    block = getattr(info, "script_block", None)
    if block is not None and not block.code.prepared:
        from ems.runtime import current
        from ems.runtime.functions import prepare

        prepare(block.code, current.session().context)
    return info.metadata


def resolved(alias: Any) -> Any:
    """The command that an alias stands for in the running session, None where there is none."""
    from ems.runtime import current

    session = current.session()
    if session is None:
        return None
    return session.commands.find(alias.target, session.context.scope)


def syntax_lines(info: Any) -> list[str]:
    """One line for each parameter set."""
    if info.kind == "Application":
        return [info.definition]
    return [f"{info.name} {each.text}".rstrip() for each in sets_of(info)]
