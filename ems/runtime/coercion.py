"""How an argument becomes a value of a parameter's type, and what is checked then (ParameterBinderBase.cs).

Functions convert by the `[type]` written before the parameter, which is an attribute; cmdlets by the type of the
parameter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ems.language.tree import ConstantExpressionAst
from ems.runtime.bindingerrors import TRANSFORMATION, VALIDATION, binding_error
from ems.runtime.convert import to_string
from ems.runtime.convert.comparison import is_number
from ems.runtime.errors import Terminating
from ems.runtime.metadata import BoundParameter
from ems.runtime.values import NOTHING, PSObject, SwitchParameter

if TYPE_CHECKING:
    from ems.language.tree import Ast
    from ems.runtime.context import Context

OBJECT: Final = frozenset({"System.Object", "System.Management.Automation.PSObject"})
SWITCH: Final = "System.Management.Automation.SwitchParameter"


def element_type(target: Any) -> Any:
    """The element type of a collection type that arguments are gathered into; None for every other type."""
    if target.element_type is not None:
        return target.element_type
    if target.generic_arguments and target.full_name.partition("[")[0] in (
        "System.Collections.Generic.List`1",
        "System.Collections.Generic.IList`1",
        "System.Collections.Generic.ICollection`1",
        "System.Collections.ObjectModel.Collection`1",
        "System.Collections.Generic.IEnumerable`1",
    ):
        return target.generic_arguments[0]
    return None


def bind_value(parameter: BoundParameter, value: Any, place: Ast | None, context: Context, *, of_function: bool) -> Any:
    """An argument converted and checked."""
    if type(place) is ConstantExpressionAst and context.block is not None:
        if not of_function or parameter.net_type.full_name not in OBJECT:
            value = as_written(value, context.block.source.text[place.start : place.end])
    if of_function:
        strings = type(value) is list and parameter.net_type.full_name == "System.String[]"
        if strings and any(each is None for each in value):
            refuse_nulls(parameter, place)
        value = transform(parameter, value, place)
    else:
        value = coerce(parameter, value, place)
    check(parameter, value, place, context)
    return value


def as_written(value: Any, text: str) -> Any:
    """A number that is not written as it prints keeps the text it was written with: `Show 007`, `Write-Host 1.50`."""
    if not is_number(value) or to_string(value) == text:
        return value
    return PSObject(value, token_text=text)


def transform(parameter: BoundParameter, value: Any, place: Ast | None) -> Any:
    """What the `[type]` of a function's parameter makes of an argument."""
    convert = parameter.spec.transform
    if convert is None:
        return None if value is NOTHING else value
    try:
        return convert(value)
    except Terminating as error:
        raise binding_error(
            "ParameterArgumentTransformationError",
            parameter.name,
            error.record.message,
            category="InvalidData",
            kind=TRANSFORMATION,
            place=place,
            inner=error.record.exception,
        ) from None


def check(parameter: BoundParameter, value: Any, place: Ast | None, context: Context) -> None:
    """Runs the validation attributes, and refuses nothing for a mandatory parameter."""
    for validator in parameter.validators:
        try:
            wrong = validator.check(value, context)
        except Terminating as error:
            wrong = error.record.message
        if wrong is not None:
            raise binding_error(
                "ParameterArgumentValidationError",
                parameter.name,
                wrong,
                category="InvalidData",
                kind=VALIDATION,
                place=place,
            )
    if any(each.mandatory for _, each in parameter.sets):
        refuse_empty(parameter, value, place)


def refuse_nulls(parameter: BoundParameter, place: Ast | None) -> None:
    """A mandatory parameter refuses nulls for what they are, before they become empty strings or numbers."""
    if not parameter.allows_null and any(each.mandatory for _, each in parameter.sets):
        raise _empty("NullNotAllowed", parameter, place)


def refuse_empty(parameter: BoundParameter, value: Any, place: Ast | None) -> None:
    """A mandatory parameter takes neither null nor an empty string or collection, unless an attribute allows it."""
    if value is None or value is NOTHING:
        if not parameter.allows_null and parameter.net_type.full_name not in NULLABLE:
            raise _empty("NullNotAllowed", parameter, place)
        return
    target = parameter.net_type
    if target.full_name == "System.String":
        if value == "" and not parameter.allows_empty:
            raise _empty("EmptyStringNotAllowed", parameter, place)
        return
    if (
        isinstance(value, str)
        or not isinstance(value, list)
        or target.full_name in ("System.Object", "System.Management.Automation.PSObject")
    ):
        return
    if not value and not parameter.allows_empty_collection:
        raise _empty("EmptyArrayNotAllowed" if target.is_array else "EmptyCollectionNotAllowed", parameter, place)
    inner = element_type(target)
    if inner is not None and inner.is_value_type:
        return
    for each in value:
        if each is None and not parameter.allows_null:
            raise _empty("NullNotAllowed", parameter, place)
        if (
            each == ""
            and isinstance(each, str)
            and inner is not None
            and inner.full_name == "System.String"
            and not parameter.allows_empty
        ):
            raise _empty("EmptyStringNotAllowed", parameter, place)


NULLABLE: Final = frozenset({"System.Nullable`1[[System.Boolean, mscorlib]]"})


def _empty(what: str, parameter: BoundParameter, place: Ast | None) -> Terminating:
    return binding_error(
        "ParameterArgumentValidationError" + what, parameter.name, category="InvalidData", kind=VALIDATION, place=place
    )


def coerce(parameter: BoundParameter, value: Any, place: Ast | None) -> Any:
    """An argument of a cmdlet as a value of the parameter's type (CoerceTypeAsNeeded)."""
    convert = parameter.spec.transform
    if convert is not None:
        value = convert(value)
    target = parameter.net_type
    name = target.full_name
    if name in OBJECT:
        return None if value is NOTHING else value
    if name == "System.String" and type(value) is str:
        return value
    if value is None or value is NOTHING:
        if name == "System.Boolean":
            raise binding_error("ParameterArgumentValidationErrorNullNotAllowed", parameter.name, place=place)
        if name == SWITCH:
            return SwitchParameter(True)
        if target.is_value_type and not target.is_nullable:
            refuse_nulls(parameter, place)
            return convert_argument(parameter, None, target, place)
        return None
    if name in ("System.Boolean", SWITCH):
        return to_truth(parameter, value, name == SWITCH, place)
    from ems.runtime.types import is_instance

    if is_instance(value, target):
        bare = type(value) is PSObject and (target.is_value_type or name == "System.String")
        return value.base if bare else value
    inner = element_type(target)
    if inner is not None:
        base = value.base if type(value) is PSObject else value
        items = base if isinstance(base, list) else _list_of(base)
        if items is None:
            items = [value]
        return convert_argument(
            parameter, [convert_element(parameter, each, inner, place) for each in items], target, place
        )
    if (
        isinstance(value, list)
        and not target.is_enum
        and not name.startswith("System.Management.Automation.PSListModifier")
        and not takes_lists(target)
    ):
        from ems.runtime.convert import to_string
        from ems.runtime.types import type_of

        del to_string
        raise binding_error(
            "CannotConvertArgument",
            parameter.name,
            type_of(value).full_name,
            "Specified method is not supported.",
            type_name=name,
            place=place,
        )
    return convert_argument(parameter, value, target, place)


def takes_lists(target: Any) -> bool:
    """Whether a type that is no collection to the binder is made from one all the same (Exchange's MultiValuedProperty,
    IList, Array).
    """
    return str(target.full_name).startswith(
        ("System.Collections.", "System.Array", "Microsoft.Exchange.Data.MultiValuedProperty")
    )


def _list_of(value: Any) -> list[Any] | None:
    """The elements of an IList; other collections are one argument."""
    if isinstance(value, (str, int, float)):
        return None
    if getattr(value, "type_name", "").startswith(
        ("System.Collections.ArrayList", "System.Collections.Generic.List", "System.Collections.ObjectModel")
    ):
        from ems.runtime.convert import enumerate_value

        items = enumerate_value(value)
        return None if items is None else list(items)
    return None


def convert_element(parameter: BoundParameter, value: Any, target: Any, place: Ast | None) -> Any:
    """One element of a collection."""
    if target.full_name in OBJECT or (target.full_name == "System.String" and type(value) is str):
        return value
    if value is None and not target.is_value_type:
        return None
    return convert_argument(parameter, value, target, place)


def convert_argument(parameter: BoundParameter, value: Any, target: Any, place: Ast | None) -> Any:
    """The conversion itself, with the binder's error around its own."""
    from ems.runtime.convert import convert

    try:
        return convert(value, target)
    except Terminating as error:
        raise binding_error(
            "CannotConvertArgumentNoMessage",
            parameter.name,
            error.record.message,
            type_name=target.full_name,
            place=place,
            inner=error.record.exception,
        ) from None


def to_truth(parameter: BoundParameter, value: Any, is_switch: bool, place: Ast | None) -> Any:
    """[bool] and [switch] parameters take truth values and numbers."""
    base = value.base if type(value) is PSObject else value
    if isinstance(base, SwitchParameter):
        base = base.is_present
    from decimal import Decimal

    if isinstance(base, (bool, int, float, Decimal)):
        return SwitchParameter(bool(base)) if is_switch else bool(base)
    from ems.runtime.types import type_of

    raise binding_error(
        "CannotConvertArgument",
        parameter.name,
        type_of(base).full_name,
        "",
        type_name=parameter.net_type.full_name,
        place=place,
    )
