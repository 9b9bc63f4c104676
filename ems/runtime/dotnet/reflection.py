"""Types as values: what `[int].FullName`, `[int].GetMethods()` and `[type]::GetType()` answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ems.runtime.catalog import catalog
from ems.runtime.convert.enums import enum_names
from ems.runtime.dotnet.assemblies import AssemblyInfo
from ems.runtime.dotnet.memberinfos import FieldView, MethodView, PropertyView
from ems.runtime.dotnet.support import NetError, argument, argument_null, array_of, attr, strings
from ems.runtime.enums import EnumValue, name_of
from ems.runtime.members.model import Implementation, Method, Property
from ems.runtime.members.table import members_of_type, table_of
from ems.runtime.types import TypeInfo, is_instance, resolve_type, type_named, type_of
from ems.runtime.values import Char

_NON_PUBLIC: Final = 32
_INVOKE, _CREATE, _GET_FIELD, _SET_FIELD, _GET, _SET = (1 << bit for bit in (8, 9, 10, 11, 12, 13))
_CONSTANTS: Final = frozenset(
    ("MaxValue", "MinValue", "Epsilon", "NaN", "PositiveInfinity", "NegativeInfinity", "NegativeZero", "Empty", "Zero",
     "One", "MinusOne", "PI", "E", "Any", "None", "Loopback", "Broadcast", "DirectorySeparatorChar", "PathSeparator",
     "AltDirectorySeparatorChar", "VolumeSeparatorChar", "InvalidPathChars", "Missing", "Delimiter", "EmptyTypes",
     "FilterAttribute", "FilterName", "FilterNameIgnoreCase", "Value", "FalseString", "TrueString", "IsLittleEndian",
     "Frequency", "IsHighResolution", "Null", "InfiniteMatchTimeout")
)  # fmt: skip
_PREFIXES: Final = ("TicksPer", "UriScheme", "SchemeDelimiter", "IPv6")


def _methods(type_info: TypeInfo, *_flags: Any) -> Any:
    found: list[Any] = []
    for static in (False, True):
        for member in members_of_type(type_info, static):
            if isinstance(member, Method) and member.name != "new":
                found += [MethodView(each, type_info) for each in member.overloads if not each.interface]
    return array_of(found, "System.Reflection.MethodInfo")


def is_field(type_info: TypeInfo, member: Property) -> bool:
    """Whether a static member that reads like a property is a field. The names of constants tell."""
    return member.is_static and (type_info.is_enum or member.name in _CONSTANTS or member.name.startswith(_PREFIXES))


def _properties(type_info: TypeInfo, *_flags: Any) -> Any:
    found = [
        PropertyView(member, type_info)
        for static in (False, True)
        for member in members_of_type(type_info, static)
        if isinstance(member, Property) and not is_field(type_info, member)
    ]
    return array_of(found, "System.Reflection.PropertyInfo")


def _constructors(type_info: TypeInfo, *_flags: Any) -> Any:
    member = next((each for each in members_of_type(type_info, True) if each.name == "new"), None)
    overloads = member.overloads if isinstance(member, Method) else ()
    return array_of([MethodView(each, type_info) for each in overloads], "System.Reflection.ConstructorInfo")


def _one_method(type_info: TypeInfo, name: str, *rest: Any) -> MethodView | None:
    types = next((each for each in rest if isinstance(each, list)), None)
    found: list[MethodView] = [each for each in _methods(type_info) if each.name == name]
    if types is not None:
        exact = [each for each in found if [one.type for one in each.overload.parameters] == list(types)]
        if exact:
            return exact[0]
        found = [
            each
            for each in found
            if len(each.overload.parameters) == len(types)
            and all(
                one.type.is_assignable_from(given) for one, given in zip(each.overload.parameters, types, strict=True)
            )
        ]
        return found[0] if found else None
    if len(found) > 1:
        raise NetError("System.Reflection.AmbiguousMatchException", "Ambiguous match found.")
    return found[0] if found else None


def _one_property(type_info: TypeInfo, name: str, *rest: Any) -> PropertyView | None:
    if rest and (int(getattr(rest[0], "number", 0)) & _NON_PUBLIC):
        from ems.runtime.dotnet.sessionstate import INTERNAL

        hidden = INTERNAL.get((type_info.full_name, name))
        if hidden is not None:
            return PropertyView(hidden, type_info)  # type: ignore[arg-type]
    return next((each for each in _properties(type_info) if each.member.name == name), None)


def _one_constructor(type_info: TypeInfo, *rest: Any) -> MethodView | None:
    types = next((list(each) for each in rest if isinstance(each, list)), [])
    return next(
        (each for each in _constructors(type_info) if [one.type for one in each.overload.parameters] == types), None
    )


def _fields(type_info: TypeInfo, *_flags: Any) -> Any:
    members = [
        member
        for member in members_of_type(type_info, True)
        if isinstance(member, Property) and is_field(type_info, member)
    ]
    return array_of([FieldView(member, type_info) for member in members], "System.Reflection.FieldInfo")


def _declared(views: Callable[[TypeInfo], Any]) -> Callable[[TypeInfo], list[Any]]:
    """Those of the type itself."""

    def those(type_info: TypeInfo) -> list[Any]:
        own = {id(each) for each in (*table_of(type_info).instance.values(), *table_of(type_info).static.values())}
        return [
            view
            for view in views(type_info)
            if id(getattr(view, "member", None)) in own
            or getattr(getattr(view, "overload", None), "declaring", None) is type_info
        ]

    return those


def _named(views: Callable[[TypeInfo], Any]) -> Callable[..., Any]:
    return lambda kind, name: next((each for each in views(kind) if _name(each) == name), None)


def _name(view: Any) -> str:
    return str(view.name if isinstance(view, MethodView) else view.member.name)


def _invoke_member(
    kind: TypeInfo, name: str, flags: Any, _binder: Any, target: Any, arguments: Any, *_rest: Any
) -> Any:
    """InvokeMember: the flags say what is done."""
    from ems.runtime.members.access import get_member, get_static, set_member
    from ems.runtime.members.calls import construct, invoke, invoke_static

    wanted = int(getattr(flags, "number", 0))
    values = list(arguments or ())
    if wanted & _CREATE:
        return construct(kind, values)
    if wanted & (_GET | _GET_FIELD) and not (wanted & _INVOKE):
        return get_static(kind, name) if target is None else get_member(target, name)
    if wanted & (_SET | _SET_FIELD):
        set_member(target, name, values[0] if values else None)
        return None
    return invoke_static(kind, name, values) if target is None else invoke(target, name, values)


def _nested_types(kind: TypeInfo, *_flags: Any) -> Any:
    known = catalog()
    start = kind.full_name.lower() + "+"
    names = sorted(each.name for table in (known.types, known.enums) for key, each in table.items()
                   if key.startswith(start))  # fmt: skip
    return array_of([type_named(name) for name in names if "+" not in name[len(start):]], "System.Type")


def _identifier(kind: TypeInfo) -> Any:
    """A GUID made of the name: every type has one of its own, the same each time."""
    from hashlib import md5

    from ems.runtime.dotnet.identity import Guid

    return Guid(md5(kind.full_name.encode(), usedforsecurity=False).hexdigest())


def get_type(*arguments: Any) -> TypeInfo | None:
    name = arguments[0]
    if name is None:
        raise argument_null("typeName")
    ignore_case = len(arguments) == 3 and bool(arguments[2])
    found = resolve_type(name)
    plain = name.partition(",")[0].strip()
    if found is not None and (ignore_case or found.full_name == plain or found.display_name == plain or "[" in name):
        return found
    if len(arguments) > 1 and arguments[1]:
        raise NetError(
            "System.TypeLoadException",
            f"Could not load type '{name}' from assembly 'System.Management.Automation, Version=3.0.0.0, "
            f"Culture=neutral, "
            "PublicKeyToken=31bf3856ad364e35'.",
        )
    return None


def _definition(type_info: TypeInfo) -> TypeInfo:
    if type_info.generic_definition is None:
        raise NetError(
            "System.InvalidOperationException",
            "This operation is only valid on generic types.",
        )
    return type_info.generic_definition


def _make_generic(type_info: TypeInfo, arguments: Any) -> TypeInfo:
    if not type_info.is_generic_definition or len(arguments) != len(type_info.generic_arguments):
        raise NetError("System.InvalidOperationException", f"{type_info.name} is not a GenericTypeDefinition.")
    return type_info.close(list(arguments))


def _all_interfaces(type_info: TypeInfo) -> Any:
    found: list[TypeInfo] = []
    for each in type_info.bases():
        for interface in each.interfaces:
            if interface not in found:
                found.append(interface)
    return array_of(found, "System.Type")


def _interface(type_info: TypeInfo, name: str, ignore_case: bool = False) -> TypeInfo | None:
    wanted = name.lower() if ignore_case else name
    for interface in _all_interfaces(type_info):
        names = (interface.name, interface.full_name)
        if wanted in ([each.lower() for each in names] if ignore_case else names):
            return interface  # type: ignore[no-any-return]
    return None


def _enum_name(type_info: TypeInfo, value: Any) -> str | None:
    number = getattr(value, "number", value)
    if not type_info.is_enum:
        raise argument("Type provided must be an Enum.", "enumType")
    if number is None:
        raise argument_null("value")
    if isinstance(number, bool) or not isinstance(number, int):
        raise argument(
            "The value passed in must be an enum base or an underlying type for an enum, such as an Int32.", "value"
        )
    return name_of(type_info, int(number))


def _nested(type_info: TypeInfo) -> bool:
    return "+" in type_info.full_name


_TYPE_CODES: Final = frozenset(
    ("Boolean", "Byte", "Char", "DateTime", "Decimal", "Double", "Int16", "Int32", "Int64", "SByte", "Single",
     "String", "UInt16",
     "UInt32", "UInt64", "DBNull")
)  # fmt: skip


def _type_code(type_info: TypeInfo | None) -> str:
    if type_info is None:
        return "Empty"
    kind = type_info.underlying if type_info.is_enum and type_info.underlying is not None else type_info
    return kind.name if kind.namespace == "System" and kind.name in _TYPE_CODES else "Object"


_METHODS: Final[dict[str, Callable[..., Any]]] = {
    "AsType": lambda kind: kind,
    "Equals": lambda kind, other: kind is other,
    "GetArrayRank": attr("rank"),
    "GetConstructor": _one_constructor,
    "GetConstructors": _constructors,
    "GetCustomAttributes": lambda _kind, *_rest: [],
    "GetElementType": attr("element_type"),
    "GetEnumName": _enum_name,
    "GetEnumNames": lambda kind: strings(enum_names(kind)),
    "GetEnumUnderlyingType": attr("underlying"),
    "GetEnumValues": lambda kind: array_of([EnumValue(kind, kind.names[name]) for name in enum_names(kind)], kind),
    "GetCustomAttributesData": lambda _kind: [],
    "GetDeclaredField": _named(_declared(_fields)),
    "GetDeclaredMethod": _named(_declared(_methods)),
    "GetDeclaredMethods": lambda kind, name: [each for each in _declared(_methods)(kind) if each.name == name],
    "GetDeclaredProperty": _named(_declared(_properties)),
    "GetDefaultMembers": lambda _kind: array_of([], "System.Reflection.MemberInfo"),
    "GetEvent": lambda _kind, _name, *_flags: None,
    "GetEvents": lambda _kind, *_flags: array_of([], "System.Reflection.EventInfo"),
    "GetField": lambda kind, name, *_flags: _named(_fields)(kind, name),
    "GetFields": _fields,
    "GetGenericArguments": lambda kind: array_of(kind.generic_arguments, "System.Type"),
    "GetGenericTypeDefinition": _definition,
    "GetInterface": _interface,
    "GetInterfaces": _all_interfaces,
    "GetMember": lambda kind, name, *_rest: [
        each for each in (*_methods(kind), *_properties(kind)) if getattr(each, "name", None) == name
        or getattr(getattr(each, "member", None), "name", None) == name
    ],
    "GetMembers": lambda kind, *_flags: array_of(
        [*_methods(kind), *_constructors(kind), *_properties(kind), *_fields(kind)], "System.Reflection.MemberInfo"
    ),
    "GetMethod": _one_method,
    "GetMethods": _methods,
    "GetNestedType": lambda kind, name, *_flags: next(
        (each for each in _nested_types(kind) if each.full_name.rpartition("+")[2] == name), None
    ),
    "GetNestedTypes": _nested_types,
    "GetProperties": _properties,
    "GetProperty": _one_property,
    "InvokeMember": _invoke_member,
    "IsEquivalentTo": lambda kind, other: kind is other,
    "IsAssignableFrom": lambda kind, other: other is not None and kind.is_assignable_from(other),
    "IsDefined": lambda _kind, *_rest: False,
    "IsEnumDefined": lambda kind, value: value in kind.names if isinstance(value, str) else _enum_name(kind,
    value) is not None,
    "IsInstanceOfType": lambda kind, value: is_instance(value, kind),
    "IsSubclassOf": lambda kind, other: kind.is_subclass_of(other),
    "MakeArrayType": lambda kind, rank=1: kind.array(rank),
    "MakeGenericType": _make_generic,
    "ToString": attr("display_name"),
    "GetTypeInfo": lambda kind: kind,
}  # fmt: skip

_PROPERTIES: Final[dict[str, Any]] = {
    "Assembly": lambda kind: AssemblyInfo(kind.assembly),
    "AssemblyQualifiedName": lambda kind: f"{kind.full_name}, {kind.assembly}",
    "BaseType": attr("base"),
    "CustomAttributes": lambda _kind: [],
    "DeclaredConstructors": _constructors,
    "DeclaredEvents": lambda _kind: [],
    "DeclaredFields": _declared(_fields),
    "DeclaredMembers": lambda kind: [
        *_declared(_methods)(kind), *_constructors(kind), *_declared(_properties)(kind), *_declared(_fields)(kind)
    ],
    "DeclaredMethods": _declared(_methods),
    "DeclaredNestedTypes": _nested_types,
    "DeclaredProperties": _declared(_properties),
    "DeclaringMethod": lambda _kind: None,
    "GUID": _identifier,
    "ContainsGenericParameters": attr("is_generic_definition"),
    "DeclaringType": lambda kind: resolve_type(kind.full_name.rpartition("+")[0]) if _nested(kind) else None,
    "FullName": attr("full_name"),
    "GenericTypeArguments": lambda kind: [] if kind.is_generic_definition else list(kind.generic_arguments),
    "HasElementType": attr("is_array"),
    "ImplementedInterfaces": _all_interfaces,
    "IsAbstract": attr("is_abstract"),
    "IsArray": attr("is_array"),
    "IsAnsiClass": lambda _kind: True,
    "IsAutoClass": lambda _kind: False,
    "IsAutoLayout": lambda kind: not kind.is_value_type or kind.is_enum,
    "IsByRef": lambda _kind: False,
    "IsCOMObject": lambda kind: kind.full_name == "System.__ComObject",
    "IsContextful": lambda _kind: False,
    "IsExplicitLayout": lambda _kind: False,
    "IsImport": lambda _kind: False,
    "IsLayoutSequential": lambda kind: kind.is_value_type and not kind.is_enum,
    "IsMarshalByRef": lambda kind: any(each.full_name == "System.MarshalByRefObject" for each in kind.bases()),
    "IsNestedAssembly": lambda _kind: False,
    "IsNestedFamANDAssem": lambda _kind: False,
    "IsNestedFamily": lambda _kind: False,
    "IsNestedFamORAssem": lambda _kind: False,
    "IsNestedPrivate": lambda _kind: False,
    "IsSecurityCritical": lambda _kind: False,
    "IsSecuritySafeCritical": lambda _kind: False,
    "IsSecurityTransparent": lambda _kind: True,
    "IsSpecialName": lambda _kind: False,
    "IsUnicodeClass": lambda _kind: False,
    "IsClass": attr("is_class"),
    "IsConstructedGenericType": lambda kind: kind.is_generic and not kind.is_generic_definition,
    "IsEnum": attr("is_enum"),
    "IsGenericParameter": lambda kind: kind.kind == "parameter",
    "IsGenericType": attr("is_generic"),
    "IsGenericTypeDefinition": attr("is_generic_definition"),
    "IsInterface": attr("is_interface"),
    "IsNested": _nested,
    "IsNestedPublic": _nested,
    "IsNotPublic": lambda _kind: False,
    "IsPointer": lambda _kind: False,
    "IsPrimitive": attr("is_primitive"),
    "IsPublic": lambda kind: not _nested(kind),
    "IsSealed": attr("is_sealed"),
    "IsSerializable": lambda kind: kind.kind != "interface",
    "IsValueType": attr("is_value_type"),
    "IsVisible": lambda _kind: True,
    "MemberType": lambda kind: "NestedType" if _nested(kind) else "TypeInfo",
    "Module": lambda kind: None,
    "Name": attr("name"),
    "Namespace": lambda kind: kind.namespace or None,
    "ReflectedType": lambda kind: None,
    "UnderlyingSystemType": lambda kind: kind,
}

def _create_instance(wanted: TypeInfo, *arguments: Any) -> Any:
    from ems.runtime.dotnet.lists import elements
    from ems.runtime.members.calls import construct

    return construct(wanted, list(elements(arguments[0])) if arguments else [])


TYPES: Final = {
    "System.Type": Implementation(
        static={
            "GetType": get_type,
            "GetTypeCode": _type_code,
            "GetTypeArray": lambda values: array_of([type_of(each) for each in values], "System.Type"),
        },
        static_properties={"Delimiter": Char("."), "EmptyTypes": lambda: array_of([], "System.Type")},
        declared="""
            static type GetType(string typeName)
            static type GetType(string typeName, bool throwOnError)
            static type GetType(string typeName, bool throwOnError, bool ignoreCase)
            static System.TypeCode GetTypeCode(type type)
            static type[] GetTypeArray(System.Object[] args)
            static char Delimiter {get;}
            static type[] EmptyTypes {get;}
        """,
    ),
    "System.Activator": Implementation(
        static={"CreateInstance": _create_instance},
        declared="""
            static System.Object CreateInstance(type type)
            static System.Object CreateInstance(type type, Params System.Object[] args)
        """,
    ),
    "System.RuntimeType": Implementation(_METHODS, _PROPERTIES),
}
