"""Attributes in the source: their arguments evaluated, and what they mean for a variable or a parameter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime.errors import runtime_error
from ems.runtime.validation import ATTRIBUTES, Attribute, argument_converter

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler
    from ems.runtime.context import Context

    Made = tuple[list[Callable[[Any], Any]], list[Callable[[Any], bool]], list[Any]]


def attribute_name(node: T.AttributeBaseAst) -> str:
    """The folded name of an attribute, without namespace and without `Attribute` at its end."""
    name = node.type_name.name.lower()
    if name.startswith("system.management.automation."):
        name = name[29:]
    if name.endswith("attribute") and name != "attribute":
        name = name[:-9]
    return name


def arguments_of(c: Compiler, node: T.AttributeAst, context: Context) -> tuple[list[Any], dict[str, Any]]:
    """Positional and named arguments of an attribute, as values."""
    positional = [c.expression(each)(context) for each in node.positional_arguments]
    named = {
        each.argument_name.lower(): True if each.expression_omitted else c.expression(each.argument)(context)
        for each in node.named_arguments
    }
    return positional, named


def make_attribute(c: Compiler, node: T.AttributeAst, context: Context) -> Attribute | None:
    """The attribute as an object, or None where it is none that the runtime looks at."""
    maker = ATTRIBUTES.get(attribute_name(node))
    if maker is None:
        return None
    positional, named = arguments_of(c, node, context)
    try:
        if positional and attribute_name(node) in WITHOUT_ARGUMENTS:
            raise IndexError
        return maker(positional, named)
    except (IndexError, TypeError):
        from ems.runtime.compile.failures import locate

        error = runtime_error(
            "MethodCountCouldNotFindBest",
            f'Cannot find an overload for "{node.type_name.name}Attribute" and the argument count: '
            f'"{len(positional)}".',
            "NotSpecified",
            exception="System.Management.Automation.MethodException",
        )
        locate(context, error, node)
        raise error from None


WITHOUT_ARGUMENTS: Final = frozenset(
    ("validatenotnull", "validatenotnullorempty", "allownull", "allowemptystring", "allowemptycollection")
)


def attribute_makers(c: Compiler, nodes: list[T.AttributeBaseAst]) -> Callable[[Context], Made]:
    """Converters, validators and attribute objects of a typed variable."""
    from ems.runtime.compile.types import type_getter

    types = {id(node): type_getter(c, node.type_name, node) for node in nodes if isinstance(node, T.TypeConstraintAst)}

    def make(context: Context) -> Made:
        converters: list[Callable[[Any], Any]] = []
        validators: list[Callable[[Any], bool]] = []
        made: list[Any] = []
        for node in reversed(nodes):
            if isinstance(node, T.TypeConstraintAst):
                converters.append(argument_converter(types[id(node)](context)))
            elif isinstance(node, T.AttributeAst):
                attribute = make_attribute(c, node, context)
                if attribute is not None:
                    made.append(attribute)
                    if attribute.validates:
                        validators.append(accepts(attribute, context))
        return converters, validators, made

    return make


def accepts(attribute: Attribute, context: Context) -> Callable[[Any], bool]:
    """A validator that only says yes or no."""

    def check(value: Any) -> bool:
        return attribute.check(value, context) is None

    return check
