"""The restricted language of data sections: constants, hash literals, a few commands. After RestrictedLanguageChecker.

Also what a module manifest is held to: `check_restricted` takes the commands and the variables that are allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from ems.language import tree as t
from ems.language.checks.known_types import SIMPLE_TYPES
from ems.language.errors import message_of
from ems.language.kinds import KIND_FLAGS, KIND_TEXT, NOT_IN_DATA
from ems.language.names import ArrayTypeName

Report = Callable[..., None]
ALLOWED_VARIABLES: Final = frozenset(("psculture", "psuiculture", "true", "false", "null"))

_NEVER: Final = {
    t.ScriptBlockAst: "ScriptBlockNotSupportedInDataSection",
    t.ParamBlockAst: "ParameterDeclarationNotSupportedInDataSection",
    t.AttributeAst: "AttributeNotSupportedInDataSection",
    t.FunctionDefinitionAst: "FunctionDeclarationNotSupportedInDataSection",
    t.TrapStatementAst: "TrapStatementNotSupportedInDataSection",
    t.SwitchStatementAst: "SwitchStatementNotSupportedInDataSection",
    t.DataStatementAst: "DataSectionStatementNotSupportedInDataSection",
    t.ForEachStatementAst: "ForeachStatementNotSupportedInDataSection",
    t.DoWhileStatementAst: "DoWhileStatementNotSupportedInDataSection",
    t.DoUntilStatementAst: "DoWhileStatementNotSupportedInDataSection",
    t.ForStatementAst: "ForWhileStatementNotSupportedInDataSection",
    t.WhileStatementAst: "ForWhileStatementNotSupportedInDataSection",
    t.TryStatementAst: "TryStatementNotSupportedInDataSection",
    t.BreakStatementAst: "FlowControlStatementNotSupportedInDataSection",
    t.ContinueStatementAst: "FlowControlStatementNotSupportedInDataSection",
    t.ReturnStatementAst: "FlowControlStatementNotSupportedInDataSection",
    t.ExitStatementAst: "FlowControlStatementNotSupportedInDataSection",
    t.ThrowStatementAst: "FlowControlStatementNotSupportedInDataSection",
    t.AssignmentStatementAst: "AssignmentStatementNotSupportedInDataSection",
    t.MergingRedirectionAst: "RedirectionNotSupportedInDataSection",
    t.FileRedirectionAst: "RedirectionNotSupportedInDataSection",
    t.MemberExpressionAst: "PropertyReferenceNotSupportedInDataSection",
    t.InvokeMemberExpressionAst: "MethodCallNotSupportedInDataSection",
    t.ScriptBlockExpressionAst: "ScriptBlockNotSupportedInDataSection",
    t.IndexExpressionAst: "ArrayReferenceNotSupportedInDataSection",
    t.AttributedExpressionAst: "AttributeNotSupportedInDataSection",
    t.BlockStatementAst: "ParallelAndSequenceBlockNotSupportedInDataSection",
}


def check_data_statement(statement: t.DataStatementAst, report: Report) -> None:
    """Hold the body of a data section to the restricted language."""
    allowed: list[str] | None = ["ConvertFrom-StringData"]
    for command in statement.commands_allowed:
        if isinstance(command, t.StringConstantExpressionAst) and allowed is not None:
            allowed.append(command.value)
        else:
            # Which commands those are is known when the section is run.
            allowed = None
            break
    check_restricted(statement.body, report, allowed)


def check_restricted(
    root: t.Ast,
    report: Report,
    allowed_commands: Collection[str] | None,
    allowed_variables: Collection[str] | None = None,
    allow_environment: bool = False,
) -> None:
    """Report what the restricted language does not know. None for the commands allows all of them."""
    commands = None if allowed_commands is None else frozenset(name.lower() for name in allowed_commands)
    variables = ALLOWED_VARIABLES
    if allowed_variables is not None:
        variables = variables | {name.lower() for name in allowed_variables}
    for node in root.walk():
        kind = type(node)
        error_id = _NEVER.get(kind)
        if error_id is not None:
            report(error_id, node.start, node.end)
        elif isinstance(node, t.CommandAst):
            _check_command(node, report, commands)
        elif isinstance(node, t.VariableExpressionAst):
            path = node.variable_path
            if path.user_path.lower() in variables or "*" in variables:
                continue
            if allow_environment and path.drive_name is not None and path.drive_name.lower() == "env":
                continue
            if allowed_variables is None:
                names = message_of("DefaultAllowedVariablesInDataSection")
            else:
                names = ", ".join(
                    "$" + name for name in ["PSCulture", "PSUICulture", "true", "false", "null", *allowed_variables]
                )
            report("VariableReferenceNotSupportedInDataSection", node.start, node.end, names)
        elif isinstance(node, t.BinaryExpressionAst):
            if KIND_FLAGS[node.operator] & NOT_IN_DATA:
                report(
                    "OperatorNotSupportedInDataSection",
                    node.operator_start,
                    node.operator_end,
                    KIND_TEXT[node.operator],
                )
        elif isinstance(node, t.UnaryExpressionAst):
            if KIND_FLAGS[node.token_kind] & NOT_IN_DATA:
                report("OperatorNotSupportedInDataSection", node.start, node.end, KIND_TEXT[node.token_kind])
        elif isinstance(node, t.TypeExpressionAst):
            _check_type(node, node.type_name, report)
        elif isinstance(node, t.ConvertExpressionAst):
            _check_type(node.attribute, node.attribute.type_name, report)
        elif isinstance(node, t.TypeConstraintAst) and not isinstance(node.parent, t.ConvertExpressionAst):
            _check_type(node, node.type_name, report)


def _check_command(node: t.CommandAst, report: Report, commands: frozenset[str] | None) -> None:
    if node.invocation_operator == "Dot":
        report("DotSourcingNotSupportedInDataSection", node.start, node.end)
        return
    if commands is None:
        return
    name = node.get_command_name()
    if name is None:
        if node.invocation_operator == "Ampersand":
            report("OperatorNotSupportedInDataSection", node.start, node.end, "&")
        else:
            report("CmdletNotInAllowedListForDataSection", node.start, node.end, node.text)
    elif name.lower() not in commands:
        report("CmdletNotInAllowedListForDataSection", node.start, node.end, name)


def _check_type(node: t.Ast, type_name: t.ITypeName, report: Report) -> None:
    element = type_name
    if isinstance(element, ArrayTypeName):
        element = element.element_type
    if element.full_name.lower() not in SIMPLE_TYPES:
        report("TypeNotAllowedInDataSection", node.start, node.end, type_name.full_name)
