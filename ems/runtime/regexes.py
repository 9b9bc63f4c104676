"""Regular expressions as scripts see them: .NET's patterns, group names, replacement strings and splitting.

Matching is done by the `regex` package, loaded when the first pattern is compiled. A match that needs more than
`MATCH_SECONDS` ends with RegexTimeout: a pattern can be catastrophic by accident, and the shell must not hang on it.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final

from ems.runtime.errors import NetError
from ems.runtime.limits import MAX_TEXT, check_text
from ems.runtime.regexpattern import (
    ECMA_SCRIPT,
    EXPLICIT_CAPTURE,
    IGNORE_CASE,
    IGNORE_WHITESPACE,
    MULTILINE,
    RIGHT_TO_LEFT,
    SINGLELINE,
    RegexSyntax,
    Translator,
)

__all__ = [
    "ECMA_SCRIPT", "EXPLICIT_CAPTURE", "IGNORE_CASE", "IGNORE_WHITESPACE", "MATCH_SECONDS", "MULTILINE",
    "RIGHT_TO_LEFT", "SINGLELINE",
    "Pattern", "RegexSyntax", "RegexTimeout", "compile_pattern", "escape_pattern", "unescape_pattern",
]

MATCH_SECONDS: Final = 5.0
_META: Final = frozenset("\\*+?|{[()^$.# ")
_META_NAMES: Final = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f"}


class RegexTimeout(NetError):
    """System.Text.RegularExpressions.RegexMatchTimeoutException."""

    def __init__(self) -> None:
        super().__init__(
            "System.Text.RegularExpressions.RegexMatchTimeoutException",
            "The RegEx engine has timed out while trying to match a pattern to an input string. This can occur for "
            "many reasons, including very large inputs or excessive backtracking caused by nested quantifiers, "
            "back-references and other factors.",
        )


class Pattern:
    """One compiled pattern. Matches are those of the regex package; `group_of` tells which of their groups a .NET group
    is."""

    __slots__ = ("_groups", "_replacements", "_safe_length", "groups", "keys", "options", "python", "source")

    def __init__(self, source: str, options: int = 0) -> None:
        import regex  # type: ignore[import-untyped,unused-ignore]
        translated = Translator(source, options).translate()
        flags = regex.V1 | (regex.I if options & IGNORE_CASE else 0) | regex.S
        if options & RIGHT_TO_LEFT:
            flags |= regex.REVERSE
        self.source = source
        self.options = options
        try:
            self.python: Any = regex.compile("(?-f)" + translated.text, flags)
        except regex.error as error:
            # Our wording: a construct .NET knows and the engine does not.
            raise RegexSyntax(f'parsing "{source}" - {error}') from None
        self.keys: tuple[int | str, ...] = translated.keys
        """Groups in .NET's order: numbers, then names."""
        index = self.python.groupindex
        self._groups: dict[int | str, int] = {key: index.get(f"_{key}", 0) for key in translated.keys}
        self.groups: tuple[tuple[int | str, int], ...] = tuple(self._groups.items())
        """.NET's groups, each with its index in a match."""
        self._safe_length = translated.safe_length
        self._replacements: dict[str, Callable[[Any], str]] = {}

    def group_of(self, key: int | str) -> int | None:
        """Index in a match for .NET's group (a name, or a number: named groups have numbers too), None where there is
        no such group."""
        found = self._groups.get(key)
        if found is None and isinstance(key, int) and 0 <= key < len(self.keys):
            found = self._groups[self.keys[key]] if not isinstance(self.keys[key], int) else None
        if found is None and isinstance(key, str) and key.isdecimal():
            return self.group_of(int(key))
        return found

    def group_names(self) -> list[str]:
        """GetGroupNames()."""
        return [str(key) for key in self.keys]

    def group_number(self, key: int | str) -> int:
        """GroupNumberFromName: the number of a group; that of a named one follows the unnamed ones."""
        if isinstance(key, str) and key.isdecimal():
            key = int(key)
        if isinstance(key, int):
            return key if key in self._groups else -1
        highest = max(number for number in self.keys if isinstance(number, int))
        names = [name for name in self.keys if isinstance(name, str)]
        return highest + 1 + names.index(key) if key in names else -1

    def search(self, text: str, start: int = 0, end: int | None = None) -> Any:
        """The first match at or after `start`, or None."""
        if len(text) > self._safe_length:
            try:
                return self.python.search(text, start, len(text) if end is None else end, timeout=MATCH_SECONDS)
            except TimeoutError:
                raise RegexTimeout from None
        if end is None:
            return self.python.search(text, start)
        return self.python.search(text, start, end)

    def matches(self, text: str, start: int | None = None) -> Iterator[Any]:
        """All matches, as Regex.Matches finds them: after an empty one the search goes on one character further."""
        if len(text) <= self._safe_length:
            return self.python.finditer(text, start or 0)  # type: ignore[no-any-return]
        return self._matches_in_time(text, start or 0)

    def _matches_in_time(self, text: str, start: int) -> Iterator[Any]:
        try:
            yield from self.python.finditer(text, start, timeout=MATCH_SECONDS)
        except TimeoutError:
            raise RegexTimeout from None

    def replace(self, text: str, replacement: str | Callable[[Any], str], count: int = -1, start: int = 0) -> str:
        """Regex.Replace with a replacement pattern (`$1`, `${name}`, `$&`, `$$`, ...) or a function of the match."""
        if count == 0:
            return text
        made = self._replacement(replacement) if isinstance(replacement, str) else replacement
        timeout = MATCH_SECONDS if len(text) > self._safe_length else None
        size = len(text)
        if not isinstance(replacement, str) or size * (len(replacement) + (size if "$" in replacement else 0)) > MAX_TEXT:
            made = _measured(made)
        try:
            return self.python.sub(made, text, max(count, 0), start, timeout=timeout)  # type: ignore[no-any-return]
        except TimeoutError:
            raise RegexTimeout from None

    def expand(self, found: Any, replacement: str) -> str:
        """Match.Result."""
        return self._replacement(replacement)(found)

    def split(self, text: str, count: int = 0, start: int = 0) -> list[str]:
        """Regex.Split: what captured groups hold comes between the pieces; at most `count` pieces (0: no limit)."""
        if count == 1:
            return [text]
        simple = len(self.keys) == 1 and not start and not self.options & RIGHT_TO_LEFT
        if simple and len(text) <= self._safe_length:
            return self.python.split(text, max(count - 1, 0))  # type: ignore[no-any-return]
        pieces: list[str] = []
        at = 0
        found_all = self.matches(text, start)
        if self.options & RIGHT_TO_LEFT:
            found_all = iter(reversed(list(found_all)))
        for found in found_all:
            pieces.append(text[at:found.start()])
            at = found.end()
            for key in self.keys[1:]:
                group = self._groups[key]
                if found.start(group) >= 0:
                    pieces.append(found.group(group))
            count -= 1
            if count == 1:
                break
        if not pieces:
            return [text]
        pieces.append(text[at:])
        return pieces

    def _replacement(self, text: str) -> Callable[[Any], str]:
        made = self._replacements.get(text)
        if made is None:
            if len(self._replacements) > 50:
                self._replacements.clear()
            made = self._replacements[text] = self._compile_replacement(text)
        return made

    def _compile_replacement(self, text: str) -> Callable[[Any], str]:
        if "$" not in text:
            return lambda _found: text
        parts: list[str | int | Callable[[Any], str]] = []
        at = 0
        while at < len(text):
            dollar = text.find("$", at)
            if dollar < 0 or dollar + 1 >= len(text):
                parts.append(text[at:])
                break
            if dollar > at:
                parts.append(text[at:dollar])
            part, at = self._substitution(text, dollar)
            parts.append(part)

        def expand(found: Any) -> str:
            return "".join([
                part if isinstance(part, str) else (found.group(part) or "") if isinstance(part, int) else part(found)
                for part in parts
            ])
        return expand

    def _substitution(self, text: str, at: int) -> tuple[str | int | Callable[[Any], str], int]:
        """What the `$` at `at` stands for, and where it ends."""
        char = text[at + 1]
        if char == "$":
            return "$", at + 2
        if char == "&":
            return 0, at + 2
        if char == "`":
            return (lambda found: found.string[:found.start()]), at + 2
        if char == "'":
            return (lambda found: found.string[found.end():]), at + 2
        if char == "_":
            return (lambda found: found.string), at + 2
        if char == "+":
            return self._last_group, at + 2
        if char == "{":
            end = text.find("}", at)
            if end > 0:
                group = self.group_of(text[at + 2:end])
                if group is not None:
                    return group, end + 1
        elif char.isdecimal() and char.isascii():
            return self._numbered(text, at)
        return "$", at + 1

    def _numbered(self, text: str, at: int) -> tuple[str | int, int]:
        """`$12`: all its digits name the group, or nothing does."""
        end = at + 1
        while end < len(text) and text[end].isdecimal() and text[end].isascii():
            end += 1
        group = self.group_of(int(text[at + 1:end]))
        return (group, end) if group is not None else ("$", at + 1)

    def _last_group(self, found: Any) -> str:
        return found.group(self._groups[self.keys[-1]]) or ""


def _measured(replacement: Callable[[Any], str]) -> Callable[[Any], str]:
    """The same replacement, ended by MemoryError where all of it becomes too long for one string."""
    length = 0

    def measure(found: Any) -> str:
        nonlocal length
        piece = replacement(found)
        length += len(piece)
        check_text(length)
        return piece

    return measure


@lru_cache(maxsize=500)
def compile_pattern(source: str, options: int = 0) -> Pattern:
    """The compiled pattern; RegexSyntax where it is not valid."""
    return Pattern(source, options)


def escape_pattern(text: str) -> str:
    """Regex.Escape."""
    return "".join(_META_NAMES.get(char) or ("\\" + char if char in _META else char) for char in text)


def unescape_pattern(text: str) -> str:
    """Regex.Unescape; RegexSyntax where an escape is not valid."""
    reader = Translator(text, 0)
    out: list[str] = []
    while reader.at < len(text):
        char = text[reader.at]
        reader.at += 1
        if char == "\\":
            if reader.at >= len(text):
                reader.fail("Illegal \\ at end of pattern.")
            char = reader._escaped_char()
        out.append(char)
    return "".join(out)
