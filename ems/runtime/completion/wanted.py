"""What is being typed at the cursor: a pure function of the text. It knows no session; `sources.py` turns its answer into names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ems.language.parser import parse
from ems.language.tokens import ParameterToken, StringExpandableToken, StringToken, Token

_OPENERS: Final = frozenset({"LParen", "LCurly", "DollarParen", "AtParen", "AtCurly", "LBracket"})
_CLOSERS: Final = frozenset({"RParen", "RCurly", "RBracket"})
_SEPARATORS: Final = frozenset({"Pipe", "Semi", "NewLine", "AndAnd", "OrOr"})
_TRAILING: Final = frozenset({"NewLine", "EndOfInput", "Comment", "LineContinuation"})
_QUOTES: Final = "'\"‘’‚‛“”„"
_DASHES: Final = "-–—―"


@dataclass
class Wanted:
    """What may stand at the cursor.

    `kind`: command, parameter, argument, variable, member, static, type, operator, key, value (of an assignment) or nothing.
    `start`, `end`: the piece of text that a completion replaces. `word`: what is there already, without quotes. `command` and `words`: the
    command around it, its name and the tokens behind. `parameter`: the parameter whose argument it is, None for a positional one;
    `position` counts those. `expression`: the text whose members are wanted, or what is assigned to. `source`: the text of the
    pipeline before this command.
    """

    kind: str
    start: int
    end: int
    word: str = ""
    command: str = ""
    words: list[Token] = field(default_factory=list)
    parameter: str | None = None
    position: int = 0
    expression: str = ""
    source: str = ""
    quote: str = ""
    glued: bool = False
    """The argument is glued to its parameter by a colon."""


def wanted_at(text: str, cursor: int) -> Wanted:
    """What is being typed at `cursor` (an offset); what stands behind it is not looked at."""
    before = text[:cursor]
    tokens = [token for token in parse(before).tokens if token.kind != "EndOfInput"]
    while tokens and tokens[-1].kind == "EndOfInput":
        tokens.pop()
    if tokens and tokens[-1].kind == "Comment" and tokens[-1].end == cursor:
        return Wanted("nothing", cursor, cursor)
    inside = _inside_string(tokens, before)
    if inside is not None:
        return inside
    last = tokens[-1] if tokens and tokens[-1].end == cursor and tokens[-1].kind not in _TRAILING else None
    element, opener = _element(tokens)
    if last is not None and last.kind in ("Variable", "SplattedVariable"):
        return Wanted("variable", last.start, cursor, before[last.start + 1 :])
    if last is None and before[-1:] == "$":
        return Wanted("variable", cursor - 1, cursor, "")
    if last is not None:
        if last.text in ("$", "@") and last.end == cursor:
            return Wanted("variable", last.start, cursor, "")
        member = _member(tokens, before)
        if member is not None:
            return member
        if last.kind == "LBracket":
            return Wanted("type", cursor, cursor)
        if (
            len(tokens) > 1
            and tokens[-2].kind == "LBracket"
            and tokens[-2].end == last.start
            and last.kind in ("Identifier", "Generic", "Number")
        ):
            return Wanted("type", last.start, cursor, last.text)
    wanted = _in_element(before, element, opener, last)
    if wanted.kind == "key" and opener is not None:
        outer, _ = _element(tokens[: tokens.index(opener)])
        wanted.command = next((token.text for token in outer if "CommandName" in token.flag_names()), "")
    return wanted


def _inside_string(tokens: list[Token], before: str) -> Wanted | None:
    """A variable inside an expandable string that is still open: `"it is $con`."""
    if not tokens or not isinstance(tokens[-1], StringExpandableToken) or not tokens[-1].nested_tokens:
        return None
    token = tokens[-1]
    last = token.nested_tokens[-1]
    if token.end == len(before) and last.end == token.end and last.kind == "Variable":
        return Wanted("variable", last.start, last.end, before[last.start + 1 :])
    return None


def _element(tokens: list[Token]) -> tuple[list[Token], Token | None]:
    """The tokens of the pipeline element at the end, and the bracket that opens its surroundings, if any."""
    depth = 0
    for index in range(len(tokens) - 1, -1, -1):
        kind = tokens[index].kind
        if kind in _CLOSERS:
            depth += 1
        elif kind in _OPENERS:
            if depth == 0:
                if kind == "LBracket":
                    continue
                return tokens[index + 1 :], tokens[index]
            depth -= 1
        elif depth == 0 and (kind in _SEPARATORS or "AssignmentOperator" in tokens[index].flag_names()):
            return tokens[index + 1 :], tokens[index]
    return tokens, None


def _member(tokens: list[Token], before: str) -> Wanted | None:
    last = tokens[-1]
    if last.kind in ("Dot", "ColonColon"):
        operator, word, start = len(tokens) - 1, "", last.end
    elif len(tokens) > 1 and tokens[-2].kind in ("Dot", "ColonColon") and tokens[-2].end == last.start:
        operator, word, start = len(tokens) - 2, last.text, last.start
    else:
        return None
    begin = _primary_start(tokens, operator)
    if begin is None:
        return None
    kind = "static" if tokens[operator].kind == "ColonColon" else "member"
    return Wanted(
        kind,
        start,
        len(before),
        word,
        expression=before[begin : tokens[operator].start],
        source=_source_before(tokens, before),
    )


def _primary_start(tokens: list[Token], operator: int) -> int | None:
    """Where the expression before a member operator begins: back over adjacent tokens and whole brackets."""
    index, depth, start = operator - 1, 0, None
    while index >= 0:
        token = tokens[index]
        if token.kind in _CLOSERS:
            depth += 1
        elif token.kind in _OPENERS:
            if depth == 0:
                break
            depth -= 1
        elif (depth == 0 and start is not None and token.end != start) or (depth == 0 and token.kind in _SEPARATORS):
            break
        start = token.start
        if depth == 0 and index > 0 and tokens[index - 1].end != start:
            break
        index -= 1
    return start


def _source_before(tokens: list[Token], before: str) -> str:
    """The pipeline that feeds the script block or command at the end: `$o | Where-Object { $_.` gives `$o`."""
    depth = 0
    end = None
    for index in range(len(tokens) - 1, -1, -1):
        kind = tokens[index].kind
        if kind in _CLOSERS:
            depth += 1
        elif kind in _OPENERS:
            depth -= 1
            if depth < -1 and end is None:
                return ""
        elif depth <= 0 and kind == "Pipe" and end is None:
            end = tokens[index].start
            depth = 0
        elif (
            depth <= 0
            and end is not None
            and (kind in ("Semi", "NewLine") or "AssignmentOperator" in tokens[index].flag_names())
        ):
            return before[tokens[index].end : end].strip()
        if depth < 0 and end is not None:
            return before[tokens[index].end : end].strip()
    return before[:end].strip() if end is not None else ""


def _in_element(before: str, element: list[Token], opener: Token | None, last: Token | None) -> Wanted:
    cursor = len(before)
    words = list(element)
    while words and words[0].kind in ("Ampersand", "Dot"):
        words.pop(0)
    if opener is not None and opener.kind == "AtCurly" and (not element or element == [last]):
        return Wanted("key", last.start if last and element else cursor, cursor, last.text if last and element else "")
    if opener is not None and "AssignmentOperator" in opener.flag_names() and (not words or words == [last]):
        word = last.text if last is not None else ""
        wanted = Wanted(
            "value", last.start if last else cursor, cursor, word.lstrip(_QUOTES), expression=_assigned(before, opener)
        )
        if last is None or not word[:1] or word[0] in _QUOTES:
            return wanted
        return Wanted("command", last.start, cursor, word, expression=wanted.expression)
    if not words:
        return Wanted("command", cursor, cursor)
    if words == [last] and last is not None:
        if last.text[:1] in _DASHES and last.kind not in ("Generic", "Identifier"):
            return Wanted("operator", last.start, cursor, last.text)
        if last.text[:1] in _QUOTES:
            return Wanted("argument", last.start, cursor, last.text[1:], quote=last.text[0])
        return Wanted("command", last.start, cursor, last.text)
    first = words[0]
    if "CommandName" not in first.flag_names() and not (
        isinstance(first, StringToken) and element and element[0].kind in ("Ampersand", "Dot")
    ):
        return _operator(before)
    return _argument(before, words, last)


def _operator(before: str) -> Wanted:
    """A word that begins with a dash behind a value is an operator."""
    start = len(before)
    while start > 0 and (before[start - 1].isalnum() or before[start - 1] in _DASHES):
        start -= 1
    word = before[start:]
    return (
        Wanted("operator", start, len(before), word)
        if word[:1] and word[0] in _DASHES
        else Wanted("nothing", len(before), len(before))
    )


def _assigned(before: str, operator: Token) -> str:
    """The variable on the left of an assignment."""
    return before[: operator.start].rstrip().rpartition("\n")[2].rpartition(";")[2].strip()


def _argument(before: str, words: list[Token], last: Token | None) -> Wanted:
    cursor = len(before)
    name = words[0].value if isinstance(words[0], StringToken) else words[0].text
    rest = [word for word in words[1:] if word is not last]
    source = _source_before([*words], before) or _source_of(before, words[0].start)
    if last is not None and last.text[:1] in _DASHES and (isinstance(last, ParameterToken) or len(last.text) == 1):
        if isinstance(last, ParameterToken) and last.used_colon:
            return Wanted("argument", cursor, cursor, "", name, rest, last.parameter_name, source=source, glued=True)
        return Wanted("parameter", last.start, cursor, last.text[1:], name, rest, source=source)
    start = last.start if last is not None else cursor
    text = last.text if last is not None else ""
    if last is not None and last.kind == "Comma":
        start, text = cursor, ""
        rest = [word for word in words[1:] if word is not last]
    if last is not None and last.kind == "Comma" and rest:
        rest = rest[:-1]
    while len(rest) > 1 and rest[-1].kind == "Comma":
        rest = rest[:-2]
    quote = text[:1] if text[:1] and text[0] in _QUOTES else ""
    word = text[1:] if quote else text
    if quote and len(word) and word[-1] == quote and len(text) > 1:
        word = word[:-1]
    parameter = None
    if rest and isinstance(rest[-1], ParameterToken) and not (rest[-1].used_colon and rest[-1].end != start):
        parameter = rest[-1].parameter_name
    return Wanted("argument", start, cursor, word, name, rest, parameter, source=source, quote=quote)


def _source_of(before: str, start: int) -> str:
    """What stands before the pipe in front of this command."""
    left = before[:start].rstrip()
    if not left.endswith("|"):
        return ""
    tokens = [token for token in parse(left).tokens if token.kind != "EndOfInput"]
    return _source_before(tokens, left)
