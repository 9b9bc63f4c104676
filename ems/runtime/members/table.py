"""The members of a type: declarations and implementations brought together, when the first member is asked for.

The table of a type made at run time (a PowerShell class) is filled by the engine through `add_property`,
`add_method` and `add_constructor`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.members.declarations import Line, declared_lines, no_implementation, split_parameters, type_source
from ems.runtime.members.generics import Generic
from ems.runtime.members.model import (
    Implementation,
    Member,
    Method,
    Overload,
    ParameterInfo,
    ParameterizedProperty,
    Property,
)
from ems.runtime.members.ordering import in_declared_order

if TYPE_CHECKING:
    from ems.runtime.types import TypeInfo

_EXCEPTION_CONSTRUCTORS: Final = (
    "{0} new()",
    "{0} new(string message)",
    "{0} new(string message, System.Exception innerException)",
)
"""What nearly every exception can be made from."""
_EMPTY: Final = Implementation()
_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class MemberTable:
    """Members by folded name, in declared order: of instances, and static ones (`new` holds the constructors)."""

    __slots__ = ("found", "found_static", "instance", "static")

    def __init__(self) -> None:
        self.instance: dict[str, Member] = {}
        self.static: dict[str, Member] = {}
        self.found: dict[str, Member | None] = {}
        self.found_static: dict[str, Member | None] = {}

    def add_property(self, member: Property) -> None:
        (self.static if member.is_static else self.instance)[member.name.lower()] = member
        self.forget()

    def add_overload(self, overload: Overload) -> None:
        """Adds a method or, where its name is `new`, a constructor."""
        where = self.static if overload.is_static else self.instance
        folded = overload.name.lower()
        known = where.get(folded)
        earlier = known.overloads if isinstance(known, Method) else ()
        where[folded] = Method(overload.name, (*earlier, overload), overload.is_static)
        self.forget()

    def forget(self) -> None:
        self.found.clear()
        self.found_static.clear()


def implementation(type_info: TypeInfo) -> Implementation:
    """The functions behind the members that a type declares itself."""
    declared = type_info.declaration
    if declared is None or not declared.module:
        return _EMPTY
    found: Implementation = _module_types(declared.library, declared.module).get(declared.name, _EMPTY)
    return found


@cache
def _module_types(library: str, module: str) -> dict[str, Implementation]:
    types: dict[str, Implementation] = import_module(f"{library}.dotnet.{module}").TYPES
    return types


def table_of(type_info: TypeInfo) -> MemberTable:
    """The members a type declares."""
    table: MemberTable | None = type_info.table
    if table is None:
        table = type_info.table = _build(type_info)
    return table


def _build(type_info: TypeInfo) -> MemberTable:
    table = MemberTable()
    if type_info.user:
        return table
    definition = type_info.generic_definition or type_info
    parameters = dict(zip("TUVWXYZ", type_info.generic_arguments, strict=False))
    own = implementation(type_info)
    methods: dict[tuple[bool, str], list[Line]] = {}
    for line in declared_lines(definition.full_name, own.declared):
        if line.is_event:
            continue
        folded = line.name.lower()
        if line.parameters is None:
            if folded in own.static_properties and folded not in own.properties:
                line = line._replace(
                    is_static=True
                )  # the lists of 5.1 leave the word out where a property has a getter
            member = _property(type_info, line, parameters)
            (table.static if line.is_static else table.instance)[folded] = member
        else:
            methods.setdefault((line.is_static, folded), []).append(line)
    if (True, "new") not in methods and _is_exception(type_info):
        from ems.runtime.members.declarations import parse_line

        name = definition.full_name
        declared = [parse_line(text.format(name)) for text in _EXCEPTION_CONSTRUCTORS]
        methods[True, "new"] = [line for line in declared if line is not None]
    for (is_static, folded), lines in methods.items():
        (table.static if is_static else table.instance)[folded] = _method(type_info, lines, parameters)
    if type_info.kind == "enum":
        _enum_members(type_info, table)
    return table


def _is_exception(type_info: TypeInfo) -> bool:
    return any(each.full_name == "System.Exception" for each in type_info.bases()[1:])


def _enum_members(type_info: TypeInfo, table: MemberTable) -> None:
    from ems.runtime.enums import EnumValue
    from ems.runtime.types import type_named

    underlying = type_info.underlying or type_named("System.Int32")
    getter = _implemented(type_info, "properties", "value__")
    if getter is not None:
        table.instance["value__"] = Property("value__", underlying, getter)
    for name, number in type_info.names.items():
        value = EnumValue(type_info, number)
        table.static[name.lower()] = Property(name, type_info, _always(value), None, True)


def _always(value: Any) -> Callable[[Any], Any]:
    return lambda _type: value


def _property(type_info: TypeInfo, line: Line, parameters: dict[str, TypeInfo]) -> Property:
    source = type_source(line.result, parameters)
    folded = line.name.lower()
    if line.is_static:
        given = _implemented(type_info, "static_properties", folded)
    else:
        given = _implemented(type_info, "properties", folded)
    getter: Callable[[Any], Any] | None
    setter: Callable[[Any, Any], None] | None = None
    if given is None and not line.is_static and _by_attribute(type_info):
        given = _attribute(line.name)
    if isinstance(given, tuple):
        getter, setter = given
    elif given is None:
        getter = no_implementation(line.name)
    elif callable(given):
        getter = (lambda _type, run=given: run()) if line.is_static else given
    else:
        getter = lambda _type, value=given: value  # noqa: E731
    if "set;" not in line.accessors:
        setter = None
    elif setter is None:
        setter = no_implementation(line.name)
    member = Property(line.name, source, getter, setter, line.is_static, line=line.text)
    if getter is not None and given is not None:
        member.getter = _typed(member, getter)
    return member


def _by_attribute(type_info: TypeInfo) -> bool:
    return any(implementation(each).by_attribute for each in type_info.bases())


def snake_case(name: str) -> str:
    """`PSScriptRoot` as `ps_script_root`."""
    return _WORDS.sub("_", name).lower()


def _attribute(name: str) -> tuple[Callable[[Any], Any], Callable[[Any, Any], None]]:
    attribute = snake_case(name)

    def read(target: Any) -> Any:
        return getattr(target, attribute, None)

    def write(target: Any, value: Any) -> None:
        try:
            setattr(target, attribute, value)
        except AttributeError:
            no_implementation(name)()

    return read, write


def _typed(member: Property, getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Gives what a getter returns the declared type; the first read finds out whether anything has to be done."""

    def first(target: Any) -> Any:
        from ems.runtime.members.results import result_wrapper

        wrap = result_wrapper(member.type)
        member.getter = getter if wrap is None else (lambda target: wrap(getter(target)))
        return member.getter(target)

    return first


def _method(type_info: TypeInfo, lines: list[Line], parameters: dict[str, TypeInfo]) -> Method:
    name = lines[0].name
    is_static = lines[0].is_static
    overloads = [_overload(type_info, line, parameters) for line in lines]
    if lines[0].accessors:
        setter = _implemented(type_info, "methods", "set_" + name.lower())
        return ParameterizedProperty(name, overloads, lines[0].accessors, setter)
    return Method(name, overloads, is_static)


def _overload(type_info: TypeInfo, line: Line, parameters: dict[str, TypeInfo]) -> Overload:
    infos = [
        ParameterInfo(name, type_source(type_name, parameters), is_ref, is_params)
        for type_name, name, is_ref, is_params in split_parameters(line.parameters or "")
    ]
    folded = line.name.lower()
    run = _implemented(type_info, "static" if line.is_static else "methods", folded)
    if run is None:
        run = no_implementation(line.name)
    if folded == "new":
        construct = run
        run = lambda *arguments: construct(type_info, *arguments)  # noqa: E731
    result = None if line.result in ("void", "") else type_source(line.result, parameters)
    overload = Overload(line.name, infos, result, run, line.is_static, line.interface, line.text)
    overload.declaring = type_info
    if line.generic:
        overload.generic = Generic(
            line.generic,
            tuple(each[0] for each in split_parameters(line.parameters or "")),
            lambda bound: _overload(type_info, line, {**parameters, **bound}),
        )
    if folded == "new":
        overload.wraps = None
    return overload


def _implemented(type_info: TypeInfo, what: str, folded: str) -> Any:
    """The function of a type or the nearest of its bases that has one."""
    each: TypeInfo | None = type_info
    while each is not None:
        if folded == "new" and each.base is None and each is not type_info:
            return None
        found = getattr(implementation(each), what).get(folded)
        if found is not None:
            return found
        each = each.base
    return None


# Looking up


def find_in_type(type_info: TypeInfo, folded: str) -> Member | None:
    """An instance member by folded name, of a type or its bases."""
    table = table_of(type_info)
    found = table.found.get(folded, table)
    if found is not table:
        return found  # type: ignore[return-value]
    member = _search(type_info, folded, static=False)
    table.found[folded] = member
    return member


def find_static(type_info: TypeInfo, folded: str) -> Member | None:
    """A static member by folded name, of a type or its bases; constructors (`new`) are not inherited."""
    table = table_of(type_info)
    found = table.found_static.get(folded, table)
    if found is not table:
        return found  # type: ignore[return-value]
    member = table.static.get(folded) if folded == "new" else _search(type_info, folded, static=True)
    table.found_static[folded] = member
    return member


def _search(type_info: TypeInfo, folded: str, static: bool) -> Member | None:
    merged: list[Overload] = []
    name = ""
    for each in type_info.bases():
        table = table_of(each)
        member = (table.static if static else table.instance).get(folded)
        if member is None:
            continue
        if not isinstance(member, Method) or isinstance(member, ParameterizedProperty):
            return member if not merged else Method(name, merged, static)
        name = name or member.name
        merged += [one for one in member.overloads if not _overridden(one, merged)]
        if not each.user:
            # The recorded lists of .NET types hold what they inherit.
            break
    if not merged and type_info.kind == "interface":
        for interface in type_info.interfaces:
            found = _search(interface, folded, static)
            if found is not None:
                return found
    return Method(name, merged, static) if merged else None


def _overridden(overload: Overload, nearer: list[Overload]) -> bool:
    types = [each.type for each in overload.parameters]
    return any([each.type for each in one.parameters] == types for one in nearer)


def members_of_type(type_info: TypeInfo, static: bool = False) -> list[Member]:
    """All members of a type, own ones first, each name once."""
    found: dict[str, Member] = {}
    for each in type_info.bases():
        table = table_of(each)
        for folded in table.static if static else table.instance:
            if folded not in found and not (folded == "new" and each is not type_info):
                member = find_static(type_info, folded) if static else find_in_type(type_info, folded)
                if member is not None:
                    found[folded] = member
    return list(found.values()) if static else in_declared_order(type_info, list(found.values()))
