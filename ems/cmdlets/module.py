"""Get-, Import-, New- and Remove-Module."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import modules, objects
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.errors import Terminating
from ems.runtime.messages import message
from ems.runtime.modules import ModuleInfo, as_custom_object, dynamic_name, run_module
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.validation import ValidateNotNull, ValidateNotNullOrEmpty, ValidateSet
from ems.runtime.values import PSObject


class _Specification:
    """A module's name with the versions wanted of it: what a ModuleSpecification says."""

    def __init__(self, value: Any) -> None:
        def said(key: str) -> Any:
            found, content = objects.entry(value, key) if table else (False, None)
            return content if found else None

        table = objects.is_dictionary(value)
        self.name = to_string(said("ModuleName")) if table else to_string(value)
        self.minimum = said("ModuleVersion")
        self.required = said("RequiredVersion")
        self.maximum = said("MaximumVersion")

    def fits(self, module: ModuleInfo) -> bool:
        parts = modules.version_parts
        version = parts(module.version)
        if self.required is not None and version != parts(self.required):
            return False
        if self.minimum is not None and version < parts(self.minimum):
            return False
        return self.maximum is None or version <= parts(self.maximum)


def _grouped(module: ModuleInfo) -> PSObject:
    """A module as -ListAvailable shows it: by the directory it lies in."""
    return PSObject(module, {}, ["ModuleInfoGrouping", module.type_name, "System.Object"])


class GetModule(Cmdlet):
    """Gets the modules that have been imported or that can be imported into the current session."""

    name = "Get-Module"
    module = "Microsoft.PowerShell.Core"
    default_set = "Loaded"
    output_types = ("System.Management.Automation.PSModuleInfo",)
    name_ = Parameter(
        "string[]",
        position=0,
        pipeline="value",
        sets=("Loaded", "Available", "PsSession", "CimSession"),
        validate=(ValidateNotNullOrEmpty(),),
    )
    fully_qualified_name = Parameter(
        "ModuleSpecification[]",
        pipeline="name",
        sets=("Loaded", "Available", "PsSession", "CimSession"),
    )
    all = Parameter("switch", sets=("Loaded", "Available"))
    list_available = Parameter(
        "switch",
        sets={"Available": InSet(mandatory=True), "PsSession": InSet(), "CimSession": InSet()},
    )
    ps_edition = Parameter("string", name="PSEdition", sets=("Available", "PsSession"))
    refresh = Parameter("switch", sets=("Available", "PsSession", "CimSession"))
    ps_session = Parameter(
        "PSSession",
        name="PSSession",
        mandatory=True,
        sets="PsSession",
        validate=(ValidateNotNull(),),
    )
    cim_session = Parameter("CimSession", mandatory=True, sets="CimSession", validate=(ValidateNotNull(),))
    cim_resource_uri = Parameter("uri", sets="CimSession", validate=(ValidateNotNull(),))
    cim_namespace = Parameter("string", sets="CimSession", validate=(ValidateNotNullOrEmpty(),))

    examples = (
        Example(
            "New-Module M { function Get-M { 1 } } | Import-Module; (Get-Module M).Name", "A module by its name.", "M"
        ),
    )

    def process(self) -> None:
        if self.ps_session is not None or self.cim_session is not None:
            raise self.throw(
                self.error(
                    "RemoteDiscoveryProviderNotFound",
                    message("Modules", "RemoteDiscoveryProviderNotFound", ""),
                    "ObjectNotFound",
                )
            )
        specified = [_Specification(each) for each in self.fully_qualified_name or ()]
        names = [*(self.name_ or ()), *(each.name for each in specified)]
        for name in names:
            if not self.list_available and ("\\" in name or "/" in name):
                error_id = "ModuleDiscoveryForLoadedModulesWorksOnlyForUnQualifiedNames"
                raise self.throw(
                    self.error(
                        error_id,
                        message("Modules", error_id, name),
                        "InvalidArgument",
                        name,
                        "System.ArgumentException",
                    )
                )
        found = self._available(names) if self.list_available else self._loaded(names)
        for module in found:
            wanted = [each for each in specified if each.name.lower() == module.name.lower()]
            if all(each.fits(module) for each in wanted):
                self.write(_grouped(module) if self.list_available else module)

    def _loaded(self, names: list[str]) -> list[ModuleInfo]:
        core = {info.module_name for info in self.session.commands.loaded()} & set(modules.CORE_MODULES)
        core.add("Microsoft.PowerShell.Management")
        core.add("Microsoft.PowerShell.Utility")
        core.discard("Microsoft.PowerShell.Core")
        found = [*(modules.core_module(self, name) for name in core), *modules.loaded(self).values()]
        found.sort(key=lambda module: module.name.lower())
        tests = [objects.wildcard(name) for name in names]
        return [module for module in found if not tests or any(test(module.name) for test in tests)]

    def _available(self, names: list[str]) -> list[ModuleInfo]:
        tests = [objects.wildcard(name) for name in names]
        found = []
        for file in modules.available(self):
            name = file.rpartition("\\")[2].rpartition(".")[0]
            if not tests or any(test(name) for test in tests):
                found.append(self._described(name, file))
        for name in modules.CORE_MODULES:
            if name == "Microsoft.PowerShell.Core" or (tests and not any(test(name) for test in tests)):
                continue
            module = modules.core_module(self, name)
            if module.commands:
                found.append(module)
        return found

    def _described(self, name: str, file: str) -> ModuleInfo:
        module = ModuleInfo(self.session, name, file, "Script")
        module.exports = {kind: [] for kind in modules.KINDS}
        if file.lower().endswith(".psd1"):
            try:
                manifest = modules.read_manifest(self, file)
            except Terminating:
                return module
            module.module_type = (
                "Script" if manifest.get("rootmodule") or manifest.get("moduletoprocess") else "Manifest"
            )
            modules.describe(self, module, manifest)
        return module


class ImportModule(Cmdlet):
    """Adds modules to the current session."""

    name = "Import-Module"
    module = "Microsoft.PowerShell.Core"
    default_set = "Name"
    output_types = ("System.Management.Automation.PSModuleInfo",)
    global_ = Parameter("switch")
    prefix = Parameter("string", validate=(ValidateNotNull(),))
    name_ = Parameter(
        "string[]",
        position=0,
        mandatory=True,
        pipeline="value",
        sets=("Name", "PSSession", "CimSession"),
    )
    fully_qualified_name = Parameter(
        "ModuleSpecification[]",
        position=0,
        mandatory=True,
        pipeline="value",
        sets=("FullyQualifiedName", "FullyQualifiedNameAndPSSession"),
    )
    assembly = Parameter("System.Reflection.Assembly[]", position=0, mandatory=True, pipeline="value", sets="Assembly")
    function = Parameter("string[]", validate=(ValidateNotNull(),))
    cmdlet = Parameter("string[]", validate=(ValidateNotNull(),))
    variable = Parameter("string[]", validate=(ValidateNotNull(),))
    alias = Parameter("string[]", validate=(ValidateNotNull(),))
    force = Parameter("switch")
    pass_thru = Parameter("switch")
    as_custom_object = Parameter("switch")
    minimum_version = Parameter("version", sets=("Name", "PSSession", "CimSession"), aliases=("Version",))
    maximum_version = Parameter("string", sets=("Name", "PSSession", "CimSession"))
    required_version = Parameter("version", sets=("Name", "PSSession", "CimSession"))
    module_info = Parameter("psmoduleinfo[]", position=0, mandatory=True, pipeline="value", sets="ModuleInfo")
    argument_list = Parameter("Object[]", aliases=("Args",))
    disable_name_checking = Parameter("switch")
    no_clobber = Parameter("switch", aliases=("NoOverwrite",))
    scope = Parameter("string", validate=(ValidateSet(("Local", "Global")),))
    ps_session = Parameter(
        "PSSession",
        name="PSSession",
        mandatory=True,
        sets=("PSSession", "FullyQualifiedNameAndPSSession"),
        validate=(ValidateNotNull(),),
    )
    cim_session = Parameter("CimSession", mandatory=True, sets="CimSession", validate=(ValidateNotNull(),))
    cim_resource_uri = Parameter("uri", sets="CimSession", validate=(ValidateNotNull(),))
    cim_namespace = Parameter("string", sets="CimSession", validate=(ValidateNotNullOrEmpty(),))

    examples = (
        Example(
            "Set-Content $env:TEMP\\Greet.psm1 'function Get-Greeting { \"hello\" }'; Import-Module "
            "$env:TEMP\\Greet.psm1; Get-Greeting",
            "Imports a script module by its path.",
            "hello",
        ),
    )

    def process(self) -> None:
        if self.global_ and self.scope is not None:
            text = message("Modules", "GlobalAndScopeParameterCannotBeSpecifiedTogether")
            raise self.throw(
                self.error(
                    "Modules_GlobalAndScopeParameterCannotBeSpecifiedTogether",
                    text,
                    "InvalidOperation",
                    exception="System.InvalidOperationException",
                )
            )
        if self.module_info is not None:
            for module in self.module_info:
                self._register(module)
        for each in self.fully_qualified_name or ():
            self._by_name(_Specification(each))
        for name in self.name_ or ():
            wanted = _Specification(name)
            wanted.minimum, wanted.required, wanted.maximum = (
                self.minimum_version,
                self.required_version,
                self.maximum_version,
            )
            self._by_name(wanted)

    def _by_name(self, wanted: _Specification) -> None:
        name = wanted.name
        core = modules.core_name(name)
        if core is not None:
            if self.pass_thru:
                self.write(modules.core_module(self, core))
            return
        known = modules.loaded(self).get(name.lower())
        file = known.path if known is not None and known.path else modules.find_file(self, name)
        if known is not None and not self.force and wanted.fits(known):
            self._register(known)
            return
        if file is None or not file.lower().endswith((".psm1", ".psd1", ".ps1")):
            self.write_error(modules.not_found(self, name))
            return
        there = next((each for each in modules.loaded(self).values() if each.path.lower() == file.lower()), None)
        if there is not None:
            if not self.force:
                self._register(there)
                return
            modules.remove(self, there)
        self.write_verbose(message("Modules", "LoadingModule", file))
        module = modules.load_file(self, file, self.argument_list or [])
        if not wanted.fits(module):
            text = message(
                "Modules", "ModuleWithVersionNotFound", name, wanted.required or wanted.minimum or wanted.maximum
            )
            self.write_error(
                self.error(
                    "Modules_ModuleWithVersionNotFound",
                    text,
                    "ResourceUnavailable",
                    name,
                    "System.IO.FileNotFoundException",
                )
            )
            return
        self._register(module)

    def _register(self, module: ModuleInfo) -> None:
        if self.as_custom_object:
            modules.loaded(self)[module.name.lower()] = module
            self.write(as_custom_object(module))
            return
        given = {"functions": self.function, "cmdlets": self.cmdlet, "variables": self.variable, "aliases": self.alias}
        modules.register(
            self,
            module,
            self.session.global_scope if self.global_ else modules.target_scope(self, self.scope == "Local"),
            prefix=self.prefix or "",
            chosen={kind: patterns for kind, patterns in given.items() if patterns is not None},
            check_names=not self.disable_name_checking,
            no_clobber=bool(self.no_clobber),
        )
        if self.pass_thru:
            self.write(module)


class NewModule(Cmdlet):
    """Creates a new dynamic module that exists only in memory."""

    name = "New-Module"
    module = "Microsoft.PowerShell.Core"
    default_set = "ScriptBlock"
    output_types = ("System.Management.Automation.PSModuleInfo",)
    name_ = Parameter("string", position=0, mandatory=True, pipeline="value", sets="Name")
    script_block = Parameter(
        "scriptblock",
        sets={"Name": InSet(mandatory=True, position=1), "ScriptBlock": InSet(mandatory=True, position=0)},
        validate=(ValidateNotNull(),),
    )
    function = Parameter("string[]", validate=(ValidateNotNull(),))
    cmdlet = Parameter("string[]", validate=(ValidateNotNull(),))
    return_result = Parameter("switch")
    as_custom_object = Parameter("switch")
    argument_list = Parameter("Object[]", remaining=True, aliases=("Args",))

    examples = (
        Example(
            "$m = New-Module { $Port = 25; function Get-Port { $Port } } -AsCustomObject; $m.'Get-Port'()",
            "A module as an object.",
            "25",
        ),
    )

    def end(self) -> None:
        block = self.script_block
        name = self.name_ or dynamic_name(self.session)
        module = ModuleInfo(self.session, name)
        results: list[Any] = []
        try:
            run_module(self.session, module, block, self.argument_list or [], results.append)
        except Terminating as error:
            self.write_error(error.record)
            return
        if module.exports is None and self.function is not None:
            module.exports = {"functions": list(self.function), "cmdlets": list(self.cmdlet or ())}
        if self.as_custom_object and not self.return_result:
            self.write(as_custom_object(module))
            return
        chosen = {
            kind: list(patterns)
            for kind, patterns in (("functions", self.function), ("cmdlets", self.cmdlet))
            if patterns is not None
        }
        modules.import_members(self, module, modules.target_scope(self), chosen=chosen)
        if self.return_result:
            for value in results:
                self.write(value)
        else:
            self.write(module)


class RemoveModule(Cmdlet):
    """Removes modules from the current session."""

    name = "Remove-Module"
    module = "Microsoft.PowerShell.Core"
    should_process = "Medium"
    name_ = Parameter("string[]", position=0, mandatory=True, pipeline="value", sets="name")
    fully_qualified_name = Parameter(
        "ModuleSpecification[]",
        position=0,
        mandatory=True,
        pipeline="value",
        sets="FullyQualifiedName",
    )
    module_info = Parameter("psmoduleinfo[]", position=0, mandatory=True, pipeline="value", sets="ModuleInfo")
    force = Parameter("switch")

    examples = (
        Example(
            "New-Module M { function Get-M { 1 } } | Import-Module; Remove-Module M; Test-Path function:Get-M",
            "Its functions go with it.",
            "False",
        ),
    )

    def process(self) -> None:
        tests = [objects.wildcard(name) for name in self.name_ or ()]
        specified = [_Specification(each) for each in self.fully_qualified_name or ()]
        found = [
            module
            for module in modules.loaded(self).values()
            if any(test(module.name) for test in tests)
            or any(each.name.lower() == module.name.lower() and each.fits(module) for each in specified)
        ]
        found += self.module_info or ()
        for module in found:
            if module.access_mode == "Constant" or (module.access_mode == "ReadOnly" and not self.force):
                error_id = "ModuleIsConstant" if module.access_mode == "Constant" else "ModuleIsReadOnly"
                text = message("Modules", error_id, module.name)
                self.write_error(
                    self.error(
                        "Modules_" + error_id, text, "PermissionDenied", module, "System.InvalidOperationException"
                    )
                )
            elif self.confirm(message("Modules", "ConfirmRemoveModule", module.name, module.path)):
                modules.remove(self, module)
        core = any(test(name) for test in tests for name in modules.CORE_MODULES)
        if not found and not core and not any(objects.contains_wildcards(name) for name in self.name_ or ()):
            self.write_error(
                self.error(
                    "Modules_NoModulesRemoved",
                    message("Modules", "NoModulesRemoved"),
                    "ResourceUnavailable",
                    exception="System.InvalidOperationException",
                )
            )
