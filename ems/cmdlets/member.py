"""Members of objects: Get-Member and Add-Member."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks, objects
from ems.cmdlets.results import MemberDefinition
from ems.runtime import members
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import convert, to_string, try_convert
from ems.runtime.errors import ErrorRecord, Terminating
from ems.runtime.members.model import (
    AliasProperty,
    Member,
    MemberSet,
    Method,
    NoteProperty,
    PropertySet,
    ScriptMethod,
    ScriptProperty,
)
from ems.runtime.messages import message
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.types import TypeInfo, resolve_type, type_named, type_names, type_of
from ems.runtime.validation import AllowNull, Attribute, ValidateNotNullOrEmpty
from ems.runtime.values import NOTHING, NetObject, PSCustomObject, PSObject

_MEMBER_TYPES = "System.Management.Automation.PSMemberTypes"
_SPECIAL = ("get_", "set_", "add_", "remove_", "op_")
_INTRINSIC = frozenset({"psobject", "psbase", "psadapted", "psextended", "pstypenames"})


def _kinds(value: Any) -> set[str]:
    """The single member types in a value of PSMemberTypes."""
    number = objects.enum_number(value)
    enum = type_named(_MEMBER_TYPES)
    return {name for name, each in enum.names.items() if each and each & number == each and each & (each - 1) == 0}


class GetMember(Cmdlet):
    """Gets the properties and methods of objects.

    Each type that comes down the pipeline is listed once.
    """

    name = "Get-Member"
    output_types = ("Microsoft.PowerShell.Commands.MemberDefinition",)
    input_object = Parameter("psobject", pipeline="value")
    name_ = Parameter("string[]", position=0, validate=(ValidateNotNullOrEmpty(),))
    member_type = Parameter("PSMemberTypes", aliases=("Type",))
    view = Parameter("PSMemberViewTypes")
    static = Parameter("switch")
    force = Parameter("switch")

    examples = (
        Example(
            "'abc' | Get-Member -Name Length | Select-Object -ExpandProperty Definition",
            "Looks at one property.",
            "int Length {get;}",
        ),
    )

    def begin(self) -> None:
        self._seen: set[str] = set()

    def process(self) -> None:
        value = self.input_object
        if value is None or value is NOTHING:
            return
        if self.static:
            target = objects.base_of(value) if isinstance(objects.base_of(value), TypeInfo) else type_of(value)
            name = target.full_name
        else:
            names = type_names(value)
            name = names[0] if names else "<null>"
        if name in self._seen:
            return
        self._seen.add(name)
        found = members.members_of(objects.base_of(value) if self.static else value, static=bool(self.static))
        wanted = _kinds(self.member_type) if "MemberType" in self.bound else None
        views = set(objects.enum_names(self.view)) if "View" in self.bound else {"Adapted", "Extended"}
        for pattern in self.name_ or ("*",):
            test = objects.wildcard(pattern)
            lines = [
                MemberDefinition(
                    name, member.name, objects.enum_value(_MEMBER_TYPES, member.kind), member.definition(value)
                )
                for member in found
                if test(member.name)
                and (wanted is None or member.kind in wanted)
                and self._in_view(member, views)
                and self._shown(member)
            ]
            lines.sort(key=lambda line: (to_string(line.member_type).lower(), line.name.lower()))
            for line in lines:
                self.write(line)

    def _in_view(self, member: Member, views: set[str]) -> bool:
        if "All" in views:
            return True
        if member.kind in ("Property", "Method", "ParameterizedProperty", "Event"):
            return bool(views & {"Adapted", "Base"})
        return "Extended" in views

    def _shown(self, member: Member) -> bool:
        if self.force:
            return True
        if member.hidden or member.name.lower() in _INTRINSIC:
            return False
        return not (isinstance(member, Method) and member.name.startswith(_SPECIAL))

    def end(self) -> None:
        if not self._seen:
            self.write_error(
                self.error(
                    "NoObjectInGetMember",
                    message("GetMember", "NoObjectSpecified"),
                    "CloseError",
                    None,
                    "System.InvalidOperationException",
                )
            )


class _NotMemberType(Attribute):
    """`Add-Member NoteProperty x`: a name that is also a member type is not taken for the name of a note."""

    __slots__ = ()
    validates = True
    passes_on = True
    """What it refuses may still be meant for another parameter at that position."""
    type_name = "Microsoft.PowerShell.Commands.AddMemberCommand+ValidateNotePropertyNameAttribute"

    def check(self, value: Any, context: Any) -> str | None:
        if not isinstance(value, str):
            return None
        done, kind = try_convert(value, type_named(_MEMBER_TYPES))
        single = {
            "AliasProperty",
            "CodeMethod",
            "CodeProperty",
            "MemberSet",
            "NoteProperty",
            "PropertySet",
            "ScriptMethod",
            "ScriptProperty",
        }
        if done and to_string(kind) in single:
            return message("AddMember", "InvalidValueForNotePropertyName", _MEMBER_TYPES)
        return None


class AddMember(Cmdlet):
    """Adds custom properties and methods to an instance of an object."""

    name = "Add-Member"
    default_set = "TypeNameSet"
    input_object = Parameter(
        "psobject",
        mandatory=True,
        pipeline="value",
        sets=("MemberSet", "TypeNameSet", "NotePropertySingleMemberSet", "NotePropertyMultiMemberSet"),
    )
    member_type = Parameter("PSMemberTypes", position=0, mandatory=True, sets="MemberSet", aliases=("Type",))
    name_ = Parameter("string", position=1, mandatory=True, sets="MemberSet")
    value = Parameter("Object", position=2, sets="MemberSet")
    second_value = Parameter("Object", position=3, sets="MemberSet")
    type_name = Parameter(
        "string",
        sets={
            "TypeNameSet": InSet(mandatory=True),
            "MemberSet": InSet(),
            "NotePropertySingleMemberSet": InSet(),
            "NotePropertyMultiMemberSet": InSet(),
        },
        validate=(ValidateNotNullOrEmpty(),),
    )
    force = Parameter("switch", sets=("MemberSet", "NotePropertySingleMemberSet", "NotePropertyMultiMemberSet"))
    pass_thru = Parameter(
        "switch",
        sets=("MemberSet", "TypeNameSet", "NotePropertySingleMemberSet", "NotePropertyMultiMemberSet"),
    )
    note_property_name = Parameter(
        "string",
        position=0,
        mandatory=True,
        sets="NotePropertySingleMemberSet",
        validate=(_NotMemberType(), ValidateNotNullOrEmpty()),
    )
    note_property_value = Parameter(
        "Object",
        position=1,
        mandatory=True,
        sets="NotePropertySingleMemberSet",
        validate=(AllowNull(),),
    )
    note_property_members = Parameter(
        "IDictionary",
        position=0,
        mandatory=True,
        sets="NotePropertyMultiMemberSet",
        validate=(ValidateNotNullOrEmpty(),),
    )

    examples = (
        Example(
            "$o = [pscustomobject]@{ A = 1 }; $o | Add-Member -NotePropertyName B -NotePropertyValue 2; $o.B",
            "Adds a property.",
            "2",
        ),
        Example("(5 | Add-Member ScriptMethod Twice { $this * 2 } -PassThru).Twice()", "Adds a method.", "10"),
    )

    def process(self) -> None:
        if "TypeName" in self.bound and not (self.type_name or "").strip():
            raise self._refused("TypeNameShouldNotBeEmpty", self.type_name)
        value = self.input_object
        target = objects.noted(value)
        if self.parameter_set == "TypeNameSet":
            self._add_type_name(target)
            self._pass(target)
        elif self.parameter_set == "NotePropertyMultiMemberSet":
            self._add_notes(target)
        else:
            member = self._note() if self.parameter_set == "NotePropertySingleMemberSet" else self._member()
            if self._add(target, member):
                if "TypeName" in self.bound:
                    self._add_type_name(target)
                self._pass(target)

    def _pass(self, target: Any) -> None:
        if self.pass_thru:
            self.write(target)

    def _add_notes(self, target: Any) -> None:
        added = False
        for key, content in objects.entries(self.note_property_members):
            name = to_string(key)
            if not name:
                self.write_error(self._record("NotePropertyNameShouldNotBeNull", name))
            elif self._add(target, NoteProperty(name, content)):
                added = True
        if added:
            if "TypeName" in self.bound:
                self._add_type_name(target)
            self._pass(target)

    def _note(self) -> Member:
        return NoteProperty(self.note_property_name, self.note_property_value)

    # The members of the general form: type, name, value, second value

    def _member(self) -> Member:
        kinds = _kinds(self.member_type)
        if len(kinds) != 1:
            raise self._refused("WrongMemberCount", None, to_string(self.member_type))
        kind = kinds.pop()
        name = self.name_
        if kind == "NoteProperty":
            self._need_value(kind)
            self._no_second(kind)
            return NoteProperty(name, self.value)
        if kind == "AliasProperty":
            self._need_value(kind)
            return self._alias(name)
        if kind == "ScriptMethod":
            self._no_second(kind)
            self._need_value(kind)
            return ScriptMethod(
                name, self._typed(self._not_null(self.value, kind, "Value1ShouldNotBeNull"), "scriptblock")
            )
        if kind == "ScriptProperty":
            self._need_value(kind)
            if self.value is None and self.second_value is None:
                raise self._refused("Value1AndValue2AreNotBothNull", None, kind)
            getter = None if self.value is None else self._typed(self.value, "scriptblock")
            setter = None if self.second_value is None else self._typed(self.second_value, "scriptblock")
            return ScriptProperty(name, getter, setter)
        if kind == "PropertySet":
            self._no_second(kind)
            self._need_value(kind)
            return PropertySet(
                name,
                [
                    to_string(each)
                    for each in self._typed(self._not_null(self.value, kind, "Value1ShouldNotBeNull"), "string[]")
                ],
            )
        if kind == "MemberSet":
            self._no_second(kind)
            return MemberSet(name, {each.name.lower(): each for each in self._members(self.value)})
        if kind in ("CodeMethod", "CodeProperty"):
            # A code member refers to a compiled method; there is none that a script could name here.
            if kind == "CodeMethod":
                self._no_second(kind)
            self._need_value(kind)
            if self.value is None and (kind == "CodeMethod" or self.second_value is None):
                error_id = "Value1ShouldNotBeNull" if kind == "CodeMethod" else "Value1AndValue2AreNotBothNull"
                raise self._refused(error_id, None, kind)
            raise self._conversion_failed(self.value, "System.Reflection.MethodInfo")
        raise self._refused("CannotAddMemberType", None, kind)

    def _members(self, value: Any) -> list[Member]:
        """The members in a collection of them."""
        if value is None:
            return []
        elements = objects.elements(value)
        found = [getattr(each, "member", each) for each in elements or ()]
        if elements is None or not all(isinstance(each, Member) for each in found):
            kind = "System.Collections.ObjectModel.Collection`1[System.Management.Automation.PSMemberInfo]"
            raise self._conversion_failed(value, kind)
        return found

    def _alias(self, name: str) -> Member:
        reference = to_string(self.value)
        if not reference:
            raise self._refused("AliasReferenceShouldNotBeNullOrEmpty", None, "AliasProperty")
        kind: TypeInfo | None = None
        if "SecondValue" in self.bound:
            kind = self._typed(self._not_null(self.second_value, "AliasProperty", "Value2ShouldNotBeNull"), "type")
        return AliasProperty(name, reference, kind)

    def _need_value(self, kind: str) -> None:
        if "Value" not in self.bound:
            raise self._refused("Value1Prompt", None, kind)

    def _no_second(self, kind: str) -> None:
        if "SecondValue" in self.bound:
            raise self._refused("Value2ShouldNotBeSpecified", None, kind)

    def _not_null(self, value: Any, kind: str, error_id: str) -> Any:
        if value is None:
            raise self._refused(error_id, None, kind)
        return value

    def _typed(self, value: Any, type_name: str) -> Any:
        target = resolve_type(type_name)
        assert target is not None
        try:
            return convert(value, target)
        except Terminating as error:
            kind = "System.Management.Automation.PSInvalidCastException"
            text = error.record.exception.message
            raise self.throw(self.error(error.record.error_id, text, "InvalidArgument", None, kind)) from None

    def _conversion_failed(self, value: Any, target: str) -> Terminating:
        return self.throw(
            self.error(
                "ConvertToFinalInvalidCastException",
                f'Cannot convert the "{to_string(value)}" value of type "{type_of(value).full_name}" to type '
                f'"{target}".',
                "InvalidArgument",
                None,
                "System.Management.Automation.PSInvalidCastException",
            )
        )

    # Adding

    def _add(self, target: Any, member: Member) -> bool:
        folded = member.name.lower()
        there = members.find_member(target, folded)
        if there is not None:
            if not self.force:
                self.write_error(objects.of_input(self._record("MemberAlreadyExists", self.input_object, member.name)))
                return False
            if not blocks.is_own_member(target, folded):
                if there.kind in ("Property", "Method", "ParameterizedProperty"):
                    # A member of the type itself is hidden by one of the object.
                    pass
                else:
                    self.write_error(
                        objects.of_input(
                            self._record("CannotRemoveTypeDataMember", self.input_object, member.name, there.kind)
                        )
                    )
                    return False
        members.add_member(target, member)
        return True

    def _add_type_name(self, target: Any) -> None:
        known = resolve_type(self.type_name)
        name = known.full_name if known is not None else self.type_name
        names = list(type_names(target))
        if isinstance(target, (PSCustomObject, PSObject, NetObject)):
            target.type_names = [name, *names]

    def _record(self, error_id: str, target: Any, *arguments: Any) -> ErrorRecord:
        return self.error(
            error_id,
            message("AddMember", error_id, *arguments),
            "InvalidOperation",
            target,
            "System.InvalidOperationException",
        )

    def _refused(self, error_id: str, target: Any, *arguments: Any) -> Terminating:
        return self.throw(self._record(error_id, target, *arguments))
