"""Members added to types: Update-, Get- and Remove-TypeData."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import files, objects
from ems.cmdlets.limits import INT_MAX
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import convert, to_string
from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.members.model import AliasProperty, Member, NoteProperty, ScriptMethod, ScriptProperty
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.typedata import TypeData
from ems.runtime.types import resolve_type
from ems.runtime.validation import ValidateNotNull, ValidateNotNullOrEmpty, ValidateRange, ValidateSet
from ems.runtime.values import NetObject

_STANDARD = (
    ("DefaultDisplayProperty", "default_display_property"),
    ("DefaultDisplayPropertySet", "default_display_property_set"),
    ("DefaultKeyPropertySet", "default_key_property_set"),
    ("SerializationMethod", "serialization_method"),
    ("SerializationDepth", "serialization_depth"),
    ("PropertySerializationSet", "property_serialization_set"),
    ("InheritPropertySerializationSet", "inherit_property_serialization_set"),
    ("StringSerializationSource", "string_serialization_source"),
    ("TargetTypeForDeserialization", "target_type_for_deserialization"),
    ("TypeConverter", "type_converter"),
    ("TypeAdapter", "type_adapter"),
)


class TypeDataView(NetObject):
    """What Get-TypeData shows of a type: System.Management.Automation.Runspaces.TypeData."""

    __slots__ = ("data",)
    type_name = "System.Management.Automation.Runspaces.TypeData"

    def __init__(self, data: TypeData) -> None:
        self.data = data

    @property
    def name(self) -> str:
        return self.data.type_name

    @property
    def members(self) -> Any:
        return objects.new_hashtable((member.name, MemberDataView(member)) for member in self.data.members.values())


class MemberDataView(NetObject):
    """What Get-TypeData shows of one member: the TypeMemberData of its kind."""

    __slots__ = ("member",)

    def __init__(self, member: Member) -> None:
        self.member = member
        self.type_names = [
            f"System.Management.Automation.Runspaces.{member.kind}Data",
            "System.Management.Automation.Runspaces.TypeMemberData",
            "System.Object",
        ]

    type_name = "System.Management.Automation.Runspaces.TypeMemberData"

    def to_text(self) -> str:
        return str(self.type_names[0]) if self.type_names else self.type_name


class UpdateTypeData(Cmdlet):
    """Updates the extended type data in the session.

    Gives all objects of a type a property or method more, or says which properties they show when nothing is asked for.
    """

    name = "Update-TypeData"
    default_set = "FileSet"
    should_process = "Medium"
    member_type = Parameter(
        "PSMemberTypes",
        sets="DynamicTypeSet",
        validate=(
            ValidateNotNullOrEmpty(),
            ValidateSet(
                ("NoteProperty", "AliasProperty", "ScriptProperty", "CodeProperty", "ScriptMethod", "CodeMethod")
            ),
        ),
    )
    member_name = Parameter("string", sets="DynamicTypeSet", validate=(ValidateNotNullOrEmpty(),))
    value = Parameter("Object", sets="DynamicTypeSet")
    second_value = Parameter("Object", sets="DynamicTypeSet", validate=(ValidateNotNull(),))
    type_converter = Parameter("type", sets="DynamicTypeSet", validate=(ValidateNotNull(),))
    type_adapter = Parameter("type", sets="DynamicTypeSet", validate=(ValidateNotNull(),))
    serialization_method = Parameter("string", sets="DynamicTypeSet", validate=(ValidateNotNullOrEmpty(),))
    target_type_for_deserialization = Parameter("type", sets="DynamicTypeSet", validate=(ValidateNotNull(),))
    serialization_depth = Parameter(
        "int",
        sets="DynamicTypeSet",
        validate=(
            ValidateNotNull(),
            ValidateRange(0, INT_MAX),
        ),
    )
    default_display_property = Parameter("string", sets="DynamicTypeSet", validate=(ValidateNotNullOrEmpty(),))
    inherit_property_serialization_set = Parameter("bool", sets="DynamicTypeSet", validate=(ValidateNotNull(),))
    string_serialization_source = Parameter("string", sets="DynamicTypeSet", validate=(ValidateNotNullOrEmpty(),))
    default_display_property_set = Parameter("string[]", sets="DynamicTypeSet", validate=(ValidateNotNullOrEmpty(),))
    default_key_property_set = Parameter("string[]", sets="DynamicTypeSet", validate=(ValidateNotNullOrEmpty(),))
    property_serialization_set = Parameter("string[]", sets="DynamicTypeSet", validate=(ValidateNotNullOrEmpty(),))
    type_name = Parameter(
        "string",
        mandatory=True,
        pipeline="value",
        sets="DynamicTypeSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    force = Parameter("switch", sets=("DynamicTypeSet", "TypeDataSet"))
    type_data = Parameter("TypeData[]", position=0, mandatory=True, pipeline="value,name", sets="TypeDataSet")
    append_path = Parameter(
        "string[]",
        position=0,
        pipeline="value,name",
        sets="FileSet",
        aliases=(
            "PSPath",
            "Path",
        ),
        validate=(ValidateNotNull(),),
    )
    prepend_path = Parameter("string[]", sets="FileSet", validate=(ValidateNotNull(),))

    examples = (
        Example(
            "Update-TypeData -TypeName System.String -MemberName Shout -MemberType ScriptProperty -Value { "
            "$this.ToUpper() } -Force; 'hey'.Shout",
            "Gives texts a property.",
            "HEY",
        ),
    )

    def process(self) -> None:
        if self.parameter_set == "FileSet":
            self._files()
        elif self.parameter_set == "TypeDataSet":
            for view in self.type_data:
                self._store(view.name, list(view.data.members.values()), dict(view.data.standard))
        else:
            self._dynamic()

    def _files(self) -> None:
        """Files of type data; the product's own are loaded already."""
        from ems.cmdlets.text.types_file import read_types_file

        for path in [*(self.prepend_path or ()), *(self.append_path or ())]:
            if not path.lower().endswith(".ps1xml"):
                text = f'Cannot read the file "{path}"  because it does not have the file name extension "ps1xml".'
                kind = "System.Management.Automation.PSInvalidOperationException"
                self.write_error(self.error("WrongExtension", text, "InvalidArgument", None, kind))
                continue
            if not self.confirm(path):
                continue
            for data in read_types_file(files.read_text(self, path), self.session.script_block):
                self._store(data.type_name, list(data.members.values()), data.standard)

    def _dynamic(self) -> None:
        name = self.type_name.strip()
        if not name:
            raise self.throw(self._record("TargetTypeNameEmpty", "The TypeName parameter should not be empty."))
        members = self._members()
        standard = self._standard()
        if not members and not standard:
            self.write_error(self._record("TypeDataEmpty", f'No member is specified for the update on type "{name}".'))
            return
        known = resolve_type(name)
        if known is not None:
            name = known.full_name
        if self.confirm(f"TypeName: {name}"):
            self._store(name, members, standard)

    def _members(self) -> list[Member]:
        name = self.member_name
        given = "MemberType" in self.bound
        if not given:
            if {"MemberName", "Value", "SecondValue"} & set(self.bound):
                raise self.throw(
                    self._record(
                        "MemberTypeIsMissing",
                        "The MemberName, Value, and SecondValue parameters cannot be specified without the "
                        "MemberType parameter.",
                    )
                )
            return []
        kind = objects.enum_name(self.member_type)
        if not name:
            raise self._required("MemberName", kind)
        if "Value" not in self.bound and kind != "ScriptProperty":
            raise self._required("Value", kind)
        if kind in ("AliasProperty", "ScriptMethod") and (self.value is None or self.value == ""):
            raise self.throw(
                self._record(
                    "ValueShouldBeSpecified",
                    f'The Value parameter should not be null or an empty string for a member of type "{kind}". '
                    "Specify a non-null value for the Value parameter when updating this member type.",
                )
            )
        return [self._member(name, kind)]

    def _required(self, parameter: str, kind: str) -> Terminating:
        text = f'The {parameter} parameter is required for the type "{kind}". Please specify the {parameter} parameter.'
        return self.throw(self._record(f"{parameter}ShouldBeSpecified", text))

    def _member(self, name: str, kind: str) -> Member:
        value, second = self.value, self.second_value
        if kind == "NoteProperty":
            return NoteProperty(name, value)
        if kind == "AliasProperty":
            target = None if second is None else self._typed(second, "type")
            return AliasProperty(name, to_string(value), target)
        if kind == "ScriptProperty":
            getter = None if value is None else self._typed(value, "scriptblock")
            return ScriptProperty(name, getter, None if second is None else self._typed(second, "scriptblock"))
        if kind == "ScriptMethod":
            return ScriptMethod(name, self._typed(value, "scriptblock"))
        raise self.throw(self._record("CannotUpdateMemberType", f'Cannot update a member with type "{kind}".'))

    def _typed(self, value: Any, type_name: str) -> Any:
        target = resolve_type(type_name)
        assert target is not None
        try:
            return convert(value, target)
        except Terminating as error:
            raise self.throw(ErrorRecord(error.record.exception, error.record.error_id, "InvalidArgument")) from None

    def _standard(self) -> dict[str, Any]:
        return {name: getattr(self, attribute) for name, attribute in _STANDARD if name in self.bound}

    def _store(self, name: str, members: list[Member], standard: dict[str, Any]) -> None:
        store = self.session.type_data
        known = store.get(name)
        for member in members:
            if known is not None and member.name.lower() in known.members and not self.force:
                self._already(name, message("TypesXmlStrings", "DuplicateMember", member.name))
                return
        for key in standard:
            if known is not None and key in known.standard and not self.force:
                self._already(name, message("TypesXmlStrings", "DuplicateMember", key))
                return
        data = store.writable(name)
        for member in members:
            data.members[member.name.lower()] = member
        data.standard.update(standard)

    def _already(self, name: str, text: str) -> None:
        self.write_error(
            self.error(
                "TypesDynamicUpdateException",
                f'Error in TypeData "{name}": {text}',
                "InvalidOperation",
                None,
                "System.Management.Automation.RuntimeException",
            )
        )

    def _record(self, error_id: str, text: str) -> ErrorRecord:
        return ErrorRecord(NetException("System.InvalidOperationException", text), error_id, "InvalidOperation")


class GetTypeData(Cmdlet):
    """Gets the extended type data in the session."""

    name = "Get-TypeData"
    output_types = ("System.Management.Automation.PSObject",)
    type_name = Parameter("string[]", position=0, pipeline="value", validate=(ValidateNotNullOrEmpty(),))

    examples = (Example("(Get-TypeData System.Array).TypeName", "What is added to arrays.", "System.Array"),)

    def process(self) -> None:
        everything = sorted(self.session.type_data.all(), key=lambda data: data.type_name.lower())
        for pattern in self.type_name or ("*",):
            test = objects.wildcard(pattern)
            for data in everything:
                if test(data.type_name):
                    self.write(TypeDataView(data))


class RemoveTypeData(Cmdlet):
    """Deletes extended types from the current session."""

    name = "Remove-TypeData"
    default_set = "RemoveTypeDataSet"
    should_process = "Medium"
    type_name = Parameter(
        "string",
        position=0,
        mandatory=True,
        pipeline="value,name",
        sets="RemoveTypeSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    path = Parameter("string[]", mandatory=True, sets="RemoveFileSet", validate=(ValidateNotNullOrEmpty(),))
    type_data = Parameter("TypeData", mandatory=True, pipeline="value", sets="RemoveTypeDataSet")

    examples = (
        Example(
            "Update-TypeData -TypeName Sample.Type -MemberName A -MemberType NoteProperty -Value 1; "
            "Remove-TypeData Sample.Type",
            "Takes it back.",
            "",
        ),
    )

    def process(self) -> None:
        if self.parameter_set == "RemoveFileSet":
            for path in self.path:
                self.session.locations.resolve(path)
            return
        name = self.type_name if self.parameter_set == "RemoveTypeSet" else self.type_data.name
        known = resolve_type(name)
        if known is not None:
            name = known.full_name
        if not self.confirm(f"TypeName: {name}"):
            return
        if not self.session.type_data.remove(name):
            text = (
                f'Error in TypeData "{name}": The type "{name}" was not found. The type name value must be the '
                f"full name of the type. Verify the type "
                "name and run the command again."
            )
            self.write_error(
                self.error(
                    "TypesDynamicRemoveException",
                    text,
                    "InvalidOperation",
                    None,
                    "System.Management.Automation.RuntimeException",
                )
            )
