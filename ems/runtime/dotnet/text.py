"""String and Char."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, Final

from ems.runtime.convert import compare_strings
from ems.runtime.cultures import EN_US
from ems.runtime.dotnet.comparers import ordinal_compare
from ems.runtime.dotnet.enumerators import Enumerator
from ems.runtime.dotnet.support import (
    NetError,
    argument,
    argument_null,
    bad_format,
    need,
    net_text,
    number_of,
    out_of_range,
)
from ems.runtime.hashing import ordinal_hash, signed
from ems.runtime.limits import MAX_TEXT, check_text
from ems.runtime.members.model import ByRef, Implementation
from ems.runtime.values import Char

_WHITE: Final = (
    "\t\n\v\f\r\x85\u00a0\u2028\u2029 \u1680"
    + "".join(chr(code) for code in range(0x2000, 0x200B))
    + "\u202f\u205f\u3000"
)
_INSIDE: Final = "Index and length must refer to a location within the string."
_START: Final = "startIndex cannot be larger than length of string."


def _new(_type: Any, *arguments: Any) -> str:
    first = arguments[0]
    if isinstance(first, Char):
        if arguments[1] < 0:
            raise out_of_range("'count' must be non-negative.", "count")
        _check_size(arguments[1])
        return str(first) * int(arguments[1])
    if first is None:
        return ""
    if isinstance(first, str):
        return str(first)
    text = "".join(first)
    return text[arguments[1] : arguments[1] + arguments[2]] if len(arguments) == 3 else text


def _check_size(length: int) -> None:
    if length > 200_000_000:
        raise NetError("System.OutOfMemoryException", "Exception of type 'System.OutOfMemoryException' was thrown.")


def _substring(text: str, start: int, length: int | None = None) -> str:
    if start < 0:
        raise out_of_range("StartIndex cannot be less than zero.", "startIndex")
    if start > len(text):
        raise out_of_range(_START, "startIndex")
    if length is None:
        return text[start:]
    if length < 0:
        raise out_of_range("Length cannot be less than zero.", "length")
    if start + length > len(text):
        raise out_of_range(_INSIDE, "length")
    return text[start : start + length]


def _length(text: str) -> int:
    """The number of UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


# Finding


def _comparison(arguments: Sequence[Any]) -> tuple[list[int], bool]:
    """The numbers among the arguments, and whether a StringComparison ignores case."""
    numbers = [int(each) for each in arguments if isinstance(each, int)]
    mode = next((each.number for each in arguments if hasattr(each, "number")), 0)
    return numbers, mode % 2 == 1


def _index_of(text: str, what: str, *arguments: Any) -> int:
    need(what, "value")
    numbers, ignore_case = _comparison(arguments)
    start = numbers[0] if numbers else 0
    if not 0 <= start <= len(text):
        raise out_of_range(
            "Index was out of range. Must be non-negative and less than the size of the collection.", "startIndex"
        )
    stop = len(text)
    if len(numbers) > 1:
        if numbers[1] < 0 or start + numbers[1] > len(text):
            raise out_of_range(
                "Count must be positive and count must refer to a location within the string/array/collection.", "count"
            )
        stop = start + numbers[1]
    if ignore_case:
        return text.lower().find(what.lower(), start, stop)
    return text.find(what, start, stop)


def _last_index_of(text: str, what: str, *arguments: Any) -> int:
    need(what, "value")
    numbers, ignore_case = _comparison(arguments)
    if ignore_case:
        text, what = text.lower(), what.lower()
    if not text:
        return 0 if not what else -1
    end = numbers[0] if numbers else len(text) - 1
    if end < -1 or end > len(text):
        raise out_of_range(
            "Index was out of range. Must be non-negative and less than the size of the collection.", "startIndex"
        )
    start = end - numbers[1] + 1 if len(numbers) > 1 else 0
    if not what:
        return end if numbers else len(text)
    return text.rfind(what, max(start, 0), end + 1)


def _index_of_any(text: str, what: Sequence[str], start: int = 0, count: int | None = None) -> int:
    stop = len(text) if count is None else start + count
    return next((at for at in range(start, stop) if text[at] in what), -1)


def _last_index_of_any(text: str, what: Sequence[str], start: int | None = None, count: int | None = None) -> int:
    end = len(text) - 1 if start is None else start
    first = 0 if count is None else end - count + 1
    return next((at for at in range(end, first - 1, -1) if text[at] in what), -1)


def _edge(test: Callable[[str, str], bool]) -> Callable[..., bool]:
    def ask(text: str, what: str, *arguments: Any) -> bool:
        need(what, "value")
        ignore_case = False
        if arguments:
            first = arguments[0]
            ignore_case = bool(first) if isinstance(first, bool) else number_of(first) % 2 == 1
        return test(text.lower(), what.lower()) if ignore_case else test(text, what)

    return ask


# Changing


def _replace(text: str, old: str, new: str | None) -> str:
    if old is None:
        raise argument_null("oldValue")
    if old == "":
        raise argument("String cannot be of zero length.", "oldValue")
    growth = len(new or "") - len(old)
    if growth > 0 and len(text) * growth > MAX_TEXT:
        check_text(len(text) + text.count(old) * growth)
    return text.replace(old, new or "")


def _trim(strip: Callable[[str, str], str]) -> Callable[..., str]:
    return lambda text, chars=None: strip(text, "".join(chars) if chars else _WHITE)


def _pad(left: bool) -> Callable[..., str]:
    def pad(text: str, width: int, char: str = " ") -> str:
        if width < 0:
            raise out_of_range("Non-negative number required.", "totalWidth")
        _check_size(width)
        return text.rjust(width, str(char)) if left else text.ljust(width, str(char))

    return pad


def _insert(text: str, at: int, what: str) -> str:
    need(what, "value")
    if not 0 <= at <= len(text):
        raise out_of_range("Specified argument was out of the range of valid values.", "startIndex")
    return text[:at] + what + text[at:]


def _remove(text: str, start: int, count: int | None = None) -> str:
    if start < 0:
        raise out_of_range("StartIndex cannot be less than zero.", "startIndex")
    if count is None:
        if start > len(text):
            raise out_of_range("startIndex cannot be larger than length of string.", "startIndex")
        if start == len(text):
            raise out_of_range("startIndex must be less than length of string.", "startIndex")
        return text[:start]
    if count < 0:
        raise out_of_range("Count cannot be less than zero.", "count")
    if start + count > len(text):
        raise out_of_range("Index and count must refer to a location within the string.", "count")
    return text[:start] + text[start + count :]


def _split(text: str, separator: Any = None, *arguments: Any) -> list[str]:
    limit = next((int(each) for each in arguments if isinstance(each, int)), -1)
    remove_empty = any(number_of(each) & 1 for each in arguments if hasattr(each, "number"))
    if limit == 0:
        return []
    if limit < -1:
        raise out_of_range("Count cannot be less than zero.", "count")
    marks = [each for each in separator or () if each]
    if not marks:
        marks = list(_WHITE)
    parts = _cut(text, marks, limit, remove_empty)
    return parts


def _cut(text: str, marks: list[str], limit: int, remove_empty: bool) -> list[str]:
    parts: list[str] = []
    start = at = 0
    longest_first = sorted(marks, key=lambda mark: -len(mark)) if any(len(mark) > 1 for mark in marks) else marks
    firsts = frozenset(mark[0] for mark in longest_first)
    single = firsts if longest_first is marks else None
    while at < len(text):
        if limit > 0 and len(parts) == limit - 1:
            break
        if text[at] in firsts:
            mark = text[at] if single is not None else next((one for one in marks if text.startswith(one, at)), None)
            if mark is not None:
                if at > start or not remove_empty:
                    parts.append(text[start:at])
                at += len(mark)
                start = at
                continue
        at += 1
    rest = text[start:]
    if limit > 0 and remove_empty and len(parts) == limit - 1:
        while rest:
            mark = next((one for one in marks if rest.startswith(one)), None)
            if mark is None:
                break
            rest = rest[len(mark) :]
    if rest or not remove_empty:
        parts.append(rest)
    return parts


def _to_chars(text: str, start: int = 0, length: int | None = None) -> list[str]:
    if length is None:
        return list(text)
    if start < 0 or length < 0 or start + length > len(text):
        raise out_of_range(
            "Index was out of range. Must be non-negative and less than the size of the collection.", "startIndex"
        )
    return list(text[start : start + length])


def _char_at(text: str, index: int) -> Char:
    if not 0 <= index < len(text):
        raise NetError("System.IndexOutOfRangeException", "Index was outside the bounds of the array.")
    return Char(text[index])


def _normalize(text: str, form: Any = None) -> str:
    number = number_of(form) if form is not None else 1
    return unicodedata.normalize({1: "NFC", 2: "NFD", 5: "NFKC", 6: "NFKD"}[number], text)  # type: ignore[arg-type]


def _compare_to(text: str, other: Any) -> int:
    if other is None:
        return 1
    if not isinstance(other, str) or isinstance(other, Char):
        raise argument("Object must be of type String.")
    return compare_strings(text, other, False)


def _equals(text: str, other: Any, mode: Any = None) -> bool:
    if not isinstance(other, str) or isinstance(other, Char) is not isinstance(text, Char):
        return False
    return text.lower() == other.lower() if mode is not None and number_of(mode) % 2 else str(text) == str(other)


# Static


def _join(separator: str | None, *arguments: Any) -> str:
    first = arguments[0] if arguments else []
    from ems.runtime.dotnet.lists import elements

    if first is None:
        raise argument_null("value")
    items = list(elements(first))
    if len(arguments) == 3:
        start, count = arguments[1:]
        if start < 0:
            raise out_of_range("StartIndex cannot be less than zero.", "startIndex")
        if count < 0:
            raise out_of_range("Count cannot be less than zero.", "count")
        if start + count > len(items):
            raise out_of_range("Index and count must refer to a location within the buffer.", "startIndex")
        items = items[start : start + count]
    return (separator or "").join(
        "" if item is None else item if item.__class__ is str else net_text(item) for item in items
    )


def _concat(*arguments: Any) -> str:
    from ems.runtime.dotnet.lists import elements

    items: list[Any] = []
    for each in arguments:
        items.extend(
            elements(each)
            if isinstance(each, list) or (hasattr(each, "__iter__") and not isinstance(each, str))
            else [each]
        )
    return "".join("" if item is None else net_text(item) for item in items)


def _compare(one: str | None, other: Any, *arguments: Any) -> int:
    rest = list(arguments)
    if isinstance(other, int) and not isinstance(other, bool):
        # Compare(strA, indexA, strB, indexB, length, ...)
        start, second, at, length = int(other), rest[0], int(rest[1]), int(rest[2])
        rest = rest[3:]
        one = None if one is None else one[start : start + length]
        other = None if second is None else second[at : at + length]
    if one is None or other is None:
        return (one is not None) - (other is not None)
    ignore_case = ordinal = False
    for each in rest:
        if isinstance(each, bool):
            ignore_case = each
        elif hasattr(each, "number"):
            if each.net_type.name == "CompareOptions":
                ignore_case = bool(each.number & 0x10000001)
                ordinal = bool(each.number & 0x50000000)
            else:
                ignore_case = each.number % 2 == 1
                ordinal = each.number >= 4
    if ordinal:
        return ordinal_compare(one, other, ignore_case)
    return compare_strings(one, other, ignore_case)


def _compare_ordinal(one: str | None, other: Any, *rest: Any) -> int:
    if rest:
        at, second, start, length = int(other), rest[0], int(rest[1]), int(rest[2])
        return ordinal_compare((one or "")[at : at + length], (second or "")[start : start + length])
    if one is None or other is None:
        return (one is not None) - (other is not None)
    return ordinal_compare(one, other)


def _static_equals(one: Any, other: Any, mode: Any = None) -> bool:
    if one is None or other is None:
        return one is other
    return _equals(one, other, mode)


def _format(*arguments: Any) -> str:
    from ems.runtime.formatstring import format_string

    first, *rest = arguments
    if first is None or not isinstance(first, str):
        if first is None and not rest:
            raise argument_null("format")
        first, *rest = rest
    culture = getattr(arguments[0], "culture", EN_US)
    if len(rest) == 1 and rest[0] is None:
        raise argument_null("args")
    values = list(rest[0]) if len(rest) == 1 and isinstance(rest[0], list) else rest
    return format_string(need(first, "format"), values, culture)


# Conversions of IConvertible


def _to(type_name: str) -> Callable[..., Any]:
    def run(value: Any, *_provider: Any) -> Any:
        from ems.runtime.dotnet.convert import change

        return change(value, type_name)

    return run


CONVERTIBLE: Final[dict[str, Callable[..., Any]]] = {
    f"To{name}": _to(f"System.{name}")
    for name in (
        "Boolean", "Byte", "Char", "DateTime", "Decimal", "Double", "Int16", "Int32", "Int64", "SByte", "Single",
        "UInt16", "UInt32",
        "UInt64",
    )
}  # fmt: skip


# Char


def category(char: str) -> str:
    """The UnicodeCategory of a character."""
    return _CATEGORIES[unicodedata.category(char)]


_CATEGORIES: Final = {
    "Lu": "UppercaseLetter", "Ll": "LowercaseLetter", "Lt": "TitlecaseLetter", "Lm": "ModifierLetter",
    "Lo": "OtherLetter",
    "Mn": "NonSpacingMark", "Mc": "SpacingCombiningMark", "Me": "EnclosingMark", "Nd": "DecimalDigitNumber",
    "Nl": "LetterNumber", "No": "OtherNumber", "Zs": "SpaceSeparator", "Zl": "LineSeparator",
    "Zp": "ParagraphSeparator",
    "Cc": "Control", "Cf": "Format", "Cs": "Surrogate", "Co": "PrivateUse", "Pc": "ConnectorPunctuation",
    "Pd": "DashPunctuation", "Ps": "OpenPunctuation", "Pe": "ClosePunctuation", "Pi": "InitialQuotePunctuation",
    "Pf": "FinalQuotePunctuation", "Po": "OtherPunctuation", "Sm": "MathSymbol", "Sc": "CurrencySymbol",
    "Sk": "ModifierSymbol", "So": "OtherSymbol", "Cn": "OtherNotAssigned",
}  # fmt: skip


def _is(test: Callable[[str], bool]) -> Callable[..., bool]:
    def ask(text: str, index: int | None = None) -> bool:
        if index is None:
            return test(text)
        if not 0 <= index < len(text):
            raise out_of_range("Specified argument was out of the range of valid values.", "index")
        return test(text[index])

    return ask


def _in(*kinds: str) -> Callable[..., bool]:
    return _is(lambda char: unicodedata.category(char) in kinds)


def _numeric_value(text: str, index: int = 0) -> float:
    try:
        return unicodedata.numeric(text[index])
    except ValueError:
        return -1.0


def _from_utf32(code: int) -> str:
    if not 0 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise out_of_range(
            "A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not include surrogate "
            "codepoint "
            "values (0x00d800 ~ 0x00dfff).",
            "utf32",
        )
    return chr(code)


def _parse_char(text: str) -> Char:
    if need(text, "s").__len__() != 1:
        raise bad_format("String must be exactly one character long.")
    return Char(text)


def _try_char(text: str | None, box: ByRef) -> bool:
    fits = text is not None and len(text) == 1
    box.value = Char(text) if fits else Char("\0")
    return fits


def _char_compare(char: str, other: Any) -> int:
    if other is None:
        return 1
    if not isinstance(other, Char):
        raise argument("Object must be of type Char.")
    return ord(char) - ord(other)


def _upper(text: str, culture: Any = None) -> str:
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)


def _lower(text: str, culture: Any = None) -> str:
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _copy_to(text: str, start: int, target: Any, at: int, count: int) -> None:
    target[at : at + count] = [Char(char) for char in text[start : start + count]]


TYPES: Final = {
    "System.String": Implementation(
        methods={
            **CONVERTIBLE,
            "Chars": _char_at,
            "Clone": lambda text: text,
            "CompareTo": _compare_to,
            "Contains": lambda text, what: need(what, "value") in text,
            "CopyTo": _copy_to,
            "EndsWith": _edge(str.endswith),
            "Equals": _equals,
            "GetEnumerator": lambda text: Enumerator(
                "System.CharEnumerator", lambda: iter([Char(char) for char in text])
            ),
            "GetHashCode": lambda text: signed(ordinal_hash(text)),
            "GetTypeCode": lambda _text: "String",
            "IndexOf": _index_of,
            "IndexOfAny": _index_of_any,
            "Insert": _insert,
            "IsNormalized": lambda text, form=None: _normalize(text, form) == text,
            "LastIndexOf": _last_index_of,
            "LastIndexOfAny": _last_index_of_any,
            "Normalize": _normalize,
            "PadLeft": _pad(True),
            "PadRight": _pad(False),
            "Remove": _remove,
            "Replace": _replace,
            "Split": _split,
            "StartsWith": _edge(str.startswith),
            "Substring": _substring,
            "ToCharArray": _to_chars,
            "ToLower": lambda text, _culture=None: text.lower() if text.isascii() else _lower(text),
            "ToLowerInvariant": lambda text: text.lower() if text.isascii() else _lower(text),
            "ToString": lambda text, _provider=None: text,
            "ToUpper": lambda text, _culture=None: text.upper() if text.isascii() else _upper(text),
            "ToUpperInvariant": lambda text: text.upper() if text.isascii() else _upper(text),
            "Trim": _trim(str.strip),
            "TrimEnd": _trim(str.rstrip),
            "TrimStart": _trim(str.lstrip),
        },
        properties={"Length": _length},
        static={
            "Compare": _compare,
            "CompareOrdinal": _compare_ordinal,
            "Concat": _concat,
            "Copy": lambda text: need(text, "str"),
            "Equals": _static_equals,
            "Format": _format,
            "Intern": lambda text: text,
            "IsInterned": lambda text: text,
            "IsNullOrEmpty": lambda text: not text,
            "IsNullOrWhiteSpace": lambda text: not text or not text.strip(_WHITE),
            "Join": _join,
            "new": _new,
        },
        static_properties={"Empty": ""},
    ),
    "System.Char": Implementation(
        methods={
            **CONVERTIBLE,
            "CompareTo": _char_compare,
            "Equals": lambda char, other: isinstance(other, Char) and str(other) == str(char),
            "GetHashCode": lambda char: ord(char) | ord(char) << 16,
            "GetTypeCode": lambda _char: "Char",
            "ToString": lambda char, _provider=None: str.__str__(char),
        },
        static={
            "ConvertFromUtf32": _from_utf32,
            "ConvertToUtf32": lambda text, index: ord(text[index]) if isinstance(index, int) else ord(text + index),
            "GetNumericValue": _numeric_value,
            "GetUnicodeCategory": lambda text, index=0: category(text[index]),
            "IsControl": _in("Cc"),
            "IsDigit": _in("Nd"),
            "IsHighSurrogate": _is(lambda char: "\ud800" <= char <= "\udbff"),
            "IsLetter": _is(str.isalpha),
            "IsLetterOrDigit": _is(lambda char: char.isalpha() or unicodedata.category(char) == "Nd"),
            "IsLower": _in("Ll"),
            "IsLowSurrogate": _is(lambda char: "\udc00" <= char <= "\udfff"),
            "IsNumber": _in("Nd", "Nl", "No"),
            "IsPunctuation": _in("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"),
            "IsSeparator": _in("Zs", "Zl", "Zp"),
            "IsSurrogate": _in("Cs"),
            "IsSurrogatePair": lambda *_arguments: False,
            "IsSymbol": _in("Sm", "Sc", "Sk", "So"),
            "IsUpper": _in("Lu"),
            "IsWhiteSpace": _is(lambda char: char in _WHITE),
            "Parse": _parse_char,
            "ToLower": _lower,
            "ToLowerInvariant": _lower,
            "ToString": lambda char: str.__str__(char),
            "ToUpper": _upper,
            "ToUpperInvariant": _upper,
            "TryParse": _try_char,
        },
        static_properties={"MaxValue": Char("\uffff"), "MinValue": Char("\0")},
    ),
}
