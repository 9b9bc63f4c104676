"""The regular expression language of .NET, translated into that of the `regex` package (version 1 behaviour).

The translator reads a pattern as .NET's RegexParser does, so that a pattern .NET refuses is refused with .NET's own
words, and groups keep .NET's numbers: unnamed ones first, named ones after them.
"""
from __future__ import annotations

from typing import Final, NamedTuple, NoReturn

from ems.runtime.errors import NetError

IGNORE_CASE: Final = 1
MULTILINE: Final = 2
EXPLICIT_CAPTURE: Final = 4
SINGLELINE: Final = 16
IGNORE_WHITESPACE: Final = 32
RIGHT_TO_LEFT: Final = 64
ECMA_SCRIPT: Final = 256

_OPTION_LETTERS: Final = {
    "i": IGNORE_CASE, "m": MULTILINE, "n": EXPLICIT_CAPTURE, "s": SINGLELINE, "x": IGNORE_WHITESPACE,
}
_PLAIN_ESCAPES: Final = {"a": "\\x07", "e": "\\x1b", "f": "\\x0c", "n": "\\n", "r": "\\r", "t": "\\t", "v": "\\x0b"}
# By the number of repetitions without end in a pattern (none of them inside another): their product is the work.
_SAFE_LENGTHS: Final = (1_000_000, 100_000, 3_000, 400, 100, 40)
_CLASSES: Final = "dDsSwW"
_BLANKS: Final = " \t\n\r\f\v"
_SPECIAL: Final = frozenset("\\.^$*+?{}[]|()#-&~ \t\n\r\f\v")
_CATEGORIES: Final = frozenset(
    "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Cs Co Cn".split()  # noqa: SIM905
)


class RegexSyntax(NetError):
    """The pattern is not valid; the text is .NET's message."""

    def __init__(self, text: str) -> None:
        super().__init__("System.ArgumentException", text)


class Translated(NamedTuple):
    """`text` is for the regex package; `keys` are .NET's groups in its order (numbers first); group k is named `_k` in
    `text`. `safe_length` is how long a subject may be for any match to be quick, whatever it has to try."""

    text: str
    keys: tuple[int | str, ...]
    safe_length: int


def escape(char: str) -> str:
    return "\\" + char if char in _SPECIAL else char


class Translator:
    """One pass over one pattern."""

    def __init__(self, pattern: str, options: int) -> None:
        self.pattern = pattern
        self.options = options
        self.at = 0
        self.out: list[str] = []
        self.keys = self._number_groups(options)
        self.next_number = 1
        self.unbounded = 0
        self.risky = False

    def fail(self, message: str) -> NoReturn:
        raise RegexSyntax(f'parsing "{self.pattern}" - {message}')

    # -- groups and their numbers

    def _number_groups(self, options: int) -> tuple[int | str, ...]:
        """A first look at the groups: explicit numbers and names can be referred to before they are reached."""
        pattern, at, numbers, names, taken = self.pattern, 0, 0, [], set()
        stack: list[int] = []
        while at < len(pattern):
            char = pattern[at]
            if char == "\\":
                at += 2
                continue
            if char == "[":
                at = self._skip_set(at)
                continue
            if char == "#" and options & IGNORE_WHITESPACE:
                end = pattern.find("\n", at)
                at = len(pattern) if end < 0 else end + 1
                continue
            if char == ")" and stack:
                options = stack.pop()
            if char == "(":
                stack.append(options)
                if pattern.startswith("(?#", at):
                    end = pattern.find(")", at)
                    stack.pop()
                    at = len(pattern) if end < 0 else end + 1
                    continue
                if pattern.startswith("(?(", at):
                    stack.append(options)  # the condition's own parentheses capture nothing
                    at += 3
                    continue
                if pattern[at + 1:at + 2] != "?":
                    if not options & EXPLICIT_CAPTURE:
                        numbers += 1
                elif pattern[at + 2:at + 3] in ("<", "'") and pattern[at + 3:at + 4] not in ("=", "!"):
                    close = ">" if pattern[at + 2] == "<" else "'"
                    end = pattern.find(close, at + 3)
                    name = pattern[at + 3:end] if end > 0 else ""
                    if name.isdecimal():
                        taken.add(int(name))
                    elif name and name not in names:
                        names.append(name)
                else:
                    changed, end = self._read_options(at + 2, options)
                    if end < len(pattern) and pattern[end] == ")" and end > at + 2:
                        stack.pop()
                        options = changed
                    elif end < len(pattern) and pattern[end] == ":":
                        options = changed
            at += 1
        count = 0
        used = set(taken)
        number = 1
        while count < numbers:
            if number not in taken:
                used.add(number)
                count += 1
            number += 1
        self.free = sorted(used - taken)
        return (0, *sorted(used), *names)

    def _read_options(self, at: int, options: int) -> tuple[int, int]:
        on = True
        pattern = self.pattern
        while at < len(pattern):
            char = pattern[at]
            if char in "+-":
                on = char == "+"
            elif char.lower() in _OPTION_LETTERS:
                bit = _OPTION_LETTERS[char.lower()]
                options = options | bit if on else options & ~bit
            else:
                break
            at += 1
        return options, at

    def _skip_set(self, at: int) -> int:
        pattern = self.pattern
        at += 1
        if pattern[at:at + 1] == "^":
            at += 1
        first = True
        while at < len(pattern):
            char = pattern[at]
            if char == "\\":
                at += 2
            elif char == "]" and not first:
                return at + 1
            elif char == "[" and pattern[at - 1] == "-" and not first:
                at = self._skip_set(at)
                continue
            else:
                at += 1
            first = False
        return at

    # -- the pattern

    def translate(self) -> Translated:
        self._alternatives(0)
        if self.at < len(self.pattern):
            self.fail("Too many )'s.")
        safe_length = 0 if self.risky else _SAFE_LENGTHS[min(self.unbounded, len(_SAFE_LENGTHS) - 1)]
        return Translated("".join(self.out), self.keys, safe_length)

    def _alternatives(self, depth: int) -> None:
        """Everything up to the closing parenthesis or the end."""
        pattern, out = self.pattern, self.out
        may_repeat = False
        outer = self.options
        while self.at < len(pattern):
            char = pattern[self.at]
            if self.options & IGNORE_WHITESPACE and (char in _BLANKS or char == "#"):
                if char == "#":
                    end = pattern.find("\n", self.at)
                    self.at = len(pattern) if end < 0 else end + 1
                else:
                    self.at += 1
                continue
            if char == ")":
                self.options = outer
                return
            if char == "|":
                out.append("|")
                self.at += 1
                may_repeat = False
                continue
            if char in "*+?" or (char == "{" and self._is_quantifier()):
                if not may_repeat:
                    self.fail("Quantifier {x,y} following nothing.")
                self._quantifier()
                may_repeat = False
                self._refuse_nested()
                continue
            may_repeat = self._atom(depth)

    def _is_quantifier(self) -> bool:
        end = self.pattern.find("}", self.at)
        if end < 0:
            return False
        low, comma, high = self.pattern[self.at + 1:end].partition(",")
        return low.isdecimal() and (not comma or not high or high.isdecimal())

    def _quantifier(self) -> None:
        char = self.pattern[self.at]
        if char == "{":
            end = self.pattern.find("}", self.at)
            text = self.pattern[self.at:end + 1]
            low, _, high = text[1:-1].partition(",")
            if high and int(low) > int(high):
                self.fail("Illegal {x,y} with x > y.")
            self.at = end + 1
            unbounded = text.endswith(",}") or int(high or low) > 20
        else:
            text = char
            self.at += 1
            unbounded = char != "?"
        if unbounded:
            self.unbounded += 1
            if self.out and self.out[-1] == ")":
                self.risky = True
        if self.pattern[self.at:self.at + 1] == "?":
            text += "?"
            self.at += 1
        self.out.append(text)

    def _refuse_nested(self) -> None:
        if self.options & IGNORE_WHITESPACE:
            while self.at < len(self.pattern) and self.pattern[self.at] in _BLANKS:
                self.at += 1
        char = self.pattern[self.at:self.at + 1]
        if char and (char in "*+?" or (char == "{" and self._is_quantifier())):
            self.fail(f"Nested quantifier {char}.")

    def _atom(self, depth: int) -> bool:
        """One atom; whether a quantifier may follow it."""
        char = self.pattern[self.at]
        self.at += 1
        if char == "(":
            return self._group(depth)
        if char == "[":
            self.out.append(self._set())
        elif char == "\\":
            self._escape()
        elif char == ".":
            self.out.append("." if self.options & SINGLELINE else "[^\\n]")
        elif char == "^":
            self.out.append("(?m:^)" if self.options & MULTILINE else "\\A")
        elif char == "$":
            self.out.append("(?m:$)" if self.options & MULTILINE else "(?=\\n?\\Z)")
        else:
            self.out.append(escape(char))
        return True

    def _group(self, depth: int) -> bool:
        pattern, out = self.pattern, self.out
        outer = self.options
        if pattern[self.at:self.at + 1] != "?":
            if self.options & EXPLICIT_CAPTURE:
                out.append("(?:")
            else:
                number = self.free.pop(0)
                out.append(f"(?P<_{number}>")
        else:
            self.at += 1
            kind = pattern[self.at:self.at + 1]
            two = pattern[self.at:self.at + 2]
            if kind == "#":
                end = pattern.find(")", self.at)
                if end < 0:
                    self.fail("Unterminated (?#...) comment.")
                self.at = end + 1
                return bool(out)
            if kind in (":", "=", "!", ">") and kind:
                self.at += 1
                out.append("(?" + kind)
            elif two in ("<=", "<!"):
                self.at += 2
                out.append("(?" + two)
            elif kind in ("<", "'") and kind:
                self._named_group(kind)
            elif kind == "(":
                self._conditional()
            else:
                changed, end = self._read_options(self.at, self.options)
                close = pattern[end:end + 1]
                if close == ")" and end > self.at:
                    self.at = end + 1
                    self.options = changed
                    out.append(self._case_switch(outer, changed))
                    return False
                if close != ":":
                    if not close:
                        self.fail("Unrecognized grouping construct.")
                    self.fail("Unrecognized grouping construct.")
                self.at = end + 1
                self.options = changed
                on = "i" if changed & IGNORE_CASE else ""
                out.append("(?i:" if on else "(?-i:" if outer & IGNORE_CASE else "(?:")
        inner = self.options
        self._alternatives(depth + 1)
        if self.at >= len(pattern):
            self.fail("Not enough )'s.")
        self.at += 1
        self.options = outer if inner != outer else inner
        out.append(")")
        return True

    @staticmethod
    def _case_switch(before: int, after: int) -> str:
        if before & IGNORE_CASE == after & IGNORE_CASE:
            return ""
        return "(?i)" if after & IGNORE_CASE else "(?-i)"

    def _named_group(self, opening: str) -> None:
        close = ">" if opening == "<" else "'"
        end = self.pattern.find(close, self.at)
        name = self.pattern[self.at + 1:end] if end >= 0 else ""
        if end < 0 or not name:
            if end < 0:
                self.fail("Unrecognized grouping construct.")
            self.fail("Invalid group name: Group names must begin with a word character.")
        if "-" in name:
            self.fail("Balancing groups are not available here.")  # our wording: .NET has them
        if name == "0":
            self.fail("Capture number cannot be zero.")
        if not all(char == "_" or char.isalnum() for char in name) or (name[0].isdecimal() and not name.isdecimal()):
            self.fail("Invalid group name: Group names must begin with a word character.")
        self.at = end + 1
        self.out.append(f"(?P<_{int(name) if name.isdecimal() else name}>")

    def _conditional(self) -> None:
        end = self.pattern.find(")", self.at)
        name = self.pattern[self.at + 1:end] if end >= 0 else ""
        key: int | str = int(name) if name.isdecimal() else name
        if name and key in self.keys:
            self.at = end + 1
            self.out.append(f"(?(_{key})")
        elif name.isdecimal():
            self.fail(f"(?({name}) ) reference to undefined group.")
        else:
            self.at += 1
            self.out.append("(?(?=")
            self._alternatives(0)
            if self.at >= len(self.pattern):
                self.fail("Not enough )'s.")
            self.at += 1
            self.out.append(")")

    # -- escapes

    def _escape(self) -> None:
        if self.at >= len(self.pattern):
            self.fail("Illegal \\ at end of pattern.")
        char = self.pattern[self.at]
        if char in "bB":
            self.at += 1
            self.out.append("\\" + char)
        elif char == "A":
            self.at += 1
            self.out.append("\\A")
        elif char == "G":
            self.at += 1
            self.out.append("\\G")
        elif char == "z":
            self.at += 1
            self.out.append("\\Z")
        elif char == "Z":
            self.at += 1
            self.out.append("(?=\\n?\\Z)")
        elif char in _CLASSES:
            self.at += 1
            self.out.append(self._class(char))
        elif char in "pP":
            self.out.append(self._property())
        elif char == "k":
            self._named_reference()
        elif char in "123456789":
            self._numbered_reference()
        else:
            self.out.append(escape(self._escaped_char()))

    def _class(self, char: str) -> str:
        if self.options & ECMA_SCRIPT:
            return {"d": "[0-9]", "D": "[^0-9]", "w": "[a-zA-Z0-9_]", "W": "[^a-zA-Z0-9_]", "s": "[ \\t\\n\\r\\f\\v]",
                    "S": "[^ \\t\\n\\r\\f\\v]"}[char]
        return "\\" + char

    def _named_reference(self) -> None:
        opening = self.pattern[self.at + 1:self.at + 2]
        close = {"<": ">", "'": "'"}.get(opening)
        end = self.pattern.find(close, self.at + 2) if close else -1
        if end < 0:
            self.fail("Malformed \\k<...> named back reference.")
        name = self.pattern[self.at + 2:end]
        key: int | str = int(name) if name.isdecimal() else name
        if key not in self.keys:
            self.fail(f"Reference to undefined group {'number' if name.isdecimal() else 'name'} {name}.")
        self.at = end + 1
        self._reference(key)

    def _numbered_reference(self) -> None:
        end = self.at
        while end < len(self.pattern) and self.pattern[end].isdecimal():
            end += 1
        number = int(self.pattern[self.at:end])
        if number in self.keys:
            self.at = end
            self._reference(number)
            return
        if number <= 9:
            self.fail(f"Reference to undefined group number {number}.")
        self.out.append(escape(self._escaped_char()))

    def _reference(self, key: int | str) -> None:
        self.risky = True
        self.out.append(f"(?P=_{key})" if key != 0 else "(?!)")

    def _escaped_char(self) -> str:
        """The character an escape stands for, inside or outside of a set."""
        char = self.pattern[self.at]
        self.at += 1
        if char in _PLAIN_ESCAPES:
            return {"a": "\a", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}[char]
        if char == "x":
            return self._hexadecimal(2)
        if char == "u":
            return self._hexadecimal(4)
        if char == "c":
            return self._control()
        if char in "01234567":
            digits = char
            while len(digits) < 3 and self.pattern[self.at:self.at + 1] in tuple("01234567"):
                digits += self.pattern[self.at]
                self.at += 1
            return chr(int(digits, 8) & 0xFF)
        if char == "_" or char.isalnum():
            self.fail(f"Unrecognized escape sequence \\{char}.")
        return char

    def _hexadecimal(self, length: int) -> str:
        text = self.pattern[self.at:self.at + length]
        if len(text) < length or not all(c in "0123456789abcdefABCDEF" for c in text):
            self.fail("Insufficient hexadecimal digits.")
        self.at += length
        return chr(int(text, 16))

    def _control(self) -> str:
        if self.at >= len(self.pattern):
            self.fail("Missing control character.")
        code = ord(self.pattern[self.at].upper()) - 64
        if not 0 <= code < 32:
            self.fail("Unrecognized control character.")
        self.at += 1
        return chr(code)

    def _property(self) -> str:
        negated = self.pattern[self.at] == "P"
        if self.pattern[self.at + 1:self.at + 2] != "{":
            self.fail("Malformed \\p{X} character escape.")
        end = self.pattern.find("}", self.at)
        if end < 0:
            self.fail("Incomplete \\p{X} character escape.")
        name = self.pattern[self.at + 2:end]
        self.at = end + 1
        if name in _CATEGORIES:
            return f"\\{'P' if negated else 'p'}{{{name}}}"
        if name.startswith("Is"):
            from regex import compile as compile_regex  # type: ignore[import-untyped,unused-ignore]
            from regex import error
            block = f"\\{'P' if negated else 'p'}{{In{name[2:].replace('-', '_')}}}"
            try:
                compile_regex(block)
                return block
            except error:
                pass
        self.fail(f"Unknown property '{name}'.")

    # -- sets

    def _set(self) -> str:
        """A character class, the opening bracket already read."""
        pattern = self.pattern
        out = ["["]
        if pattern[self.at:self.at + 1] == "^":
            self.at += 1
            out.append("^")
        first = True
        while True:
            if self.at >= len(pattern):
                self.fail("Unterminated [] set.")
            char = pattern[self.at]
            if char == "]" and not first:
                self.at += 1
                break
            if char == "-" and not first and pattern[self.at + 1:self.at + 2] == "[":
                self.at += 2
                out.append("--" + self._set())
                if pattern[self.at:self.at + 1] != "]":
                    self.fail("A subtraction must be the last element in a character class.")
                continue
            first = False
            if char == "[" and pattern[self.at + 1:self.at + 2] == ":":
                end = pattern.find(":]", self.at)
                if end >= 0 and pattern[self.at + 2:end].isalpha():
                    self.at += 1  # .NET reads [:name:] as nothing but its characters
                    out.append("\\[")
                    continue
            low, is_class = self._set_item()
            if is_class:
                out.append(low)
                continue
            if pattern[self.at:self.at + 1] == "-" and pattern[self.at + 1:self.at + 2] not in ("]", "", "["):
                self.at += 1
                high, is_class = self._set_item()
                if is_class:
                    self.fail(f"Cannot include class {high} in character range.")
                if low > high:
                    self.fail("[x-y] range in reverse order.")
                out.append(f"{escape(low)}-{escape(high)}")
            else:
                out.append(escape(low))
        out.append("]")
        return "".join(out)

    def _set_item(self) -> tuple[str, bool]:
        """One character of a set (and False), or a class such as \\d as the regex package writes it (and True)."""
        char = self.pattern[self.at]
        self.at += 1
        if char != "\\":
            return char, False
        if self.at >= len(self.pattern):
            self.fail("Illegal \\ at end of pattern.")
        char = self.pattern[self.at]
        if char in _CLASSES:
            self.at += 1
            return self._class(char), True
        if char in "pP":
            return self._property(), True
        if char == "-":
            self.at += 1
            return "-", False
        if char == "b":
            self.at += 1
            return "\b", False
        return self._escaped_char(), False
