"""What PowerShell adds to types: the members of types.ps1xml, and those of Update-TypeData.

The product's own additions are one table here; what a script adds lives in the `TypeDataStore` of its session. Both
are asked with the PSTypeNames of a value, nearest first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from ems.runtime import current
from ems.runtime.members.model import AliasProperty, CodeMethod, CodeProperty, Member, NoteProperty, ScriptProperty

_STANDARD: Final = "PSStandardMembers"


class TypeData:
    """What is added to one type name. `standard` holds DefaultDisplayPropertySet, DefaultKeyPropertySet,
    SerializationDepth and so on."""

    __slots__ = ("members", "standard", "type_name")

    def __init__(
        self, type_name: str, members: Sequence[Member] = (), standard: Mapping[str, Any] | None = None
    ) -> None:
        self.type_name = type_name
        self.members: dict[str, Member] = {member.name.lower(): member for member in members}
        self.standard: dict[str, Any] = dict(standard or {})

    def copy(self) -> TypeData:
        return TypeData(self.type_name, tuple(self.members.values()), self.standard)


class TypeDataStore:
    """The type data of a session: the product's, as changed by Update-TypeData and Remove-TypeData."""

    __slots__ = ("_found", "_own", "_removed")

    def __init__(self) -> None:
        self._own: dict[str, TypeData] = {}
        self._removed: set[str] = set()
        self._found: dict[tuple[tuple[str, ...], str], Member | None] = {}

    @property
    def is_changed(self) -> bool:
        """Whether a script has changed anything; only then a type may have members that its declaration does not
        tell."""
        return bool(self._own or self._removed)

    def get(self, type_name: str) -> TypeData | None:
        """The data of a type name."""
        folded = type_name.lower()
        own = self._own.get(folded)
        if own is not None:
            return own
        return None if folded in self._removed else builtin_type_data().get(folded)

    def writable(self, type_name: str) -> TypeData:
        """The data of a type name, to be changed; made if there is none."""
        folded = type_name.lower()
        own = self._own.get(folded)
        if own is None:
            known = self.get(type_name)
            own = self._own[folded] = known.copy() if known is not None else TypeData(type_name)
        self._found.clear()
        return own

    def remove(self, type_name: str) -> bool:
        """Takes away all that is known of a type name."""
        folded = type_name.lower()
        there = self.get(type_name) is not None
        self._own.pop(folded, None)
        self._removed.add(folded)
        self._found.clear()
        return there

    def all(self) -> list[TypeData]:
        """All type data, for Get-TypeData."""
        known = {folded: data for folded, data in builtin_type_data().items() if folded not in self._removed}
        return list((known | self._own).values())

    def find(self, names: Sequence[str], folded: str) -> Member | None:
        """The added member of that folded name for a value with these PSTypeNames."""
        key = (tuple(names), folded)
        if key in self._found:
            return self._found[key]
        found = _find(self.get, names, folded)
        if len(self._found) > 5000:
            self._found.clear()
        self._found[key] = found
        return found

    def members(self, names: Sequence[str]) -> list[Member]:
        """All added members for a value with these PSTypeNames."""
        return _members(self.get, names)

    def standard(self, names: Sequence[str], what: str) -> Any:
        """A standard member (DefaultDisplayPropertySet, ...), or None."""
        for name in names:
            data = self.get(name)
            if data is not None and what in data.standard:
                return data.standard[what]
        return None


def _find(get: Callable[[str], TypeData | None], names: Sequence[str], folded: str) -> Member | None:
    for name in names:
        data = get(name)
        if data is not None and folded in data.members:
            return data.members[folded]
    return None


def _members(get: Callable[[str], TypeData | None], names: Sequence[str]) -> list[Member]:
    found: dict[str, Member] = {}
    for name in names:
        data = get(name)
        if data is not None:
            for folded, member in data.members.items():
                found.setdefault(folded, member)
    return list(found.values())


def store() -> TypeDataStore | None:
    """The store of the running session, None outside of one (the product's own data then holds)."""
    running = current.session()
    if running is None:
        return None
    found: TypeDataStore = running.type_data
    return found


def find_added(names: Sequence[str], folded: str) -> Member | None:
    """The member types.ps1xml or Update-TypeData adds."""
    own = store()
    if own is not None:
        return own.find(names, folded)
    return _find(lambda name: builtin_type_data().get(name.lower()), names, folded)


def added_members(names: Sequence[str]) -> list[Member]:
    """All members that types.ps1xml and Update-TypeData add."""
    own = store()
    if own is not None:
        return own.members(names)
    return _members(lambda name: builtin_type_data().get(name.lower()), names)


def standard_of(names: Sequence[str], what: str) -> Any:
    """A standard member by name."""
    own = store()
    return own.standard(names, what) if own is not None else None


# The product's own


def _read(path: str) -> Callable[[Any], Any]:
    """`$this.A.B`."""
    names = path.split(".")

    def read(value: Any) -> Any:
        from ems.runtime.members.access import get_member

        for name in names:
            value = get_member(value, name)
        return value

    return read


def _call(name: str) -> Callable[[Any], Any]:
    def call(value: Any) -> Any:
        from ems.runtime.members.calls import invoke

        return invoke(value, name, [])

    return call


def _date_time(value: Any) -> str:
    from ems.runtime.members.access import get_member
    from ems.runtime.members.calls import invoke

    hint = get_member(value, "DisplayHint")
    kind = "" if hint is None else str(getattr(hint, "text", hint)).lower()
    parts = [] if kind == "time" else [invoke(value, "ToLongDateString", [])]
    if kind != "date":
        parts.append(invoke(value, "ToLongTimeString", []))
    return " ".join(parts)


_DATE_SCRIPT: Final = """if ((& { Set-StrictMode -Version 1; $this.DisplayHint }) -ieq  "Date")
          {
          "{0}" -f $this.ToLongDateString()
          }
          elseif ((& { Set-StrictMode -Version 1; $this.DisplayHint }) -ieq "Time")
          {
          "{0}" -f  $this.ToLongTimeString()
          }
          else
          {
          "{0} {1}" -f $this.ToLongDateString(), $this.ToLongTimeString()
          }"""


def _base_name(value: Any) -> str:
    from ems.runtime.members.access import get_member

    name, extension = get_member(value, "Name"), get_member(value, "Extension")
    return str(name[: len(name) - len(extension)] if extension else name)


def _mode(value: Any) -> str:
    return str(value.mode())


def _alias_display(value: Any) -> str:
    from ems.runtime.members.access import get_member

    name, definition = get_member(value, "Name"), get_member(value, "Definition")
    return name if "-" in name else f"{name} -> {definition}"


def _nothing(_value: Any) -> None:
    return None


def _script(name: str, path: str) -> CodeProperty:
    return CodeProperty(name, _read(path), script_text=f"$this.{path}")


def _xml_text(value: Any) -> str:
    return str(value.local_name)


_PROCESS_DESCRIPTION: Final = (
    _script("Path", "MainModule.FileName"),
    _script("Company", "MainModule.FileVersionInfo.CompanyName"),
    _script("CPU", "TotalProcessorTime.TotalSeconds"),
    _script("FileVersion", "MainModule.FileVersionInfo.FileVersion"),
    _script("ProductVersion", "MainModule.FileVersionInfo.ProductVersion"),
    _script("Description", "MainModule.FileVersionInfo.FileDescription"),
    _script("Product", "MainModule.FileVersionInfo.ProductName"),
    NoteProperty("__NounName", "Process"),
)


@cache
def builtin_type_data() -> MappingProxyType[str, TypeData]:
    """The product's own type data by folded type name."""
    from ems.runtime.members.model import PropertySet

    table: dict[str, list[Member]] = {
        "System.Array": [AliasProperty("Count", "Length")],
        "System.Collections.DictionaryEntry": [AliasProperty("Name", "Key")],
        "System.ServiceProcess.ServiceController": [
            AliasProperty("Name", "ServiceName"),
            AliasProperty("RequiredServices", "ServicesDependedOn"),
        ],
        "System.DateTime": [CodeProperty("DateTime", _date_time, script_text=_DATE_SCRIPT)],
        "System.Guid": [CodeProperty("Guid", _call("ToString"), script_text="$this.ToString()")],
        "System.Net.IPAddress": [CodeProperty("IPAddressToString", _call("ToString"), script_text="$this.Tostring()")],
        "System.Diagnostics.Process": [
            PropertySet("PSConfiguration", ("Name", "Id", "PriorityClass", "FileVersion")),
            PropertySet("PSResources", ("Name", "Id", "Handlecount", "WorkingSet", "NonPagedMemorySize",
            "PagedMemorySize",
                                        "PrivateMemorySize", "VirtualMemorySize", "Threads.Count",
                                        "TotalProcessorTime")),
            AliasProperty("Name", "ProcessName"),
            AliasProperty("SI", "SessionId"),
            AliasProperty("Handles", "Handlecount"),
            AliasProperty("VM", "VirtualMemorySize64"),
            AliasProperty("WS", "WorkingSet64"),
            AliasProperty("PM", "PagedMemorySize64"),
            AliasProperty("NPM", "NonpagedSystemMemorySize64"),
            *_PROCESS_DESCRIPTION,
        ],
        "System.IO.DirectoryInfo": [
            CodeProperty("Mode", _mode, "System.String", line="System.String Mode{get=Mode;}"),
            _script("BaseName", "Name"),
            CodeProperty("Target", _nothing, "System.Collections.Generic.IEnumerable`1[[System.String]]",
                         line="System.Collections.Generic.IEnumerable`1[[System.String, mscorlib, Version=4.0.0.0, "
                         "Culture=neutral, PublicKeyToken=b77a5c561934e089]] Target{get=GetTarget;}"),
            CodeProperty("LinkType", _nothing, "System.String", line="System.String LinkType{get=GetLinkType;}"),
        ],
        "System.IO.FileInfo": [
            CodeProperty("Mode", _mode, "System.String", line="System.String Mode{get=Mode;}"),
            CodeProperty("BaseName", _base_name,
                         script_text="if ($this.Extension.Length -gt 0){$this.Name.Remove($this.Name.Length - "
                         "$this.Extension.Length)}else{$this.Name}"),
            CodeProperty("VersionInfo", _nothing,
                         script_text="[System.Diagnostics.FileVersionInfo]::GetVersionInfo($this.FullName)"),
            CodeProperty("Target", _nothing, "System.Collections.Generic.IEnumerable`1[[System.String]]",
                         line="System.Collections.Generic.IEnumerable`1[[System.String, mscorlib, Version=4.0.0.0, "
                         "Culture=neutral, PublicKeyToken=b77a5c561934e089]] Target{get=GetTarget;}"),
            CodeProperty("LinkType", _nothing, "System.String", line="System.String LinkType{get=GetLinkType;}"),
        ],
        "System.Management.Automation.AliasInfo": [
            _script("ResolvedCommandName", "ResolvedCommand.Name"),
            CodeProperty("DisplayName", _alias_display, script_text="$this.Name"),
        ],
        "System.Management.Automation.CmdletInfo": [_script("DLL", "ImplementingType.Assembly.Location")],
        "System.Management.Automation.CommandInfo": [
            AliasProperty("Namespace", "ModuleName"),
            CodeProperty("HelpUri", lambda value: getattr(value, "help_uri", ""), script_text="$this.HelpUri"),
        ],
        "System.Management.Automation.ErrorRecord": [
            CodeProperty("PSMessageDetails", _nothing,
                         script_text="& { Set-StrictMode -Version 1; "
                         "$this.Exception.InnerException.PSMessageDetails }"),
        ],
        "System.Management.Automation.Job": [
            ScriptProperty("State", "$this.JobStateInfo.State.ToString()"),
        ],
        "System.Management.Automation.PSDriveInfo": [
            CodeProperty("Used", _nothing, script_text="$this.Used"),
            CodeProperty("Free", _nothing, script_text="$this.Free"),
        ],
        "System.Xml.XmlNode": [CodeMethod("ToString", _xml_text, "static string XmlNode(psobject instance)")],
        "System.Xml.XmlNodeList": [
            CodeMethod("ToString", lambda value: " ".join(_xml_text(each) for each in value),
                       "static string XmlNodeList(psobject instance)"),
        ],
    }  # fmt: skip
    return MappingProxyType({name.lower(): TypeData(name, members) for name, members in table.items()})
