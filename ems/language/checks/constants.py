"""Whether an expression is constant, so that it may be the argument of an attribute or of #requires.

The rules are those of PowerShell's ConstantValues.cs.
"""

from __future__ import annotations

from typing import Final

from ems.language import tree as t
from ems.language.checks.known_types import PRIMITIVES

_FOLDABLE: Final = frozenset(
    [
        "Multiply",
        "Divide",
        "Rem",
        "Plus",
        "Minus",
        "And",
        "Or",
        "Xor",
        "Band",
        "Bor",
        "Bxor",
        "Shl",
        "Shr",
        "Exclaim",
        "Not",
        "Bnot",
    ]
)
CONSTANT_VARIABLES: Final = frozenset(("true", "false", "null"))


def is_constant(
    node: t.Ast | None, for_attribute: bool = False, in_class: bool = False, for_requires: bool = False
) -> bool:
    """Whether the value is known without running anything."""
    match node:
        case t.ConstantExpressionAst() | t.StringConstantExpressionAst():
            return True
        case t.VariableExpressionAst():
            return node.variable_path.name.lower() in CONSTANT_VARIABLES and node.variable_path.is_variable
        case t.TypeExpressionAst():
            return True
        case t.ScriptBlockExpressionAst():
            return for_attribute and not in_class
        case t.ArrayLiteralAst():
            return (for_attribute or for_requires) and all(
                is_constant(element, for_attribute, in_class, for_requires) for element in node.elements
            )
        case t.HashtableAst():
            return for_requires and all(
                is_constant(part, for_attribute, in_class, for_requires)
                for pair in node.key_value_pairs
                for part in pair
            )
        case t.InvokeMemberExpressionAst():
            return False
        case t.MemberExpressionAst():
            # Whether the member is a literal is known only to who knows the type.
            return (
                node.static
                and isinstance(node.expression, t.TypeExpressionAst)
                and isinstance(node.member, t.StringConstantExpressionAst)
            )
        case t.ConvertExpressionAst():
            return node.attribute.type_name.name.lower() in PRIMITIVES and is_constant(
                node.child, for_attribute, in_class, for_requires
            )
        case t.BinaryExpressionAst():
            return (
                node.operator in _FOLDABLE
                and is_constant(node.left, for_attribute, in_class, for_requires)
                and is_constant(node.right, for_attribute, in_class, for_requires)
                and not _is_null_divisor(node)
            )
        case t.UnaryExpressionAst():
            return node.token_kind in _FOLDABLE and is_constant(node.child, for_attribute, in_class, for_requires)
        case t.ParenExpressionAst():
            return is_constant(node.pipeline, for_attribute, in_class, for_requires)
        case t.SubExpressionAst() | t.UsingExpressionAst():
            return is_constant(node.sub_expression, for_attribute, in_class, for_requires)
        case t.StatementBlockAst():
            return (
                not node.traps
                and len(node.statements) == 1
                and is_constant(node.statements[0], for_attribute, in_class, for_requires)
            )
        case t.PipelineAst():
            return is_constant(node.get_pure_expression(), for_attribute, in_class, for_requires)
        case _:
            return False


def _is_null_divisor(node: t.BinaryExpressionAst) -> bool:
    return (
        node.operator in ("Divide", "Rem")
        and isinstance(node.right, t.VariableExpressionAst)
        and node.right.variable_path.name.lower() in ("false", "null")
    )
