"""New-Object."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import objects
from ems.runtime import members
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.errors import ErrorRecord, NetError, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.types import TypeInfo, resolve_type
from ems.runtime.values import PSCustomObject

_ARGUMENT = "System.Management.Automation.PSArgumentException"


class NewObject(Cmdlet):
    """Creates an instance of a Microsoft .NET Framework type.

    -Property sets properties of the new object from a table. COM objects do not exist here.
    """

    name = "New-Object"
    default_set = "Net"
    type_name = Parameter("string", position=0, mandatory=True, sets="Net")
    com_object = Parameter("string", position=0, mandatory=True, sets="Com")
    argument_list = Parameter("Object[]", position=1, sets="Net", aliases=("Args",))
    strict = Parameter("switch", sets="Com")
    property_ = Parameter("IDictionary")

    examples = (
        Example("(New-Object System.Text.StringBuilder 'abc').Length", "Makes an object with one argument.", "3"),
        Example("(New-Object PSObject -Property @{ Name = 'EX01' }).Name", "Makes a custom object.", "EX01"),
    )

    def process(self) -> None:
        if self.parameter_set == "Com":
            # What Windows says of a program id that is not registered.
            raise self.throw(
                self.error(
                    "NoCOMClassIdentified",
                    "Retrieving the COM class factory for component with CLSID "
                    "{00000000-0000-0000-0000-000000000000} failed due to the following error: "
                    "80040154 Class not registered (Exception from HRESULT: 0x80040154 (REGDB_E_CLASSNOTREG)).",
                    "ResourceUnavailable",
                    None,
                    "System.Runtime.InteropServices.COMException",
                )
            )
        kind = resolve_type(self.type_name, getattr(self.session, "usings", ()))
        if kind is None:
            raise self._refused("TypeNotFound", "TypeNotFound", "InvalidType")
        made = self._make(kind)
        if self.property_ is not None and made is not None:
            made = self._set(made, kind)
        self.write(made)

    def _make(self, kind: TypeInfo) -> Any:
        if (
            kind.full_name in ("System.Management.Automation.PSObject", "System.Management.Automation.PSCustomObject")
            and not self.argument_list
        ):
            return PSCustomObject.of(())
        if kind.is_abstract or kind.is_interface or kind.is_static:
            raise self._refused("CannotFindAppropriateCtor", "CannotFindAppropriateCtor", "ObjectNotFound")
        try:
            return members.construct(kind, list(self.argument_list or ()), kind.name)
        except NetError as error:
            raise self._thrown(error.exception) from None
        except Terminating as error:
            record = error.record
            if record.error_id in (
                "MethodCountCouldNotFindBest",
                "MethodNotFound",
                "MethodArgumentConversionInvalidCastArgument",
            ):
                if record.error_id != "MethodArgumentConversionInvalidCastArgument":
                    raise self._refused(
                        "CannotFindAppropriateCtor", "CannotFindAppropriateCtor", "ObjectNotFound"
                    ) from None
                raise self.throw(
                    ErrorRecord(record.exception, "ConstructorInvokedThrowException", "InvalidOperation")
                ) from None
            if record.exception.type_name == "System.Management.Automation.MethodInvocationException":
                raise self.throw(
                    ErrorRecord(record.exception, "ConstructorInvokedThrowException", "InvalidOperation")
                ) from None
            raise

    def _thrown(self, inner: NetException) -> Terminating:
        count = len(self.argument_list or ())
        text = f'Exception calling ".ctor" with "{count}" argument(s): "{inner.message}"'
        exception = NetException("System.Management.Automation.MethodInvocationException", text, inner)
        return self.throw(ErrorRecord(exception, "ConstructorInvokedThrowException", "InvalidOperation"))

    def _set(self, made: Any, kind: TypeInfo) -> Any:
        """Gives properties their values; a method of that name is called with the value."""
        for key, value in objects.entries(self.property_):
            name = to_string(key)
            if isinstance(made, PSCustomObject):
                made.add(name, value)
                continue
            member = members.find_member(made, name.lower())
            if member is None:
                raise self.throw(
                    self.error(
                        "InvalidOperationException",
                        message("NewObjectStrings", "MemberNotFound", None, name, ".NET"),
                        "InvalidOperation",
                        None,
                        "System.InvalidOperationException",
                    )
                )
            try:
                if objects.is_method(member):
                    members.invoke(made, name, [value])
                else:
                    members.set_member(made, name, value)
            except (Terminating, NetError):
                raise self.throw(
                    self.error(
                        "SetValueException",
                        message("NewObjectStrings", "InvalidValue"),
                        "InvalidData",
                        None,
                        "System.Exception",
                    )
                ) from None
        return made

    def _refused(self, error_id: str, name: str, category: str) -> Terminating:
        return self.throw(
            self.error(error_id, message("NewObjectStrings", name, self.type_name), category, None, _ARGUMENT)
        )
