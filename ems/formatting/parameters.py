"""What is given to -Property and -GroupBy of Format-*: names, script blocks, and hashtables with (abbreviated) keys.

The keys, their types and the errors are those of MshParameter and BaseFormattingCommandParameters in the product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from ems.formatting.access import dictionary_entries, full_type_name, is_script_block, unwrap
from ems.formatting.expressions import Expression
from ems.formatting.records import CENTER, LEFT, RIGHT
from ems.runtime.errors import ErrorRecord, NetException, Terminating

_STRING: Final = "System.String"
_SCRIPT: Final = "System.Management.Automation.ScriptBlock"
_INT: Final = "System.Int32"
_ALIGNMENTS: Final = (("left", LEFT), ("center", CENTER), ("right", RIGHT))


class Key(NamedTuple):
    """A key that a hashtable may have: its name, other names for it, and the types its value may have (none: any)."""

    name: str
    others: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def matches(self, word: str) -> bool:
        word = word.lower()
        return any(name.lower().startswith(word) for name in (self.name, *self.others))


_EXPRESSION: Final = Key("expression", (), (_STRING, _SCRIPT))
_FORMAT: Final = Key("formatString", (), (_STRING,))
_WIDTH: Final = Key("width", (), (_INT,))
_ALIGNMENT: Final = Key("alignment", (), (_STRING,))
_LABEL: Final = Key("label", ("name",), (_STRING,))
_DEPTH: Final = Key("depth", (), (_INT,))

TABLE_KEYS: Final = (_EXPRESSION, _FORMAT, _WIDTH, _ALIGNMENT, _LABEL)
LIST_KEYS: Final = (_EXPRESSION, _FORMAT, _LABEL)
GROUP_KEYS: Final = LIST_KEYS
WIDE_KEYS: Final = (_EXPRESSION, _FORMAT)
CUSTOM_KEYS: Final = (_EXPRESSION, _DEPTH)


class PropertyParameter:
    """One element of -Property, checked."""

    __slots__ = ("alignment", "depth", "expression", "format", "label", "width")

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.label: str | None = None
        self.format: str | None = None
        self.width: int | None = None
        self.alignment: int | None = None
        self.depth: int | None = None


class FormatParameters:
    """The command line of a Format-* cmdlet. None stands for "not given" where a view may have its own opinion."""

    def __init__(self) -> None:
        self.properties: list[PropertyParameter] = []
        self.group_by: PropertyParameter | None = None
        self.view: str | None = None
        self.auto_size: bool | None = None
        self.hide_headers: bool | None = None
        self.wrap: bool | None = None
        self.columns: int | None = None
        self.depth = 5
        self.show_error = False
        self.display_error = False
        self.force = False
        self.expand: str | None = None


def failure(
    error_id: str, message: str, exception: str = "System.NotSupportedException", text: str = ""
) -> Terminating:
    """A terminating error with its message in the details, as the formatting cmdlets throw them."""
    record = ErrorRecord(
        NetException(exception, text or "Specified method is not supported."), error_id, "InvalidArgument"
    )
    record.details = message
    return Terminating(record)


def _fail(error_id: str, name: str, *values: Any) -> Terminating:
    from ems.runtime.messages import message

    return failure(error_id, message("FormatAndOut_MshParameter", name, *values))


def process_properties(given: Iterable[Any], keys: Sequence[Key], session: Any) -> list[PropertyParameter]:
    """The checked form of what was given to -Property."""
    found: list[PropertyParameter] = []
    from_hashtable = False
    for one in given:
        value = unwrap(one)
        entries = dictionary_entries(value)
        if entries is not None:
            from_hashtable = True
            found.append(_from_entries(entries, keys, session))
        elif isinstance(value, str) or is_script_block(value):
            found.append(_from_entries([("expression", value)], keys, session, from_hashtable))
        elif value is None:
            raise _fail("DictionaryKeyUnknownType", "NullParameterTypeError", _type_list(_EXPRESSION.types))
        else:
            raise _fail(
                "DictionaryKeyUnknownType",
                "UnknownParameterTypeError",
                full_type_name(value),
                _type_list(_EXPRESSION.types),
            )
    return found


def _from_entries(
    entries: Iterable[tuple[Any, Any]], keys: Sequence[Key], session: Any, hashtable: bool = True
) -> PropertyParameter:
    values: dict[str, Any] = {}
    for word, raw in entries:
        if word is None:
            raise _fail("DictionaryKeyNull", "DictionaryKeyNullError")
        if not isinstance(word, str):
            raise _fail(
                "DictionaryKeyNonString", "DictionaryKeyNonStringError", full_type_name(word).rpartition(".")[2]
            )
        key = _find_key(word, keys)
        if key.name in values:
            raise _fail("DictionaryKeyDuplicate", "DuplicateKeyError", word, key.name)
        values[key.name] = _typed(word, unwrap(raw), key)
    return _checked(values, session, hashtable)


def _find_key(word: str, keys: Sequence[Key]) -> Key:
    found: Key | None = None
    for key in keys:
        if key.matches(word):
            if found is not None:
                raise _fail("DictionaryKeyAmbiguous", "AmbiguousKeyError", word, found.name, key.name)
            found = key
    if found is None:
        raise _fail("DictionaryKeyIllegal", "IllegalKeyError", word)
    return found


def _typed(word: str, value: Any, key: Key) -> Any:
    if not key.types:
        return value
    if value is None:
        raise _fail("DictionaryKeyMissingValue", "MissingKeyValueError", word)
    actual = full_type_name(value)
    if actual in key.types:
        return value
    if len(key.types) > 1:
        raise _fail("DictionaryKeyIllegalValue1", "IllegalTypeMultiError", word, actual, _type_list(key.types))
    raise _fail("DictionaryKeyIllegalValue2", "IllegalTypeSingleError", word, actual, key.types[0])


def _checked(values: dict[str, Any], session: Any, hashtable: bool) -> PropertyParameter:
    source = values.get("expression")
    if source is None:
        raise _fail("DictionaryKeyMandatoryEntry", "MissingKeyMandatoryEntryError", "expression")
    if source == "":
        if hashtable:
            raise _fail("ExpressionEmptyString1", "MshExEmptyStringHashError", "expression")
        raise _fail("ExpressionEmptyString2", "MshExEmptyStringError")
    parameter = PropertyParameter(Expression(source, session))
    for name, value in values.items():
        check = _CHECKS.get(name)
        if check is not None:
            check(parameter, value)
    return parameter


def _set_label(parameter: PropertyParameter, value: str) -> None:
    parameter.label = value


def _set_depth(parameter: PropertyParameter, value: int) -> None:
    parameter.depth = value


def _set_format(parameter: PropertyParameter, value: str) -> None:
    if not value:
        raise _fail("FormatStringEmpty", "EmptyFormatStringValueError", "formatString")
    parameter.format = value


def _set_width(parameter: PropertyParameter, value: int) -> None:
    if value <= 0:
        raise _fail("WidthOutOfRange", "OutOfRangeWidthValueError", str(value), "width")
    parameter.width = value


def _set_alignment(parameter: PropertyParameter, value: str) -> None:
    for name, alignment in _ALIGNMENTS:
        if value and name.startswith(value.lower()):
            parameter.alignment = alignment
            return
    raise _fail("AlignmentIllegalValue", "IllegalAlignmentValueError", value, "alignment", "{left, center, right}")


_CHECKS: Final[dict[str, Callable[[PropertyParameter, Any], None]]] = {
    "label": _set_label,
    "formatString": _set_format,
    "width": _set_width,
    "alignment": _set_alignment,
    "depth": _set_depth,
}


def _type_list(types: Sequence[str]) -> str:
    return "{" + ", ".join(types) + "}"
