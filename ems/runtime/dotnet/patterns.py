"""WildcardPattern and LanguagePrimitives."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime import wildcard
from ems.runtime.convert import compare, convert, enumerate_value, equals, to_bool, try_convert
from ems.runtime.dotnet.support import number_of
from ems.runtime.members.model import ByRef, Implementation
from ems.runtime.values import NetObject


class WildcardPattern(NetObject):
    """System.Management.Automation.WildcardPattern."""

    __slots__ = ("matches", "pattern")
    type_name = "System.Management.Automation.WildcardPattern"

    def __init__(self, pattern: str, options: int = 0) -> None:
        self.pattern = pattern
        self.matches = wildcard.like_matcher(pattern, bool(options & 2))


def _try(*arguments: Any) -> bool:
    value, kind, box = arguments[0], arguments[1], arguments[-1]
    done, made = try_convert(value, kind)
    assert isinstance(box, ByRef)
    box.value = made
    return done


def _enumerable(value: Any) -> Any:
    each = enumerate_value(value)
    return None if each is None else list(each)


TYPES: Final = {
    "System.Management.Automation.WildcardPattern": Implementation(
        methods={
            "IsMatch": lambda pattern, text: pattern.matches(text),
            "ToWql": lambda pattern: pattern.pattern.replace("*", "%").replace("?", "_"),
        },
        static={
            "ContainsWildcardCharacters": wildcard.contains_wildcard,
            "Escape": wildcard.escape,
            "Get": lambda pattern, options: WildcardPattern(pattern, number_of(options)),
            "new": lambda _type, pattern, options=0: WildcardPattern(pattern, number_of(options)),
            "Unescape": wildcard.unescape,
        },
        declared="""
            bool IsMatch(string input)
            string ToWql()
            static bool ContainsWildcardCharacters(string pattern)
            static string Escape(string pattern)
            static System.Management.Automation.WildcardPattern Get(string pattern, \
                System.Management.Automation.WildcardOptions options)
            static string Unescape(string pattern)
            System.Management.Automation.WildcardPattern new(string pattern)
            System.Management.Automation.WildcardPattern new(string pattern, \
                System.Management.Automation.WildcardOptions options)
        """,
    ),
    "System.Management.Automation.LanguagePrimitives": Implementation(
        static={
            "Compare": lambda one, other, ignore_case=False, *_provider: compare(one, other, ignore_case),
            "ConvertTo": lambda value, kind, *_provider: convert(value, kind),
            "Equals": lambda one, other, ignore_case=False, *_provider: equals(one, other, ignore_case),
            "GetEnumerable": _enumerable,
            "IsTrue": to_bool,
            "TryConvertTo": _try,
        },
        declared="""
            static int Compare(System.Object first, System.Object second)
            static int Compare(System.Object first, System.Object second, bool ignoreCase)
            static int Compare(System.Object first, System.Object second, bool ignoreCase, \
                System.IFormatProvider formatProvider)
            static System.Object ConvertTo(System.Object valueToConvert, type resultType)
            static System.Object ConvertTo(System.Object valueToConvert, type resultType, \
                System.IFormatProvider formatProvider)
            static bool Equals(System.Object first, System.Object second)
            static bool Equals(System.Object first, System.Object second, bool ignoreCase)
            static bool Equals(System.Object first, System.Object second, bool ignoreCase, \
                System.IFormatProvider formatProvider)
            static System.Object GetEnumerable(System.Object obj)
            static bool IsTrue(System.Object obj)
            static bool TryConvertTo(System.Object valueToConvert, type resultType, [ref] System.Object result)
        """,
    ),
}
