"""PSMemberInfo and what derives from it: members as objects, made by scripts or read from `$x.psobject`."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import NetError, argument_null, array_of, attr, strings
from ems.runtime.members.lookup import add_member, remove_member
from ems.runtime.members.model import (
    AliasProperty,
    Implementation,
    Member,
    MemberSet,
    Method,
    NoteProperty,
    PropertySet,
    ScriptMethod,
    ScriptProperty,
)
from ems.runtime.members.psmembers import MemberCollection, PSMember
from ems.runtime.values import NOTHING, PSCustomObject

_RESERVED: Final = frozenset({"psobject", "psbase", "psadapted", "psextended", "pstypenames"})


def unbound(member: Member) -> PSMember:
    """A member that belongs to no object yet."""
    return PSMember(member, None)


def member_of(value: Any) -> Member:
    """The member behind what a script passes as one."""
    return value.member if isinstance(value, PSMember) else value


def _value(view: PSMember) -> Any:
    if isinstance(view.member, NoteProperty) and view.target is None:
        return view.member.value
    return view.value


def _set_value(view: PSMember, value: Any) -> None:
    view.set_value(value)


def _is_instance(view: PSMember) -> bool:
    target = view.target
    folded = view.member.name.lower()
    if target.__class__ is PSCustomObject:
        return folded in target.fields
    return bool(getattr(target, "extended", None)) and folded in target.extended


def _overloads(view: PSMember) -> Any:
    member = view.member
    if isinstance(member, Method):
        return array_of([each.definition for each in member.overloads], "System.String")
    return strings([member.definition(view.target)])


def _invoke(view: PSMember, arguments: Any) -> Any:
    from ems.runtime.members.calls import call_member

    result = call_member(view.member, view.member.name, view.target, list(arguments or ()))
    return None if result is NOTHING else result


def _copy(view: PSMember) -> PSMember:
    from copy import copy

    return PSMember(copy(view.member), view.target)


def _getter(name: str) -> Any:
    return lambda view: getattr(view.member, name)


def _alias_type(view: PSMember) -> Any:
    return getattr(view.member, "target_type", None)


_BASE: Final = """
    System.Management.Automation.PSMemberTypes MemberType {get;}
    System.Object Value {get;set;}
    string TypeNameOfValue {get;}
    string Name {get;}
    bool IsInstance {get;}
    System.Management.Automation.PSMemberInfo Copy()
    string ToString()
"""


def _refused(text: str) -> NetError:
    return NetError("System.Management.Automation.ExtendedTypeSystemException", text)


def _add(members: MemberCollection, value: Any, *_pre_validated: Any) -> None:
    member = member_of(value)
    if member is None:
        raise argument_null("member")
    target = members.target
    own = target.fields if target.__class__ is PSCustomObject else getattr(target, "extended", None)
    if own and member.name.lower() in own:
        raise _refused(f'The member "{member.name}" is already present.')
    add_member(target, member)


def _remove(members: MemberCollection, name: str) -> None:
    if name.lower() in _RESERVED:
        raise _refused(f'The member name "{name}" is reserved.')
    remove_member(members.target, name)


def _match(members: MemberCollection, pattern: str, *_kinds: Any) -> Any:
    from ems.runtime.dotnet.lists import new_list
    from ems.runtime.wildcard import like_matcher

    matches = like_matcher(pattern)
    return new_list(members.element, [each for each in members if matches(each.member.name)])


def _new_note(_type: Any, name: str, value: Any) -> PSMember:
    if not name:
        raise argument_null("name")
    return unbound(NoteProperty(name, value))


def _new_alias(_type: Any, name: str, reference: str, kind: Any = None) -> PSMember:
    return unbound(AliasProperty(name, reference, kind))


def _new_script(_type: Any, name: str, getter: Any, setter: Any = None) -> PSMember:
    return unbound(ScriptProperty(name, getter, setter))


def _new_member_set(_type: Any, name: str, members: Any = ()) -> PSMember:
    return unbound(MemberSet(name, {member_of(each).name.lower(): member_of(each) for each in members or ()}))


TYPES: Final = {
    "System.Management.Automation.PSMemberInfo": Implementation(
        methods={"Copy": _copy, "ToString": lambda view: view.to_text(), "Invoke": _invoke},
        properties={
            "IsGettable": lambda view: view.member.is_gettable(),
            "IsInstance": _is_instance,
            "IsSettable": lambda view: view.member.is_settable(),
            "MemberType": lambda view: view.member.kind,
            "Name": attr("member.name"),
            "OverloadDefinitions": _overloads,
            "TypeNameOfValue": lambda view: view.member.type_name_of_value(view.target),
            "Value": (_value, _set_value),
        },
        declared=_BASE,
    ),
    "System.Management.Automation.PSPropertyInfo": Implementation(
        declared="""
            bool IsSettable {get;}
            bool IsGettable {get;}
        """,
    ),
    "System.Management.Automation.PSMethodInfo": Implementation(
        declared="""
            System.Collections.ObjectModel.Collection[string] OverloadDefinitions {get;}
            System.Object Invoke(Params System.Object[] arguments)
        """,
    ),
    "System.Management.Automation.PSNoteProperty": Implementation(
        static={"new": _new_note},
        declared="System.Management.Automation.PSNoteProperty new(string name, System.Object value)",
    ),
    "System.Management.Automation.PSAliasProperty": Implementation(
        properties={"ReferencedMemberName": _getter("reference"), "ConversionType": _alias_type},
        static={"new": _new_alias},
        declared="""
            string ReferencedMemberName {get;}
            type ConversionType {get;}
            System.Management.Automation.PSAliasProperty new(string name, string referencedMemberName)
            System.Management.Automation.PSAliasProperty new(string name, string referencedMemberName, \
                type conversionType)
        """,
    ),
    "System.Management.Automation.PSScriptProperty": Implementation(
        properties={"GetterScript": _getter("getter"), "SetterScript": _getter("setter")},
        static={"new": _new_script},
        declared="""
            scriptblock GetterScript {get;}
            scriptblock SetterScript {get;}
            System.Management.Automation.PSScriptProperty new(string name, scriptblock getterScript)
            System.Management.Automation.PSScriptProperty new(string name, scriptblock getterScript, \
                scriptblock setterScript)
        """,
    ),
    "System.Management.Automation.PSScriptMethod": Implementation(
        properties={"Script": _getter("script")},
        static={"new": lambda _type, name, script: unbound(ScriptMethod(name, script))},
        declared="""
            scriptblock Script {get;}
            System.Management.Automation.PSScriptMethod new(string name, scriptblock script)
        """,
    ),
    "System.Management.Automation.PSPropertySet": Implementation(
        properties={"ReferencedPropertyNames": lambda view: strings(view.member.property_names)},
        static={"new": lambda _type, name, names: unbound(PropertySet(name, list(names)))},
        declared="""
            System.Collections.ObjectModel.Collection[string] ReferencedPropertyNames {get;}
            System.Management.Automation.PSPropertySet new(string name, \
                System.Collections.Generic.IEnumerable[string] referencedPropertyNames)
        """,
    ),
    "System.Management.Automation.PSMemberSet": Implementation(
        static={"new": _new_member_set},
        declared="""
            System.Management.Automation.PSMemberSet new(string name)
            System.Management.Automation.PSMemberSet new(string name, \
                System.Collections.Generic.IEnumerable[System.Management.Automation.PSMemberInfo] members)
        """,
    ),
    "System.Management.Automation.PSMemberInfoCollection`1": Implementation(
        methods={
            "Add": _add,
            "Item": lambda members, name: members.item(name),
            "Match": _match,
            "Remove": _remove,
        },
        properties={"Count": len},
        declared="""
            void Add(T member)
            void Add(T member, bool preValidated)
            T Item(string name) {get;}
            System.Collections.ObjectModel.Collection[T] Match(string name)
            System.Collections.ObjectModel.Collection[T] Match(string name, \
                System.Management.Automation.PSMemberTypes memberTypes)
            void Remove(string name)
        """,
    ),
}
