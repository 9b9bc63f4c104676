"""Validation and transformation attributes: what may be bound to a parameter or stored in a typed variable.

Rules and texts of Attributes.cs and of the resource Metadata.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.values import NOTHING, NetObject, PSObject, SwitchParameter

if TYPE_CHECKING:
    from ems.runtime.context import Context
    from ems.runtime.types import TypeInfo

TRANSFORMATION: Final = "System.Management.Automation.ArgumentTransformationMetadataException"


def _text(value: Any) -> str:
    from ems.runtime.convert import to_string

    return to_string(value)


def _elements(value: Any) -> Iterable[Any]:
    """The elements of a collection; anything else is its own only element."""
    if type(value) is list:
        return value
    from ems.runtime.convert import enumerate_value

    items = enumerate_value(value)
    return (value,) if items is None else items


def transformation_error(message: str, inner: NetException | None = None) -> Terminating:
    """An argument that does not become what is wanted."""
    return Terminating(ErrorRecord(NetException(TRANSFORMATION, message, inner), "RuntimeException", "MetadataError"))


def argument_converter(target: TypeInfo, of_cmdlet: bool = False) -> Callable[[Any], Any]:
    """What `[type]` before a parameter or variable does to a value (ArgumentTypeConverterAttribute).

    An advanced function (`of_cmdlet`) takes no array for a string.
    """
    name = target.full_name
    if of_cmdlet and name == "System.String":
        return single_string
    maker = CONVERTERS.get(name)
    if maker is not None:
        return maker(target)
    return general_converter(target)


def general_converter(target: TypeInfo) -> Callable[[Any], Any]:
    from ems.runtime.convert import convert

    exact = target.python

    def to_type(value: Any) -> Any:
        if exact is not None and type(value) is exact:
            return value
        if value is NOTHING:
            value = None
        try:
            return convert(value, target)
        except Terminating as error:
            raise transformation_error(error.record.message, error.record.exception) from None

    return to_type


def int_converter(target: TypeInfo) -> Callable[[Any], Any]:
    general = general_converter(target)
    return lambda value: value if type(value) is int else general(value)


def string_converter(target: TypeInfo) -> Callable[[Any], Any]:
    def to_text(value: Any) -> Any:
        if type(value) is str:
            return value
        if value is None or value is NOTHING:
            return ""
        if type(value) is list or isinstance(value, list):
            return _text(value)
        return _text(value)

    return to_text


def single_string(value: Any) -> Any:
    """[string] in an advanced function."""
    if type(value) is str:
        return value
    if isinstance(value.base if type(value) is PSObject else value, list):
        raise transformation_error("Cannot convert value to type System.String.")
    return "" if value is None or value is NOTHING else _text(value)


def truth_converter(target: TypeInfo) -> Callable[[Any], Any]:
    """[bool] and [switch] take truth values and numbers only, where a script gives an argument."""
    is_switch = target.full_name.endswith("SwitchParameter")
    general = general_converter(target)

    def to_truth(value: Any) -> Any:
        inner = value.base if type(value) is PSObject else value
        if isinstance(inner, SwitchParameter):
            inner = inner.is_present
        if is_switch and (inner is None or inner is NOTHING):
            return SwitchParameter(False)
        if inner is None or inner is NOTHING:
            raise transformation_error(
                f'Cannot convert value "" to type "{target.full_name}". Boolean parameters accept only Boolean '
                "values and numbers, "
                "such as $True, $False, 1 or 0."
            )
        from decimal import Decimal

        if is_switch and not isinstance(inner, bool) and isinstance(inner, (int, float, Decimal)):
            return general(inner)
        if not isinstance(inner, (bool, int, float, Decimal)):
            from ems.runtime.types import type_of

            raise transformation_error(
                f'Cannot convert value "{type_of(inner).full_name}" to type "{target.full_name}". Boolean parameters '
                "accept only Boolean values and "
                "numbers, such as $True, $False, 1 or 0."
            )
        return SwitchParameter(bool(inner)) if is_switch else bool(inner)

    return to_truth


def reference_converter(target: TypeInfo) -> Callable[[Any], Any]:
    """[ref]: only a reference is one."""

    def to_reference(value: Any) -> Any:
        if getattr(value, "type_name", "") != "System.Management.Automation.PSReference":
            raise transformation_error("Reference type is expected in argument.")
        return value

    return to_reference


def any_converter(target: TypeInfo) -> Callable[[Any], Any]:
    return lambda value: None if value is NOTHING else value


CONVERTERS: Final[Mapping[str, Callable[[Any], Callable[[Any], Any]]]] = {
    "System.Int32": int_converter,
    "System.String": string_converter,
    "System.Boolean": truth_converter,
    "System.Management.Automation.SwitchParameter": truth_converter,
    "System.Management.Automation.PSReference": reference_converter,
    "System.Object": any_converter,
    "System.Management.Automation.PSObject": any_converter,
}


class Attribute(NetObject):
    """Base of the attributes the runtime looks at."""

    __slots__ = ()
    validates = False
    type_name = "System.Attribute"

    def check(self, value: Any, context: Context | None) -> str | None:
        """What is wrong with a value, None where nothing is."""
        return None


def text(name: str, *details: Any) -> str:
    """A sentence of the resource Metadata."""
    return message("Metadata", name, *details)


class PerElement(Attribute):
    """A validation of each element of a collection (ValidateEnumeratedArgumentsAttribute)."""

    __slots__ = ()
    validates = True

    def check(self, value: Any, context: Context | None) -> str | None:
        if value is None or value is NOTHING:
            return text("ValidateNotNullOrEmptyCollectionFailure")
        for element in _elements(value):
            wrong = self.check_element(element, context)
            if wrong is not None:
                return wrong
        return None

    def check_element(self, element: Any, context: Context | None) -> str | None:
        return None


def refused_attribute(error_id: str, name: str) -> Terminating:
    """An attribute whose own arguments make no sense."""
    exception = NetException("System.Management.Automation.ValidationMetadataException", text(name))
    return Terminating(ErrorRecord(exception, error_id, "MetadataError"))


class ValidateRange(PerElement):
    __slots__ = ("highest", "lowest")
    type_name = "System.Management.Automation.ValidateRangeAttribute"

    def __init__(self, lowest: Any, highest: Any) -> None:
        from ems.runtime.convert import compare, convert
        from ems.runtime.types import type_of

        if type(lowest) is not type(highest):
            try:
                highest = convert(highest, type_of(lowest))
            except Terminating:
                exception = NetException(
                    "System.Management.Automation.ValidationMetadataException",
                    text("ValidateRangeMinRangeMaxRangeType", type_of(lowest).name, type_of(highest).name),
                )
                raise Terminating(ErrorRecord(exception, "MinRangeNotTheSameTypeOfMaxRange", "MetadataError")) from None
        if compare(lowest, highest) > 0:
            raise refused_attribute("MaxRangeSmallerThanMinRange", "ValidateRangeMaxRangeSmallerThanMinRange")
        self.lowest = lowest
        self.highest = highest

    def check_element(self, element: Any, context: Context | None) -> str | None:
        from ems.runtime.convert import compare, try_convert
        from ems.runtime.types import type_of

        base = element.base if type(element) is PSObject else element
        target = type_of(self.lowest)
        number = base
        if type_of(base) is not target:
            fits, number = try_convert(base, target)
            if not fits or base is None:
                return text("ValidateRangeElementType", "" if base is None else type_of(base).name, target.name)
        if compare(self.lowest, number) > 0:
            return text("ValidateRangeSmallerThanMinRangeFailure", _text(element), _text(self.lowest))
        if compare(self.highest, number) < 0:
            return text("ValidateRangeGreaterThanMaxRangeFailure", _text(element), _text(self.highest))
        return None


class ValidateSet(PerElement):
    __slots__ = ("ignore_case", "values")
    type_name = "System.Management.Automation.ValidateSetAttribute"

    def __init__(self, values: Sequence[Any], ignore_case: bool = True) -> None:
        self.values = [_text(each) for each in values]
        self.ignore_case = ignore_case

    def check_element(self, element: Any, context: Context | None) -> str | None:
        if element is None:
            return text("ValidateNotNullFailure")
        value = element if type(element) is str else _text(element)
        if self.ignore_case:
            folded = value.lower()
            if any(folded == each.lower() for each in self.values):
                return None
        elif value in self.values:
            return None
        return text("ValidateSetFailure", value, ",".join(self.values))


class ValidatePattern(PerElement):
    __slots__ = ("ignore_case", "pattern")
    type_name = "System.Management.Automation.ValidatePatternAttribute"

    def __init__(self, pattern: str, ignore_case: bool = True) -> None:
        self.pattern = pattern
        self.ignore_case = ignore_case

    def check_element(self, element: Any, context: Context | None) -> str | None:
        from ems.runtime.regexes import IGNORE_CASE, compile_pattern

        if element is None:
            return text("ValidateNotNullFailure")
        value = _text(element)
        if compile_pattern(self.pattern, IGNORE_CASE if self.ignore_case else 0).search(value):
            return None
        return text("ValidatePatternFailure", value, self.pattern)


class ValidateLength(PerElement):
    __slots__ = ("highest", "lowest")
    type_name = "System.Management.Automation.ValidateLengthAttribute"

    def __init__(self, lowest: int, highest: int) -> None:
        if highest < lowest:
            raise refused_attribute(
                "ValidateLengthMaxLengthSmallerThanMinLength", "ValidateLengthMaxLengthSmallerThanMinLength"
            )
        self.lowest = lowest
        self.highest = highest

    def check_element(self, element: Any, context: Context | None) -> str | None:
        if not isinstance(element, str):
            return text("ValidateLengthNotString")
        size = len(element)
        if size < self.lowest:
            return text("ValidateLengthMinLengthFailure", self.lowest, size)
        if size > self.highest:
            return text("ValidateLengthMaxLengthFailure", self.highest, size)
        return None


class ValidateCount(Attribute):
    __slots__ = ("highest", "lowest")
    validates = True
    type_name = "System.Management.Automation.ValidateCountAttribute"

    def __init__(self, lowest: int, highest: int) -> None:
        if highest < lowest:
            raise refused_attribute(
                "ValidateRangeMaxLengthSmallerThanMinLength", "ValidateCountMaxLengthSmallerThanMinLength"
            )
        self.lowest = lowest
        self.highest = highest

    def check(self, value: Any, context: Context | None) -> str | None:
        from ems.runtime.convert import enumerate_value

        if value is None or value is NOTHING:
            size = 0
        else:
            items = value if isinstance(value, list) else enumerate_value(value)
            if items is None:
                return text("ValidateCountNotInArray")
            size = len(list(items))
        if size < self.lowest:
            return text("ValidateCountMinLengthFailure", self.lowest, size)
        if size > self.highest:
            return text("ValidateCountMaxLengthFailure", self.highest, size)
        return None


class ValidateScript(PerElement):
    __slots__ = ("block",)
    type_name = "System.Management.Automation.ValidateScriptAttribute"

    def __init__(self, block: Any) -> None:
        self.block = block

    def check_element(self, element: Any, context: Context | None) -> str | None:
        from ems.runtime.convert import to_bool

        if element is None:
            return text("ValidateNotNullFailure")
        if context is not None and to_bool(self.block.invoke_value(context, [], dollar_under=element, propagate=True)):
            return None
        return text("ValidateScriptFailure", _text(element), self.block.text)


class ValidateNotNull(Attribute):
    __slots__ = ()
    validates = True
    type_name = "System.Management.Automation.ValidateNotNullAttribute"

    def check(self, value: Any, context: Context | None) -> str | None:
        if value is None or value is NOTHING:
            return text("ValidateNotNullFailure")
        if not isinstance(value, str) and any(each is None for each in _elements(value)):
            return text("ValidateNotNullCollectionFailure")
        return None


class ValidateNotNullOrEmpty(Attribute):
    __slots__ = ()
    validates = True
    type_name = "System.Management.Automation.ValidateNotNullOrEmptyAttribute"

    def check(self, value: Any, context: Context | None) -> str | None:
        from ems.runtime.convert import enumerate_value

        if value is None or value is NOTHING or (value == "" and isinstance(value, str)):
            return text("ValidateNotNullOrEmptyFailure")
        items = value if isinstance(value, list) else enumerate_value(value)
        if items is None:
            return None
        empty = True
        for each in items:
            empty = False
            if each is None:
                return text("ValidateNotNullOrEmptyCollectionFailure")
            if isinstance(each, str) and not each:
                return text("ValidateNotNullOrEmptyFailure")
        return text("ValidateNotNullOrEmptyCollectionFailure") if empty else None


class AllowNull(Attribute):
    __slots__ = ()
    type_name = "System.Management.Automation.AllowNullAttribute"


class AllowEmptyString(Attribute):
    __slots__ = ()
    type_name = "System.Management.Automation.AllowEmptyStringAttribute"


class AllowEmptyCollection(Attribute):
    __slots__ = ()
    type_name = "System.Management.Automation.AllowEmptyCollectionAttribute"


class Alias(Attribute):
    __slots__ = ("names",)
    type_name = "System.Management.Automation.AliasAttribute"

    def __init__(self, names: Sequence[Any]) -> None:
        self.names = [_text(each) for each in names]


class Completer(Attribute):
    """ArgumentCompleter."""

    __slots__ = ("block",)
    type_name = "System.Management.Automation.ArgumentCompleterAttribute"

    def __init__(self, block: Any) -> None:
        self.block = block


class DefaultValue(Attribute):
    """PSDefaultValue: what Get-Help says of the default."""

    __slots__ = ("value",)
    type_name = "System.Management.Automation.PSDefaultValueAttribute"

    def __init__(self, value: Any) -> None:
        self.value = value


class Credential(Attribute):
    """[Credential()]: a user name becomes a credential by asking for the password."""

    __slots__ = ()
    type_name = "System.Management.Automation.CredentialAttribute"

    def transform(self, value: Any) -> Any:
        """Text, or null, becomes a credential; everything else stays what it is."""
        if value is not None and not isinstance(value, str):
            return value
        from ems.runtime import credentials, current

        return credentials.ask(current.session(), value or "")


def _flatten(values: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        found.extend(_elements(value)) if isinstance(value, list) else found.append(value)
    return found


def _int(value: Any) -> int:
    from ems.runtime.convert import to_int

    return int(to_int(value))


Maker = Callable[[list[Any], dict[str, Any]], Attribute]

ATTRIBUTES: Final[Mapping[str, Maker]] = {
    "validaterange": lambda given, named: ValidateRange(given[0], given[1]),
    "validateset": lambda given, named: ValidateSet(_flatten(given), named.get("ignorecase", True) is not False),
    "validatepattern": lambda given, named: ValidatePattern(
        _text(given[0]), _text(named.get("options", "IgnoreCase")).lower() != "none"
    ),
    "validatelength": lambda given, named: ValidateLength(_int(given[0]), _int(given[1])),
    "validatecount": lambda given, named: ValidateCount(_int(given[0]), _int(given[1])),
    "validatescript": lambda given, named: ValidateScript(given[0]),
    "validatenotnull": lambda given, named: ValidateNotNull(),
    "validatenotnullorempty": lambda given, named: ValidateNotNullOrEmpty(),
    "allownull": lambda given, named: AllowNull(),
    "allowemptystring": lambda given, named: AllowEmptyString(),
    "allowemptycollection": lambda given, named: AllowEmptyCollection(),
    "alias": lambda given, named: Alias(_flatten(given)),
    "argumentcompleter": lambda given, named: Completer(given[0] if given else None),
    "psdefaultvalue": lambda given, named: DefaultValue(named.get("value")),
    "credential": lambda given, named: Credential(),
}
