"""Calling methods: `$x.Name(1)`, `[Type]::Name(1)`, `[Type]::new(1)`.

As in 5.1's PSInvokeMemberBinder: added methods and the type's own, `ForEach` and `Where` on anything, then the
elements of a collection.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ems.runtime.collection import Dictionary, Enumerable
from ems.runtime.errors import NetError
from ems.runtime.members import failures
from ems.runtime.members.lookup import find_member
from ems.runtime.members.model import Member, Method, ParameterizedProperty
from ems.runtime.members.overloads import call_method
from ems.runtime.members.table import find_in_type, find_static
from ems.runtime.types import TypeInfo, _class_type, type_of
from ems.runtime.values import NOTHING, PSCustomObject, PSObject


def invoke(value: Any, name: str, arguments: Sequence[Any]) -> Any:
    """`$value.name(arguments)`."""
    folded = name.lower()
    if value.__class__ is str:
        # The members of a text are those of its type: nothing can be added to a bare one but by type data, which adds
        # no methods.
        type_info = _class_type(str)
        member: Member | None = find_in_type(type_info, folded) if type_info is not None else None
        if member.__class__ is Method:
            return call_method(member, name, value, arguments)
    if value is None or value is NOTHING:
        raise failures.method_on_null()
    found = _find(value, folded)
    if found is not None:
        return call_member(found, name, value, arguments)
    return _without_member(value, name, folded, arguments)


def _find(value: Any, folded: str) -> Member | None:
    member = find_member(value, folded)
    if member is not None and not _is_callable(member, value):
        base = value.base if value.__class__ is PSObject else value
        typed = find_in_type(type_of(base), folded)
        if isinstance(typed, Method):
            return typed
        return member
    return member


def _is_callable(member: Member, value: Any) -> bool:
    return isinstance(member, Method) or hasattr(member, "invoke")


def call_member(member: Member, name: str, value: Any, arguments: Sequence[Any]) -> Any:
    """Calls a member that was found."""
    if isinstance(member, Method):
        target = value.base if value.__class__ is PSObject else value
        return call_method(member, name, target, arguments)
    call = getattr(member, "invoke", None)
    if call is not None:
        try:
            return call(value, arguments)
        except NetError as error:
            raise failures.method_invocation(name, len(arguments), error.exception) from None
    raise failures.method_not_found(type_of(value).full_name, name)


def _without_member(value: Any, name: str, folded: str, arguments: Sequence[Any]) -> Any:
    base = value.base if value.__class__ is PSObject else value
    if folded == "where" or folded == "foreach":
        from ems.runtime.members.intrinsics import for_each, where

        return (where if folded == "where" else for_each)(value, arguments)
    accessor = _accessor(value, name, folded, arguments)
    if accessor is not NOTHING:
        return accessor
    if isinstance(base, (list, Enumerable)):
        return _call_elements(base, name, folded, arguments)
    if base.__class__ is not PSCustomObject and not isinstance(base, Dictionary):
        pass
    raise failures.method_not_found(type_of(value).full_name, name)


def _accessor(value: Any, name: str, folded: str, arguments: Sequence[Any]) -> Any:
    """`get_Name()` and `set_Name(value)` of .NET's properties; NOTHING where it is not one."""
    base = value.base if value.__class__ is PSObject else value
    if not folded.startswith(("get_", "set_")) or base.__class__ is PSCustomObject:
        return NOTHING
    member = find_in_type(type_of(base), folded[4:])
    if member is None:
        return NOTHING
    if isinstance(member, ParameterizedProperty):
        from ems.runtime.members.indexing import index_set

        if folded.startswith("get_"):
            return call_method(member, name, base, arguments)
        index_set(base, list(arguments[:-1]), arguments[-1])
        return None
    if isinstance(member, Method):
        return NOTHING
    if folded.startswith("get_") and not arguments:
        return member.get(base)
    if folded.startswith("set_") and len(arguments) == 1:
        member.set(base, arguments[0])
        return None
    return NOTHING


def _call_elements(values: Any, name: str, folded: str, arguments: Sequence[Any]) -> Any:
    """The method of each element; what they return is one list."""
    found: list[Any] = []
    called = False
    for each in values:
        if each is None:
            continue
        member = _find(each, folded)
        if member is None or not (_is_callable(member, each)):
            if isinstance(each, (list, Enumerable)):
                result = _call_elements(each, name, folded, arguments)
            else:
                raise failures.method_not_found(type_of(each).full_name, name)
        else:
            result = call_member(member, name, each, arguments)
        called = True
        if result is NOTHING:
            continue
        if isinstance(result, (list, Enumerable)):
            found.extend(result)
        else:
            found.append(result)
    if not called:
        raise failures.method_not_found(type_of(values).full_name, name)
    if not found:
        return NOTHING
    return found[0] if len(found) == 1 else found


def invoke_static(type_info: TypeInfo | None, name: str, arguments: Sequence[Any]) -> Any:
    """`[Type]::name(arguments)`."""
    if type_info is None:
        raise failures.method_on_null()
    folded = name.lower()
    if folded == "new":
        return construct(type_info, arguments)
    member = find_static(type_info, folded)
    if isinstance(member, Method):
        return call_method(member, name, None, arguments)
    if member is not None and folded[:4] in ("get_", "set_"):
        return member.get(type_info)
    if folded.startswith("get_") and not arguments:
        found = find_static(type_info, folded[4:])
        if found is not None:
            return found.get(type_info)
    raise failures.method_not_found(type_info.full_name, name)


def construct(type_info: TypeInfo, arguments: Sequence[Any], label: str | None = None) -> Any:
    """`[Type]::new(arguments)`; New-Object gives the name of the type as the `label` of errors."""
    if type_info.kind == "array":
        return _new_array(type_info, arguments)
    member = find_static(type_info, "new")
    if not isinstance(member, Method):
        if not arguments and type_info.is_value_type:
            from ems.runtime.members.lookup import default_value

            return default_value(type_info)
        if type_info.is_abstract or type_info.kind in ("interface", "enum"):
            raise failures.method_not_found(type_info.full_name, "new")
        raise failures.no_overload("new", len(arguments))
    if not arguments and type_info.is_value_type and all(each.parameters for each in member.overloads):
        from ems.runtime.members.lookup import default_value

        return default_value(type_info)
    return call_method(member, "new", None, arguments, label)


def _new_array(type_info: TypeInfo, arguments: Sequence[Any]) -> Any:
    from ems.runtime.convert import to_int
    from ems.runtime.dotnet.arrays import new_array

    element = type_info.element_type
    if len(arguments) != type_info.rank or element is None:
        raise failures.no_overload("new", len(arguments))
    return new_array(element, [to_int(each) for each in arguments])


def method_caller(name: str) -> Any:
    """A function (value, arguments) that calls a method of this name."""

    def call(value: Any, arguments: Sequence[Any]) -> Any:
        return invoke(value, name, arguments)

    return call
