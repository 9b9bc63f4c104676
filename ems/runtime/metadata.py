"""The parameters of a command as the binder sees them: found by name, abbreviation or alias, sorted into sets and
positions.

Parameter sets are bits of a number; all bits set means every set (MergedCommandParameterMetadata.cs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import ALL_SETS, InSet, Parameter

if TYPE_CHECKING:
    from ems.runtime.cmdlet import Cmdlet
    from ems.runtime.compile.code import Code

EVERY: Final = 0xFFFFFFFF

PARAMETER_NAMESPACES: Final = (
    "System.Management.Automation",
    "Microsoft.PowerShell.Commands",
    "Microsoft.PowerShell",
    "System.Collections",
    "System.Management.Automation.Runspaces",
    "System.Xml",
    "System.Diagnostics",
    "System.Net.Mail",
)
"""Where the short type names in the declarations of cmdlets are looked for."""


class Transformation:
    """What an attribute makes of an argument, and then what the type of the parameter makes of that."""

    __slots__ = ("after", "of_attribute")

    def __init__(self, of_attribute: Callable[[Any], Any], after: Callable[[Any], Any] | None) -> None:
        self.of_attribute = of_attribute
        self.after = after

    def __call__(self, value: Any) -> Any:
        made = self.of_attribute(value)
        return made if self.after is None else self.after(made)


class BoundParameter:
    """A parameter of one command with its sets as bits."""

    __slots__ = (
        "allows_empty",
        "allows_empty_collection",
        "allows_null",
        "common",
        "flags",
        "folded",
        "is_switch",
        "name",
        "sets",
        "spec",
        "validators",
    )

    def __init__(self, spec: Parameter, common: bool = False) -> None:
        self.spec = spec
        self.name = spec.name
        self.folded = spec.name.lower()
        self.common = common
        self.flags = 0
        self.sets: list[tuple[int, InSet]] = []
        self.is_switch = spec.type.lower() in (
            "switch",
            "switchparameter",
            "system.management.automation.switchparameter",
        )
        kinds = {type(each).__name__ for each in spec.validate}
        self.allows_null = "AllowNull" in kinds
        self.allows_empty = "AllowEmptyString" in kinds
        self.allows_empty_collection = "AllowEmptyCollection" in kinds
        own = next((each for each in spec.validate if hasattr(each, "transform")), None)
        if own is not None and not isinstance(spec.transform, Transformation):
            spec.transform = Transformation(own.transform, spec.transform)
        self.validators = tuple(each for each in spec.validate if getattr(each, "validates", False))

    @property
    def net_type(self) -> Any:
        found = self.spec.net_type
        if found is None:
            from ems.runtime.types import resolve_type

            found = resolve_type(self.spec.type, PARAMETER_NAMESPACES) or resolve_type("object")
            self.spec.net_type = found
        return found

    def in_set(self, flags: int) -> InSet | None:
        """How the parameter takes part in the first of these sets."""
        for bit, each in self.sets:
            if bit & flags:
                return each
        return None

    def matching(self, flags: int) -> Iterable[InSet]:
        return (each for bit, each in self.sets if bit & flags)

    def mandatory_in(self, flags: int) -> bool:
        return any(each.mandatory for bit, each in self.sets if bit & flags)


def defined_twice(name: str) -> Terminating:
    """Two parameters of one name, a common one among them perhaps."""
    text = message("Metadata", "ParameterNameAlreadyExistsForCommand", name)
    exception = NetException("System.Management.Automation.MetadataException", text)
    record = ErrorRecord(exception, "ParameterNameAlreadyExistsForCommand", "MetadataError")
    record.origin = ""
    return Terminating(record)


class CommandMetadata:
    """All parameters of a command."""

    __slots__ = (
        "all_flags",
        "by_name",
        "default_flag",
        "default_set",
        "mandatory_in_set",
        "names",
        "parameters",
        "positional",
        "set_names",
        "should_process",
    )

    def __init__(
        self, parameters: Sequence[Parameter], default_set: str, should_process: bool, common: bool = True
    ) -> None:
        self.default_set = default_set
        self.mandatory_in_set: dict[int, list[BoundParameter]] = {}
        self.should_process = should_process
        self.set_names: list[str] = []
        self.parameters: list[BoundParameter] = []
        self.by_name: dict[str, BoundParameter] = {}
        self.all_flags = 0
        if default_set and default_set != ALL_SETS:
            self._flag(default_set)
        for spec in parameters:
            self.add(BoundParameter(spec))
        if common:
            from ems.runtime.commonparameters import common_parameters

            for spec in common_parameters(should_process):
                self.add(BoundParameter(spec, common=True))
        self.default_flag = self._flag(default_set) if default_set and default_set != ALL_SETS else 0

    def _flag(self, name: str) -> int:
        folded = name.lower()
        for index, each in enumerate(self.set_names):
            if each.lower() == folded:
                return int(1 << index)
        self.set_names.append(name)
        flag = 1 << (len(self.set_names) - 1)
        self.all_flags |= flag
        return flag

    def mandatory(self, flags: int) -> list[BoundParameter]:
        """The parameters that must be given in any of some sets."""
        found = self.mandatory_in_set.get(flags)
        if found is None:
            found = self.mandatory_in_set[flags] = [each for each in self.parameters if each.mandatory_in(flags)]
        return found

    def set_name(self, flags: int) -> str:
        """The name of the set that a number with one bit means."""
        for index, each in enumerate(self.set_names):
            if flags & (1 << index):
                return each
        return ALL_SETS

    def add(self, parameter: BoundParameter) -> None:
        """Adds a parameter, a dynamic one for instance."""
        for name, each in parameter.spec.sets.items():
            flag = EVERY if name == ALL_SETS else self._flag(name)
            parameter.sets.append((flag, each))
            parameter.flags |= flag
        if parameter.folded in self.by_name and self.by_name[parameter.folded].folded == parameter.folded:
            raise defined_twice(parameter.name)
        self.parameters.append(parameter)
        self.mandatory_in_set.clear()
        self.by_name.setdefault(parameter.folded, parameter)
        for alias in parameter.spec.aliases:
            self.by_name.setdefault(alias.lower(), parameter)

    def with_dynamic(self, parameters: Iterable[Parameter]) -> CommandMetadata:
        """The same command with parameters that exist for one call only."""
        made = CommandMetadata.__new__(CommandMetadata)
        made.default_set, made.default_flag, made.should_process = (
            self.default_set,
            self.default_flag,
            self.should_process,
        )
        made.set_names = list(self.set_names)
        made.all_flags = self.all_flags
        made.mandatory_in_set = {}
        made.parameters = list(self.parameters)
        made.by_name = dict(self.by_name)
        for spec in parameters:
            spec.dynamic = True
            made.add(BoundParameter(spec))
        return made

    def match(self, name: str) -> list[BoundParameter]:
        """The parameters a name may mean: exactly one for a full name or alias, all that begin with it otherwise."""
        folded = name.lower()
        exact = self.by_name.get(folded)
        if exact is not None:
            return [exact]
        found: list[BoundParameter] = []
        for known, parameter in self.by_name.items():
            if known.startswith(folded) and parameter not in found:
                found.append(parameter)
        if len(found) > 1:
            # The command's own parameters go before the common ones.
            own = [each for each in found if not each.common]
            if len(own) == 1:
                return own
        return found

    @property
    def single_set(self) -> bool:
        return len(self.set_names) <= 1

    @classmethod
    def of_cmdlet(cls, implementation: type[Cmdlet]) -> CommandMetadata:
        return cls(
            list(implementation.parameters().values()),
            implementation.default_set,
            implementation.should_process is not None,
        )

    @classmethod
    def of_code(cls, code: Code) -> CommandMetadata:
        from ems.runtime.convert import to_bool, to_string

        return cls(
            [each.spec for each in code.parameters],
            to_string(code.binding.get("defaultparametersetname", ALL_SETS)),
            to_bool(code.binding.get("supportsshouldprocess", False)),
            code.advanced,
        )
