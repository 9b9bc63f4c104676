"""Arrays from arrays, from other collections, and from single values."""
from __future__ import annotations

from typing import Any

from ems.runtime.convert.failure import failed
from ems.runtime.errors import NetError, NetException, Terminating
from ems.runtime.types import TypeInfo, array_of, type_named
from ems.runtime.values import Char


def _element_type(target: TypeInfo) -> TypeInfo:
    return target.element_type if target.element_type is not None else type_named("System.Object")


def related(value: list[Any], target: TypeInfo) -> Any:
    """The elements need no conversion: a copy."""
    return array_of(value, _element_type(target))


def unrelated(value: list[Any], target: TypeInfo) -> Any:
    """Each element is converted; the first that cannot be fails as it would alone."""
    from ems.runtime.convert import convert
    element_type = _element_type(target)
    return array_of([convert(each, element_type) for each in value], element_type)


def from_enumerable(value: Any, target: TypeInfo) -> Any:
    from ems.runtime.convert import convert
    from ems.runtime.convert.enumeration import enumerate_value
    element_type = _element_type(target)
    try:
        return array_of([convert(each, element_type) for each in enumerate_value(value) or ()], element_type)
    except (Terminating, NetError) as error:
        raise failed("InvalidCastExceptionEnumerableToArray", value, target, _cause(error)) from None


def from_scalar(value: Any, target: TypeInfo) -> Any:
    from ems.runtime.convert import convert
    element_type = _element_type(target)
    try:
        return array_of([convert(value, element_type)], element_type)
    except (Terminating, NetError) as error:
        raise failed("InvalidCastExceptionScalarToArray", value, target, _cause(error)) from None


def _cause(error: Exception) -> NetException:
    cast = getattr(error, "cast", None)
    if isinstance(cast, NetException):
        return cast
    if isinstance(error, Terminating):
        return error.record.exception
    assert isinstance(error, NetError)
    return error.exception


def text_to_characters(value: str, _target: TypeInfo) -> Any:
    return array_of([Char(each) for each in value], "System.Char")
