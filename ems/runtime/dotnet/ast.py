"""The syntax tree, tokens and parse errors as scripts see them: Parser, PSParser, the Ast classes, Token,
CodeGeneration.

A node of the tree is shown through an `AstView`; its properties are those of the Python class, under PowerShell's
spelling, and what they hold is shown in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from ems.language import tree
from ems.language.names import ArrayTypeName, GenericTypeName, TypeName, VariablePath
from ems.runtime.dotnet.lists import ListValue
from ems.runtime.dotnet.support import NetError, attr, session
from ems.runtime.enums import EnumValue
from ems.runtime.invocation import Extent
from ems.runtime.members.intrinsics import collection
from ems.runtime.members.model import ByRef, Implementation
from ems.runtime.types import TypeInfo, array_of, resolve_type, type_named
from ems.runtime.values import NetObject

_SPACE: Final = "System.Management.Automation.Language."
_KINDS: Final = {
    "operator": "TokenKind",
    "token_kind": "TokenKind",
    "invocation_operator": "TokenKind",
    "block_kind": "TokenKind",
}
_HIDDEN: Final = frozenset(("end", "parent", "start", "source", "error_end", "kind", "root", "text"))
_UPPER: Final = {"Ps": "PS"}


class AstView(NetObject):
    """A node of the syntax tree."""

    __slots__ = ("node",)

    def __init__(self, node: Any) -> None:
        self.node = node

    @property
    def net_type(self) -> TypeInfo:
        return type_named(_SPACE + self.node.__class__.__name__)

    @property
    def extent(self) -> Extent | None:
        source = self.node.enclosing_source()
        return Extent(source, self.node.start, self.node.end) if source is not None else None

    def errors_of_text(self) -> Sequence[Any]:
        """What is wrong with the text the tree was read from."""
        from ems.language.parser import parse
        from ems.runtime.usingmodules import without_found

        source = self.node.enclosing_source()
        return () if source is None else without_found(session(), parse(source.text, source.file_name))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AstView) and other.node is self.node

    def __hash__(self) -> int:
        return hash(id(self.node))

    def equals(self, other: Any) -> bool:
        return bool(self == other)

    def to_text(self) -> str:
        return str(self.node.text)


class NameView(NetObject):
    """A type name or the path of a variable."""

    __slots__ = ("name",)

    def __init__(self, name: Any) -> None:
        self.name = name

    @property
    def net_type(self) -> TypeInfo:
        if isinstance(self.name, VariablePath):
            return type_named("System.Management.Automation.VariablePath")
        return type_named(_SPACE + self.name.__class__.__name__)

    def to_text(self) -> str:
        return str(self.name) if isinstance(self.name, VariablePath) else str(self.name.full_name)


class TokenView(NetObject):
    """A token."""

    __slots__ = ("source", "token")

    def __init__(self, token: Any, source: Any) -> None:
        self.token = token
        self.source = source

    @property
    def net_type(self) -> TypeInfo:
        name = self.token.__class__.__name__
        if name == "StringToken":
            name = "StringLiteralToken"
        known = resolve_type(_SPACE + name)
        return known if known is not None else type_named(_SPACE + "Token")

    def to_text(self) -> str:
        return str(self.token.text)


class OldToken(NetObject):
    """System.Management.Automation.PSToken, of the older parser."""

    __slots__ = ("content", "extent", "kind")
    type_name = "System.Management.Automation.PSToken"

    def __init__(self, kind: str, content: str, extent: Extent) -> None:
        self.kind = kind
        self.content = content
        self.extent = extent


class OldError(NetObject):
    """System.Management.Automation.PSParseError."""

    __slots__ = ("message", "token")
    type_name = "System.Management.Automation.PSParseError"

    def __init__(self, message: str, token: OldToken) -> None:
        self.message = message
        self.token = token


def view(value: Any) -> Any:
    """What a property of a node shows."""
    if isinstance(value, tree.Ast):
        return AstView(value)
    if isinstance(value, (TypeName, GenericTypeName, ArrayTypeName, VariablePath)):
        return NameView(value)
    if isinstance(value, list):
        return _list(value)
    if isinstance(value, tuple):
        from ems.runtime.dotnet.tuples import _create

        return _create(*(view(each) for each in value))
    return value


def _list(values: list[Any]) -> Any:
    shown = [view(each) for each in values]
    definition = type_named("System.Collections.ObjectModel.ReadOnlyCollection`1")
    element = type_named(_SPACE + "Ast") if not shown or isinstance(shown[0], AstView) else type_named("System.Object")
    made = ListValue(definition.close((element,)), shown)
    made.fixed = True
    return made


def pascal(name: str) -> str:
    """`param_block` as `ParamBlock`."""
    return "".join(word.capitalize() for word in name.split("_"))


def _flags(enum_name: str, names: Any) -> EnumValue:
    """Flags held as their names."""
    enum = type_named(_SPACE + enum_name)
    given = names if isinstance(names, (tuple, list)) else [names]
    return EnumValue(enum, sum(enum.names.get(name, 0) for name in given))


def _reader(attribute: str) -> Callable[[AstView], Any]:
    kind = _KINDS.get(attribute)

    def read(shown: AstView) -> Any:
        value = getattr(shown.node, attribute)
        if attribute == "flags":
            return _flags("SwitchFlags" if isinstance(value, tuple) else "ForEachFlags", value)
        if kind is not None and isinstance(value, str):
            enum = type_named(_SPACE + kind)
            return EnumValue(enum, enum.names[value]) if value in enum.names else value
        return view(value)

    return read


def _properties(python: type[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for owner in python.__mro__:
        names = [
            *vars(owner).get("__slots__", ()),
            *(name for name, each in vars(owner).items() if isinstance(each, property)),
        ]
        for name in names:
            if name not in _HIDDEN and not name.startswith("_"):
                found.setdefault(pascal(name), _reader(name))
    return found


def _find_all(shown: AstView, predicate: Any, nested: bool) -> list[Any]:
    from ems.runtime.members.scripts import predicate as as_predicate

    holds = as_predicate(predicate)
    return [AstView(node) for node in shown.node.find_all(lambda node: holds(AstView(node)), nested)]


def _find(shown: AstView, predicate: Any, nested: bool) -> Any:
    found = _find_all(shown, predicate, nested)
    return found[0] if found else None


_SAFE: Final = (
    tree.ConstantExpressionAst, tree.StringConstantExpressionAst, tree.ExpandableStringExpressionAst, tree.HashtableAst, tree.ArrayExpressionAst,
    tree.ArrayLiteralAst, tree.ParenExpressionAst, tree.SubExpressionAst, tree.UnaryExpressionAst,
    tree.BinaryExpressionAst, tree.PipelineAst, tree.CommandExpressionAst, tree.StatementBlockAst,
)  # fmt: skip
_SAFE_NAMES: Final = frozenset(("true", "false", "null", "psculture", "psuiculture"))


def _is_safe(node: tree.Ast) -> bool:
    """Whether a tree means the same whoever looks at it (IsSafeValueVisitor)."""
    if isinstance(node, tree.VariableExpressionAst):
        return node.variable_path.name.lower() in _SAFE_NAMES
    if isinstance(node, tree.TypeConstraintAst):
        return True
    if isinstance(node, tree.ConvertExpressionAst):
        return node.attribute.type_name.full_name.lower() in ("ordered", "pscustomobject") and _is_safe(node.child)
    return isinstance(node, _SAFE) and all(_is_safe(child) for child in node.children())


def _safe_value(shown: AstView) -> Any:
    from ems.runtime.compile import compile_text
    from ems.runtime.members.scripts import call_block
    from ems.runtime.messages import message

    if not _is_safe(shown.node):
        text = message("AutomationExceptions", "CantConvertWithDynamicExpression", shown.node.text)
        raise NetError("System.InvalidOperationException", text)
    return call_block(compile_text(shown.node.text, session()))


def _static_type(shown: AstView) -> TypeInfo:
    node = shown.node
    if isinstance(node, (tree.StringConstantExpressionAst, tree.ExpandableStringExpressionAst)):
        return type_named("System.String")
    if isinstance(node, tree.ConstantExpressionAst):
        from ems.runtime.types import type_of

        return type_of(node.value)
    if isinstance(node, tree.HashtableAst):
        return type_named("System.Collections.Hashtable")
    if isinstance(node, (tree.ArrayExpressionAst, tree.ArrayLiteralAst)):
        return type_named("System.Object").array()
    if isinstance(node, tree.ConvertExpressionAst):
        return resolve_type(node.attribute.type_name.full_name) or type_named("System.Object")
    return type_named("System.Object")


def _help_content(shown: AstView) -> Any:
    return None


def _script_block(shown: AstView) -> Any:
    """The block of a tree or of a part of one: its text between the braces is what runs. A tree with errors has none."""
    from ems.runtime.compile.code import Code
    from ems.runtime.parseerrors import parse_failure
    from ems.runtime.scriptblock import ScriptBlock

    running = session()
    node = shown.node
    source = node.enclosing_source()
    errors = [each for each in shown.errors_of_text() if node.start <= each.start <= node.end]
    if errors:
        raise parse_failure(errors, source)
    code = Code(node, source, running, top=node.parent is None)
    return ScriptBlock(code, running.context.module)


_BASE_METHODS: Final[dict[str, Callable[..., Any]]] = {
    "Copy": lambda shown: shown,
    "Find": _find,
    "FindAll": _find_all,
    "GetCommandName": lambda shown: shown.node.get_command_name(),
    "GetHelpContent": _help_content,
    "GetPureExpression": lambda shown: view(shown.node.get_pure_expression()),
    "GetScriptBlock": _script_block,
    "SafeGetValue": _safe_value,
    "ToString": lambda shown: shown.to_text(),
}
_EXTRA_METHODS: Final = {
    "CommandAst": "string GetCommandName()",
    "PipelineAst": "System.Management.Automation.Language.ExpressionAst GetPureExpression()",
    "FunctionDefinitionAst": "System.Management.Automation.Language.CommentHelpInfo GetHelpContent()",
    "ScriptBlockAst": (
        "System.Management.Automation.Language.CommentHelpInfo GetHelpContent()\nscriptblock GetScriptBlock()"
    ),
}


def _node_types() -> dict[str, Implementation]:
    found: dict[str, Implementation] = {}
    for name, python in vars(tree).items():
        if not (isinstance(python, type) and issubclass(python, tree.Ast) and python is not tree.Ast):
            continue
        properties = _properties(python)
        lines = [f"System.Object {each} {{get;}}" for each in properties]
        found[_SPACE + name] = Implementation(
            properties=properties, declared="\n".join([*lines, _EXTRA_METHODS.get(name, "")])
        )
    return found


# Parsing


def _parsed(text: str, file_name: str | None, tokens: ByRef, errors: ByRef) -> AstView:
    from ems.language.parser import parse
    from ems.runtime.parseerrors import ParseErrorValue
    from ems.runtime.usingmodules import without_found

    result = parse(text, file_name)
    source = result.tree.source
    tokens.value = array_of([TokenView(each, source) for each in result.tokens], _SPACE + "Token")
    found = without_found(session(), result)
    errors.value = array_of([ParseErrorValue(each) for each in found], _SPACE + "ParseError")
    return AstView(result.tree)


def _parse_input(text: str, *rest: Any) -> AstView:
    boxes = [each for each in rest if isinstance(each, ByRef)]
    name = next((each for each in rest if isinstance(each, str)), None)
    return _parsed(text or "", name, boxes[0], boxes[1])


def _parse_file(path: str, tokens: ByRef, errors: ByRef) -> AstView:
    from ems.runtime.dotnet.files import _read_text

    return _parsed(_read_text(path), session().files.full_path(path), tokens, errors)


_OLD_KINDS: Final = {
    "NewLine": "NewLine", "Comment": "Comment", "Semi": "StatementSeparator", "LineContinuation": "LineContinuation",
    "Number": "Number", "Variable": "Variable", "SplattedVariable": "Variable", "Parameter": "CommandParameter",
    "Label": "LoopLabel", "StringLiteral": "String", "StringExpandable": "String", "HereStringLiteral": "String",
    "HereStringExpandable": "String", "LParen": "GroupStart", "LCurly": "GroupStart", "AtParen": "GroupStart",
    "AtCurly": "GroupStart", "DollarParen": "GroupStart", "LBracket": "Operator", "RBracket": "Operator",
    "RParen": "GroupEnd", "RCurly": "GroupEnd",
}  # fmt: skip


def _old_kind(token: Any) -> str:
    known = _OLD_KINDS.get(token.kind)
    if known is not None:
        return known
    flags = token.flag_names()
    for flag, kind in (
        ("CommandName", "Command"), ("Keyword", "Keyword"), ("TypeName", "Type"), ("MemberName", "Member"),
         ("AttributeName", "Attribute"),
    ):  # fmt: skip
        if flag in flags:
            return kind
    if token.kind in ("Generic", "Identifier"):
        return "CommandArgument"
    return "Operator"


def _content(token: Any, text: str) -> str:
    if token.kind.startswith(("String", "HereString")):
        return str(getattr(token, "value", text))
    if token.kind in ("Variable", "SplattedVariable"):
        return str(token.variable_path)
    if token.kind == "Label":
        return text.lstrip(":")
    return text


def _tokenize(text: Any, errors: ByRef) -> Any:
    from ems.language.parser import parse

    body = text if isinstance(text, str) else "\n".join(text)
    result = parse(body)
    source = result.tree.source
    found = [
        OldToken(_old_kind(each), _content(each, each.text), Extent(source, each.start, each.end))
        for each in result.tokens
        if each.kind != "EndOfInput" and source is not None
    ]
    made = []
    for error in result.errors:
        extent = Extent(error.source, error.start, error.end)
        made.append(OldError(error.message, OldToken("Position", extent.text, extent)))
    errors.value = collection(made, type_named("System.Management.Automation.PSParseError"))
    return collection(found, type_named("System.Management.Automation.PSToken"))


# Tokens


def _token_kind(shown: TokenView) -> Any:
    enum = type_named(_SPACE + "TokenKind")
    return EnumValue(enum, enum.names.get(shown.token.kind, 0))


def _token_value(shown: TokenView) -> Any:
    value: Any = getattr(shown.token, "value", None)
    kind = getattr(shown.token, "type_name", None)
    if kind is not None:
        from ems.runtime.numbers import literal

        return literal(value, kind)
    return value


def _variable_path(shown: TokenView) -> Any:
    path = getattr(shown.token, "variable_path", None)
    return NameView(path) if path is not None else None


# Code


def _escape_single(text: str) -> str:
    return re.sub("(['\u2018\u2019\u201a\u201b])", r"\1\1", text)


def _escape_block(text: str) -> str:
    return text.replace("#>", "#`>").replace("<#", "<`#")


def _escape_format(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _reflected(shown: NameView) -> Any:
    return resolve_type(shown.name.full_name)


_NAME_DECLARED: Final = """
    type GetReflectionType()
    string ToString()
    string FullName {get;}
    bool IsArray {get;}
    bool IsGeneric {get;}
    string Name {get;}
"""
_NAME = Implementation(
    methods={"GetReflectionType": _reflected, "ToString": lambda shown: shown.to_text()},
    properties={
        "FullName": attr("name.full_name"),
        "IsArray": attr("name.is_array"),
        "IsGeneric": attr("name.is_generic"),
        "Name": attr("name.name"),
    },
    declared=_NAME_DECLARED,
)

TYPES: Final = {
    _SPACE + "Ast": Implementation(
        methods=_BASE_METHODS,
        properties={
            "Extent": attr("extent"),
            "Parent": lambda shown: view(shown.node.parent) if shown.node.parent is not None else None,
            "StaticType": _static_type,
        },
        declared="""
            System.Object Find(System.Func[System.Management.Automation.Language.Ast,bool] predicate, \
                bool searchNestedScriptBlocks)
            System.Object[] FindAll(System.Func[System.Management.Automation.Language.Ast,bool] predicate, \
                bool searchNestedScriptBlocks)
            System.Object SafeGetValue()
            string ToString()
            System.Management.Automation.Language.IScriptExtent Extent {get;}
            System.Management.Automation.Language.Ast Parent {get;}
            type StaticType {get;}
        """,
    ),
    **_node_types(),
    _SPACE + "TypeName": _NAME,
    _SPACE + "GenericTypeName": _NAME,
    _SPACE + "ArrayTypeName": _NAME,
    "System.Management.Automation.VariablePath": Implementation(
        methods={"ToString": lambda shown: shown.to_text()},
        properties={
            "DriveName": attr("name.drive_name"),
            "IsDriveQualified": attr("name.is_drive_qualified"),
            "IsGlobal": attr("name.is_global"),
            "IsLocal": attr("name.is_local"),
            "IsPrivate": attr("name.is_private"),
            "IsScript": attr("name.is_script"),
            "IsUnqualified": attr("name.is_unqualified"),
            "IsUnscopedVariable": attr("name.is_unscoped_variable"),
            "IsVariable": attr("name.is_variable"),
            "UserPath": attr("name.user_path"),
        },
        declared="""
            string ToString()
            string DriveName {get;}
            bool IsDriveQualified {get;}
            bool IsGlobal {get;}
            bool IsLocal {get;}
            bool IsPrivate {get;}
            bool IsScript {get;}
            bool IsUnqualified {get;}
            bool IsUnscopedVariable {get;}
            bool IsVariable {get;}
            string UserPath {get;}
        """,
    ),
    _SPACE + "Token": Implementation(
        properties={
            "Extent": lambda shown: Extent(shown.source, shown.token.start, shown.token.end),
            "HasError": lambda _shown: False,
            "Kind": _token_kind,
            "LabelText": lambda shown: getattr(shown.token, "label_text", None),
            "Name": lambda shown: getattr(getattr(shown.token, "variable_path", None), "name", None),
            "NestedTokens": lambda shown: [
                TokenView(each, shown.source) for each in getattr(shown.token, "nested_tokens", ())
            ],
            "ParameterName": lambda shown: getattr(shown.token, "parameter_name", None),
            "Text": attr("token.text"),
            "TokenFlags": lambda shown: _flags("TokenFlags", shown.token.flag_names()),
            "UsedColon": lambda shown: getattr(shown.token, "used_colon", False),
            "Value": _token_value,
            "VariablePath": _variable_path,
        },
        declared="""
            string ToString()
            System.Management.Automation.Language.IScriptExtent Extent {get;}
            bool HasError {get;}
            System.Management.Automation.Language.TokenKind Kind {get;}
            string Text {get;}
            System.Management.Automation.Language.TokenFlags TokenFlags {get;}
        """,
    ),
    _SPACE + "NumberToken": Implementation(declared="System.Object Value {get;}"),
    _SPACE + "StringToken": Implementation(declared="string Value {get;}"),
    _SPACE + "StringExpandableToken": Implementation(declared="System.Object NestedTokens {get;}"),
    _SPACE + "ParameterToken": Implementation(declared="string ParameterName {get;}\nbool UsedColon {get;}"),
    _SPACE + "LabelToken": Implementation(declared="string LabelText {get;}"),
    _SPACE + "VariableToken": Implementation(
        declared="string Name {get;}\nSystem.Management.Automation.VariablePath VariablePath {get;}"
    ),
    _SPACE + "Parser": Implementation(
        static={"ParseFile": _parse_file, "ParseInput": _parse_input},
        declared="""
            static System.Management.Automation.Language.ScriptBlockAst ParseFile(string fileName, \
                [ref] System.Object tokens, [ref] System.Object errors)
            static System.Management.Automation.Language.ScriptBlockAst ParseInput(string input, \
                [ref] System.Object tokens, [ref] System.Object errors)
            static System.Management.Automation.Language.ScriptBlockAst ParseInput(string input, string fileName, \
                [ref] System.Object tokens, [ref] System.Object errors)
        """,
    ),
    _SPACE + "ParseError": Implementation(
        properties={
            "ErrorId": attr("error_id"),
            "Extent": attr("extent"),
            "IncompleteInput": attr("incomplete_input"),
            "Message": attr("message"),
        },
        declared="""
            string ToString()
            string ErrorId {get;}
            System.Management.Automation.Language.IScriptExtent Extent {get;}
            bool IncompleteInput {get;}
            string Message {get;}
        """,
    ),
    _SPACE + "CodeGeneration": Implementation(
        static={
            "EscapeBlockCommentContent": _escape_block,
            "EscapeFormatStringContent": _escape_format,
            "EscapeSingleQuotedStringContent": _escape_single,
            "EscapeVariableName": lambda text: text.replace("{", "`{").replace("}", "`}"),
        },
        declared="""
            static string EscapeBlockCommentContent(string value)
            static string EscapeFormatStringContent(string value)
            static string EscapeSingleQuotedStringContent(string value)
            static string EscapeVariableName(string value)
        """,
    ),
    "System.Management.Automation.PSParser": Implementation(
        static={"Tokenize": _tokenize},
        declared="""
            static System.Object Tokenize(string script, [ref] System.Object errors)
            static System.Object Tokenize(System.Object[] script, [ref] System.Object errors)
        """,
    ),
    "System.Management.Automation.PSToken": Implementation(
        properties={
            "Content": attr("content"),
            "EndColumn": attr("extent.end_column"),
            "EndLine": attr("extent.end_line"),
            "Length": lambda token: token.extent.end - token.extent.start,
            "Start": attr("extent.start"),
            "StartColumn": attr("extent.start_column"),
            "StartLine": attr("extent.start_line"),
            "Type": attr("kind"),
        },
        declared="""
            string Content {get;}
            int EndColumn {get;}
            int EndLine {get;}
            int Length {get;}
            int Start {get;}
            int StartColumn {get;}
            int StartLine {get;}
            System.Management.Automation.PSTokenType Type {get;}
        """,
    ),
    "System.Management.Automation.PSParseError": Implementation(
        properties={"Message": attr("message"), "Token": attr("token")},
        declared="""
            string Message {get;}
            System.Management.Automation.PSToken Token {get;}
        """,
    ),
}
