"""Types as values: what `[int].FullName`, `[int].GetMethods()` and `[type]::GetType()` answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from ems.runtime.convert.enums import enum_names
from ems.runtime.dotnet.support import NetError, argument_null, array_of, attr, net_text, strings
from ems.runtime.enums import EnumValue, name_of
from ems.runtime.members.model import Implementation, Method, Overload, ParameterInfo, Property
from ems.runtime.members.table import members_of_type
from ems.runtime.types import TypeInfo, is_instance, resolve_type, type_named, type_of
from ems.runtime.values import NetObject

_NON_PUBLIC: Final = 32
_VERSION: Final = re.compile(r"Version=([\d.]+)")


class AssemblyInfo(NetObject):
    """System.Reflection.Assembly: nothing but its name."""

    __slots__ = ("full_name",)
    type_name = "System.Reflection.RuntimeAssembly"

    def __init__(self, full_name: str) -> None:
        self.full_name = full_name

    @property
    def name(self) -> str:
        return self.full_name.partition(",")[0]

    def to_text(self) -> str:
        return self.full_name

    @property
    def location(self) -> str:
        root = "C:\\Windows\\Microsoft.Net\\assembly\\GAC_MSIL"
        if self.name == "mscorlib":
            return "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\mscorlib.dll"
        token = self.full_name.rpartition("=")[2]
        version = _VERSION.search(self.full_name)
        return f"{root}\\{self.name}\\v4.0_{version[1] if version else '0.0.0.0'}__{token}\\{self.name}.dll"

    def equals(self, other: Any) -> bool:
        return isinstance(other, AssemblyInfo) and other.full_name == self.full_name


class AssemblyNameInfo(NetObject):
    """System.Reflection.AssemblyName."""

    __slots__ = ("full_name",)
    type_name = "System.Reflection.AssemblyName"

    def __init__(self, full_name: str) -> None:
        self.full_name = full_name

    def to_text(self) -> str:
        return self.full_name


class MethodView(NetObject):
    """System.Reflection.MethodInfo or ConstructorInfo: one overload."""

    __slots__ = ("declaring", "overload")

    def __init__(self, overload: Overload, declaring: TypeInfo) -> None:
        self.overload = overload
        self.declaring = declaring

    @property
    def net_type(self) -> TypeInfo:
        constructor = self.overload.name == "new"
        return type_named(
            "System.Reflection.RuntimeConstructorInfo" if constructor else "System.Reflection.RuntimeMethodInfo"
        )

    @property
    def result(self) -> TypeInfo:
        return self.overload.result or type_named("System.Void")

    @property
    def name(self) -> str:
        return ".ctor" if self.overload.name == "new" else self.overload.name

    def to_text(self) -> str:
        parameters = ", ".join(_short(each.type) for each in self.overload.parameters)
        result = "Void" if self.overload.name == "new" else _short(self.result)
        return f"{result} {self.name}({parameters})"


def _short(type_info: TypeInfo) -> str:
    return type_info.name if type_info.is_primitive or type_info.name == "Void" else type_info.display_name


class PropertyView(NetObject):
    """System.Reflection.PropertyInfo, or FieldInfo for the names of an enumeration."""

    __slots__ = ("declaring", "member")
    type_name = "System.Reflection.RuntimePropertyInfo"

    def __init__(self, member: Property, declaring: TypeInfo) -> None:
        self.member = member
        self.declaring = declaring

    def to_text(self) -> str:
        return f"{_short(self.member.type)} {self.member.name}"


class ParameterView(NetObject):
    """System.Reflection.ParameterInfo."""

    __slots__ = ("info", "position")
    type_name = "System.Reflection.ParameterInfo"

    def __init__(self, info: ParameterInfo, position: int) -> None:
        self.info = info
        self.position = position

    def to_text(self) -> str:
        return f"{_short(self.info.type)} {self.info.name}"


def _methods(type_info: TypeInfo, *_flags: Any) -> Any:
    found: list[Any] = []
    for static in (False, True):
        for member in members_of_type(type_info, static):
            if isinstance(member, Method) and member.name != "new":
                found += [MethodView(each, type_info) for each in member.overloads if not each.interface]
    return array_of(found, "System.Reflection.MethodInfo")


def _properties(type_info: TypeInfo, *_flags: Any) -> Any:
    found = [
        PropertyView(member, type_info)
        for static in (False, True)
        for member in members_of_type(type_info, static)
        if isinstance(member, Property) and not (type_info.is_enum and static)
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
        member for member in members_of_type(type_info, True) if isinstance(member, Property) and type_info.is_enum
    ]
    return array_of([PropertyView(member, type_info) for member in members], "System.Reflection.FieldInfo")


def _invoke(view: MethodView, *arguments: Any) -> Any:
    values = next((each for each in reversed(arguments) if isinstance(each, list)), [])
    target = None if view.overload.is_static else arguments[0]
    return view.overload.call(target, list(values))


def _get_type(*arguments: Any) -> TypeInfo | None:
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
    return name_of(type_info, int(getattr(value, "number", value)))


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
    "GetField": lambda kind, name, *_flags: next((each for each in _fields(kind) if each.member.name == name), None),
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
    "GetProperties": _properties,
    "GetProperty": _one_property,
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
    "ContainsGenericParameters": attr("is_generic_definition"),
    "DeclaringType": lambda kind: resolve_type(kind.full_name.rpartition("+")[0]) if _nested(kind) else None,
    "FullName": attr("full_name"),
    "GenericTypeArguments": lambda kind: [] if kind.is_generic_definition else list(kind.generic_arguments),
    "HasElementType": attr("is_array"),
    "ImplementedInterfaces": _all_interfaces,
    "IsAbstract": attr("is_abstract"),
    "IsArray": attr("is_array"),
    "IsByRef": lambda _kind: False,
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

_METHOD_DECLARED: Final = """
    System.Reflection.ParameterInfo[] GetParameters()
    System.Object Invoke(System.Object obj, System.Object[] parameters)
    System.Object Invoke(System.Object[] parameters)
    string ToString()
    type DeclaringType {get;}
    bool IsAbstract {get;}
    bool IsConstructor {get;}
    bool IsPublic {get;}
    bool IsStatic {get;}
    System.Reflection.MemberTypes MemberType {get;}
    string Name {get;}
    type ReturnType {get;}
"""

def _create_instance(wanted: TypeInfo, *arguments: Any) -> Any:
    from ems.runtime.dotnet.lists import elements
    from ems.runtime.members.calls import construct

    return construct(wanted, list(elements(arguments[0])) if arguments else [])


TYPES: Final = {
    "System.Type": Implementation(
        static={
            "GetType": _get_type,
            "GetTypeCode": _type_code,
            "GetTypeArray": lambda values: array_of([type_of(each) for each in values], "System.Type"),
        },
        static_properties={"EmptyTypes": lambda: array_of([], "System.Type")},
        declared="""
            static type GetType(string typeName)
            static type GetType(string typeName, bool throwOnError)
            static type GetType(string typeName, bool throwOnError, bool ignoreCase)
            static System.TypeCode GetTypeCode(type type)
            static type[] GetTypeArray(System.Object[] args)
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
    "System.Reflection.MethodInfo": Implementation(
        methods={
            "GetParameters": lambda view: array_of(
                [ParameterView(each, at) for at, each in enumerate(view.overload.parameters)],
                "System.Reflection.ParameterInfo",
            ),
            "Invoke": _invoke,
            "ToString": lambda view: view.to_text(),
        },
        properties={
            "DeclaringType": attr("declaring"),
            "IsAbstract": lambda _view: False,
            "IsConstructor": lambda _view: False,
            "IsPublic": lambda _view: True,
            "IsStatic": attr("overload.is_static"),
            "MemberType": lambda _view: "Method",
            "Name": attr("name"),
            "ReturnType": attr("result"),
        },
        declared=_METHOD_DECLARED,
    ),
    "System.Reflection.ConstructorInfo": Implementation(
        methods={
            "GetParameters": lambda view: array_of(
                [ParameterView(each, at) for at, each in enumerate(view.overload.parameters)],
                "System.Reflection.ParameterInfo",
            ),
            "Invoke": _invoke,
            "ToString": lambda view: view.to_text(),
        },
        properties={
            "DeclaringType": attr("declaring"),
            "IsConstructor": lambda _view: True,
            "IsPublic": lambda _view: True,
            "IsStatic": lambda _view: False,
            "MemberType": lambda _view: "Constructor",
            "Name": attr("name"),
            "ReturnType": lambda _view: type_named("System.Void"),
        },
        declared=_METHOD_DECLARED,
    ),
    "System.Reflection.PropertyInfo": Implementation(
        methods={
            "GetValue": lambda view, target, *_rest: view.member.get(target),
            "SetValue": lambda view, target, value, *_rest: view.member.set(target, value),
            "ToString": lambda view: view.to_text(),
        },
        properties={
            "CanRead": lambda view: view.member.is_gettable(),
            "CanWrite": lambda view: view.member.is_settable(),
            "DeclaringType": attr("declaring"),
            "FieldType": attr("member.type"),
            "IsStatic": attr("member.is_static"),
            "MemberType": lambda _view: "Property",
            "Name": attr("member.name"),
            "PropertyType": attr("member.type"),
        },
        declared="""
            System.Object GetValue(System.Object obj)
            System.Object GetValue(System.Object obj, System.Object[] index)
            void SetValue(System.Object obj, System.Object value)
            void SetValue(System.Object obj, System.Object value, System.Object[] index)
            string ToString()
            bool CanRead {get;}
            bool CanWrite {get;}
            type DeclaringType {get;}
            type FieldType {get;}
            bool IsStatic {get;}
            System.Reflection.MemberTypes MemberType {get;}
            string Name {get;}
            type PropertyType {get;}
        """,
    ),
    "System.Reflection.ParameterInfo": Implementation(
        properties={
            "IsOptional": attr("info.optional"),
            "IsOut": attr("info.is_ref"),
            "Name": attr("info.name"),
            "ParameterType": attr("info.type"),
            "Position": attr("position"),
        },
        declared="""
            bool IsOptional {get;}
            bool IsOut {get;}
            string Name {get;}
            type ParameterType {get;}
            int Position {get;}
        """,
    ),
    "System.Reflection.Assembly": Implementation(
        methods={
            "GetName": lambda assembly: AssemblyNameInfo(assembly.full_name),
            "GetType": lambda assembly, *arguments: _get_type(*arguments) if arguments else type_of(assembly),
            "ToString": net_text,
        },
        properties={
            "CodeBase": lambda assembly: "file:///" + assembly.location.replace("\\", "/"),
            "FullName": attr("full_name"),
            "GlobalAssemblyCache": lambda _assembly: True,
            "ImageRuntimeVersion": lambda _assembly: "v4.0.30319",
            "IsDynamic": lambda _assembly: False,
            "Location": attr("location"),
        },
        static={
            "GetExecutingAssembly": lambda: AssemblyInfo(type_named("System.Management.Automation.PSObject").assembly),
            "Load": lambda name: AssemblyInfo(_assembly_named(name)),
            "LoadFrom": lambda path: AssemblyInfo(_assembly_named(path)),
            "LoadFile": lambda path: AssemblyInfo(_assembly_named(path)),
            "LoadWithPartialName": lambda name: AssemblyInfo(_assembly_named(name)),
        },
        declared="""
            System.Reflection.AssemblyName GetName()
            type GetType()
            type GetType(string name)
            type GetType(string name, bool throwOnError)
            type GetType(string name, bool throwOnError, bool ignoreCase)
            string ToString()
            string CodeBase {get;}
            string FullName {get;}
            bool GlobalAssemblyCache {get;}
            string ImageRuntimeVersion {get;}
            bool IsDynamic {get;}
            string Location {get;}
            static System.Reflection.Assembly GetExecutingAssembly()
            static System.Reflection.Assembly Load(string assemblyString)
            static System.Reflection.Assembly LoadFile(string path)
            static System.Reflection.Assembly LoadFrom(string assemblyFile)
            static System.Reflection.Assembly LoadWithPartialName(string partialName)
        """,
    ),
    "System.Reflection.AssemblyName": Implementation(
        properties={
            "FullName": attr("full_name"),
            "Name": lambda name: name.full_name.partition(",")[0],
            "Version": lambda name: _version(name.full_name),
        },
        declared="""
            string FullName {get;}
            string Name {get;}
            version Version {get;}
        """,
    ),
}


def _version(full_name: str) -> Any:
    from ems.runtime.dotnet.identity import parse_version

    found = _VERSION.search(full_name)
    return parse_version(found[1] if found else "0.0.0.0")


_KNOWN: Final = frozenset(
    ("mscorlib", "system", "system.core", "system.data", "system.xml", "system.web", "system.net.http",
     "system.numerics",
     "system.windows.forms", "system.drawing", "system.management.automation", "system.security",
     "system.configuration",
     "system.directoryservices", "microsoft.visualbasic", "system.io.compression", "system.io.compression.filesystem",
     "system.xml.linq", "system.runtime.serialization", "presentationframework", "presentationcore", "windowsbase")
)  # fmt: skip


def _assembly_named(name: str | None) -> str:
    if name is None:
        raise argument_null("assemblyString")
    short = re.split(r"[\\/]", name)[-1].partition(",")[0].removesuffix(".dll")
    if short.lower() not in _KNOWN:
        raise NetError(
            "System.IO.FileNotFoundException",
            f"Could not load file or assembly '{name}' or one of its dependencies. The system cannot find the "
            f"file specified.",
        )
    return f"{short}, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089"
