"""Tokens: what the lexer hands out, the parser eats, the shell colours."""

from __future__ import annotations

from ems.language.kinds import FLAG_NAMES, KIND_FLAGS
from ems.language.names import VariablePath


class Token:
    """A piece of the source: `kind` is spelled as PowerShell's TokenKind, `start` and `end` are offsets."""

    __slots__ = ("end", "flags", "kind", "start", "text")

    def __init__(self, kind: str, start: int, end: int, text: str) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text
        self.flags = KIND_FLAGS[kind]

    def flag_names(self) -> list[str]:
        """The names of the flags, as PowerShell's TokenFlags spells them."""
        return [name for bit, name in FLAG_NAMES if self.flags & bit]

    def __repr__(self) -> str:
        return f"{self.start}:{self.kind}:{self.text!r}"


class NumberToken(Token):
    """A number; `type_name` is 'Int32', 'Int64', 'Double' or 'Decimal' (whose value is text)."""

    __slots__ = ("type_name", "value")

    def __init__(self, start: int, end: int, text: str, value: int | float | str, type_name: str) -> None:
        self.kind = "Number"
        self.start = start
        self.end = end
        self.text = text
        self.flags = 0
        self.value = value
        self.type_name = type_name


class ParameterToken(Token):
    """`-name` or `-name:`."""

    __slots__ = ("parameter_name", "used_colon")

    def __init__(self, start: int, end: int, text: str, parameter_name: str, used_colon: bool) -> None:
        self.kind = "Parameter"
        self.start = start
        self.end = end
        self.text = text
        self.flags = 0
        self.parameter_name = parameter_name
        self.used_colon = used_colon


class VariableToken(Token):
    """`$name`, or `@name` where splatted."""

    __slots__ = ("variable_path",)

    def __init__(self, start: int, end: int, text: str, variable_path: VariablePath, splatted: bool) -> None:
        self.kind = "SplattedVariable" if splatted else "Variable"
        self.start = start
        self.end = end
        self.text = text
        self.flags = 0
        self.variable_path = variable_path


class LabelToken(Token):
    """`:label`."""

    __slots__ = ("label_text",)

    def __init__(self, start: int, end: int, text: str, label_text: str) -> None:
        super().__init__("Label", start, end, text)
        self.label_text = label_text


class StringToken(Token):
    """A string or a bare word; `value` is what it means."""

    __slots__ = ("value",)

    def __init__(self, kind: str, start: int, end: int, text: str, value: str, flags: int = 0) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text
        self.flags = KIND_FLAGS[kind] | flags
        self.value = value


class StringExpandableToken(StringToken):
    """A string or a bare word with variables or subexpressions in it.

    `parts` holds text and, as numbers, the places of the nested pieces; `nested_tokens` what those pieces consist of.
    """

    __slots__ = ("nested_tokens", "parts", "pieces")

    def __init__(
        self,
        kind: str,
        start: int,
        end: int,
        text: str,
        value: str,
        parts: list[str | int],
        pieces: list[Token],
        flags: int = 0,
    ) -> None:
        super().__init__(kind, start, end, text, value, flags)
        self.parts = parts
        self.pieces = pieces
        self.nested_tokens: list[Token] = []


class UnscannedSubExpressionToken(Token):
    """`$(...)` inside a string: `value` is its text with doubled quotes made single, at `skipped` offsets."""

    __slots__ = ("skipped", "value")

    def __init__(self, start: int, end: int, text: str, value: str, skipped: list[int]) -> None:
        super().__init__("Unknown", start, end, text)
        self.value = value
        self.skipped = skipped


class RedirectionToken(Token):
    """Anything that redirects a stream."""

    __slots__ = ()


class InputRedirectionToken(RedirectionToken):
    """`<`, which PowerShell does not support."""

    __slots__ = ()

    def __init__(self, start: int, end: int, text: str) -> None:
        super().__init__("RedirectInStd", start, end, text)


class FileRedirectionToken(RedirectionToken):
    """`>`, `2>>`, `*>`; streams are numbers, 0 stands for all."""

    __slots__ = ("append", "from_stream")

    def __init__(self, start: int, end: int, text: str, from_stream: int, append: bool) -> None:
        super().__init__("Redirection", start, end, text)
        self.from_stream = from_stream
        self.append = append


class MergingRedirectionToken(RedirectionToken):
    """`2>&1`."""

    __slots__ = ("from_stream", "to_stream")

    def __init__(self, start: int, end: int, text: str, from_stream: int, to_stream: int) -> None:
        super().__init__("Redirection", start, end, text)
        self.from_stream = from_stream
        self.to_stream = to_stream


def is_specific_parameter(token: Token, name: str) -> bool:
    """Whether a parameter is an abbreviation of a name."""
    return isinstance(token, ParameterToken) and name.lower().startswith(token.parameter_name.lower())
