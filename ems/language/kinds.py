"""The kinds of tokens: names, flags, precedences, spellings.

Kinds are strings, spelled as PowerShell's TokenKind. The flags of a kind are those of its token.cs.
"""

from __future__ import annotations

from typing import Final

PRECEDENCE_MASK: Final = 0x7
KEYWORD: Final = 0x10
BLOCK_NAME: Final = 0x20
BINARY_OPERATOR: Final = 0x100
UNARY_OPERATOR: Final = 0x200
CASE_SENSITIVE: Final = 0x400
SPECIAL_OPERATOR: Final = 0x1000
ASSIGNMENT_OPERATOR: Final = 0x2000
MODE_INVARIANT: Final = 0x8000
TOKEN_IN_ERROR: Final = 0x10000
NOT_IN_DATA: Final = 0x20000
PREFIX_OR_POSTFIX: Final = 0x40000
COMMAND_NAME: Final = 0x80000
MEMBER_NAME: Final = 0x100000
TYPE_NAME: Final = 0x200000
ATTRIBUTE_NAME: Final = 0x400000
NO_ATTRIBUTES: Final = 0x1000000

# Kind, flags (with the precedence of a binary operator in the lowest three bits), spelling.
_KINDS: Final = (
    ("Unknown", 0, "unknown"),
    ("Variable", 0, "var"),
    ("SplattedVariable", 0, "@var"),
    ("Parameter", 0, "param"),
    ("Number", 0, "number"),
    ("Label", 0, "label"),
    ("Identifier", 0, "ident"),
    ("Generic", 0, "generic"),
    ("NewLine", MODE_INVARIANT, "newline"),
    ("LineContinuation", MODE_INVARIANT, "line continuation"),
    ("Comment", MODE_INVARIANT, "comment"),
    ("EndOfInput", MODE_INVARIANT, "eof"),
    ("StringLiteral", MODE_INVARIANT, "sqstr"),
    ("StringExpandable", MODE_INVARIANT, "dqstr"),
    ("HereStringLiteral", MODE_INVARIANT, "sq here string"),
    ("HereStringExpandable", MODE_INVARIANT, "dq here string"),
    ("LParen", MODE_INVARIANT, "("),
    ("RParen", MODE_INVARIANT, ")"),
    ("LCurly", MODE_INVARIANT, "{"),
    ("RCurly", MODE_INVARIANT, "}"),
    ("LBracket", 0, "["),
    ("RBracket", MODE_INVARIANT, "]"),
    ("AtParen", MODE_INVARIANT, "@("),
    ("AtCurly", MODE_INVARIANT, "@{"),
    ("DollarParen", MODE_INVARIANT, "$("),
    ("Semi", MODE_INVARIANT, ";"),
    ("AndAnd", BINARY_OPERATOR | MODE_INVARIANT, "&&"),
    ("OrOr", BINARY_OPERATOR | MODE_INVARIANT, "||"),
    ("Ampersand", SPECIAL_OPERATOR | MODE_INVARIANT, "&"),
    ("Pipe", SPECIAL_OPERATOR | MODE_INVARIANT, "|"),
    ("Comma", UNARY_OPERATOR | MODE_INVARIANT, ","),
    ("MinusMinus", UNARY_OPERATOR | PREFIX_OR_POSTFIX | NOT_IN_DATA, "--"),
    ("PlusPlus", UNARY_OPERATOR | PREFIX_OR_POSTFIX | NOT_IN_DATA, "++"),
    ("DotDot", 7 | BINARY_OPERATOR | NOT_IN_DATA, ".."),
    ("ColonColon", SPECIAL_OPERATOR | NOT_IN_DATA, "::"),
    ("Dot", SPECIAL_OPERATOR | NOT_IN_DATA, "."),
    ("Exclaim", UNARY_OPERATOR, "!"),
    ("Multiply", 5 | BINARY_OPERATOR, "*"),
    ("Divide", 5 | BINARY_OPERATOR, "/"),
    ("Rem", 5 | BINARY_OPERATOR, "%"),
    ("Plus", 4 | BINARY_OPERATOR | UNARY_OPERATOR, "+"),
    ("Minus", 4 | BINARY_OPERATOR | UNARY_OPERATOR, "-"),
    ("Equals", ASSIGNMENT_OPERATOR, "="),
    ("PlusEquals", ASSIGNMENT_OPERATOR, "+="),
    ("MinusEquals", ASSIGNMENT_OPERATOR, "-="),
    ("MultiplyEquals", ASSIGNMENT_OPERATOR, "*="),
    ("DivideEquals", ASSIGNMENT_OPERATOR, "/="),
    ("RemainderEquals", ASSIGNMENT_OPERATOR, "%="),
    ("Redirection", NOT_IN_DATA, "redirection"),
    ("RedirectInStd", MODE_INVARIANT | NOT_IN_DATA, "<"),
    ("Format", 6 | BINARY_OPERATOR | NOT_IN_DATA, "-f"),
    ("Not", UNARY_OPERATOR, "-not"),
    ("Bnot", UNARY_OPERATOR, "-bnot"),
    ("And", 1 | BINARY_OPERATOR, "-and"),
    ("Or", 1 | BINARY_OPERATOR, "-or"),
    ("Xor", 1 | BINARY_OPERATOR, "-xor"),
    ("Band", 2 | BINARY_OPERATOR, "-band"),
    ("Bor", 2 | BINARY_OPERATOR, "-bor"),
    ("Bxor", 2 | BINARY_OPERATOR, "-bxor"),
    ("Join", 3 | BINARY_OPERATOR | UNARY_OPERATOR | NOT_IN_DATA, "-join"),
    ("Ieq", 3 | BINARY_OPERATOR, "-eq"),
    ("Ine", 3 | BINARY_OPERATOR, "-ne"),
    ("Ige", 3 | BINARY_OPERATOR, "-ge"),
    ("Igt", 3 | BINARY_OPERATOR, "-gt"),
    ("Ilt", 3 | BINARY_OPERATOR, "-lt"),
    ("Ile", 3 | BINARY_OPERATOR, "-le"),
    ("Ilike", 3 | BINARY_OPERATOR, "-ilike"),
    ("Inotlike", 3 | BINARY_OPERATOR, "-inotlike"),
    ("Imatch", 3 | BINARY_OPERATOR | NOT_IN_DATA, "-imatch"),
    ("Inotmatch", 3 | BINARY_OPERATOR | NOT_IN_DATA, "-inotmatch"),
    ("Ireplace", 3 | BINARY_OPERATOR | NOT_IN_DATA, "-ireplace"),
    ("Icontains", 3 | BINARY_OPERATOR, "-icontains"),
    ("Inotcontains", 3 | BINARY_OPERATOR, "-inotcontains"),
    ("Iin", 3 | BINARY_OPERATOR, "-iin"),
    ("Inotin", 3 | BINARY_OPERATOR, "-inotin"),
    ("Isplit", 3 | BINARY_OPERATOR | UNARY_OPERATOR | NOT_IN_DATA, "-isplit"),
    ("Ceq", 3 | BINARY_OPERATOR | CASE_SENSITIVE, "-ceq"),
    ("Cne", 3 | BINARY_OPERATOR | CASE_SENSITIVE, "-cne"),
    ("Cge", 3 | BINARY_OPERATOR | CASE_SENSITIVE, "-cge"),
    ("Cgt", 3 | BINARY_OPERATOR | CASE_SENSITIVE, "-cgt"),
    ("Clt", 3 | BINARY_OPERATOR | CASE_SENSITIVE, "-clt"),
    ("Cle", 3 | BINARY_OPERATOR | CASE_SENSITIVE, "-cle"),
    ("Clike", 3 | BINARY_OPERATOR | CASE_SENSITIVE, "-clike"),
    ("Cnotlike", 3 | BINARY_OPERATOR | CASE_SENSITIVE, "-cnotlike"),
    ("Cmatch", 3 | BINARY_OPERATOR | CASE_SENSITIVE | NOT_IN_DATA, "-cmatch"),
    ("Cnotmatch", 3 | BINARY_OPERATOR | CASE_SENSITIVE | NOT_IN_DATA, "-cnotmatch"),
    ("Creplace", 3 | BINARY_OPERATOR | CASE_SENSITIVE | NOT_IN_DATA, "-creplace"),
    ("Ccontains", 3 | BINARY_OPERATOR | CASE_SENSITIVE, "-ccontains"),
    ("Cnotcontains", 3 | BINARY_OPERATOR | CASE_SENSITIVE, "-cnotcontains"),
    ("Cin", 3 | BINARY_OPERATOR | CASE_SENSITIVE, "-cin"),
    ("Cnotin", 3 | BINARY_OPERATOR | CASE_SENSITIVE, "-cnotin"),
    ("Csplit", 3 | BINARY_OPERATOR | UNARY_OPERATOR | CASE_SENSITIVE | NOT_IN_DATA, "-csplit"),
    ("Is", 3 | BINARY_OPERATOR, "-is"),
    ("IsNot", 3 | BINARY_OPERATOR, "-isnot"),
    ("As", 3 | BINARY_OPERATOR | NOT_IN_DATA, "-as"),
    ("PostfixPlusPlus", UNARY_OPERATOR | PREFIX_OR_POSTFIX | NOT_IN_DATA, "++"),
    ("PostfixMinusMinus", UNARY_OPERATOR | PREFIX_OR_POSTFIX | NOT_IN_DATA, "--"),
    ("Shl", 3 | BINARY_OPERATOR, "-shl"),
    ("Shr", 3 | BINARY_OPERATOR, "-shr"),
    ("Colon", SPECIAL_OPERATOR | NOT_IN_DATA, ":"),
    ("Begin", KEYWORD | BLOCK_NAME, "begin"),
    ("Break", KEYWORD | NO_ATTRIBUTES, "break"),
    ("Catch", KEYWORD, "catch"),
    ("Class", KEYWORD, "class"),
    ("Continue", KEYWORD | NO_ATTRIBUTES, "continue"),
    ("Data", KEYWORD | NO_ATTRIBUTES, "data"),
    ("Define", KEYWORD | NO_ATTRIBUTES, "define"),
    ("Do", KEYWORD | NO_ATTRIBUTES, "do"),
    ("Dynamicparam", KEYWORD | BLOCK_NAME, "dynamicparam"),
    ("Else", KEYWORD, "else"),
    ("ElseIf", KEYWORD, "elseif"),
    ("End", KEYWORD | BLOCK_NAME, "end"),
    ("Exit", KEYWORD | NO_ATTRIBUTES, "exit"),
    ("Filter", KEYWORD | NO_ATTRIBUTES, "filter"),
    ("Finally", KEYWORD, "finally"),
    ("For", KEYWORD | NO_ATTRIBUTES, "for"),
    ("Foreach", KEYWORD | NO_ATTRIBUTES, "foreach"),
    ("From", KEYWORD | NO_ATTRIBUTES, "from"),
    ("Function", KEYWORD | NO_ATTRIBUTES, "function"),
    ("If", KEYWORD | NO_ATTRIBUTES, "if"),
    ("In", KEYWORD, "in"),
    ("Param", KEYWORD, "param"),
    ("Process", KEYWORD | BLOCK_NAME, "process"),
    ("Return", KEYWORD | NO_ATTRIBUTES, "return"),
    ("Switch", KEYWORD | NO_ATTRIBUTES, "switch"),
    ("Throw", KEYWORD | NO_ATTRIBUTES, "throw"),
    ("Trap", KEYWORD | NO_ATTRIBUTES, "trap"),
    ("Try", KEYWORD | NO_ATTRIBUTES, "try"),
    ("Until", KEYWORD, "until"),
    ("Using", KEYWORD | NO_ATTRIBUTES, "using"),
    ("Var", KEYWORD | NO_ATTRIBUTES, "var"),
    ("While", KEYWORD | NO_ATTRIBUTES, "while"),
    ("Workflow", KEYWORD | NO_ATTRIBUTES, "workflow"),
    ("Parallel", KEYWORD | NO_ATTRIBUTES, "parallel"),
    ("Sequence", KEYWORD | NO_ATTRIBUTES, "sequence"),
    ("InlineScript", KEYWORD | NO_ATTRIBUTES, "inlinescript"),
    ("Configuration", KEYWORD, "configuration"),
    ("DynamicKeyword", KEYWORD, "<dynamic keyword>"),
    ("Public", KEYWORD, "public"),
    ("Private", KEYWORD, "private"),
    ("Static", KEYWORD, "static"),
    ("Interface", KEYWORD, "interface"),
    ("Enum", KEYWORD, "enum"),
    ("Namespace", KEYWORD, "namespace"),
    ("Module", KEYWORD, "module"),
    ("Type", KEYWORD, "type"),
    ("Assembly", KEYWORD, "assembly"),
    ("Command", KEYWORD, "command"),
    ("Hidden", KEYWORD, "hidden"),
    ("Base", KEYWORD, "base"),
)

KIND_FLAGS: Final = {kind: flags for kind, flags, _ in _KINDS}
KIND_TEXT: Final = {kind: text for kind, _, text in _KINDS}

# Keywords are recognized in command mode only; their kind is named after them.
KEYWORDS: Final = {kind.lower(): kind for kind, flags, _ in _KINDS if flags & KEYWORD and kind != "DynamicKeyword"}


def _operators() -> dict[str, str]:
    table: dict[str, str] = {}
    for kind, flags, text in _KINDS:
        if not flags & (BINARY_OPERATOR | UNARY_OPERATOR) or not text.startswith("-") or not text[1:].isalpha():
            continue
        table[kind.lower()] = kind
        if kind[0] == "I" and kind not in ("Is", "IsNot"):
            table[kind[1:].lower()] = kind
    table["f"] = "Format"
    del table["format"]
    return table


# What may follow a dash in expression mode, in lower case: `eq` and `ieq` are both Ieq.
OPERATORS: Final = _operators()

# The names of the flags for whoever shows tokens, in the order of token.cs.
FLAG_NAMES: Final = (
    (KEYWORD, "Keyword"),
    (BLOCK_NAME, "ScriptBlockBlockName"),
    (BINARY_OPERATOR, "BinaryOperator"),
    (UNARY_OPERATOR, "UnaryOperator"),
    (CASE_SENSITIVE, "CaseSensitiveOperator"),
    (SPECIAL_OPERATOR, "SpecialOperator"),
    (ASSIGNMENT_OPERATOR, "AssignmentOperator"),
    (MODE_INVARIANT, "ParseModeInvariant"),
    (TOKEN_IN_ERROR, "TokenInError"),
    (NOT_IN_DATA, "DisallowedInRestrictedMode"),
    (PREFIX_OR_POSTFIX, "PrefixOrPostfixOperator"),
    (COMMAND_NAME, "CommandName"),
    (MEMBER_NAME, "MemberName"),
    (TYPE_NAME, "TypeName"),
    (ATTRIBUTE_NAME, "AttributeName"),
    (NO_ATTRIBUTES, "StatementDoesntSupportAttributes"),
)
