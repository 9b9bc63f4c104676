"""Objects from text, from a constructor's argument, from a hashtable's keys; types the language knows by name."""
from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final

from ems.runtime import current
from ems.runtime.collection import Dictionary
from ems.runtime.convert import reflection
from ems.runtime.convert.failure import InvalidCast, failed, no_conversion
from ems.runtime.convert.text import net_text, text_of, to_string
from ems.runtime.cultures import INVARIANT
from ems.runtime.errors import NetError, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.types import TypeInfo, resolve_type
from ems.runtime.values import NOTHING, Char, PSCustomObject, SwitchParameter

Converter = Callable[[Any, TypeInfo], Any]


def _innermost(error: NetError | Terminating) -> NetException:
    """The .NET exception, without what a method call wraps around it."""
    if isinstance(error, NetError):
        return error.exception
    return error.record.exception.inner or error.record.exception


# ---- through members of the type -------------------------------------------------------------------------------------

def via_parse(run: Callable[[Any], Any], with_provider: bool) -> Converter:
    error_id = "InvalidCastParseTargetInvocation" + ("WithFormatProvider" if with_provider else "")

    def parse(value: Any, target: TypeInfo) -> Any:
        try:
            return run(value)
        except NetError as error:
            raise failed(error_id, value, target, error.exception) from None
    return parse


def via_constructor(run: Callable[[Any], Any]) -> Converter:
    def construct(value: Any, target: TypeInfo) -> Any:
        try:
            return run(value)
        except NetError as error:
            raise failed("InvalidCastConstructorException", value, target, error.exception) from None
        except Terminating as error:
            raise failed("InvalidCastConstructorException", value, target, error.record.exception) from None
    return construct


def via_cast(name: str, run: Callable[[Any], Any]) -> Converter:
    def cast(value: Any, target: TypeInfo) -> Any:
        try:
            return run(value)
        except NetError as error:
            raise failed("InvalidCastTargetInvocationException" + name, value, target, error.exception) from None
    return cast


def via_text(value: Any, target: TypeInfo) -> Any:
    """A number goes through its text."""
    from ems.runtime.convert import convert
    return convert(to_string(value), target)


def via_sequence(value: Any, target: TypeInfo) -> Any:
    """A generic collection of the converted elements; one value makes a collection of one."""
    from ems.runtime.convert import convert, try_convert
    element_type = target.generic_arguments[0]
    if not isinstance(value, list) or len(value) == 1:
        only = value[0] if isinstance(value, list) else value
        return reflection.make_from_sequence(target, [convert(only, element_type)])
    items = []
    for each in value:
        done, made = try_convert(each, element_type)
        if not done:
            raise no_conversion(value, target)
        items.append(made)
    return reflection.make_from_sequence(target, items)


# ---- properties ------------------------------------------------------------------------------------------------------

def _new(target: TypeInfo) -> Any:
    make = reflection.default_constructor(target)
    if make is not None:
        return make()
    from ems.runtime.members import default_value
    return default_value(target)


def via_properties(value: Dictionary, target: TypeInfo) -> Any:
    """`[T]@{Name = value}`: a new object whose properties are set from the keys."""
    try:
        made = _new(target)
    except NetError as error:
        raise failed("InvalidCastConstructorTargetInvocationException", value, target, error.exception) from None
    set_properties(made, value.items(), target)
    return made


def set_properties(made: Any, pairs: Any, target: TypeInfo) -> None:
    """Sets properties by name; the error is that of an object that could not be created."""
    from ems.runtime.members import find_member, set_member
    for key, each in pairs:
        name = to_string(key)
        member = find_member(made, name)
        if member is None or not member.is_property:
            text = message("ExtendedTypeSystem", "PropertyNotFound", name, target.full_name, available_properties(made))
            raise creation_error(target, NetException("System.InvalidOperationException", text))
        try:
            set_member(made, name, each)
        except Terminating as error:
            inner = error.record.exception.inner or error.record.exception
            raise creation_error(target, inner) from None


def creation_error(target: TypeInfo, cause: NetException) -> InvalidCast:
    return InvalidCast("ObjectCreationError", message(
        "ExtendedTypeSystem", "ObjectCreationError", target.display_name, cause.message), cause)


def available_properties(made: Any) -> str:
    from ems.runtime.members import properties_of
    members = [member for member in properties_of(made) if not getattr(member, "is_static", False)]
    return " , ".join(f"[{member.name} <{member.type_name_of_value(made)}>]" for member in members)


def has_properties(target: TypeInfo) -> bool:
    """Whether a custom object's properties could become those of the type: it can be made from nothing, and has some to
    set."""
    if target.is_primitive or target.is_array or target.is_enum:
        return False
    if target.is_value_type:
        return True
    if reflection.default_constructor(target) is None:
        return False
    from ems.runtime.members import has_instance_properties
    return bool(has_instance_properties(target))


def bag_to_object(value: PSCustomObject, target: TypeInfo) -> Any:
    """A custom object whose properties are those of the type."""
    from ems.runtime.members import find_member, get_member, properties_of
    made = _new(target)
    for member in properties_of(value):
        found = find_member(made, member.name)
        if found is None or not found.is_property:
            raise failed("InvalidCastConstructorException", value, target, no_conversion(value, target).cast)
    try:
        set_properties(made, [(member.name, get_member(value, member.name)) for member in properties_of(value)], target)
    except InvalidCast as error:
        raise failed("ObjectCreationError", value, target, error.cast) from None
    return made


# ---- types the language knows ----------------------------------------------------------------------------------------

def to_void(_value: Any, _target: TypeInfo) -> Any:
    return NOTHING


def dictionary_to_hashtable(value: Dictionary, _target: TypeInfo) -> Any:
    """A plain Hashtable with the same keys (compared exactly, as `new Hashtable(dictionary)` does)."""
    from ems.runtime.hashtable import EXACT, Hashtable
    return Hashtable(value.items(), EXACT, len(value))


def dictionary_to_custom(value: Dictionary, _target: TypeInfo) -> Any:
    """`[pscustomobject]$dictionary`; a key PSTypeName names the object's type."""
    pairs = [(to_string(key), each) for key, each in value.items()]
    names = [pair for pair in pairs if pair[0].lower() == "pstypename" and isinstance(pair[1], str)]
    made = PSCustomObject.of([pair for pair in pairs if pair not in names])
    if names:
        made.type_names = [names[0][1], "System.Management.Automation.PSCustomObject", "System.Object"]
    return made


def text_to_type(value: str, target: TypeInfo) -> Any:
    running = current.session()
    found = resolve_type(value, running.usings if running is not None else ())
    if found is None:
        from ems.runtime.convert.failure import type_name_of
        raise InvalidCast("InvalidCastFromStringToType", message(
            "ExtendedTypeSystem", "InvalidCastException", value, type_name_of(value), target.display_name))
    return found


def text_to_regex(value: str, target: TypeInfo) -> Any:
    from ems.runtime.members import construct
    from ems.runtime.types import type_named
    try:
        return construct(type_named("System.Text.RegularExpressions.Regex"), [value])
    except (NetError, Terminating) as error:
        raise failed("InvalidCastFromStringToRegex", value, target, _innermost(error)) from None


def text_to_uri(value: str, target: TypeInfo) -> Any:
    from ems.runtime.enums import enum_value
    try:
        for overload in reflection._overloads(target, "new"):
            if [each.type.full_name for each in overload.parameters] == ["System.String", "System.UriKind"]:
                return overload.call(None, [value, enum_value("System.UriKind", "RelativeOrAbsolute")])
    except NetError as error:
        raise failed("InvalidCastFromStringToUri", value, target, error.exception) from None
    raise no_conversion(value, target)


def to_xml(value: Any, target: TypeInfo) -> Any:
    """Any value's text, its elements on lines of their own, read as a document."""
    text = text_of(value, INVARIANT, "\n")
    from ems.runtime.dotnet.xmltext import load
    from ems.runtime.members import construct
    try:
        made = construct(target, [])
        if text:
            load(made, text, fragment=True)
        return made
    except (NetError, Terminating) as error:
        exception = _innermost(error)
        raise failed("InvalidCastToXmlDocument", value, target, exception) from None


def to_reference(value: Any, _target: TypeInfo) -> Any:
    from ems.runtime.members import make_reference
    return make_reference(value)


def to_string_collection(value: Any, target: TypeInfo) -> Any:
    from ems.runtime.convert import convert
    from ems.runtime.members import construct, invoke
    from ems.runtime.types import type_named
    made = construct(target, [])
    invoke(made, "AddRange", [convert(value, type_named("System.String").array())])
    return made


def block_to_delegate(value: Any, _target: TypeInfo) -> Any:
    """Delegates are script blocks here; whoever calls one invokes the block."""
    return value


FROM_NULL: Final = MappingProxyType[str, Converter]({
    "System.Char": lambda _value, _target: Char("\0"),
    "System.String": lambda _value, _target: "",
    "System.Boolean": lambda _value, _target: False,
    "System.Management.Automation.SwitchParameter": lambda _value, _target: SwitchParameter(False),
    "System.Management.Automation.PSReference": to_reference,
    "System.Void": to_void,
})
FROM_TEXT: Final = MappingProxyType[str, Converter]({
    "System.Type": text_to_type,
    "System.Text.RegularExpressions.Regex": text_to_regex,
    "System.Uri": text_to_uri,
})
LANGUAGE_TARGETS: Final = MappingProxyType[str, Converter]({
    "System.Management.Automation.PSReference": to_reference,
    "System.Xml.XmlDocument": to_xml,
    "System.Collections.Specialized.StringCollection": to_string_collection,
})


def has_type_converter(source: TypeInfo, target: TypeInfo) -> bool:
    """Whether a TypeConverter of .NET knows the way where nothing else does."""
    return source.full_name == "System.String" and target.full_name == "System.Globalization.CultureInfo"


def via_type_converter(value: Any, target: TypeInfo) -> Any:
    from ems.runtime.members import construct
    try:
        return construct(target, [net_text(value)])
    except (NetError, Terminating) as error:
        exception = _innermost(error)
        raise failed("InvalidCastTypeConvertersConvertFrom", value, target, exception) from None
