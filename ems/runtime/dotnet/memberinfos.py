"""Members as reflection shows them: MethodInfo, ConstructorInfo, PropertyInfo, FieldInfo, ParameterInfo."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import NetError, array_of, attr
from ems.runtime.members.model import Implementation, Overload, ParameterInfo, Property
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject


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
    """System.Reflection.PropertyInfo."""

    __slots__ = ("declaring", "member")
    type_name = "System.Reflection.RuntimePropertyInfo"

    def __init__(self, member: Property, declaring: TypeInfo) -> None:
        self.member = member
        self.declaring = declaring

    def to_text(self) -> str:
        return f"{_short(self.member.type)} {self.member.name}"


class FieldView(PropertyView):
    """System.Reflection.FieldInfo: a constant of a type, or a name of an enumeration."""

    __slots__ = ()
    type_name = "System.Reflection.RtFieldInfo"


class ParameterView(NetObject):
    """System.Reflection.ParameterInfo."""

    __slots__ = ("info", "position")
    type_name = "System.Reflection.ParameterInfo"

    def __init__(self, info: ParameterInfo, position: int) -> None:
        self.info = info
        self.position = position

    def to_text(self) -> str:
        return f"{_short(self.info.type)} {self.info.name}"


def _invoke(view: MethodView, *arguments: Any) -> Any:
    values = next((each for each in reversed(arguments) if isinstance(each, list)), [])
    if len(values) != len(view.overload.parameters):
        raise NetError("System.Reflection.TargetParameterCountException", "Parameter count mismatch.")
    target = None if view.overload.is_static else arguments[0]
    return view.overload.call(target, list(values))


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

TYPES: Final = {
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
            bool IsStatic {get;}
            System.Reflection.MemberTypes MemberType {get;}
            string Name {get;}
            type PropertyType {get;}
        """,
    ),
    "System.Reflection.FieldInfo": Implementation(
        methods={
            "GetRawConstantValue": lambda view: view.member.get(None),
            "GetValue": lambda view, target: view.member.get(target),
            "ToString": lambda view: view.to_text(),
        },
        properties={
            "DeclaringType": attr("declaring"),
            "FieldType": attr("member.type"),
            "IsInitOnly": lambda view: not view.declaring.is_enum and not view.declaring.is_primitive,
            "IsLiteral": lambda view: view.declaring.is_enum or view.declaring.is_primitive,
            "IsPublic": lambda _view: True,
            "IsStatic": lambda _view: True,
            "MemberType": lambda _view: "Field",
            "Name": attr("member.name"),
        },
        declared="""
            System.Object GetRawConstantValue()
            System.Object GetValue(System.Object obj)
            string ToString()
            type DeclaringType {get;}
            type FieldType {get;}
            bool IsInitOnly {get;}
            bool IsLiteral {get;}
            bool IsPublic {get;}
            bool IsStatic {get;}
            System.Reflection.MemberTypes MemberType {get;}
            string Name {get;}
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
}
