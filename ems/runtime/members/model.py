"""What a member is: properties, methods and their overloads.

A `Member` belongs to a type or, for added members, to one object; it is stateless apart from notes, and is asked
with the object it is read from. `Method` holds overloads; how one is chosen is in `overloads.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.numberformat import FormatFailure
from ems.runtime.numbers import BadFormat, Overflow
from ems.runtime.values import NOTHING, PSObject

if TYPE_CHECKING:
    from ems.runtime.errors import NetError
    from ems.runtime.members.generics import Generic
    from ems.runtime.types import TypeInfo

_TAKES_ANY_NUMBER: Final = 0x04
"""The flag of a Python function with `*arguments`."""

PROPERTY_KINDS: Final = frozenset(
    {"Property", "NoteProperty", "AliasProperty", "ScriptProperty", "CodeProperty", "VariableProperty"}
)


def as_net_error(error: BaseException) -> NetError:
    """What a failure of arithmetic or parsing below is called in .NET."""
    from ems.runtime.errors import NetError

    if isinstance(error, (BadFormat, FormatFailure)):
        return NetError("System.FormatException", str(error))
    if isinstance(error, ZeroDivisionError):
        return NetError("System.DivideByZeroException", "Attempted to divide by zero.")
    if isinstance(error, MemoryError):
        return NetError("System.OutOfMemoryException", "Exception of type 'System.OutOfMemoryException' was thrown.")
    if isinstance(error, RecursionError):
        return NetError(
            "System.InsufficientExecutionStackException",
            "Insufficient stack to continue executing the program safely. This can happen from having too many "
            "functions "
            "on the call stack or function on the stack using too much stack space.",
        )
    return NetError(
        "System.OverflowException",
        str(error) if isinstance(error, Overflow) else "Arithmetic operation resulted in an overflow.",
    )


class Member:
    """Base of all members. `kind` is the name of its PSMemberTypes, `type_class` that of the class scripts see for
    it."""

    __slots__ = ("hidden", "name")
    kind = "Property"
    type_class = "System.Management.Automation.PSMemberInfo"

    def __init__(self, name: str, hidden: bool = False) -> None:
        self.name = name
        self.hidden = hidden

    @property
    def is_property(self) -> bool:
        return self.kind in PROPERTY_KINDS

    def get(self, target: Any) -> Any:
        """The value it has in `target`."""
        return self

    def set(self, target: Any, value: Any) -> None:
        """Changes the value."""
        from ems.runtime.members.failures import read_only_property

        raise read_only_property(self.name)

    def is_settable(self) -> bool:
        return False

    def is_gettable(self) -> bool:
        return True

    def type_name_of_value(self, target: Any) -> str:
        """TypeNameOfValue: what Get-Member writes before the name."""
        return "System.Object"

    def definition(self, target: Any) -> str:
        """The Definition column of Get-Member."""
        return self.name


class Property(Member):
    """A property of a .NET type or of a PowerShell class."""

    __slots__ = ("accessors", "getter", "is_static", "line", "setter", "type_source", "value_type")
    kind = "Property"
    type_class = "System.Management.Automation.PSProperty"

    def __init__(
        self,
        name: str,
        value_type: TypeInfo | Callable[[], TypeInfo],
        getter: Callable[[Any], Any] | None,
        setter: Callable[[Any, Any], None] | None = None,
        is_static: bool = False,
        hidden: bool = False,
        line: str | None = None,
    ) -> None:
        super().__init__(name, hidden)
        self.type_source = value_type
        self.getter = getter
        self.setter = setter
        self.is_static = is_static
        self.line = line

    @property
    def type(self) -> TypeInfo:
        from ems.runtime.types import TypeInfo

        if not isinstance(self.type_source, TypeInfo):
            self.type_source = self.type_source()
        return self.type_source

    def get(self, target: Any) -> Any:
        if self.getter is None:
            from ems.runtime.members.failures import no_getter

            raise no_getter(self.name)
        from ems.runtime.errors import NetError
        from ems.runtime.members.failures import getting

        try:
            return self.getter(target)
        except NetError as error:
            raise getting(self.name, error) from None

    def set(self, target: Any, value: Any) -> None:
        from ems.runtime.errors import NetError, Terminating
        from ems.runtime.members.failures import read_only_property, setting

        if self.setter is None:
            raise read_only_property(self.name)
        from ems.runtime.convert import convert

        try:
            converted = convert(value, self.type)
        except Terminating as error:
            raise setting(self.name, error.record.exception) from None
        try:
            self.setter(target, converted)
        except NetError as error:
            raise setting(self.name, error.exception) from None

    def is_settable(self) -> bool:
        return self.setter is not None

    def is_gettable(self) -> bool:
        return self.getter is not None

    def type_name_of_value(self, target: Any) -> str:
        return self.type.full_name

    def definition(self, target: Any) -> str:
        if self.line is not None:
            return self.line
        static = "static " if self.is_static else ""
        accessors = ("get;" if self.getter else "") + ("set;" if self.setter else "")
        return f"{static}{self.type.ps_name} {self.name} {{{accessors}}}"


class ParameterInfo:
    """A parameter of an overload."""

    __slots__ = ("default", "is_params", "is_ref", "name", "optional", "type_source")

    def __init__(
        self,
        name: str,
        type_source: TypeInfo | Callable[[], TypeInfo],
        is_ref: bool = False,
        is_params: bool = False,
        optional: bool = False,
        default: Any = None,
    ) -> None:
        self.name = name
        self.type_source = type_source
        self.is_ref = is_ref
        self.is_params = is_params
        self.optional = optional
        self.default = default

    @property
    def type(self) -> TypeInfo:
        from ems.runtime.types import TypeInfo

        if not isinstance(self.type_source, TypeInfo):
            self.type_source = self.type_source()
        return self.type_source

    def spelled(self) -> str:
        prefix = "[ref] " if self.is_ref else "Params " if self.is_params else ""
        return f"{prefix}{self.type.ps_name} {self.name}"


class Overload:
    """One signature of a method, and the function that carries it out: `run(target, *arguments)`, without target
    where static."""

    __slots__ = (
        "declaring", "generic", "hidden", "interface", "is_static", "line", "name", "parameters", "result_source",
        "run", "script", "wraps",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        parameters: Sequence[ParameterInfo],
        result: TypeInfo | Callable[[], TypeInfo] | None,
        run: Callable[..., Any],
        is_static: bool = False,
        interface: str = "",
        line: str | None = None,
        hidden: bool = False,
    ) -> None:
        self.name = name
        self.parameters = tuple(parameters)
        self.result_source = result
        self.run = run
        self.is_static = is_static
        self.interface = interface
        self.line = line
        self.hidden = hidden
        self.wraps: Any = False
        self.declaring: TypeInfo | None = None
        self.generic: Generic | None = None
        self.script: Any = None

    @property
    def result(self) -> TypeInfo | None:
        """The type it returns; None for void."""
        from ems.runtime.types import TypeInfo

        if self.result_source is not None and not isinstance(self.result_source, TypeInfo):
            self.result_source = self.result_source()
        return self.result_source

    @property
    def has_params(self) -> bool:
        return bool(self.parameters) and self.parameters[-1].is_params

    @property
    def definition(self) -> str:
        if self.line is not None:
            return self.line
        static = "static " if self.is_static and self.name != "new" else ""
        result = self.result.ps_name if self.result is not None else "void"
        return f"{static}{result} {self.name}({', '.join(each.spelled() for each in self.parameters)})"

    def call(self, target: Any, arguments: Sequence[Any]) -> Any:
        """Carries it out with arguments of the right types; the result has the declared type, void is nothing."""
        try:
            result = self.run(*arguments) if self.is_static else self.run(target, *arguments)
        except (ArithmeticError, MemoryError, RecursionError, Overflow, BadFormat, FormatFailure) as error:
            raise as_net_error(error) from None
        except (AttributeError, TypeError, IndexError, ValueError) as error:
            raise self.not_for(arguments, error) from None
        wraps = self.wraps
        if wraps is None:
            return result
        if wraps is False:
            from ems.runtime.members.results import result_wrapper

            wraps = self.wraps = result_wrapper(self.result)
            if wraps is None:
                return result
        return wraps(result)


    def not_for(self, arguments: Sequence[Any], error: Exception) -> Exception:
        """What .NET says of an argument nothing can be done with: a null, a place that is not there. Any other failure
        is a fault of ours and stays what it is."""
        from ems.runtime.errors import NetError

        for parameter, given in zip(self.parameters, arguments, strict=False):
            if given is None:
                text = f"Value cannot be null.\nParameter name: {parameter.name}"
                return NetError("System.ArgumentNullException", text)
        if isinstance(error, IndexError):
            text = "Index was out of range. Must be non-negative and less than the size of the collection."
            return NetError("System.ArgumentOutOfRangeException", f"{text}\nParameter name: index")
        if isinstance(error, ValueError):
            return NetError("System.FormatException", "Input string was not in a correct format.")
        return error


class Method(Member):
    """A method: all overloads of a name. `chosen` remembers which overload fits which argument types."""

    __slots__ = ("chosen", "is_generic", "is_static", "overloads")
    kind = "Method"
    type_class = "System.Management.Automation.PSMethod"

    def __init__(self, name: str, overloads: Sequence[Overload], is_static: bool = False) -> None:
        super().__init__(name, bool(overloads) and all(each.hidden for each in overloads))
        self.overloads = tuple(overloads)
        self.is_static = is_static
        self.is_generic = any(each.generic is not None for each in overloads)
        self.chosen: dict[Any, Any] = {}

    @property
    def callable_overloads(self) -> tuple[Overload, ...]:
        """Those a call may mean: implementations of interfaces only where the name is not public otherwise."""
        public = tuple(each for each in self.overloads if not each.interface)
        return public or self.overloads

    def get(self, target: Any) -> Any:
        from ems.runtime.members.psmembers import PSMember

        return PSMember(self, target)

    def type_name_of_value(self, target: Any) -> str:
        return self.type_class

    def definition(self, target: Any) -> str:
        return ", ".join(each.definition for each in self.overloads)


class ParameterizedProperty(Method):
    """A property with an index, `Chars(0)`: called like a method, set like one, too."""

    __slots__ = ("accessors", "setter")
    kind = "ParameterizedProperty"
    type_class = "System.Management.Automation.PSParameterizedProperty"

    def __init__(self, name: str, overloads: Sequence[Overload], accessors: str, setter: Any = None) -> None:
        super().__init__(name, overloads)
        self.accessors = accessors
        self.setter = setter


class Implementation:
    """The functions behind the members of a .NET type, by the names of the members.

    `methods` take the object and the converted arguments. A value of `properties` is a getter or a pair (getter,
    setter). `static` holds static methods and `new`, which receives the type first; `static_properties` holds
    getters without arguments, or constants. `by_attribute` says that declared properties without a getter are the
    Python attributes of the same name (`ScriptName` is `script_name`): for objects of the engine, which are written
    with that in mind.
    """

    __slots__ = ("by_attribute", "declared", "methods", "properties", "static", "static_properties")

    def __init__(
        self,
        methods: Mapping[str, Callable[..., Any]] | None = None,
        properties: Mapping[str, Any] | None = None,
        static: Mapping[str, Callable[..., Any]] | None = None,
        static_properties: Mapping[str, Any] | None = None,
        declared: str = "",
        by_attribute: bool = False,
    ) -> None:
        self.by_attribute = by_attribute
        self.methods = {name.lower(): function for name, function in (methods or {}).items()}
        self.properties = {name.lower(): function for name, function in (properties or {}).items()}
        self.static = {name.lower(): function for name, function in (static or {}).items()}
        self.static_properties = {name.lower(): value for name, value in (static_properties or {}).items()}
        self.declared = declared


class ByRef:
    """What an implementation receives for a [ref] parameter: it sets `value`."""

    __slots__ = ("value",)

    def __init__(self, value: Any = None) -> None:
        self.value = value


# Members that are added to types or objects


class NoteProperty(Member):
    """A name with a value."""

    __slots__ = ("value",)
    kind = "NoteProperty"
    type_class = "System.Management.Automation.PSNoteProperty"

    def __init__(self, name: str, value: Any, hidden: bool = False) -> None:
        super().__init__(name, hidden)
        self.value = None if value is NOTHING else value

    def get(self, target: Any) -> Any:
        return self.value

    def set(self, target: Any, value: Any) -> None:
        self.value = value

    def is_settable(self) -> bool:
        return True

    def type_name_of_value(self, target: Any) -> str:
        from ems.runtime.types import type_names, type_of

        if self.value is None:
            return "System.Object"
        names = type_names(self.value)
        return names[0] if names else type_of(self.value).full_name

    def definition(self, target: Any) -> str:
        from ems.runtime.members.psmembers import value_text
        from ems.runtime.types import resolve_type, type_names, type_of

        if self.value is None:
            shown = "object"
        else:
            names = type_names(self.value)
            found = (
                type_of(self.value)
                if not names or names[0] == type_of(self.value).full_name
                else resolve_type(names[0])
            )
            shown = _drop_namespace(found.ps_name) if found is not None else names[0]
        return f"{shown} {self.name}={value_text(self.value)}"


class FieldProperty(NoteProperty):
    """A note property that lives in a field of a custom object."""

    __slots__ = ("folded",)

    def __init__(self, name: str, folded: str) -> None:
        Member.__init__(self, name)
        self.folded = folded
        self.value = None

    def get(self, target: Any) -> Any:
        return target.fields.get(self.folded)

    def set(self, target: Any, value: Any) -> None:
        target.fields[self.folded] = value

    def bound(self, target: Any) -> NoteProperty:
        return NoteProperty(self.name, target.fields.get(self.folded))

    def type_name_of_value(self, target: Any) -> str:
        return self.bound(target).type_name_of_value(target)

    def definition(self, target: Any) -> str:
        return self.bound(target).definition(target)


def _drop_namespace(name: str) -> str:
    bracket = name.find("[")
    head = name if bracket < 0 else name[:bracket]
    return head.rpartition(".")[2] + ("" if bracket < 0 else name[bracket:])


class AliasProperty(Member):
    """Another name of a member of the same object."""

    __slots__ = ("reference", "target_type")
    kind = "AliasProperty"
    type_class = "System.Management.Automation.PSAliasProperty"

    def __init__(self, name: str, reference: str, target_type: TypeInfo | None = None, hidden: bool = False) -> None:
        super().__init__(name, hidden)
        self.reference = reference
        self.target_type = target_type

    def referred(self, target: Any) -> Member:
        from ems.runtime.members.failures import extended_error
        from ems.runtime.members.lookup import find_member

        seen = {self.name.lower()}
        member: Member | None = find_member(target, self.reference.lower())
        while isinstance(member, AliasProperty):
            if member.name.lower() in seen:
                raise extended_error(
                    "CycleInAliasLookup", f'The alias with name "{self.name}" contains a cycle.'
                )
            seen.add(member.name.lower())
            member = find_member(target, member.reference.lower())
        if member is None:
            raise extended_error("AliasToMissingMember", f'The member "{self.name}" is not present.')
        return member

    def get(self, target: Any) -> Any:
        member = self.referred(target)
        value = member.get(target.base if isinstance(member, Property) and isinstance(target, PSObject) else target)
        if self.target_type is not None:
            from ems.runtime.convert import convert

            return convert(value, self.target_type)
        return value

    def set(self, target: Any, value: Any) -> None:
        member = self.referred(target)
        member.set(target.base if isinstance(member, Property) and isinstance(target, PSObject) else target, value)

    def is_settable(self) -> bool:
        return True

    def type_name_of_value(self, target: Any) -> str:
        if self.target_type is not None:
            return self.target_type.full_name
        return self.referred(target).type_name_of_value(target)

    def definition(self, target: Any) -> str:
        if self.target_type is not None:
            return f"{self.name} = ({self.target_type.ps_name}){self.reference}"
        return f"{self.name} = {self.reference}"


class ScriptProperty(Member):
    """A property whose value a script computes."""

    __slots__ = ("getter", "setter")
    kind = "ScriptProperty"
    type_class = "System.Management.Automation.PSScriptProperty"

    def __init__(self, name: str, getter: Any, setter: Any = None, hidden: bool = False) -> None:
        super().__init__(name, hidden)
        self.getter = getter
        self.setter = setter

    def get(self, target: Any) -> Any:
        from ems.runtime.members.scripts import run_getter

        return run_getter(self, target)

    def set(self, target: Any, value: Any) -> None:
        from ems.runtime.members.scripts import run_setter

        run_setter(self, target, value)

    def is_settable(self) -> bool:
        return self.setter is not None

    def is_gettable(self) -> bool:
        return self.getter is not None

    def definition(self, target: Any) -> str:
        from ems.runtime.members.scripts import script_text

        accessors = f"get={script_text(self.getter)};" if self.getter is not None else ""
        if self.setter is not None:
            accessors += f"set={script_text(self.setter)};"
        return f"System.Object {self.name} {{{accessors}}}"


class CodeProperty(Member):
    """A property that code of the product computes; `compute` takes the object."""

    __slots__ = ("compute", "line", "script_text", "value_type")
    type_class = "System.Management.Automation.PSCodeProperty"

    def __init__(
        self,
        name: str,
        compute: Callable[[Any], Any],
        value_type: str = "System.Object",
        script_text: str | None = None,
        line: str = "",
    ) -> None:
        super().__init__(name)
        self.compute = compute
        self.value_type = value_type
        self.script_text = script_text
        self.line = line

    @property
    def kind(self) -> str:  # type: ignore[override]
        """What types.ps1xml writes as a script is one, although Python computes it here."""
        return "CodeProperty" if self.script_text is None else "ScriptProperty"

    def get(self, target: Any) -> Any:
        from ems.runtime.errors import NetError
        from ems.runtime.members.failures import getting

        try:
            return self.compute(target)
        except NetError as error:
            raise getting(self.name, error) from None

    def set(self, target: Any, value: Any) -> None:
        from ems.runtime.members.failures import no_setter

        raise no_setter(self.name, self.kind)

    def type_name_of_value(self, target: Any) -> str:
        return self.value_type

    def definition(self, target: Any) -> str:
        if self.script_text is not None:
            return f"System.Object {self.name} {{get={self.script_text};}}"
        return self.line or f"{self.value_type} {self.name}{{get={self.name};}}"


class ScriptMethod(Member):
    """A method that a script carries out, with `$this`."""

    __slots__ = ("script",)
    kind = "ScriptMethod"
    type_class = "System.Management.Automation.PSScriptMethod"

    def __init__(self, name: str, script: Any, hidden: bool = False) -> None:
        super().__init__(name, hidden)
        self.script = script

    def get(self, target: Any) -> Any:
        from ems.runtime.members.psmembers import PSMember

        return PSMember(self, target)

    def invoke(self, target: Any, arguments: Sequence[Any]) -> Any:
        from ems.runtime.members.scripts import run_method

        return run_method(self, target, arguments)

    def type_name_of_value(self, target: Any) -> str:
        return self.type_class

    def definition(self, target: Any) -> str:
        return f"System.Object {self.name}();"


class CodeMethod(Member):
    """A method that code of the product carries out: `run(target, *arguments)`."""

    __slots__ = ("line", "run")
    kind = "CodeMethod"
    type_class = "System.Management.Automation.PSCodeMethod"

    def __init__(self, name: str, run: Callable[..., Any], line: str = "") -> None:
        super().__init__(name)
        self.run = run
        self.line = line

    def get(self, target: Any) -> Any:
        from ems.runtime.members.psmembers import PSMember

        return PSMember(self, target)

    def invoke(self, target: Any, arguments: Sequence[Any]) -> Any:
        code = getattr(self.run, "__code__", None)
        if code is not None and not code.co_flags & _TAKES_ANY_NUMBER and len(arguments) >= code.co_argcount:
            from ems.runtime.members.failures import no_overload

            raise no_overload(self.name, len(arguments))
        return self.run(target, *arguments)

    def type_name_of_value(self, target: Any) -> str:
        return self.type_class

    def definition(self, target: Any) -> str:
        return self.line or f"static System.Object {self.name}(psobject instance)"


class PropertySet(Member):
    """A name for several properties."""

    __slots__ = ("property_names",)
    kind = "PropertySet"
    type_class = "System.Management.Automation.PSPropertySet"

    def __init__(self, name: str, property_names: Sequence[str], hidden: bool = False) -> None:
        super().__init__(name, hidden)
        self.property_names = list(property_names)

    def get(self, target: Any) -> Any:
        from ems.runtime.members.psmembers import PSMember

        return PSMember(self, target)

    def type_name_of_value(self, target: Any) -> str:
        return self.type_class

    def definition(self, target: Any) -> str:
        return f"{self.name} {{{', '.join(self.property_names)}}}"


class MemberSet(Member):
    """A group of members: PSStandardMembers, psobject, psbase."""

    __slots__ = ("members",)
    kind = "MemberSet"
    type_class = "System.Management.Automation.PSMemberSet"

    def __init__(self, name: str, members: Mapping[str, Member], hidden: bool = False) -> None:
        super().__init__(name, hidden)
        self.members = dict(members)

    def get(self, target: Any) -> Any:
        from ems.runtime.members.psmembers import PSMember

        return PSMember(self, target)

    def type_name_of_value(self, target: Any) -> str:
        return self.type_class

    def definition(self, target: Any) -> str:
        return f"{self.name} {{{', '.join(member.name for member in self.members.values())}}}"
