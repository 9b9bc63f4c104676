"""System.Reflection.Assembly: nothing but its name. Nothing is loaded; the assemblies of the product are known."""

from __future__ import annotations

import re
from typing import Any, Final

from ems.runtime.dotnet.support import NetError, argument_null, attr, net_text
from ems.runtime.members.model import Implementation
from ems.runtime.types import type_named, type_of
from ems.runtime.values import NetObject

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


def _type_in(assembly: AssemblyInfo, *arguments: Any) -> Any:
    from ems.runtime.dotnet.reflection import get_type

    return get_type(*arguments) if arguments else type_of(assembly)


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


TYPES: Final = {
    "System.Reflection.Assembly": Implementation(
        methods={
            "GetName": lambda assembly: AssemblyNameInfo(assembly.full_name),
            "GetType": _type_in,
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
