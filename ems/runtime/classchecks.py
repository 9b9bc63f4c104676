"""What is wrong with a class or an enum can only be told when its types are made (TypeDefiner in PSType.cs).

Errors are ParseExceptions with the ids and texts of the resource ParserStrings, though the script has begun to run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ems.language import tree as T
from ems.language.errors import ParseError
from ems.runtime.errors import Terminating
from ems.runtime.members.table import table_of
from ems.runtime.messages import message
from ems.runtime.parseerrors import parse_failure

if TYPE_CHECKING:
    from ems.language.names import ArrayTypeName, GenericTypeName, TypeName
    from ems.language.source import Source
    from ems.runtime.types import TypeInfo


def fault(source: Source, node: Any, error_id: str, *details: str) -> Terminating:
    """The error of a definition; `node` is anything with a start and an end."""
    text = message("ParserStrings", error_id, *details)
    return parse_failure([ParseError(error_id, text, node.start, node.end, False, source)], source)


# Members


def check_members(node: T.TypeDefinitionAst, source: Source) -> None:
    """No member may be there twice; a static constructor has no parameters."""
    properties: set[str] = set()
    methods: set[tuple[str, tuple[str, ...], bool]] = set()
    for member in node.members:
        if isinstance(member, T.PropertyMemberAst):
            folded = member.name.lower()
            if folded in properties:
                raise fault(source, member, "MemberAlreadyDefined", member.name)
            properties.add(folded)
        elif isinstance(member, T.FunctionMemberAst):
            if member.is_constructor and member.is_static and member.parameters:
                raise fault(source, member, "StaticConstructorCantHaveParameters")
            signature = (
                member.name.lower(),
                tuple(parameter_types(member)),
                member.is_constructor and member.is_static,
            )
            if signature in methods:
                raise fault(source, member, "MemberAlreadyDefined", member.name)
            methods.add(signature)


def parameter_types(member: T.FunctionMemberAst) -> Iterator[str]:
    for each in member.parameters:
        names = [one.type_name.full_name.lower() for one in each.attributes if isinstance(one, T.TypeConstraintAst)]
        yield names[0] if names else "object"


# Bases


def check_base(
    source: Source, name: TypeName | GenericTypeName | ArrayTypeName, found: TypeInfo | None, first: bool
) -> None:
    """Whether a class may derive from a type; all bases but the first must be interfaces."""
    if name.is_array:
        raise fault(source, name, "SubtypeArray", name.full_name)
    if found is None:
        raise fault(source, name, "TypeNotFound", name.full_name)
    if found.is_generic_definition:
        raise fault(source, name, "SubtypeUnclosedGeneric", name.full_name)
    if not first and not found.is_interface:
        raise fault(source, name, "InterfaceNameExpected", name.full_name)
    if found.is_sealed and not found.user:
        raise fault(source, name, "SealedBaseClass", name.full_name)


def check_completeness(node: T.TypeDefinitionAst, type_info: TypeInfo, source: Source) -> None:
    """A class implements its interfaces, and calls a constructor that its base has."""
    for interface in type_info.interfaces:
        for folded, member in table_of(interface).instance.items():
            for wanted in getattr(member, "overloads", ()):
                if not implemented(type_info, folded, len(wanted.parameters), wanted.result):
                    text = (
                        f"Method '{wanted.name}' in type '{type_info.full_name}' from assembly 'PowerShell Class "
                        "Assembly' does not have an implementation."
                    )
                    raise fault(source, node, "TypeCreationError", type_info.full_name, text)
    base = type_info.base
    if base is None:
        return
    constructors = table_of(base).static.get("new")
    overloads = getattr(constructors, "overloads", ())
    if not overloads or any(not each.parameters or each.has_params for each in overloads):
        return
    own = [
        each
        for each in node.members
        if isinstance(each, T.FunctionMemberAst) and each.is_constructor and not each.is_static
    ]
    if not own:
        raise fault(source, node, "BaseClassNoDefaultCtor", base.full_name)


def implemented(type_info: TypeInfo, folded: str, count: int, result: TypeInfo | None) -> bool:
    """Whether a class or one of its bases has a method with that many parameters and a result of that kind."""
    for each in type_info.bases():
        member = table_of(each).instance.get(folded)
        for overload in getattr(member, "overloads", ()):
            if len(overload.parameters) == count and (overload.result is None) == (result is None):
                return True
    return False


# Enums


def check_enum_names(node: T.TypeDefinitionAst, source: Source) -> None:
    seen: set[str] = set()
    for member in node.members:
        folded = member.name.lower()
        if folded in seen:
            raise fault(source, member, "MemberAlreadyDefined", member.name)
        seen.add(folded)


def enum_number(value: Any, source: Source, node: T.Ast) -> int:
    """The value of a member as a number."""
    from ems.runtime.convert import to_int

    if value is None:
        raise fault(source, node, "EnumeratorValueMustBeConstant")
    if isinstance(value, (int, float)) and not isinstance(value, bool) and not -2147483648 <= value <= 2147483647:
        raise fault(source, node, "EnumeratorValueTooLarge")
    try:
        return int(to_int(value))
    except Terminating:
        raise fault(source, node, "CannotConvertValue", "int") from None
