"""Classes that are resources of desired state configuration need Get, Set, Test and a key. After DscResourceChecker."""

from __future__ import annotations

from ems.language import tree as t
from ems.language.checks.class_attributes import attribute_name
from ems.language.checks.constants import is_constant
from ems.language.checks.known_types import resolve
from ems.language.checks.restricted import Report
from ems.language.names import ArrayTypeName

_RESOURCE = "System.Management.Automation.DscResourceAttribute"
_PROPERTY = "System.Management.Automation.DscPropertyAttribute"
_KEY_TYPES = frozenset(
    f"System.{name}" for name in ("String", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64")
)


def check_resource(node: t.TypeDefinitionAst, report: Report) -> None:
    """Report what a resource lacks."""
    attribute = next((each for each in node.attributes if attribute_name(each) == _RESOURCE), None)
    if attribute is None:
        return
    found: set[str] = set()
    _look_through(node, node, found, report)
    constructors = [
        member
        for member in node.members
        if isinstance(member, t.FunctionMemberAst) and member.is_constructor and not member.is_static
    ]
    lacks_constructor = bool(constructors) and all(member.parameters for member in constructors)
    for present, error_id in (
        ("set" in found, "DscResourceMissingSetMethod"),
        ("get" in found, "DscResourceMissingGetMethod"),
        ("test" in found, "DscResourceMissingTestMethod"),
        (not lacks_constructor, "DscResourceMissingDefaultConstructor"),
        ("key" in found, "DscResourceMissingKeyProperty"),
    ):
        if not present:
            report(error_id, attribute.start, attribute.end, node.name)


def _look_through(node: t.TypeDefinitionAst, within: t.TypeDefinitionAst, found: set[str], report: Report) -> None:
    """Look for the members, in the base classes of the same script too."""
    for member in node.members:
        if isinstance(member, t.FunctionMemberAst):
            _look_at_method(member, node, found, report)
        elif isinstance(member, t.PropertyMemberAst) and "key" not in found:
            _look_at_property(member, within, found, report)
    if len(found) == 4:
        return
    classes = {
        each.name.lower(): each
        for each in within.root.walk()
        if isinstance(each, t.TypeDefinitionAst) and each.is_class
    }
    for base in node.base_types:
        definition = classes.get(base.type_name.name.lower())
        if definition is not None and definition is not node:
            _look_through(definition, within, found, report)


def _look_at_method(member: t.FunctionMemberAst, owner: t.TypeDefinitionAst, found: set[str], report: Report) -> None:
    name = member.name.lower()
    if member.parameters or name in found:
        return
    returned = resolve(member.return_type.type_name.full_name) if member.return_type is not None else None
    if name == "set" and (member.return_type is None or returned == "System.Void"):
        found.add("set")
    elif name == "test" and returned == "System.Boolean":
        found.add("test")
    elif name == "get":
        found.add("get")
        own = member.return_type.type_name if member.return_type is not None else None
        if isinstance(own, ArrayTypeName):
            own = own.element_type
        if own is None or own.name.lower() != owner.name.lower():
            report("DscResourceInvalidGetMethod", member.start, member.end, owner.name)


def _look_at_property(
    member: t.PropertyMemberAst, within: t.TypeDefinitionAst, found: set[str], report: Report
) -> None:
    for attribute in member.attributes:
        if attribute_name(attribute) != _PROPERTY:
            continue
        for argument in attribute.named_arguments:
            if argument.argument_name.lower() == "key" and _is_true(argument.argument):
                found.add("key")
                kind = member.property_type.type_name.full_name if member.property_type is not None else ""
                enums = {
                    each.name.lower()
                    for each in within.root.walk()
                    if isinstance(each, t.TypeDefinitionAst) and each.is_enum
                }
                if resolve(kind) not in _KEY_TYPES and kind.lower() not in enums:
                    report("DscResourceInvalidKeyProperty", member.start, member.end)
                return


def _is_true(node: t.ExpressionAst) -> bool:
    if isinstance(node, t.VariableExpressionAst):
        return node.variable_path.name.lower() == "true"
    if isinstance(node, t.ConstantExpressionAst):
        return bool(node.value)
    return is_constant(node)
