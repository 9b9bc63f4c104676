"""Arguments to parameters: names, positions, parameter sets, the pipeline (CmdletParameterBinderController.cs).

`Binder` serves one call of a cmdlet or of an advanced function; `simple.py` binds functions without attributes.
Values are handed to `assign(parameter, value)` as they are bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ems.language.tree import ConstantExpressionAst
from ems.runtime.arguments import Argument, find_parameter, pair, split_positional
from ems.runtime.bindingerrors import binding_error
from ems.runtime.coercion import OBJECT, as_written, bind_value, element_type
from ems.runtime.errors import Terminating
from ems.runtime.metadata import EVERY, BoundParameter, CommandMetadata, Transformation
from ems.runtime.values import NOTHING

if TYPE_CHECKING:
    from ems.language.tree import Ast
    from ems.runtime.context import Context


class Binder:
    """One call of a command."""

    __slots__ = (
        "assign",
        "bound",
        "context",
        "defaults",
        "delayed",
        "flags",
        "metadata",
        "of_function",
        "pipeline_bound",
        "pipeline_flags",
        "places",
        "prompt",
        "remaining_bound",
        "saved",
        "waiting",
    )

    def __init__(
        self,
        metadata: CommandMetadata,
        context: Context,
        assign: Callable[[BoundParameter, Any], None],
        *,
        of_function: bool,
    ) -> None:
        self.metadata = metadata
        self.context = context
        self.assign = assign
        self.of_function = of_function
        self.bound: dict[BoundParameter, Any] = {}
        self.places: dict[BoundParameter, Any] = {}
        self.flags = metadata.all_flags or EVERY
        self.delayed: list[tuple[BoundParameter, Any, Any]] = []
        self.pipeline_bound: list[BoundParameter] = []
        self.pipeline_flags = 0
        self.waiting: list[BoundParameter] = []
        self.saved: dict[BoundParameter, Any] = {}
        self.defaults: Mapping[str, Any] = {}
        self.prompt: Callable[[list[BoundParameter]], dict[BoundParameter, Any]] | None = None
        self.remaining_bound = False

    # The command line

    def bind(
        self,
        arguments: Iterable[Argument],
        *,
        expecting_input: bool,
        dynamic: Callable[[], Iterable[Any]] | None = None,
    ) -> None:
        """Binds what was written; errors where something fits nowhere or something is missing."""
        unbound = pair(self.metadata, arguments)
        unbound = self.bind_named(unbound)
        if dynamic is not None:
            unbound = self.bind_dynamic(unbound, dynamic)
        unbound = self.bind_positional(unbound)
        self.apply_defaults()
        self.check_sets(expecting_input, final=False)
        if unbound:
            unbound = self.bind_remaining(unbound)
            self.refuse(unbound)
        self.ask_for_mandatory(expecting_input)
        self.check_sets(expecting_input, final=not expecting_input)

    def store(self, parameter: BoundParameter, value: Any, place: Any) -> None:
        """Converts a value and gives it to the command."""
        value = bind_value(parameter, value, place, self.context, of_function=self.of_function and not parameter.common)
        self.bound[parameter] = value
        self.places[parameter] = place
        self.assign(parameter, value)

    def narrow(self, parameter: BoundParameter) -> None:
        """A bound parameter leaves only its own sets."""
        if parameter.flags != EVERY:
            self.flags &= parameter.flags
            if not self.flags:
                raise binding_error("AmbiguousParameterSet", parameter.name)

    def bind_named(self, arguments: list[Argument]) -> list[Argument]:
        left: list[Argument] = []
        narrowed: list[BoundParameter] = []
        for each in arguments:
            if each.name is None:
                left.append(each)
                continue
            parameter = find_parameter(self.metadata, each)
            if parameter is None:
                left.append(each)
                continue
            if parameter in self.bound or any(parameter is other for other, _, _ in self.delayed):
                if each.splatted:
                    continue
                raise binding_error("ParameterAlreadyBound", each.name or parameter.name, place=each.place)
            self.bind_one(parameter, each.value, each.value_place)
            narrowed.append(parameter)
        for parameter in narrowed:
            self.narrow(parameter)
        return left

    def bind_one(self, parameter: BoundParameter, value: Any, place: Any) -> None:
        """Binds a value, or keeps a block to be asked for each input object."""
        if self.is_delayed(parameter, value):
            self.delayed.append((parameter, value, place))
            self.places[parameter] = place
            return
        self.store(parameter, value, place)

    def is_delayed(self, parameter: BoundParameter, value: Any) -> bool:
        from ems.runtime.scriptblock import ScriptBlock

        if not isinstance(value, ScriptBlock):
            return False
        if not any(each.by_value or each.by_name for _, each in parameter.sets):
            return False
        name = parameter.net_type.full_name
        if name in OBJECT or name == "System.Management.Automation.ScriptBlock":
            return False
        return not (
            parameter.net_type.is_array
            and parameter.net_type.element_type.full_name in (*OBJECT, "System.Management.Automation.ScriptBlock")
        )

    def bind_dynamic(self, unbound: list[Argument], dynamic: Callable[[], Iterable[Any]]) -> list[Argument]:
        """Asks the command for the parameters this call has besides, and binds those."""
        found = list(dynamic())
        if not found:
            return unbound
        self.metadata = self.metadata.with_dynamic(found)
        return self.bind_named(pair(self.metadata, unbound))

    # Positions

    def bind_positional(self, arguments: list[Argument]) -> list[Argument]:
        waiting, _ = split_positional(arguments)
        if not waiting:
            return arguments
        places = self.positions()
        left = list(arguments)
        for _, candidates in sorted(places.items()):
            candidates = [
                each
                for each in candidates
                if each not in self.bound and not any(each is other for other, _, _ in self.delayed)
            ]
            candidates = [each for each in candidates if self.flags & each.flags]
            if not candidates:
                continue
            while waiting and waiting[0] not in left:
                waiting.pop(0)
            if not waiting:
                break
            argument = waiting[0]
            if self.bind_position(candidates, argument):
                waiting.pop(0)
                left.remove(argument)
        return left

    def positions(self) -> dict[int, list[BoundParameter]]:
        """Unbound parameters by position, in the sets still possible."""
        found: dict[int, list[BoundParameter]] = {}
        for parameter in self.metadata.parameters:
            if parameter in self.bound:
                continue
            for flag, each in parameter.sets:
                if flag & self.flags and each.position is not None and not each.remaining:
                    group = found.setdefault(each.position, [])
                    if parameter not in group:
                        group.append(parameter)
        return found

    def bind_position(self, candidates: list[BoundParameter], argument: Argument) -> bool:
        """One argument to one of the parameters of a position: the default set first, without conversion first."""
        value = argument.value
        default = self.metadata.default_flag
        rounds: list[tuple[int, bool]] = [(default, False)] if default and default & self.flags else []
        rounds.append((self.flags, False))
        if default and default & self.flags:
            rounds.append((default, True))
        rounds.append((self.flags, True))
        failure: Terminating | None = None
        for flags, coerce in rounds:
            for parameter in candidates:
                if not parameter.flags & flags:
                    continue
                if not coerce and not self.fits(parameter, value):
                    continue
                try:
                    self.bind_one(parameter, value, argument.value_place)
                except Terminating as error:
                    refused = error.record.exception.type_name.endswith("ValidationException") or isinstance(
                        parameter.spec.transform, Transformation
                    )
                    if len(candidates) == 1 or (
                        refused and not any(getattr(each, "passes_on", False) for each in parameter.validators)
                    ):
                        raise
                    failure = error
                    continue
                self.narrow(parameter)
                return True
        if failure is not None:
            raise failure
        return False

    def fits(self, parameter: BoundParameter, value: Any) -> bool:
        """Whether a value has the type of a parameter already."""
        target = parameter.net_type
        if target.full_name in OBJECT or isinstance(parameter.spec.transform, Transformation):
            return True
        from ems.runtime.types import is_instance

        if value is None:
            return not target.is_value_type and target.full_name != "System.String"
        if is_instance(value, target):
            return True
        element = element_type(target)
        if element is None:
            return False
        values = value if isinstance(value, list) else [value]
        return all(each is not None and is_instance(each, element) for each in values)

    def bind_remaining(self, unbound: list[Argument]) -> list[Argument]:
        """ValueFromRemainingArguments takes what is left."""
        for parameter in self.metadata.parameters:
            if parameter in self.bound or not self.flags & parameter.flags:
                continue
            if any(each.remaining for each in parameter.matching(self.flags)):
                values: list[Any] = []
                for each in unbound:
                    if each.name is not None:
                        values.append(each.spelled)
                    if each.has_value:
                        written = self.of_function or type(each.value_place) is not ConstantExpressionAst
                        values.append(
                            each.value if written else as_written(each.value, self.source_of(each.value_place))
                        )
                given: Any = values
                if parameter.net_type.full_name in OBJECT:
                    from ems.runtime.dotnet.lists import new_list

                    given = new_list("System.Object", values)
                self.store(parameter, given, unbound[0].value_place if len(unbound) == 1 else None)
                self.narrow(parameter)
                return []
        return unbound

    def source_of(self, place: Ast | None) -> str:
        """The text of an argument."""
        block = self.context.block
        return str(block.source.text[place.start : place.end]) if block is not None and place is not None else ""

    def refuse(self, unbound: list[Argument]) -> None:
        """Arguments that fit nowhere are errors."""
        for each in unbound:
            if each.name is not None:
                raise binding_error("NamedParameterNotFound", each.name, place=each.place)
        if unbound:
            from ems.runtime.convert import to_string

            value = unbound[0].value
            raise binding_error(
                "PositionalParameterNotFound", "$null" if value is None else to_string(value), place=None
            )

    def apply_defaults(self) -> None:
        """$PSDefaultParameterValues."""
        for name, value in self.defaults.items():
            matches = self.metadata.match(name)
            if len(matches) == 1 and matches[0] not in self.bound and self.flags & matches[0].flags:
                try:
                    self.store(matches[0], value, None)
                except Terminating:
                    continue
                if matches[0].flags != EVERY and matches[0].flags & self.flags:
                    self.flags &= matches[0].flags

    # Parameter sets

    def candidates(self) -> list[int]:
        """The sets still possible, as single bits."""
        return [1 << index for index in range(len(self.metadata.set_names)) if self.flags & (1 << index)]

    def missing_in(self, flag: int) -> list[BoundParameter]:
        """Mandatory parameters of a set that have no value yet."""
        delayed = [parameter for parameter, _, _ in self.delayed]
        return [each for each in self.metadata.mandatory(flag) if each not in self.bound and each not in delayed]

    def check_sets(self, expecting_input: bool, final: bool) -> None:
        """Finds the one parameter set of the call; an error where it stays open."""
        sets = self.candidates()
        if len(sets) <= 1:
            return
        default = self.metadata.default_flag
        # Sets whose mandatory parameters are all there are candidates at once.
        ready = [flag for flag in sets if not self.missing_in(flag)]
        fed = (
            [flag for flag in sets if all(self.can_be_fed(each, flag) for each in self.missing_in(flag))]
            if expecting_input
            else []
        )
        if not final and expecting_input and fed:
            if len(fed) == 1 and not (default & self.flags):
                self.flags = fed[0]
            elif not ready:
                self.flags = sum(fed)
            return
        if default & self.flags and (default in ready or not ready):
            if not ready and not final:
                others = [flag for flag in sets if flag != default]
                if self.explicit(others):
                    return
            self.flags = default
            return
        if len(ready) == 1:
            self.flags = ready[0]
            return
        if len(ready) > 1:
            if all(not self.distinguishing(flag) for flag in ready) or not final:
                if final:
                    return
            if not default:
                raise binding_error("AmbiguousParameterSet", "")
            return
        if final or not expecting_input:
            if default & self.flags:
                self.flags = default
                return
            raise binding_error("AmbiguousParameterSet", "")

    def explicit(self, flags: list[int]) -> bool:
        """Whether something bound belongs to one of these sets but not to all."""
        return any(
            each.flags != EVERY
            and any(each.flags & flag for flag in flags)
            and not each.flags & self.metadata.default_flag
            for each in self.bound
        )

    def distinguishing(self, flag: int) -> bool:
        return any(each.flags != EVERY and each.flags & flag for each in self.metadata.parameters)

    def can_be_fed(self, parameter: BoundParameter, flag: int) -> bool:
        """Whether the pipeline may give a parameter its value."""
        return any(each.by_value or each.by_name for each in parameter.matching(flag))

    def ask_for_mandatory(self, expecting_input: bool) -> None:
        """Mandatory parameters without a value are asked for; where nobody can be asked, that is an error."""
        sets = self.candidates()
        default = self.metadata.default_flag
        if len(sets) > 1:
            ready = [flag for flag in sets if not self.missing_in(flag)]
            if ready:
                return
            flag = default if default & self.flags else 0
            if not flag:
                if expecting_input and any(
                    all(self.can_be_fed(each, one) for each in self.missing_in(one)) for one in sets
                ):
                    return
                common = [each for each in self.missing_in(EVERY) if each.flags == EVERY]
                if not common:
                    raise binding_error("AmbiguousParameterSet", "")
                flag = EVERY
                missing = common
            else:
                missing = self.missing_in(flag)
        else:
            flag = sets[0] if sets else EVERY
            missing = self.missing_in(flag)
        if expecting_input:
            missing = [each for each in missing if not self.can_be_fed(each, flag)]
        if not missing:
            return
        if self.prompt is None:
            raise missing_error(missing)
        for parameter, value in self.prompt(missing).items():
            self.store(parameter, value, None)
            self.narrow(parameter)

    @property
    def set_name(self) -> str:
        """The name of the parameter set the call ended in."""
        sets = self.candidates()
        if not sets:
            return "__AllParameterSets"
        default = self.metadata.default_flag
        if len(sets) > 1 and default & self.flags:
            return self.metadata.set_name(default)
        if len(sets) > 1:
            return "__AllParameterSets"
        return self.metadata.set_name(sets[0])

    # The pipeline

    @property
    def takes_pipeline(self) -> bool:
        return bool(self.pipeline_parameters()) or bool(self.delayed)

    def pipeline_parameters(self) -> list[BoundParameter]:
        """Unbound parameters that take pipeline input."""
        return [
            each
            for each in self.metadata.parameters
            if each not in self.bound and any(one.by_value or one.by_name for one in each.matching(self.flags))
        ]

    def start_pipeline(self) -> None:
        """Remembers the state before the first input object."""
        self.pipeline_flags = self.flags
        self.pipeline_bound = []
        self.waiting = self.pipeline_parameters()

    def plain_input(self) -> tuple[BoundParameter, bool] | None:
        """The one parameter that takes every input object as it is, where there is nothing else to decide. True beside
        it: it refuses null and what is empty.
        """
        if self.delayed or len(self.waiting) != 1:
            return None
        only = self.waiting[0]
        if only.spec.transform is not None or only.net_type.full_name not in OBJECT:
            return None
        if not {type(each).__name__ for each in only.validators} <= {"ValidateNotNull", "ValidateNotNullOrEmpty"}:
            return None
        sets = self.candidates()
        default = self.metadata.default_flag
        if len(sets) > 1 and not only.flags & default & self.flags:
            return None
        if not all(each.by_value for each in only.matching(self.flags)):
            return None
        if any(each is not only for each in self.missing_in(default if len(sets) > 1 else self.flags)):
            return None
        refuses = any(each.mandatory for _, each in only.sets) and not only.allows_null
        return only, refuses or bool(only.validators)

    def bind_input(self, value: Any) -> bool:
        """Binds one input object; False where it fits no parameter."""
        self.restore()
        self.flags = self.pipeline_flags
        if value is NOTHING:
            value = None
        any_delayed = self.bind_delayed(value)
        bound = any_delayed
        waiting = self.pipeline_parameters() if any_delayed else self.waiting
        default = self.metadata.default_flag
        failure: Terminating | None = None
        phases = ((True, False), (False, False), (True, True), (False, True))
        for by_value, coerce in phases:
            for flags in (default, self.flags) if default & self.flags and default != self.flags else (self.flags,):
                for parameter in waiting:
                    if parameter in self.pipeline_bound or not parameter.flags & flags & self.flags:
                        continue
                    if not any(
                        each.by_value if by_value else each.by_name for each in parameter.matching(flags & self.flags)
                    ):
                        continue
                    try:
                        hit = (
                            self.feed_value(parameter, value, coerce)
                            if by_value
                            else self.feed_property(parameter, value, coerce)
                        )
                    except Terminating as error:
                        if not by_value:
                            raise
                        failure = failure or error
                        continue
                    if hit:
                        bound = True
                        if parameter.flags != EVERY:
                            self.flags &= parameter.flags
        if not bound:
            if failure is not None and failure.record.error_id.startswith("ParameterArgumentValidationError"):
                raise failure
            return False
        self.resolve_fed()
        return True

    def resolve_fed(self) -> None:
        """After an input object was bound, one set must be left and nothing mandatory be missing."""
        sets = self.candidates()
        if len(sets) > 1:
            ready = [flag for flag in sets if not self.missing_in(flag)]
            default = self.metadata.default_flag
            if default in ready:
                self.flags = default
            elif len(ready) == 1:
                self.flags = ready[0]
            elif len(ready) > 1:
                raise binding_error("AmbiguousParameterSet", "")
            elif default & self.flags:
                self.flags = default
        flag = self.flags if self.metadata.set_names else EVERY
        missing = self.missing_in(flag)
        if missing and not any(not self.missing_in(one) for one in self.candidates()):
            names = " ".join(each.name for each in missing)
            raise binding_error("InputObjectMissingMandatory", "", names, category="InvalidArgument")

    def feed_value(self, parameter: BoundParameter, value: Any, coerce: bool) -> bool:
        if not coerce and not self.fits(parameter, value):
            return False
        self.give(parameter, value)
        return True

    def feed_property(self, parameter: BoundParameter, value: Any, coerce: bool) -> bool:
        from ems.runtime.members import find_member, get_member

        if value is None:
            return False
        for name in (parameter.name, *parameter.spec.aliases):
            if find_member(value, name) is not None:
                found = get_member(value, name)
                if not coerce and not self.fits(parameter, found):
                    return False
                self.give(parameter, found)
                return True
        return False

    def give(self, parameter: BoundParameter, value: Any) -> None:
        value = bind_value(parameter, value, None, self.context, of_function=self.of_function and not parameter.common)
        self.bound[parameter] = value
        self.pipeline_bound.append(parameter)
        self.assign(parameter, value)

    def bind_delayed(self, value: Any) -> bool:
        """Blocks given to pipeline parameters are asked for each input object."""
        for parameter, block, place in self.delayed:
            results = block.invoke_list(self.context, [], dollar_under=value)
            if not results:
                raise binding_error("ScriptBlockArgumentNoOutput", parameter.name, place=place)
            result = results[0] if len(results) == 1 else results
            value_bound = bind_value(parameter, result, place, self.context, of_function=self.of_function)
            self.bound[parameter] = value_bound
            self.pipeline_bound.append(parameter)
            self.assign(parameter, value_bound)
        return bool(self.delayed)

    def restore(self) -> None:
        """Takes back what the input object before has bound."""
        for parameter in self.pipeline_bound:
            self.bound.pop(parameter, None)
            self.assign(parameter, UNBOUND)
        self.pipeline_bound = []


class _Unbound:
    """Says that a parameter goes back to its default."""

    __slots__ = ()


UNBOUND = _Unbound()


def missing_error(missing: list[BoundParameter]) -> Terminating:
    """The error of mandatory parameters without values."""
    names = "".join(f" {each.name}" for each in missing)
    return binding_error("MissingMandatoryParameter", names)
