"""Add-Type. The assemblies of the product count as loaded; there is no compiler for source code."""

from __future__ import annotations

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import ErrorRecord
from ems.runtime.parameters import Parameter
from ems.runtime.validation import AllowNull

_KNOWN = ("System", "Microsoft.", "mscorlib", "PresentationCore", "PresentationFramework", "WindowsBase")
_NO_COMPILER = (
    "Cannot add type. This shell has no compiler for C#, Visual Basic or JScript. A PowerShell class ('class Name "
    "{ ... }') can take "
    "the place of a simple type."
)
"""Our wording."""


class AddType(Cmdlet):
    """Adds a .NET type to the session. Only -AssemblyName works here: there is no compiler."""

    name = "Add-Type"
    default_set = "FromSource"
    output_types = ("System.Type",)
    type_definition = Parameter("string", position=0, mandatory=True, sets="FromSource")
    name_ = Parameter("string", position=0, mandatory=True, sets="FromMember")
    member_definition = Parameter("string[]", position=1, mandatory=True, sets="FromMember")
    namespace = Parameter("string", sets="FromMember", aliases=("NS",), validate=(AllowNull(),))
    using_namespace = Parameter("string[]", sets="FromMember", aliases=("Using",))
    path = Parameter("string[]", position=0, mandatory=True, sets="FromPath")
    literal_path = Parameter("string[]", mandatory=True, sets="FromLiteralPath", aliases=("PSPath",))
    assembly_name = Parameter("string[]", mandatory=True, sets="FromAssemblyName", aliases=("AN",))
    language = Parameter("Language", sets=("FromSource", "FromMember"))
    referenced_assemblies = Parameter(
        "string[]", sets=("FromSource", "FromMember", "FromPath", "FromLiteralPath"), aliases=("RA",)
    )
    output_assembly = Parameter(
        "string", sets=("FromSource", "FromMember", "FromPath", "FromLiteralPath"), aliases=("OA",)
    )
    output_type = Parameter(
        "OutputAssemblyType", sets=("FromSource", "FromMember", "FromPath", "FromLiteralPath"), aliases=("OT",)
    )
    pass_thru = Parameter("switch")
    ignore_warnings = Parameter("switch")
    code_dom_provider = Parameter("Object", sets=("FromSource", "FromMember"))
    compiler_parameters = Parameter("Object", sets=("FromSource", "FromMember", "FromPath", "FromLiteralPath"))

    examples = (Example("Add-Type -AssemblyName System.Web", "Loads an assembly of the product.", ""),)

    def end(self) -> None:
        if self.parameter_set != "FromAssemblyName":
            raise self.throw(
                self.error(
                    "COMPILER_NOT_AVAILABLE", _NO_COMPILER, "NotImplemented", exception="System.NotSupportedException"
                )
            )
        failed = False
        for name in self.assembly_name:
            if not name.partition(",")[0].startswith(_KNOWN):
                failed = True
                self.write_error(self._not_found(name))
        if failed:
            text = "Cannot add type. One or more required assemblies are missing."
            raise self.throw(
                self.error("ASSEMBLY_LOAD_ERRORS", text, "InvalidData", exception="System.InvalidOperationException")
            )

    def _not_found(self, name: str) -> ErrorRecord:
        text = f"Cannot add type. The assembly '{name}' could not be found."
        return self.error("ASSEMBLY_NOT_FOUND", text, "ObjectNotFound", name, "System.Exception")
