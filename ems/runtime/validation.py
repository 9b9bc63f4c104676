"""Validation and transformation attributes: what may be bound to a parameter or stored in a typed variable.

Rules and texts of Attributes.cs and of the resource Metadata.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.errors import ErrorRecord, NetException, Terminating
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


def argument_converter(target: TypeInfo) -> Callable[[Any], Any]:
    """What `[type]` before a parameter or variable does to a value (ArgumentTypeConverterAttribute)."""
    name = target.full_name
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


def truth_converter(target: TypeInfo) -> Callable[[Any], Any]:
    """[bool] and [switch] take truth values and numbers only, where a script gives an argument."""
    is_switch = target.full_name.endswith("SwitchParameter")

    def to_truth(value: Any) -> Any:
        inner = value.base if type(value) is PSObject else value
        if isinstance(inner, SwitchParameter):
            inner = inner.is_present
        if inner is None or inner is NOTHING:
            raise transformation_error(f'Cannot convert value "" to type "{target.full_name}". Boolean parameters accept only Boolean values and numbers, '
                                       "such as $True, $False, 1 or 0.")
        from decimal import Decimal

        if not isinstance(inner, (bool, int, float, Decimal)):
            from ems.runtime.types import type_of

            raise transformation_error(
                f'Cannot convert value "{type_of(inner).full_name}" to type "{target.full_name}". Boolean parameters accept only Boolean values and '
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


class PerElement(Attribute):
    """A validation of each element of a collection."""

    __slots__ = ()
    validates = True

    def check(self, value: Any, context: Context | None) -> str | None:
        if value is None or value is NOTHING:
            return "The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again."
        for element in _elements(value):
            wrong = self.check_element(element, context)
            if wrong is not None:
                return wrong
        return None

    def check_element(self, element: Any, context: Context | None) -> str | None:
        return None


class ValidateRange(PerElement):
    __slots__ = ("kind", "lowest", "highest")
    type_name = "System.Management.Automation.ValidateRangeAttribute"

    def __init__(self, lowest: Any, highest: Any) -> None:
        self.lowest = lowest
        self.highest = highest
        self.kind = None

    def check_element(self, element: Any, context: Context | None) -> str | None:
        from ems.runtime.convert import compare, try_convert
        from ems.runtime.types import type_of

        fits, number = try_convert(element, type_of(self.lowest))
        if not fits or isinstance(element, str) != isinstance(self.lowest, str):
            return (f'The argument "{_text(element)}" cannot be validated because its type "{type_of(element).full_name}" is not the same type '
                    f"({type_of(self.lowest).full_name}) as the maximum and minimum limits of the parameter. Make sure the argument is of type "
                    f"{type_of(self.lowest).full_name} and then try the command again.") if element is not None else "The argument is null."
        if compare(number, self.lowest) < 0:
            return (f"The {_text(element)} argument is less than the minimum allowed range of {_text(self.lowest)}. Supply an argument that is greater "
                    f"than or equal to {_text(self.lowest)} and then try the command again.")
        if compare(number, self.highest) > 0:
            return (f"The {_text(element)} argument is greater than the maximum allowed range of {_text(self.highest)}. Supply an argument that is less "
                    f"than or equal to {_text(self.highest)} and then try the command again.")
        return None


class ValidateSet(PerElement):
    __slots__ = ("ignore_case", "values")
    type_name = "System.Management.Automation.ValidateSetAttribute"

    def __init__(self, values: Sequence[Any], ignore_case: bool = True) -> None:
        self.values = [_text(each) if type(each) is not str else each for each in values]
        self.ignore_case = ignore_case

    def check_element(self, element: Any, context: Context | None) -> str | None:
        text = "" if element is None else element if type(element) is str else _text(element)
        if self.ignore_case:
            folded = text.lower()
            if any(folded == each.lower() for each in self.values):
                return None
        elif text in self.values:
            return None
        return (f'The argument "{text}" does not belong to the set "{",".join(self.values)}" specified by the ValidateSet attribute. Supply an '
                "argument that is in the set and then try the command again.")


class ValidatePattern(PerElement):
    __slots__ = ("ignore_case", "pattern")
    type_name = "System.Management.Automation.ValidatePatternAttribute"

    def __init__(self, pattern: str, ignore_case: bool = True) -> None:
        self.pattern = pattern
        self.ignore_case = ignore_case

    def check_element(self, element: Any, context: Context | None) -> str | None:
        from ems.runtime.operators import BINARY

        if element is None:
            return 'The argument is null. Provide a valid value for the argument, and then try running the command again.'
        text = _text(element)
        kind = "Imatch" if self.ignore_case else "Cmatch"
        if BINARY[kind](text, self.pattern, None):
            return None
        return (f'The argument "{text}" does not match the "{self.pattern}" pattern. Supply an argument that matches "{self.pattern}" and try the '
                "command again.")


class ValidateLength(PerElement):
    __slots__ = ("highest", "lowest")
    type_name = "System.Management.Automation.ValidateLengthAttribute"

    def __init__(self, lowest: int, highest: int) -> None:
        self.lowest = lowest
        self.highest = highest

    def check_element(self, element: Any, context: Context | None) -> str | None:
        if not isinstance(element, str):
            return ("The argument cannot be validated because it is not a string. Specify a string argument and then try the command again.")
        size = len(element)
        if size < self.lowest:
            return (f"The character length ({size}) of the argument is too short. Specify an argument with a length that is greater than or equal to "
                    f'"{self.lowest}", and then try the command again.')
        if size > self.highest:
            return (f"The character length of the {size} argument is too long. Shorten the character length of the argument so it is fewer than or "
                    f'equal to "{self.highest}" characters, and then try the command again.')
        return None


class ValidateCount(Attribute):
    __slots__ = ("highest", "lowest")
    validates = True
    type_name = "System.Management.Automation.ValidateCountAttribute"

    def __init__(self, lowest: int, highest: int) -> None:
        self.lowest = lowest
        self.highest = highest

    def check(self, value: Any, context: Context | None) -> str | None:
        from ems.runtime.convert import enumerate_value

        if value is None:
            size = 0
        else:
            items = value if isinstance(value, list) else enumerate_value(value)
            if items is None:
                return "The parameter must be an array."
            size = len(list(items))
        if self.lowest <= size <= self.highest:
            return None
        if self.lowest == self.highest:
            return (f"The parameter requires exactly {self.lowest} value(s) - {size} value(s) were provided." if False else
                    f"The parameter requires at least {self.lowest} value(s) and no more than {self.highest} value(s) - {size} value(s) were provided.")
        return f"The parameter requires at least {self.lowest} value(s) and no more than {self.highest} value(s) - {size} value(s) were provided."


class ValidateScript(PerElement):
    __slots__ = ("block",)
    type_name = "System.Management.Automation.ValidateScriptAttribute"

    def __init__(self, block: Any) -> None:
        self.block = block

    def check_element(self, element: Any, context: Context | None) -> str | None:
        from ems.runtime.convert import to_bool

        if element is None:
            return "The argument is null. Provide a valid value for the argument, and then try running the command again."
        if context is not None and to_bool(self.block.invoke_value(context, [], dollar_under=element, propagate=True)):
            return None
        return (f'The "{self.block.text}" validation script for the argument with value "{_text(element)}" did not return a result of True. Determine '
                "why the validation script failed, and then try the command again.")


class ValidateNotNull(Attribute):
    __slots__ = ()
    validates = True
    type_name = "System.Management.Automation.ValidateNotNullAttribute"
    empty_counts = False

    def check(self, value: Any, context: Context | None) -> str | None:
        from ems.runtime.convert import enumerate_value

        if value is None or value is NOTHING:
            return ("The argument is null or empty. Provide an argument that is not null or empty, and then try the command again."
                    if self.empty_counts else "The argument is null. Provide a valid value for the argument, and then try running the command again.")
        if isinstance(value, str):
            if self.empty_counts and not value:
                return "The argument is null or empty. Provide an argument that is not null or empty, and then try the command again."
            return None
        items = value if isinstance(value, list) else enumerate_value(value)
        if items is None:
            return None
        empty = True
        for element in items:
            empty = False
            if element is None or (self.empty_counts and element == "" and isinstance(element, str)):
                return ("The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not "
                        "contain any null values and then try the command again.")
        if empty and self.empty_counts:
            return ("The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not "
                    "contain any null values and then try the command again.")
        return None


class ValidateNotNullOrEmpty(ValidateNotNull):
    __slots__ = ()
    type_name = "System.Management.Automation.ValidateNotNullOrEmptyAttribute"
    empty_counts = True


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
    "validatepattern": lambda given, named: ValidatePattern(_text(given[0]), _text(named.get("options", "IgnoreCase")).lower() != "none"),
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
