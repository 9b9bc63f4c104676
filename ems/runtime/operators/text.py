"""The operators on text: `-like -match -replace -split -join -f`."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from ems.runtime.convert import enumerate_value, net_text, to_bool, to_string
from ems.runtime.convert.text import join as join_texts
from ems.runtime.cultures import EN_US
from ems.runtime.errors import ErrorRecord, NetError, NetException, Terminating, runtime_error
from ems.runtime.formatstring import compile_format
from ems.runtime.hashtable import Hashtable
from ems.runtime.messages import message
from ems.runtime.operators.arithmetic import plain
from ems.runtime.operators.failures import language_error, net_failure
from ems.runtime.operators.typing import converted, fixed_number
from ems.runtime.regexes import Pattern, RegexSyntax, RegexTimeout, compile_pattern, escape_pattern
from ems.runtime.types import array_of
from ems.runtime.values import NetObject, TypedArray
from ems.runtime.wildcard import Matcher, like_matcher

_REGEX: Final = "System.Text.RegularExpressions.Regex"
_SIMPLE_MATCH: Final = 1
_SCRIPT_BLOCK: Final = "System.Management.Automation.ScriptBlock"
_IGNORE_CASE: Final = 1
_SPLIT_OPTIONS: Final = {4: 512, 8: 32, 16: 2, 32: 16, 64: 1, 128: 4}  # SplitOptions -> RegexOptions
_SPLIT_IGNORE_CASE: Final = 64


# ---- -like -----------------------------------------------------------------------------------------------------------

def _matcher(pattern: Any, ignore_case: bool) -> Matcher:
    pattern = plain(pattern)
    if isinstance(pattern, NetObject) and pattern.type_name == "System.Management.Automation.WildcardPattern":
        return pattern.is_match  # type: ignore[attr-defined, no-any-return]
    return like_matcher(to_string(pattern), ignore_case)


def like(wanted: bool, ignore_case: bool) -> Callable[[Any, Any], Any]:
    """`-like` and `-notlike`; of a collection the texts of the elements that match."""
    def apply(left: Any, right: Any) -> Any:
        matches = like_matcher(right, ignore_case) if right.__class__ is str else _matcher(right, ignore_case)
        if left.__class__ is str:
            return matches(left) is wanted
        items = enumerate_value(left)
        if items is None:
            return matches(to_string(left)) is wanted
        texts = (to_string(each) for each in items)
        return [text for text in texts if matches(text) is wanted]
    return apply


# ---- -match, -replace ------------------------------------------------------------------------------------------------

def _pattern(value: Any, options: int) -> Pattern:
    """A pattern operand: a text, or a [regex] with options of its own."""
    value = plain(value)
    if isinstance(value, NetObject) and value.type_name == _REGEX:
        return value.pattern  # type: ignore[attr-defined, no-any-return]
    return compile_pattern(to_string(value), options)


def _invalid_pattern(error: Exception) -> Terminating:
    exception = NetException("System.Text.RegularExpressions.RegexParseException", str(error))
    record = ErrorRecord(exception, "System.ArgumentException", "OperationStopped")
    record.reason = "ArgumentException"
    return Terminating(record)


def _timed_out(error: Exception) -> Terminating:
    name = "System.Text.RegularExpressions.RegexMatchTimeoutException"
    return runtime_error(name, str(error), "OperationStopped", exception=name)


def match_table(pattern: Pattern, found: Any) -> Hashtable:
    """`$Matches`: what the groups captured, by number or name."""
    table = Hashtable()
    for key, group in pattern.groups:
        text = found.group(group)
        if text is not None:
            folded = key.lower() if isinstance(key, str) else key
            table.originals[folded] = key
            table.data[folded] = text
    return table


def match(wanted: bool, ignore_case: bool) -> Callable[[Any, Any, Any], Any]:
    """`-match` and `-notmatch`; a match of a single text sets `$Matches`."""
    options = _IGNORE_CASE if ignore_case else 0

    def apply(left: Any, right: Any, context: Any) -> Any:
        try:
            pattern = compile_pattern(right, options) if right.__class__ is str else _pattern(right, options)
            items = None if left.__class__ is str else enumerate_value(left)
            if items is None:
                found = pattern.search(left if left.__class__ is str else to_string(left))
                if found is None:
                    return not wanted
                if context is not None:
                    context.scope.assign("matches", match_table(pattern, found))
                return wanted
            return [each for each in items if (pattern.search(to_string(each)) is not None) is wanted]
        except RegexSyntax as error:
            raise _invalid_pattern(error) from None
        except RegexTimeout as error:
            raise _timed_out(error) from None
    return apply


def replace(ignore_case: bool) -> Callable[[Any, Any], Any]:
    """`-replace`."""
    name = "-ireplace" if ignore_case else "-replace"
    options = _IGNORE_CASE if ignore_case else 0

    def apply(left: Any, right: Any) -> Any:
        right = plain(right)
        found = enumerate_value(right)
        operands = [right] if found is None else list(found)
        if len(operands) > 2:
            raise language_error("BadReplaceArgument", name, len(operands), target=right)
        source = operands[0] if operands else ""
        replacement = to_string(operands[1]) if len(operands) > 1 else ""
        try:
            pattern = _pattern(source, options)
        except RegexSyntax as error:
            text = message("ParserStrings", "InvalidRegularExpression", to_string(source))
            raise runtime_error("InvalidRegularExpression", text, "InvalidOperation", source,
                                inner=NetException("System.ArgumentException", str(error))) from None
        try:
            items = None if left.__class__ is str else enumerate_value(left)
            if items is None:
                return pattern.replace(left if left.__class__ is str else net_text(plain(left)), replacement)
            return [pattern.replace(to_string(each), replacement) for each in items]
        except RegexTimeout as error:
            raise _timed_out(error) from None
    return apply


# ---- -split ----------------------------------------------------------------------------------------------------------

def _contents(value: Any, trim: bool) -> Iterator[str]:
    items = enumerate_value(value)
    for each in ([value] if items is None else items):
        text = to_string(each)
        yield text.strip() if trim else text


def unary_split(value: Any, _context: Any) -> Any:
    """`-split $x`: at white space, without the empty ends."""
    pattern = compile_pattern(r"\s+")
    return array_of([piece for text in _contents(value, True) for piece in pattern.split(text)], "System.String")


def split(ignore_case: bool) -> Callable[[Any, Any, Any], Any]:
    """`-split`: pattern or script block, limit, options."""
    def apply(left: Any, right: Any, context: Any) -> Any:
        found = enumerate_value(right)
        operands = [right] if found is None else list(found)
        if not operands:
            raise language_error("BadOperatorArgument", "-split", "", target=right)
        separator = plain(operands[0])
        predicate = separator if getattr(separator, "type_name", "") == _SCRIPT_BLOCK else None
        limit = fixed_number(operands[1]) if len(operands) > 1 else 0
        options = _SPLIT_IGNORE_CASE if ignore_case and len(operands) < 3 else 0
        third = plain(operands[2]) if len(operands) > 2 else None
        if third is not None and third != "":
            options = converted(third, "System.Management.Automation.SplitOptions").number
            if predicate is not None:
                raise _wrong_split_options("InvalidSplitOptionWithPredicate")
            options |= _SPLIT_IGNORE_CASE if ignore_case else 0
        if predicate is not None:
            pieces = [piece for text in _contents(left, False) for piece in _split_by(predicate, text, limit, context)]
        else:
            pieces = _split_at(to_string(separator), left, limit, options)
        return array_of(pieces, "System.String")
    return apply


def _wrong_split_options(name: str) -> Terminating:
    name_of_exception = "System.Management.Automation.ParseException"
    return runtime_error(name, message("ParserStrings", name), "ParserError", exception=name_of_exception)


def _split_at(separator: str, left: Any, limit: int, options: int) -> list[str]:
    if (options & _SIMPLE_MATCH and options & ~(_SIMPLE_MATCH | _SPLIT_IGNORE_CASE)) or options & 48 == 48:
        raise _wrong_split_options("InvalidSplitOptionCombination")
    if options & _SIMPLE_MATCH:
        separator = escape_pattern(separator)
    flags = 0
    for bit, flag in _SPLIT_OPTIONS.items():
        flags |= flag if options & bit else 0
    try:
        pattern = compile_pattern(separator, flags)
        return [piece for text in _contents(left, False) for piece in pattern.split(text, max(limit, 0))]
    except RegexSyntax as error:
        raise _invalid_pattern(error) from None
    except RegexTimeout as error:
        raise _timed_out(error) from None


def _split_by(predicate: Any, text: str, limit: int, context: Any) -> list[str]:
    """A block says of each character (`$_`, with the text and the index as arguments) whether it separates."""
    if limit == 1:
        return [text]
    pieces: list[str] = []
    start = 0
    for at, char in enumerate(text):
        if not to_bool(predicate.invoke_value(context, [text, at], dollar_under=char)):
            continue
        pieces.append(text[start:at])
        start = at + 1
        if limit > 0 and len(pieces) >= limit - 1:
            break
    pieces.append(text[start:])
    return pieces


# ---- -join, -f -------------------------------------------------------------------------------------------------------

def join(left: Any, right: Any) -> str:
    """`-join`."""
    separator = right if right.__class__ is str else to_string(right)
    items = enumerate_value(left)
    if items is None:
        return to_string(left)
    return join_texts(items, separator, EN_US)


def unary_join(value: Any) -> str:
    """`-join $x`."""
    return join(value, "")


def format_operator(left: Any, right: Any) -> str:
    """`-f`: a list gives the arguments, anything else is the only one."""
    pattern = left if left.__class__ is str else to_string(left)
    right = plain(right)
    if right.__class__ is list:
        args = right
    elif isinstance(right, TypedArray) and not right.element_type.is_value_type:
        args = list(right)
    else:
        args = [right]
    try:
        return compile_format(pattern)(args)
    except NetError as error:
        if error.exception.type_name != "System.FormatException":
            raise net_failure(error.exception.type_name, error.exception.message) from None
        raise language_error("FormatError", error, target=pattern) from None


__all__ = [
    "format_operator", "join", "like", "like_matcher", "match", "match_table", "replace", "split",
    "unary_join", "unary_split",
]
