"""Variables as objects: Get-, Set-, New-, Clear- and Remove-Variable."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from ems.cmdlets import blocks, objects
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.scope import MISSING, Scope, Variable, not_writable
from ems.runtime.validation import ValidateNotNull, ValidateNotNullOrEmpty
from ems.runtime.values import NOTHING

_UNAUTHORIZED = "System.Management.Automation.SessionStateUnauthorizedAccessException"


_MADE_LATE: Final = (
    "?", "args", "ConfirmPreference", "DebugPreference", "ErrorActionPreference", "ExecutionContext", "Host",
    "InformationPreference", "input", "MyInvocation", "OutputEncoding", "PROFILE", "ProgressPreference",
    "PSBoundParameters", "PSCommandPath", "PSDefaultParameterValues", "PSScriptRoot", "PSSessionOption", "PSVersionTable",
    "PWD", "VerbosePreference", "WarningPreference",
)  # fmt: skip
"""Variables of every session whose values are made when somebody asks for them."""


class _VariableCmdlet(Cmdlet):
    """What the five have in common: which scope, which variables."""

    scope: Any

    def scope_given(self) -> Scope | None:
        """The scope that -Scope names, None without."""
        return blocks.scope_of(self).named(self.scope) if self.scope else None

    def here(self) -> Scope:
        return self.scope_given() or blocks.scope_of(self)

    def matching(self, pattern: str) -> list[Variable]:
        """The variables that a name or pattern means, by name."""
        filtered = objects.contains_wildcards(pattern) or self._filters()
        names = self._visible()
        if filtered:
            test = objects.wildcard(pattern)
            found = [
                variable for folded, variable in names.items() if test(variable.name) and self._passes(variable.name)
            ]
        else:
            one = names.get(pattern.lower())
            found = [one] if one is not None else self._automatic(pattern)
        if not found and not filtered:
            self.report_missing(pattern)
        return sorted(found, key=lambda variable: variable.folded)

    def _automatic(self, name: str) -> list[Variable]:
        """A variable that is made when somebody asks for it ($MyInvocation, $PSBoundParameters)."""
        local = self.scope and not self.scope.lower().startswith("g")
        value = MISSING if local else self.here().lookup(name.lower())
        if value is MISSING and not local:
            value = self._of_session(name.lower())
        if value is MISSING:
            return []
        made = Variable(name, Scope(None))
        made.scope.vars[made.folded] = value
        return [made]

    def _of_session(self, folded: str) -> Any:
        """A variable that the language reads without looking for it anywhere."""
        session = self.session
        makers: dict[str, Callable[[], Any]] = {
            "?": lambda: session.succeeded,
            "args": list,
            "pscommandpath": str,
            "psscriptroot": str,
            "psboundparameters": objects.new_hashtable,
            "pwd": session.location,
        }
        make = makers.get(folded)
        return MISSING if make is None else make()

    def report_missing(self, name: str) -> None:
        self.write_error(
            self.error(
                "VariableNotFound",
                message("SessionStateStrings", "VariableNotFound", name),
                "ObjectNotFound",
                name,
                "System.Management.Automation.ItemNotFoundException",
            )
        )

    def _filters(self) -> bool:
        return bool(getattr(self, "include", None) or getattr(self, "exclude", None))

    def _passes(self, name: str) -> bool:
        include, exclude = getattr(self, "include", None), getattr(self, "exclude", None)
        if include and not any(objects.wildcard(pattern)(name) for pattern in include):
            return False
        return not (exclude and any(objects.wildcard(pattern)(name) for pattern in exclude))

    def _visible(self) -> dict[str, Variable]:
        """The variables of the scope named, or all that can be seen from here: the innermost of each name."""
        given = self.scope_given()
        found: dict[str, Variable] = {}
        start = blocks.scope_of(self)
        for scope in (given,) if given is not None else start.chain():
            for folded in scope.vars:
                if folded in found:
                    continue
                guard = scope.guarded.get(folded)
                if guard is not None and "Private" in guard.options and scope is not start:
                    continue
                found[folded] = blocks.variable_object(self, scope, folded, self.session.spelling(folded))
        if given is None or given is self.session.global_scope:
            for name in _MADE_LATE:
                if name.lower() not in found:
                    found.update({variable.folded: variable for variable in self._automatic(name)})
        return found


class GetVariable(_VariableCmdlet):
    """Gets the variables in the current console."""

    name = "Get-Variable"
    output_types = ("System.Management.Automation.PSVariable",)
    name_ = Parameter("string[]", position=0, pipeline="value,name", validate=(ValidateNotNull(),))
    value_only = Parameter("switch")
    include = Parameter("string[]")
    exclude = Parameter("string[]")
    scope = Parameter("string", validate=(ValidateNotNullOrEmpty(),))

    examples = (Example("$size = 5; Get-Variable size -ValueOnly", "Reads a variable by its name.", "5"),)

    def process(self) -> None:
        for pattern in self.name_ or ("*",):
            for variable in self.matching(pattern):
                self.write(variable.value if self.value_only else variable)


class _Assigning(_VariableCmdlet):
    """Set- and New-Variable."""

    option: Any
    force: Any
    description: Any
    visibility: Any

    def options_given(self) -> frozenset[str] | None:
        private = {"Private"} if (self.scope or "").lower() == "private" else set()
        if "Option" not in self.bound:
            return frozenset(private) if private else None
        return frozenset({name for name in objects.enum_names(self.option) if name not in ("None", "Unspecified")} | private)

    def put(self, scope: Scope, name: str, value: Any, keep_value: bool = False) -> Variable:
        """Creates or changes a variable; raises PowerShell's error where that is not allowed."""
        folded = name.lower()
        exists = folded in scope.vars
        guard = scope.guarded.get(folded)
        options = self.options_given()
        if exists and guard is not None and not guard.writable:
            if "Constant" in guard.options or not self.force:
                raise not_writable(guard.name)
        if exists and options is not None and "Constant" in options:
            raise Terminating(_denied("VariableCannotBeMadeConstant", name))
        if guard is not None and not guard.writable:
            guard.options = guard.options - {"ReadOnly"}
        if not (exists and keep_value):
            scope.assign_here(folded, None if value is NOTHING else value)
        if options is None and "Description" not in self.bound and "Visibility" not in self.bound:
            return blocks.variable_object(self, scope, folded, name)
        variable = scope.guarded.get(folded) or blocks.variable_object(self, scope, folded, name)
        if not exists:
            variable.name = name
        if options is not None:
            variable.options = options
        if "Description" in self.bound:
            variable.description = self.description
        if "Visibility" in self.bound:
            variable.visibility = objects.enum_name(self.visibility)
        return scope.guard(variable)


def _denied(name: str, variable: str) -> ErrorRecord:
    text = message("SessionStateStrings", name, variable)
    return ErrorRecord(NetException(_UNAUTHORIZED, text), name, "WriteError", variable)


class SetVariable(_Assigning):
    """Sets the value of a variable. Creates the variable if there is none of that name."""

    name = "Set-Variable"
    should_process = "Medium"
    output_types = ("System.Management.Automation.PSVariable",)
    name_ = Parameter("string[]", position=0, mandatory=True, pipeline="name")
    value = Parameter("Object", position=1, pipeline="value,name")
    include = Parameter("string[]")
    exclude = Parameter("string[]")
    description = Parameter("string")
    option = Parameter("ScopedItemOptions")
    force = Parameter("switch")
    visibility = Parameter("SessionStateEntryVisibility")
    pass_thru = Parameter("switch")
    scope = Parameter("string", validate=(ValidateNotNullOrEmpty(),))

    examples = (Example("Set-Variable -Name limit -Value 10; $limit", "Sets $limit.", "10"),)

    def begin(self) -> None:
        self._values: list[Any] = []
        self._from_pipeline = "Name" in self.bound and "Value" not in self.bound

    def process(self) -> None:
        if self._from_pipeline and "Value" in self.bound:
            self._values.append(self.value)
            return
        if not self._from_pipeline:
            self._set_all(self.value, "Value" in self.bound)

    def end(self) -> None:
        if self._from_pipeline:
            values = self._values
            self._set_all(values[0] if len(values) == 1 else list(values) if values else None, bool(values))

    def _set_all(self, value: Any, has_value: bool) -> None:
        scope = self.here()
        for name in self.name_:
            for scope_at, one in self._targets(scope, name):
                shown = message("VariableCommandStrings", "SetVariableTarget", one, to_string(value))
                if not self.confirm(shown, message("VariableCommandStrings", "SetVariableAction")):
                    continue
                try:
                    variable = self.put(scope_at, one, value, keep_value=not has_value)
                except Terminating as error:
                    self.write_error(error.record)
                    continue
                if self.pass_thru:
                    self.write(variable)

    def _targets(self, scope: Scope, name: str) -> Iterable[tuple[Scope, str]]:
        if ":" in name and not objects.contains_wildcards(name):
            prefix, _, rest = name.partition(":")
            if prefix.lower() in ("global", "script", "local", "private"):
                return [(scope.named(prefix), rest)]
        if not objects.contains_wildcards(name) and not self._filters():
            if not self.scope:
                # Without -Scope a constant of an outer scope is not hidden where it belongs to all scopes.
                shared = scope.guarded.get(name.lower())
                if shared is not None:
                    return [(shared.scope, shared.name)]
            return [(scope, name)]
        return [(variable.scope, variable.name) for variable in self.matching(name)]


class NewVariable(_Assigning):
    """Creates a new variable."""

    name = "New-Variable"
    should_process = "Medium"
    name_ = Parameter("string", position=0, mandatory=True, pipeline="name")
    value = Parameter("Object", position=1, pipeline="value,name")
    description = Parameter("string")
    option = Parameter("ScopedItemOptions")
    visibility = Parameter("SessionStateEntryVisibility")
    force = Parameter("switch")
    pass_thru = Parameter("switch")
    scope = Parameter("string", validate=(ValidateNotNullOrEmpty(),))

    examples = (
        Example(
            "New-Variable -Name year -Value 2019 -Option ReadOnly; $year",
            "Creates a variable that cannot be changed by accident.",
            "2019",
        ),
    )

    def process(self) -> None:
        scope = self.here()
        shown = message("VariableCommandStrings", "NewVariableTarget", self.name_, to_string(self.value))
        if not self.confirm(shown, message("VariableCommandStrings", "NewVariableAction")):
            return
        if not self.force and self.name_.lower() in scope.vars:
            self.write_error(
                self.error(
                    "VariableAlreadyExists",
                    message("SessionStateStrings", "VariableAlreadyExists", self.name_),
                    "ResourceExists",
                    self.name_,
                    "System.Management.Automation.SessionStateException",
                )
            )
            return
        try:
            variable = self.put(scope, self.name_, self.value)
        except Terminating as error:
            self.write_error(error.record)
            return
        if self.pass_thru:
            self.write(variable)


class ClearVariable(_VariableCmdlet):
    """Deletes the value of a variable; the variable stays, with its type."""

    name = "Clear-Variable"
    should_process = "Medium"
    output_types = ("System.Management.Automation.PSVariable",)
    name_ = Parameter("string[]", position=0, mandatory=True, pipeline="name")
    include = Parameter("string[]")
    exclude = Parameter("string[]")
    force = Parameter("switch")
    pass_thru = Parameter("switch")
    scope = Parameter("string", validate=(ValidateNotNullOrEmpty(),))

    examples = (Example("$a = 5; Clear-Variable a; $null -eq $a", "Empties $a.", "True"),)

    def process(self) -> None:
        for name in self.name_:
            for variable in self.matching(name):
                shown = message("VariableCommandStrings", "ClearVariableTarget", variable.name)
                if self.confirm(shown, message("VariableCommandStrings", "ClearVariableAction")):
                    self._clear(variable)

    def _clear(self, variable: Variable) -> None:
        """Without -Scope it is the current scope that gets an empty variable; that of an outer scope stays."""
        scope = variable.scope if self.scope else self.here()
        guard = scope.guarded.get(variable.folded)
        try:
            if guard is not None and not guard.writable and not self.force:
                raise not_writable(variable.name)
            scope.assign_here(variable.folded, None, force=bool(self.force))
        except Terminating as error:
            self.write_error(error.record)
            return
        if self.pass_thru:
            self.write(variable if scope is variable.scope else scope.variable(variable.folded, variable.name))


class RemoveVariable(_VariableCmdlet):
    """Deletes a variable and its value."""

    name = "Remove-Variable"
    should_process = "Medium"
    name_ = Parameter("string[]", position=0, mandatory=True, pipeline="name")
    include = Parameter("string[]")
    exclude = Parameter("string[]")
    force = Parameter("switch")
    scope = Parameter("string", validate=(ValidateNotNullOrEmpty(),))

    examples = (Example("$a = 5; Remove-Variable a; Test-Path variable:a", "Removes $a.", "False"),)

    def process(self) -> None:
        for name in self.name_:
            for variable in self.matching(name):
                shown = message("VariableCommandStrings", "RemoveVariableTarget", variable.name)
                if self.confirm(shown, message("VariableCommandStrings", "RemoveVariableAction")):
                    self._remove(variable)

    def _remove(self, variable: Variable) -> None:
        guard = variable.scope.guarded.get(variable.folded)
        if guard is not None and not guard.writable and ("Constant" in guard.options or not self.force):
            self.write_error(_denied("VariableNotRemovable", variable.name))
            return
        variable.scope.remove(variable.folded)
