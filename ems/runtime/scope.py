"""Scopes: where variables, functions and aliases live, and how a name is found.

Scoping is dynamic: a name is looked for in the scope of the code that runs, then in its caller's, up to the global
scope; an assignment without a prefix goes into the current scope. The rules are those of SessionStateScope.cs and
SessionStateVariableAPIs.cs.

A variable is an entry of `vars`, folded name -> value, so that reading and writing cost one dictionary access. What
has a type, validation or options besides is described by a `Variable` in `guarded`; its value still lies in `vars`.
A variable may hold NOTHING, the result of a command without output: to a pipeline it is still nothing, everybody else
takes it for null.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ems.runtime.errors import Terminating, runtime_error
from ems.runtime.values import NOTHING, NetObject

MISSING: Final = object()
"""What a look-up yields where there is no such variable."""

EMPTY: Final[Mapping[str, Any]] = {}

LAZY: Final = frozenset(
    {
        "myinvocation",
        "psboundparameters",
        "pscmdlet",
        "psscriptroot",
        "pscommandpath",
        "input",
        "psversiontable",
        "host",
        "executioncontext",
        "psdefaultparametervalues",
        "outputencoding",
        "profile",
        "confirmpreference",
        "debugpreference",
        "erroractionpreference",
        "informationpreference",
        "progresspreference",
        "verbosepreference",
        "warningpreference",
    }
)
"""Automatic variables that are made when somebody asks: those of a call, and late ones of the global scope."""


class Variable(NetObject):
    """System.Management.Automation.PSVariable: a view of an entry of a scope, with what guards it.

    `converters` are applied to a value on its way in, in order; `validators` look at the result.
    """

    __slots__ = (
        "attributes",
        "converters",
        "description",
        "module_name",
        "name",
        "options",
        "scope",
        "validators",
        "visibility",
    )
    type_name = "System.Management.Automation.PSVariable"

    def __init__(self, name: str, scope: Scope, options: frozenset[str] = frozenset(), description: str = "") -> None:
        self.name = name
        self.scope = scope
        self.options = options
        self.description = description
        self.converters: tuple[Any, ...] = ()
        self.validators: tuple[Any, ...] = ()
        self.attributes: list[Any] = []
        self.module_name = ""
        self.visibility = "Public"

    @property
    def folded(self) -> str:
        return self.name.lower()

    @property
    def value(self) -> Any:
        value = self.scope.vars.get(self.folded)
        return None if value is NOTHING else value

    @value.setter
    def value(self, new: Any) -> None:
        self.scope.assign_here(self.folded, new)

    @property
    def writable(self) -> bool:
        return not (self.options and ("ReadOnly" in self.options or "Constant" in self.options))

    def accept(self, value: Any, new: bool = False) -> Any:
        """The value as it may be stored: converted and validated, or an error. `new`: the attributes are just being added."""
        for convert in self.converters:
            value = convert(value)
        for validate in self.validators:
            if not validate(value):
                text = (
                    f"The attribute cannot be added because variable {self.name} with value {_text(value)} would no longer be valid."
                    if new
                    else f"The variable cannot be validated because the value {_text(value)} is not a valid value for the {self.name} variable."
                )
                raise runtime_error(
                    "ValidateSetFailure",
                    text,
                    "MetadataError",
                    exception="System.Management.Automation.ValidationMetadataException",
                )
        return value


def _text(value: Any) -> str:
    from ems.runtime.convert import to_string

    return to_string(value)


def not_writable(name: str) -> Terminating:
    """The error of writing to a constant."""
    return runtime_error(
        "VariableNotWritable",
        f"Cannot overwrite variable {name} because it is read-only or constant.",
        "WriteError",
        name,
        "System.Management.Automation.SessionStateUnauthorizedAccessException",
    )


class Scope:
    """One scope. `parent` is the scope of the caller; `script` the nearest scope of a script file, a module or the
    global one.
    """

    aliases: dict[str, Any] | None = None
    functions: dict[str, Any] | None = None
    strict: int | None = None
    frame: Any = None

    def __init__(self, parent: Scope | None, is_script: bool = False) -> None:
        self.vars: dict[str, Any] = {}
        self.parent = parent
        if parent is None:
            self.script: Scope = self
            self.guarded: Mapping[str, Variable] = EMPTY
            self.handed_down: Mapping[str, Variable] = EMPTY
            # Names that are guarded anywhere in the session: all others may be written without looking.
            self.watched: set[str] = set()
        else:
            self.script = self if is_script else parent.script
            self.guarded = self.handed_down = parent.handed_down

    # Reading

    def lookup(self, name: str) -> Any:
        """The value of a variable seen from here, MISSING where there is none. `name` is folded."""
        value = self.held(name)
        return None if value is NOTHING else value

    def held(self, name: str) -> Any:
        """The same, with NOTHING where the variable holds that."""
        scope: Scope | None = self
        while scope is not None:
            value = scope.vars.get(name, MISSING)
            if value is not MISSING:
                if scope is not self and scope.guarded:
                    guard = scope.guarded.get(name)
                    if guard is not None and "Private" in guard.options:
                        scope = scope.parent
                        continue
                return value
            if name in LAZY and scope.frame is not None:
                value = scope.frame.automatic(name)
                if value is not MISSING:
                    return value
            scope = scope.parent
        return MISSING

    def stored(self, name: str) -> Any:
        """The value of a variable as far as it was ever written; MISSING where only its default stands."""
        scope: Scope | None = self
        while scope is not None:
            value = scope.vars.get(name, MISSING)
            if value is not MISSING:
                return value
            scope = scope.parent
        return MISSING

    def find(self, name: str) -> Scope | None:
        """The scope that holds a variable seen from here."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.vars:
                guard = scope.guarded.get(name) if scope is not self and scope.guarded else None
                if guard is None or "Private" not in guard.options:
                    return scope
            scope = scope.parent
        return None

    def strict_version(self) -> int:
        """The strict mode in force here, 0 for none."""
        scope: Scope | None = self
        while scope is not None:
            if scope.strict is not None:
                return scope.strict
            scope = scope.parent
        return 0

    @property
    def global_scope(self) -> Scope:
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def chain(self) -> Iterator[Scope]:
        """This scope and those around it, innermost first."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    def ancestor(self, number: int) -> Scope | None:
        """The scope `number` calls up: 0 is this one."""
        scope: Scope | None = self
        for _ in range(number):
            if scope is None:
                return None
            scope = scope.parent
        return scope

    def named(self, name: str) -> Scope:
        """The scope that a prefix or a -Scope argument means; an error where there is none."""
        folded = name.lower()
        if folded in ("local", "private"):
            return self
        if folded == "script":
            return self.script
        if folded == "global":
            return self.global_scope
        try:
            number = int(name)
        except ValueError:
            raise runtime_error(
                "Argument",
                'Cannot process argument because the value of argument "scopeID" is not valid. Valid values are '
                '"Global", "Local", or '
                '"Script", or a number relative to the current scope (0 through the number of scopes where 0 is the '
                "current scope and 1 is its parent). "
                'Change the value of the "scopeID" argument and run the operation again.',
                "InvalidArgument",
                None,
                "System.Management.Automation.PSArgumentException",
            ) from None
        found = self.ancestor(number) if number >= 0 else None
        if found is None:
            raise runtime_error(
                "ArgumentOutOfRange",
                f"The scope number '{number}' exceeds the number of active scopes.\nParameter name: scopeID",
                "InvalidArgument",
                None,
                "System.Management.Automation.PSArgumentOutOfRangeException",
            )
        return found

    # Writing

    def assign(self, name: str, value: Any) -> None:
        """An assignment without a prefix: into this scope."""
        if name in self.guarded:
            self.assign_here(name, value)
        else:
            self.vars[name] = value

    def assign_here(self, name: str, value: Any, force: bool = False) -> None:
        """Stores a value, minding what guards the variable."""
        guard = self.guarded.get(name)
        if guard is not None:
            if value is NOTHING:
                value = None
            if not guard.writable and not (force and "Constant" not in guard.options):
                raise not_writable(guard.name)
            guard.scope.vars[name] = guard.accept(value)
            return
        self.vars[name] = value

    def guard(self, variable: Variable) -> Variable:
        """Puts a guard on a variable of this scope."""
        guarded = dict(self.guarded)
        guarded[variable.folded] = variable
        self.guarded = guarded
        self.global_scope.watched.add(variable.folded)
        if "AllScope" in variable.options:
            self.handed_down = {**self.handed_down, variable.folded: variable}
        return variable

    def unguard(self, name: str) -> None:
        """Takes the guard of a variable away."""
        if name in self.guarded:
            guarded = dict(self.guarded)
            del guarded[name]
            self.guarded = guarded or EMPTY
            if name in self.handed_down:
                self.handed_down = {key: each for key, each in self.handed_down.items() if key != name}

    def remove(self, name: str) -> None:
        """Takes a variable away."""
        self.vars.pop(name, None)
        self.unguard(name)

    def variable(self, name: str, spelled: str | None = None) -> Variable:
        """The variable of this scope as an object."""
        folded = name.lower()
        return self.guarded.get(folded) or Variable(spelled or name, self)

    # Functions and aliases

    def set_function(self, name: str, function: Any) -> None:
        if self.functions is None:
            self.functions = {}
        self.functions[name] = function

    def set_alias(self, name: str, alias: Any) -> None:
        if self.aliases is None:
            self.aliases = {}
        self.aliases[name] = alias
