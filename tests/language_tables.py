"""Reads the recorded tables of trees, tokens and parse errors, and writes ours in their form (see syntax.ps1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from ems.language import tree as t
from ems.language.parser import ParseResult
from ems.language.tokens import StringExpandableToken, Token

TABLES: Final = Path(__file__).parent / "transcripts" / "language" / "tables"
_SHOWN_FLAGS: Final = [
    "CommandName",
    "MemberName",
    "TypeName",
    "AttributeName",
    "Keyword",
    "BinaryOperator",
    "UnaryOperator",
    "AssignmentOperator",
    "PrefixOrPostfixOperator",
    "TokenInError",
    "SpecialOperator",
    "CaseSensitiveOperator",
    "StatementDoesntSupportAttributes",
]
_STRINGS: Final = {
    "BareWord": "bare",
    "SingleQuoted": "single",
    "DoubleQuoted": "double",
    "SingleQuotedHereString": "single-here",
    "DoubleQuotedHereString": "double-here",
}


def rows(name: str) -> Iterator[list[str]]:
    """The lines of a table, columns split, the source unescaped."""
    for line in (TABLES / name).read_text(encoding="utf-8").split("\n"):
        if not line or (line.startswith("# ") and "\t" not in line):
            continue
        columns = line.split("\t")
        columns[0] = columns[0].replace("```n", "\0").replace("`n", "\n").replace("\0", "`\n")
        yield columns


def quote(text: str) -> str:
    """A string as the tables write it."""
    out = []
    for char in text:
        escape = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char)
        out.append(escape or (f"\\u{ord(char):04x}" if char < " " else char))
    return f'"{"".join(out)}"'


def escape(text: str) -> str:
    """A message as the tables write it."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def show_token(token: Token) -> str:
    """A token as the table writes it."""
    names = token.flag_names()
    flags = [name for name in names if name in _SHOWN_FLAGS]
    text = f"{token.start}:{token.kind}:{quote(token.text)}"
    if flags:
        text += ":" + "+".join(flags)
    if isinstance(token, StringExpandableToken) and token.nested_tokens:
        text += "{" + " ".join(map(show_token, token.nested_tokens)) + "}"
    return text


def show_errors(result: ParseResult) -> list[str]:
    """The columns of the first error, and the ids of all."""
    if not result.errors:
        return [""]
    first = result.errors[0]
    positions = [":".join(map(str, first.source.position(offset))) for offset in (first.start, first.end)]
    ids = ",".join(error.error_id + ("?" if error.incomplete else "") for error in result.errors)
    return [first.error_id, escape(first.message), *positions, str(first.incomplete), ids]


def _list(head: str, items: Iterable[str | None]) -> str:
    return "(" + " ".join([head, *(item for item in items if item)]) + ")"


def _all(nodes: Iterable[t.Ast] | None) -> list[str]:
    return [text for node in nodes or () for text in _some(node)]


def _some(node: t.Ast | None) -> list[str]:
    shown = show(node)
    return [shown] if shown else []


def _label(node: t.LabeledStatementAst) -> list[str]:
    return [":" + node.label] if node.label else []


def _redirections(items: Iterable[t.RedirectionAst]) -> list[str]:
    out = []
    for item in items:
        if isinstance(item, t.MergingRedirectionAst):
            out.append(f"(MergingRedirection {item.from_stream} {item.to_stream})")
        elif isinstance(item, t.FileRedirectionAst):
            out.append(f"(FileRedirection {item.from_stream} {'>>' if item.append else '>'} {show(item.location)})")
    return out


def _number(node: t.ConstantExpressionAst) -> str:
    value = node.value
    if isinstance(value, bool):
        text = str(value)
    elif isinstance(value, float):
        text = f"{value:.15g}"
        if "e" in text:
            mantissa, exponent = text.split("e")
            text = f"{mantissa}E{exponent[0]}{exponent[1:].zfill(2)}"
    else:
        text = str(value)
    return f"{text}:{node.type_name}"


def show(a: t.Ast | None) -> str:
    """A tree in the form of the table."""
    if a is None:
        return "nil"
    match a:
        case t.ScriptBlockAst():
            blocks = (a.dynamic_param_block, a.begin_block, a.process_block, a.end_block)
            return _list(
                "ScriptBlock",
                [*_all(a.using_statements), *_all([x for x in (a.param_block, *blocks) if x is not None])],
            )
        case t.NamedBlockAst():
            items = [*_all(a.traps), *_all(a.statements)]
            return " ".join(items) if a.unnamed and a.block_kind == "End" else _list(a.block_kind.lower(), items)
        case t.ParamBlockAst():
            return _list("ParamBlock", [*_all(a.attributes), *_all(a.parameters)])
        case t.ParameterAst():
            default = ["= " + show(a.default_value)] if a.default_value else []
            return _list("Parameter", [*_all(a.attributes), show(a.name), *default])
        case t.AttributeAst():
            return _list(
                f"Attribute {a.type_name.full_name}", [*_all(a.positional_arguments), *_all(a.named_arguments)]
            )
        case t.NamedAttributeArgumentAst():
            return a.argument_name if a.expression_omitted else f"{a.argument_name}={show(a.argument)}"
        case t.TypeConstraintAst():
            return f"[{a.type_name.full_name}]"
        case t.StatementBlockAst():
            return _list("Block", [*_all(a.traps), *_all(a.statements)])
        case t.PipelineAst():
            elements = a.pipeline_elements
            return show(elements[0]) if len(elements) == 1 else _list("Pipeline", _all(elements))
        case t.CommandExpressionAst():
            if a.redirections:
                return _list("CommandExpression", [show(a.expression), *_redirections(a.redirections)])
            return show(a.expression)
        case t.CommandAst():
            name = "Command" + {"Ampersand": " &", "Dot": " ."}.get(a.invocation_operator, "")
            return _list(name, [*_all(a.command_elements), *_redirections(a.redirections)])
        case t.CommandParameterAst():
            return f"(-{a.parameter_name}: {show(a.argument)})" if a.argument else f"-{a.parameter_name}"
        case t.StringConstantExpressionAst():
            return _STRINGS[a.string_constant_type] + quote(a.value)
        case t.ExpandableStringExpressionAst():
            head = f"ExpandableString {_STRINGS[a.string_constant_type]}{quote(a.value)}"
            return _list(head, _all(a.nested_expressions))
        case t.ConstantExpressionAst():
            return _number(a)
        case t.VariableExpressionAst():
            return ("@" if a.splatted else "$") + a.variable_path.user_path
        case t.BinaryExpressionAst():
            return _list(f"Binary {a.operator}", [show(a.left), show(a.right)])
        case t.UnaryExpressionAst():
            return _list(f"Unary {a.token_kind}", [show(a.child)])
        case t.ArrayLiteralAst():
            return _list("ArrayLiteral", _all(a.elements))
        case t.ArrayExpressionAst():
            return _list("ArrayExpression", [*_all(a.sub_expression.traps), *_all(a.sub_expression.statements)])
        case t.SubExpressionAst():
            return _list("SubExpression", [*_all(a.sub_expression.traps), *_all(a.sub_expression.statements)])
        case t.ParenExpressionAst():
            return _list("Paren", [show(a.pipeline)])
        case t.HashtableAst():
            return _list("Hashtable", [f"({show(key)} {show(value)})" for key, value in a.key_value_pairs])
        case t.ScriptBlockExpressionAst():
            return show(a.script_block)
        case t.IndexExpressionAst():
            return _list("Index", [show(a.target), show(a.index)])
        case t.BaseCtorInvokeMemberExpressionAst():
            return _list("BaseCtorInvokeMember", _all(a.arguments))
        case t.InvokeMemberExpressionAst():
            operator = "::" if a.static else "."
            return _list(f"InvokeMember {operator}", [show(a.expression), show(a.member), *_all(a.arguments)])
        case t.MemberExpressionAst():
            return _list(f"Member {'::' if a.static else '.'}", [show(a.expression), show(a.member)])
        case t.TypeExpressionAst():
            return f"(TypeExpression {a.type_name.full_name})"
        case t.ConvertExpressionAst():
            return f"(Convert [{a.attribute.type_name.full_name}] {show(a.child)})"
        case t.AttributedExpressionAst():
            return f"(AttributedExpression {show(a.attribute)} {show(a.child)})"
        case t.UsingExpressionAst():
            return f"(UsingExpression {show(a.sub_expression)})"
        case t.AssignmentStatementAst():
            return _list(f"AssignmentStatement {a.operator}", [show(a.left), show(a.right)])
        case _:
            return _show_statement(a)


def _clauses(items: Iterable[tuple[t.Ast, t.Ast]]) -> list[str]:
    return [f"({show(first)} {show(second)})" for first, second in items]


def _show_statement(a: t.Ast) -> str:
    match a:
        case t.IfStatementAst():
            other = [f"(else {show(a.else_clause)})"] if a.else_clause else []
            return _list("IfStatement", [*_clauses(a.clauses), *other])
        case t.WhileStatementAst():
            return _list("WhileStatement", [*_label(a), show(a.condition), show(a.body)])
        case t.DoWhileStatementAst():
            return _list("DoWhileStatement", [*_label(a), show(a.body), show(a.condition)])
        case t.DoUntilStatementAst():
            return _list("DoUntilStatement", [*_label(a), show(a.body), show(a.condition)])
        case t.ForStatementAst():
            parts = [show(a.initializer), show(a.condition), show(a.iterator), show(a.body)]
            return _list("ForStatement", [*_label(a), *parts])
        case t.ForEachStatementAst():
            head = "ForEachStatement" + ("" if a.flags == "None" else " " + a.flags)
            return _list(head, [*_label(a), show(a.variable), show(a.condition), show(a.body)])
        case t.SwitchStatementAst():
            head = "SwitchStatement" + (" " + "+".join(a.flags) if a.flags else "")
            default = [f"(default {show(a.default)})"] if a.default else []
            return _list(head, [*_label(a), show(a.condition), *_clauses(a.clauses), *default])
        case t.TryStatementAst():
            last = [f"(finally {show(a.finally_)})"] if a.finally_ else []
            return _list("TryStatement", [show(a.body), *_all(a.catch_clauses), *last])
        case t.CatchClauseAst():
            return _list("CatchClause", [*_all(a.catch_types), show(a.body)])
        case t.TrapStatementAst():
            return _list("TrapStatement", [*_all([a.trap_type] if a.trap_type else []), show(a.body)])
        case t.ReturnStatementAst() | t.ExitStatementAst() | t.ThrowStatementAst():
            name = type(a).__name__[:-3]
            return f"({name} {show(a.pipeline)})" if a.pipeline else f"({name})"
        case t.BreakStatementAst() | t.ContinueStatementAst():
            name = type(a).__name__[:-3]
            return f"({name} {show(a.label)})" if a.label else f"({name})"
        case t.FunctionDefinitionAst():
            head = "FunctionDefinition " + ("filter " if a.is_filter else "workflow " if a.is_workflow else "") + a.name
            parameters = [_list("parameters", _all(a.parameters))] if a.parameters else []
            return _list(head, [*parameters, show(a.body)])
        case t.TypeDefinitionAst():
            bases = ["(bases " + " ".join(_all(a.base_types)) + ")"] if a.base_types else []
            return _list(f"TypeDefinition {a.type_kind} {a.name}", [*_all(a.attributes), *bases, *_all(a.members)])
        case t.PropertyMemberAst():
            head = "PropertyMember" + (" static" if a.is_static else "") + (" hidden" if a.is_hidden else "")
            kind = [show(a.property_type)] if a.property_type else []
            value = ["= " + show(a.initial_value)] if a.initial_value else []
            return _list(head, [*_all(a.attributes), *kind, a.name, *value])
        case t.FunctionMemberAst():
            head = "FunctionMember" + (" constructor" if a.is_constructor else "")
            head += (" static" if a.is_static else "") + (" hidden" if a.is_hidden else "")
            kind = [show(a.return_type)] if a.return_type else []
            parameters = [_list("parameters", _all(a.parameters))] if a.parameters else []
            return _list(head, [*_all(a.attributes), *kind, a.name, *parameters, show(a.body)])
        case t.UsingStatementAst():
            items = [show(x) for x in (a.name, a.module_specification) if x is not None]
            return _list(f"UsingStatement {a.using_statement_kind}", items)
        case t.DataStatementAst():
            commands = ["(supported " + " ".join(_all(a.commands_allowed)) + ")"] if a.commands_allowed else []
            head = "DataStatement" + (" " + a.variable if a.variable else "")
            return _list(head, [*commands, show(a.body)])
        case t.BlockStatementAst():
            return _list(f"BlockStatement {a.kind}", [show(a.body)])
        case _:
            return f"(?{type(a).__name__} {quote(a.text)})"


def show_tree(result: ParseResult) -> str:
    """The column of the table of trees."""
    if result.errors:
        return "ERR " + ",".join(error.error_id for error in result.errors)
    return show(result.tree)
