"""The types behind `class` and `enum`: TypeInfo, members and instances.

The rules are those of PSType.cs: properties with defaults, methods and constructors with overloads, static and
hidden members, bases of PowerShell and of .NET (exceptions and interfaces). A method runs in a scope of its own
below that of the script that declared it; what its statements write is thrown away, only `return` gives a value.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import TYPE_CHECKING, Any

from ems.language import tree as T
from ems.runtime.classbodies import Body, run_body
from ems.runtime.classchecks import (
    check_base,
    check_completeness,
    check_enum_names,
    check_members,
    enum_number,
    fault,
)
from ems.runtime.compile.attributes import attribute_name, make_attribute
from ems.runtime.compile.types import type_getter
from ems.runtime.convert import convert, to_int
from ems.runtime.errors import ErrorRecord, NetError, NetException, Terminating
from ems.runtime.invocation import Extent, InvocationInfo
from ems.runtime.members.model import Overload, ParameterInfo, Property
from ems.runtime.members.table import table_of
from ems.runtime.types import TypeInfo, resolve_type, type_named
from ems.runtime.values import NOTHING, NetObject

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler
    from ems.runtime.context import Context


class UserObject(NetObject):
    """An instance of a class written in PowerShell. `fields` holds its properties by folded name."""

    __slots__ = ("fields", "net_type")

    def __init__(self, net_type: TypeInfo, fields: dict[str, Any]) -> None:
        self.net_type = net_type
        self.fields = fields

    def own(self, name: str, *arguments: Any) -> Any:
        """Calls an override of a method of Object, NOTHING where the class has none."""
        method = user_method(self.net_type, name, len(arguments))
        return NOTHING if method is None else method.call(self, arguments)

    def to_text(self) -> str:
        text = self.own("tostring")
        return self.net_type.full_name if text is NOTHING else text if text is not None else ""

    def equals(self, other: Any) -> bool:
        same = self.own("equals", other)
        return self is other if same is NOTHING else bool(same)

    def compare_to(self, other: Any) -> int | None:
        order = self.own("compareto", other)
        return None if order is NOTHING else to_int(order)

    def net_hash(self) -> int:
        code = self.own("gethashcode")
        return id(self) & 0x7FFFFFFF if code is NOTHING else to_int(code)


def user_method(net_type: TypeInfo, folded: str, count: int) -> Overload | None:
    """The override of a method in a class or the nearest of its bases."""
    for each in net_type.bases():
        if not each.user:
            return None
        member = table_of(each).instance.get(folded)
        for overload in getattr(member, "overloads", ()):
            if len(overload.parameters) == count:
                return overload  # type: ignore[no-any-return]
    return None


def fields_of(target: Any) -> dict[str, Any]:
    """Where an instance keeps the properties of its class."""
    fields: dict[str, Any] = target.properties if isinstance(target, NetException) else target.fields
    return fields


# Declaring


def make_types(context: Context, nodes: list[T.TypeDefinitionAst], c: Compiler) -> None:
    """Makes all types of a block. Where one of them is wrong, there are none."""
    session = context.session
    before = dict(session.user_types)
    try:
        make_all(context, nodes, c)
    except Terminating:
        session.user_types.clear()
        session.user_types.update(before)
        for node in nodes:
            session.user_types_of.pop(id(node), None)
        raise


def make_all(context: Context, nodes: list[T.TypeDefinitionAst], c: Compiler) -> None:
    """First the names, so that types may refer to each other, then what is in them."""
    session = context.session
    made: list[tuple[T.TypeDefinitionAst, TypeInfo]] = []
    for node in nodes:
        if node.is_enum:
            type_info = TypeInfo(node.name, "enum", type_named("System.Enum"))
        else:
            type_info = TypeInfo(node.name, "class", type_named("System.Object"))
        type_info.user = not node.is_enum
        session.user_types[node.name.lower()] = type_info
        session.user_types_of[id(node)] = type_info
        if context.module is not None:
            context.module.types[node.name.lower()] = type_info
        made.append((node, type_info))
    enums = {node.name.lower(): (node, type_info) for node, type_info in made if node.is_enum}
    for name in list(enums):
        fill_enum_after_others(context, name, enums, c)
    classes = [(node, type_info) for node, type_info in made if not node.is_enum]
    for index, (node, type_info) in enumerate(classes):
        check_members(node, c.source)
        set_bases(context, node, type_info, c, [each for _, each in classes[index:]])
    for node, type_info in classes:
        Builder(context, node, type_info, c).fill()
    for node, type_info in classes:
        check_completeness(node, type_info, c.source)


def fill_enum_after_others(
    context: Context,
    name: str,
    waiting: dict[str, tuple[T.TypeDefinitionAst, TypeInfo]],
    c: Compiler,
    begun: Collection[str] = (),
) -> None:
    """Fills an enum; those whose members its values mention go first, wherever they stand."""
    found = waiting.pop(name, None)
    if found is None:
        return
    node, type_info = found
    begun = {*begun, name}
    for each in node.walk():
        if isinstance(each, T.TypeExpressionAst):
            other = each.type_name.name.lower()
            if other in begun and other != name:
                raise fault(c.source, each, "CycleInEnumInitializers")
            fill_enum_after_others(context, other, waiting, c, begun)
    fill_enum(context, node, type_info, c)


def fill_enum(context: Context, node: T.TypeDefinitionAst, type_info: TypeInfo, c: Compiler) -> None:
    names: dict[str, int] = {}
    number = 0
    check_enum_names(node, c.source)
    # A value may be written by the names before it.
    for member in node.members:
        if isinstance(member, T.PropertyMemberAst):
            if member.initial_value is not None:
                number = enum_number(c.expression(member.initial_value)(context), c.source, member.initial_value)
            elif number > 2147483647:
                raise fault(c.source, member, "EnumeratorValueTooLarge")
            names[member.name] = number
            type_info.declare_enum(dict(names))
            number += 1
    is_flags = any(attribute_name(each) in ("flags", "system.flags") for each in node.attributes)
    type_info.declare_enum(names, is_flags)
    type_info.table = None


def set_bases(
    context: Context, node: T.TypeDefinitionAst, type_info: TypeInfo, c: Compiler, later: list[TypeInfo]
) -> None:
    interfaces: list[TypeInfo] = []
    for index, each in enumerate(node.base_types):
        found = resolve_type(each.type_name.full_name, c.usings)
        if found is not None and found in later:
            # A base must stand before what derives from it.
            found = None
        check_base(c.source, each.type_name, found, index == 0)
        assert found is not None
        if found.is_interface:
            interfaces.append(found)
        else:
            type_info._base = found
    type_info.interfaces = tuple(interfaces)


class Builder:
    """Fills the type of one class."""

    def __init__(self, context: Context, node: T.TypeDefinitionAst, type_info: TypeInfo, c: Compiler) -> None:
        self.context = context
        self.node = node
        self.type = type_info
        self.c = c
        self.home = context.session.context_for(context.module, context)
        self.table = table_of(type_info)
        self.statics: dict[str, Any] = {}
        self.initial: list[tuple[str, TypeInfo, Any, T.Ast]] = []
        self.broken: Unset | None = None

    def fill(self) -> None:
        self.context.session.class_builders[self.type.full_name.lower()] = self
        constructors: list[T.FunctionMemberAst] = []
        static_constructor: T.FunctionMemberAst | None = None
        for member in self.node.members:
            if isinstance(member, T.PropertyMemberAst):
                self.add_property(member)
            elif isinstance(member, T.FunctionMemberAst):
                if not member.is_constructor:
                    self.add_method(member)
                elif member.is_static:
                    static_constructor = member
                else:
                    constructors.append(member)
        for constructor in constructors:
            self.add_constructor(constructor)
        if not constructors:
            self.table.add_overload(Overload("new", (), self.type, lambda: self.construct(None, ()), is_static=True))
        if static_constructor is not None:
            run_body(self.body(static_constructor), self.home, None, ())

    # Properties

    def value_type(self, node: T.TypeConstraintAst | None) -> TypeInfo:
        if node is None:
            return type_named("System.Object")
        found: TypeInfo = type_getter(self.c, node.type_name, node)(self.context)
        return found

    def add_property(self, node: T.PropertyMemberAst) -> None:
        folded = node.name.lower()
        value_type = self.value_type(node.property_type)
        checks = [
            made
            for each in node.attributes
            if (made := make_attribute(self.c, each, self.context)) is not None and made.validates
        ]
        initial = self.c.expression(node.initial_value) if node.initial_value is not None else None
        if node.is_static:
            statics = self.statics
            statics[folded] = initial_value(value_type)
            if initial is not None:
                try:
                    statics[folded] = convert(given(initial(self.home)), value_type)
                except Terminating as error:
                    if error.record.position is None:
                        error.record.position = Extent(self.c.source, node.start, node.end)
                    statics[folded] = self.broken = Unset(self.type, error)
            # A derived class reads and writes the property of its base.
            getter: Callable[[Any], Any] = lambda _type: static_value(statics[folded])  # noqa: E731
            setter: Callable[[Any, Any], None] = self.setter(lambda _type: statics, folded, checks)
        else:
            self.initial.append((folded, value_type, initial, node))
            getter = lambda target: fields_of(target).get(folded)  # noqa: E731
            setter = self.setter(fields_of, folded, checks)
        self.table.add_property(Property(node.name, value_type, getter, setter, node.is_static, node.is_hidden))

    def setter(
        self, where: Callable[[Any], dict[str, Any]], folded: str, checks: list[Any]
    ) -> Callable[[Any, Any], None]:
        home = self.home

        def store(target: Any, value: Any) -> None:
            for each in checks:
                wrong = each.check(value, home)
                if wrong is not None:
                    raise NetError("System.Management.Automation.ValidationMetadataException", wrong)
            where(target)[folded] = value

        return store

    # Methods

    def body(self, node: T.FunctionMemberAst) -> Body:
        return Body(node, self.type, self.c)

    def parameters(self, node: T.FunctionMemberAst) -> list[ParameterInfo]:
        found = []
        for each in node.parameters:
            constraint = next((one for one in each.attributes if isinstance(one, T.TypeConstraintAst)), None)
            found.append(ParameterInfo(each.name.variable_path.name, self.value_type(constraint)))
        return found

    def add_method(self, node: T.FunctionMemberAst) -> None:
        body, home = self.body(node), self.home
        is_void = node.return_type is None or node.return_type.type_name.full_name.lower() in ("void", "system.void")
        result = None if is_void else self.value_type(node.return_type)
        if node.is_static:

            def run(*arguments: Any) -> Any:
                return returned(run_body(body, home, None, arguments), result)
        else:

            def run(*arguments: Any) -> Any:
                return returned(run_body(body, home, arguments[0], arguments[1:]), result)

        overload = Overload(
            node.name, self.parameters(node), result, run, is_static=node.is_static, hidden=node.is_hidden
        )
        overload.wraps = None
        overload.declaring = self.type
        self.table.add_overload(overload)

    # Constructors

    def add_constructor(self, node: T.FunctionMemberAst) -> None:
        body = self.body(node)
        overload = Overload(
            "new",
            self.parameters(node),
            self.type,
            lambda *arguments: self.construct(body, arguments),
            is_static=True,
            hidden=node.is_hidden,
        )
        overload.wraps = None
        overload.declaring = self.type
        self.table.add_overload(overload)
        overload.script = (self, body)

    def construct(self, body: Body | None, arguments: tuple[Any, ...]) -> Any:
        """`[Class]::new(...)`: the arguments of all constructors, from this class up to its bases; then the object;
        then defaults and bodies, from the bases down.
        """
        steps: list[tuple[Builder, Body | None, tuple[Any, ...]]] = []
        builder: Builder | None = self
        while builder is not None:
            if builder.broken is not None:
                exception = uninitialized(builder.broken).record.exception
                raise NetError(exception.type_name, exception.message, exception.inner)
            steps.append((builder, body, arguments))
            if body is not None and body.base_call is not None:
                arguments = body.base_arguments(builder.home, None, arguments)
            else:
                arguments = ()
            builder, body, arguments = base_step(builder, arguments)
        target = allocate(self.type, arguments)
        for each, code, values in reversed(steps):
            each.set_defaults(target)
            if code is not None:
                run_body(code, each.home, target, values)
        return target

    def set_defaults(self, target: Any) -> None:
        from ems.runtime.context import Context
        from ems.runtime.scope import Scope

        fields = fields_of(target)
        context: Context | None = None
        for folded, value_type, initial, place in self.initial:
            if initial is None:
                fields[folded] = initial_value(value_type)
                continue
            if context is None:
                context = Context(
                    self.home.session, Scope(self.home.scope), nowhere, self.home.streams, self.home.block, self.home
                )
                context.vars["this"] = target
            try:
                fields[folded] = convert(given(initial(context)), value_type)
            except Terminating as error:
                if error.record.position is None:
                    error.record.position = Extent(self.c.source, place.start, place.end)
                raise


class Unset:
    """A static property whose default failed: whoever reads it gets the error."""

    __slots__ = ("error", "owner")

    def __init__(self, owner: TypeInfo, error: Terminating) -> None:
        self.owner = owner
        self.error = error


def uninitialized(value: Unset) -> Terminating:
    """The TypeInitializationException of .NET around the error."""
    # The defaults stand in a class of their own behind the one of the script: its initializer is the one that fails.
    record = value.error.record
    if record.invocation is None:
        record.invocation = InvocationInfo(None, record.position)
    exception = record.exception
    exception.properties.setdefault("ErrorRecord", record)
    for name in (f"{value.owner.full_name}_<staticHelpers>", value.owner.full_name):
        text = f"The type initializer for '{name}' threw an exception."
        exception = NetException("System.TypeInitializationException", text, exception)
    return Terminating(ErrorRecord(exception, "System.TypeInitializationException", "OperationStopped"))


def static_value(value: Any) -> Any:
    """The value of a static property."""
    if type(value) is Unset:
        raise uninitialized(value)
    return value


def nowhere(value: Any) -> None:
    """What the statements of a method write."""


def given(value: Any) -> Any:
    return None if value is NOTHING else value


def returned(value: Any, result: TypeInfo | None) -> Any:
    """What a method gives: nothing where it is void."""
    if result is None:
        return NOTHING
    return convert(value, result)


def initial_value(value_type: TypeInfo) -> Any:
    """The value of a property without a default: null, also for strings."""
    if value_type.is_value_type and not value_type.is_nullable:
        from ems.runtime.automatic import default_of

        return default_of(value_type)
    return None


def is_exception(type_info: TypeInfo) -> bool:
    return type_named("System.Exception") in type_info.ancestors


def base_step(builder: Builder, arguments: tuple[Any, ...]) -> tuple[Builder | None, Body | None, tuple[Any, ...]]:
    """The constructor of the base class that fits the arguments, with these as its parameters want them.

    Where the base is one of .NET there is no such step; the arguments are left for the object itself.
    """
    base = builder.type.base
    if base is None or not base.user:
        return None, None, arguments
    from ems.runtime.members.overloads import choose, convert_argument

    owner: Builder | None = builder.context.session.class_builders.get(base.full_name.lower())
    member: Any = table_of(base).static.get("new")
    overload, _ = choose(member, "new", arguments)
    pairs = zip(arguments, overload.parameters, strict=False)
    converted = tuple(convert_argument(value, each.type, each.name, "new") for value, each in pairs)
    if overload.script is None:
        return owner, None, converted
    owner, body = overload.script
    return owner, body, converted


def allocate(type_info: TypeInfo, arguments: tuple[Any, ...]) -> Any:
    """An object of a class, before any constructor of PowerShell has run. `arguments` are those for its .NET base."""
    base = next((each for each in type_info.bases() if not each.user), type_named("System.Object"))
    if base.full_name == "System.Object":
        return UserObject(type_info, {})
    if is_exception(type_info):
        made = NetException(type_info.full_name, f"Exception of type '{type_info.full_name}' was thrown.")
        made.net_type = type_info
        if arguments:
            made.message = "" if arguments[0] is None else convert(arguments[0], type_named("System.String"))
        if len(arguments) > 1 and isinstance(arguments[1], NetException):
            made.inner = arguments[1]
        return made
    from ems.runtime.members import construct

    inner = construct(base, list(arguments))
    if not isinstance(inner, NetObject):
        return UserObject(type_info, {})
    return as_derived(inner, type_info)


@cache
def derived_class(python: Any) -> type:
    """A Python class for instances of PowerShell classes that derive from what this one stands for."""
    slots = ("fields",) if hasattr(python, "net_type") else ("fields", "net_type")
    return type(f"Derived{python.__name__}", (python,), {"__slots__": slots})


def as_derived(inner: NetObject, type_info: TypeInfo) -> Any:
    """An object of .NET as an instance of the derived class: the same state, and fields of its own."""
    kind: Any = type(inner)
    made: Any = object.__new__(derived_class(kind))
    for python in type(inner).__mro__:
        for name in getattr(python, "__slots__", ()):
            if hasattr(inner, name):
                setattr(made, name, getattr(inner, name))
    made.net_type = type_info
    made.fields = {}
    return made
