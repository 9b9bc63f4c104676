"""The objects of the engine: error records, invocations, commands, modules, drives, the host and what cmdlets return.

Their Python classes carry the properties under the same names in snake case; here stands what differs.
"""

from __future__ import annotations

from typing import Any, Final

from ems.runtime import errorcategory
from ems.runtime.dotnet.modulemethods import METHODS as MODULE_METHODS
from ems.runtime.dotnet.modulemethods import PROPERTIES as MODULE_PROPERTIES
from ems.runtime.dotnet.scriptcmdlet import METHODS as SCRIPT_CMDLET
from ems.runtime.dotnet.support import argument_null, array_of, attr, net_text, not_supported, session, strings
from ems.runtime.enums import EnumValue
from ems.runtime.errors import ErrorRecord
from ems.runtime.members.model import Implementation
from ems.runtime.types import type_named
from ems.runtime.values import NetObject

_SPACE: Final = "System.Management.Automation."


def plain(declared: str = "", **more: Any) -> Implementation:
    """A type whose properties are the attributes of its Python class."""
    return Implementation(by_attribute=True, declared=declared, **more)


# Errors


class CategoryInfo(NetObject):
    """System.Management.Automation.ErrorCategoryInfo: a view of an error record."""

    __slots__ = ("record",)
    type_name = "System.Management.Automation.ErrorCategoryInfo"

    def __init__(self, record: ErrorRecord) -> None:
        self.record = record

    @property
    def reason(self) -> str:
        return errorcategory.reason(self.record)

    @property
    def target_name(self) -> str:
        return errorcategory.target_name(self.record)

    @property
    def target_type(self) -> str:
        return errorcategory.target_type(self.record)

    def to_text(self) -> str:
        return errorcategory.category_text(self.record)


class ErrorDetails(NetObject):
    """System.Management.Automation.ErrorDetails."""

    __slots__ = ("record", "recommended_action", "text")
    type_name = "System.Management.Automation.ErrorDetails"

    def __init__(self, text: str, action: str = "", record: ErrorRecord | None = None) -> None:
        self.text = text
        self.recommended_action = action
        self.record = record

    def to_text(self) -> str:
        return self.text


def _new_record(_type: Any, *arguments: Any) -> ErrorRecord:
    first = arguments[0]
    if isinstance(first, ErrorRecord):
        made = ErrorRecord(first.exception, first.error_id, first.category, first.target)
        made.invocation, made.position, made.details = first.invocation, first.position, first.details
        return made
    if first is None:
        raise argument_null("exception" if len(arguments) > 2 else "errorRecord")
    if len(arguments) < 4:
        raise not_supported()
    exception, error_id, category, target = arguments
    return ErrorRecord(exception, error_id or "", category.text, target)


def _details(record: ErrorRecord) -> ErrorDetails | None:
    return None if record.details is None else ErrorDetails(record.details, record.recommended_action or "", record)


def _set_details(record: ErrorRecord, details: ErrorDetails | None) -> None:
    record.details = None if details is None else details.text
    record.recommended_action = None if details is None else details.recommended_action


def _category(info: CategoryInfo) -> EnumValue:
    enum = type_named(_SPACE + "ErrorCategory")
    return EnumValue(enum, enum.names.get(info.record.category, 0))


def _record_text(record: ErrorRecord) -> str:
    return record.message


def _category_text(info: CategoryInfo, *_culture: Any) -> str:
    from ems.runtime.convert import to_string

    return to_string(info)


# Commands


def _command_type(info: Any) -> str:
    return str(info.kind)


def _visibility(info: Any) -> Any:
    return getattr(info, "visibility", "Public")


def _version(info: Any) -> Any:
    from ems.runtime.dotnet.identity import Version, parse_version

    text = getattr(info, "version", None)
    if text is None or isinstance(text, Version):
        return text
    return parse_version(text if "." in text else text + ".0")


def _guid(info: Any) -> Any:
    from ems.runtime.dotnet.identity import Guid, parse_guid

    value = info.guid
    return value if isinstance(value, Guid) else parse_guid(value)


def _script_block(info: Any) -> Any:
    return getattr(info, "block", None) or getattr(info, "script_block", None)


def _options(info: Any) -> Any:
    from ems.runtime.enums import parse_enum

    enum = type_named(_SPACE + "ScopedItemOptions")
    options = getattr(info, "options", None) or ()
    return EnumValue(enum, parse_enum(enum, ", ".join(sorted(options)), True) or 0 if options else 0)


def _resolved(info: Any) -> Any:
    running = session()
    return running.commands.find(info.target, running.context.scope) if hasattr(info, "target") else None


def _exported(what: str) -> Any:
    def read(module: Any) -> Any:
        from ems.runtime.dotnet.dictionaries import GenericDictionary
        from ems.runtime.hashtable import CULTURE_IGNORE_CASE

        definition = type_named("System.Collections.Generic.Dictionary`2")
        element = {
            "functions": "FunctionInfo",
            "aliases": "AliasInfo",
            "variables": "PSVariable",
            "cmdlets": "CmdletInfo",
        }
        kind = definition.close((type_named("System.String"), type_named(_SPACE + element.get(what, "CommandInfo"))))
        sources = ("functions", "cmdlets", "aliases") if what == "commands" else (what,)
        pairs: list[tuple[Any, Any]] = []
        for source in sources:
            found = getattr(module, f"exported_{source}", None)
            for key, each in (found() if found is not None else {}).items():
                shown = module.scope.variable(key, module.session.spelling(key)) if source == "variables" else each
                pairs.append((shown.name, shown))
        return GenericDictionary(kind, pairs, CULTURE_IGNORE_CASE)

    return read


# Host


def _host_write(interface: Any, *arguments: Any) -> None:
    session().host.write(net_text(arguments[-1]) if arguments and arguments[-1] is not None else "")


def _host_write_line(interface: Any, *arguments: Any) -> None:
    session().host.write_line(net_text(arguments[-1]) if arguments and arguments[-1] is not None else "")


def _message(kind: str) -> Any:
    return lambda _interface, text: session().show_message(kind, text)


def _choose(_interface: Any, caption: str, message: str, choices: Any, default: int) -> int:
    from ems.runtime.host import Choice

    listed = [Choice(getattr(each, "label", each), getattr(each, "help_message", "")) for each in choices]
    return int(
        session().host.choose(
            f"{caption}\n{message}" if caption and message else caption or message or "", message or "", listed, default
        )
    )


class Choice(NetObject):
    """System.Management.Automation.Host.ChoiceDescription."""

    __slots__ = ("help_message", "label")
    type_name = "System.Management.Automation.Host.ChoiceDescription"

    def __init__(self, label: str, help_message: str = "") -> None:
        self.label = label
        self.help_message = help_message


class Pair(NetObject):
    """Size and Coordinates of the host: two numbers with names of their own."""

    __slots__ = ("first", "net_type", "second")

    def __init__(self, net_type: Any, first: int = 0, second: int = 0) -> None:
        self.net_type = net_type
        self.first = first
        self.second = second

    def to_text(self) -> str:
        return f"{self.first},{self.second}"


def _pair(kind: str, width: Any, height: Any) -> Any:
    def read(_raw: Any) -> Pair:
        host = session().host
        return Pair(type_named(f"{_SPACE}Host.{kind}"), width(host), height(host))

    return read


def _host_title() -> Any:
    return (
        lambda _raw: getattr(session().host, "title", "") or "Windows PowerShell",
        lambda _raw, value: setattr(session().host, "title", value),
    )


def _keep(value: Any) -> Any:
    return (lambda _raw: value), (lambda _raw, _value: None)


def _culture(_host: Any) -> Any:
    from ems.runtime.dotnet.globalization import CultureInfo
    from ems.runtime.dotnet.support import EN_US

    return CultureInfo(EN_US)


def _parts(first: str, second: str) -> dict[str, Any]:
    return {
        first: (attr("first"), lambda pair, value: setattr(pair, "first", value)),
        second: (attr("second"), lambda pair, value: setattr(pair, "second", value)),
    }


def _host_id(_host: Any) -> Any:
    from ems.runtime.dotnet.identity import parse_guid

    return parse_guid("5f6c0d53-9a5c-4a7c-8b52-0c4a5ffb9e1c")


_DICTIONARY: Final = "System.Collections.Generic.Dictionary`2[System.String,System.Object]"

TYPES: Final = {
    _SPACE + "ErrorRecord": plain(
        methods={"GetObjectData": lambda *_arguments: None, "ToString": _record_text},
        properties={
            "CategoryInfo": CategoryInfo,
            "ErrorDetails": (_details, _set_details),
            "Exception": attr("exception"),
            "FullyQualifiedErrorId": attr("fully_qualified_error_id"),
            "InvocationInfo": attr("invocation"),
            "PipelineIterationInfo": lambda _record: array_of([], "System.Int32"),
            "ScriptStackTrace": attr("script_stack_trace"),
            "TargetObject": attr("target"),
        },
        static={"new": _new_record},
    ),
    _SPACE + "ErrorCategoryInfo": Implementation(
        methods={"GetMessage": _category_text, "ToString": _category_text},
        properties={
            "Activity": (attr("record.activity"), lambda info, value: setattr(info.record, "activity", value)),
            "Category": _category,
            "Reason": (attr("reason"), lambda info, value: setattr(info.record, "reason", value)),
            "TargetName": (attr("target_name"), lambda info, value: setattr(info.record, "target_name", value)),
            "TargetType": (attr("target_type"), lambda info, value: setattr(info.record, "target_type", value)),
        },
    ),
    _SPACE + "ErrorDetails": Implementation(
        properties={
            "Message": attr("text"),
            "RecommendedAction": (attr("recommended_action"), lambda details, value: setattr(details,
            "recommended_action", value)),
        },
        static={"new": lambda _type, text: ErrorDetails(text)},
        declared="""
            string ToString()
            string Message {get;}
            string RecommendedAction {get;set;}
            System.Management.Automation.ErrorDetails new(string message)
        """,
    ),
    _SPACE + "InvocationInfo": plain(
        properties={"DisplayScriptPosition": (attr("display_script_position"), lambda _info, _value: None)},
    ),
    _SPACE + "InformationalRecord": plain("""
        string ToString()
        System.Management.Automation.InvocationInfo InvocationInfo {get;}
        string Message {get;}
        System.Object PipelineIterationInfo {get;}
    """, properties={"InvocationInfo": attr("invocation")}),
    _SPACE + "InformationRecord": plain("""
        string ToString()
        string Computer {get;}
        System.Object MessageData {get;}
        string Source {get;}
        string[] Tags {get;}
        datetime TimeGenerated {get;}
        string User {get;}
    """, properties={"Tags": lambda record: strings(record.tags)}),
    _SPACE + "HostInformationMessage": plain("""
        string ToString()
        System.Object BackgroundColor {get;}
        System.Object ForegroundColor {get;}
        string Message {get;}
        bool NoNewLine {get;}
    """),
    _SPACE + "ProgressRecord": plain("""
        string ToString()
        string Activity {get;set;}
        int ActivityId {get;}
        string CurrentOperation {get;set;}
        int ParentActivityId {get;set;}
        int PercentComplete {get;set;}
        System.Management.Automation.ProgressRecordType RecordType {get;set;}
        int SecondsRemaining {get;set;}
        string StatusDescription {get;set;}
    """),
    _SPACE + "CallStackFrame": plain("""
        string ToString()
        string Command {get;}
        string FunctionName {get;}
        System.Management.Automation.InvocationInfo InvocationInfo {get;}
        string Location {get;}
        string Arguments {get;}
        System.Management.Automation.Language.IScriptExtent Position {get;}
        int ScriptLineNumber {get;}
        string ScriptName {get;}
    """),
    _SPACE + "CommandInfo": plain("""
        string ToString()
        System.Management.Automation.CommandTypes CommandType {get;}
        string Definition {get;}
        psmoduleinfo Module {get;}
        string ModuleName {get;}
        string Name {get;}
        System.Object OutputType {get;}
        System.Object Parameters {get;}
        System.Object ParameterSets {get;}
        string Source {get;}
        version Version {get;}
        System.Management.Automation.SessionStateEntryVisibility Visibility {get;set;}
    """, methods={"ToString": attr("name")}, properties={
        "CommandType": _command_type,
        "Options": _options,
        "ReferencedCommand": _resolved,
        "ResolvedCommand": _resolved,
        "ScriptBlock": _script_block,
        "Version": _version,
        "Visibility": (_visibility, lambda info, value: setattr(info, "visibility", value.text)),
    }),
    _SPACE + "ExternalScriptInfo": plain("""
        string OriginalEncoding {get;}
        string Path {get;}
        string ScriptContents {get;}
        scriptblock ScriptBlock {get;}
    """),
    _SPACE + "ApplicationInfo": plain("string Extension {get;}\nstring Path {get;}"),
    _SPACE + "ParameterMetadata": plain(),
    _SPACE + "PSModuleInfo": plain(
        methods=MODULE_METHODS,
        properties={
            **MODULE_PROPERTIES,
            "ExportedAliases": _exported("aliases"),
            "ExportedCmdlets": _exported("cmdlets"),
            "ExportedCommands": _exported("commands"),
            "ExportedFunctions": _exported("functions"),
            "ExportedVariables": _exported("variables"),
            "Guid": _guid,
            "Version": _version,
        },
    ),
    _SPACE + "PSScriptCmdlet": plain(methods=SCRIPT_CMDLET),
    _SPACE + "PSDriveInfo": plain(properties={
        "CurrentLocation": attr("current"),
        "Provider": lambda drive: drive.provider.info,
    }),
    _SPACE + "ProviderInfo": plain(properties={"Drives": lambda info: list(info.drives), "ModuleName": attr("module")}),
    _SPACE + "PathInfo": plain(methods={"ToString": net_text}),
    _SPACE + "PSCmdlet": plain(),
    _SPACE + "Internal.Host.InternalHost": plain(
        properties={
            "CurrentCulture": _culture,
            "CurrentUICulture": _culture,
            "DebuggerEnabled": _keep(True),
            "InstanceId": _host_id,
            "IsRunspacePushed": lambda _host: False,
            "Name": attr("name"),
            "PrivateData": lambda _host: None,
            "UI": attr("user_interface"),
            "Version": attr("version"),
        },
        methods={
            "EnterNestedPrompt": lambda _host: session().nested_prompt(),
            "SetShouldExit": lambda _host, code: setattr(session(), "exit_code", code),
        },
    ),
    _SPACE + "Internal.Host.InternalHostUserInterface": Implementation(
        methods={
            "PromptForChoice": _choose,
            "ReadLine": lambda _interface: session().host.read_line(""),
            "ReadLineAsSecureString": lambda _interface: _secure(session().host.read_secret("")),
            "Write": _host_write,
            "WriteDebugLine": _message("debug"),
            "WriteErrorLine": lambda _interface, text: session().host.write_error_line(text),
            "WriteLine": _host_write_line,
            "WriteVerboseLine": _message("verbose"),
            "WriteWarningLine": _message("warning"),
        },
        properties={"RawUI": attr("raw_interface"), "SupportsVirtualTerminal": lambda _interface: False},
        declared="""
            int PromptForChoice(string caption, string message, System.Object[] choices, int defaultChoice)
            string ReadLine()
            securestring ReadLineAsSecureString()
            void Write(string value)
            void Write(System.ConsoleColor foregroundColor, System.ConsoleColor backgroundColor, string value)
            void WriteDebugLine(string message)
            void WriteErrorLine(string value)
            void WriteLine()
            void WriteLine(string value)
            void WriteLine(System.ConsoleColor foregroundColor, System.ConsoleColor backgroundColor, string value)
            void WriteVerboseLine(string message)
            void WriteWarningLine(string message)
            System.Management.Automation.Host.PSHostRawUserInterface RawUI {get;}
            bool SupportsVirtualTerminal {get;}
        """,
    ),
    _SPACE + "Internal.Host.InternalHostRawUserInterface": Implementation(
        properties={
            "BackgroundColor": _keep("DarkMagenta"),
            "BufferSize": (_pair("Size", lambda host: host.width, lambda host: 3000), lambda _raw, _value: None),
            "CursorPosition": (_pair("Coordinates", lambda _host: 0, lambda _host: 0), lambda _raw, _value: None),
            "CursorSize": _keep(25),
            "ForegroundColor": _keep("DarkYellow"),
            "KeyAvailable": lambda _raw: False,
            "MaxPhysicalWindowSize": _pair("Size", lambda _host: 240, lambda _host: 84),
            "MaxWindowSize": _pair("Size", lambda host: host.width, lambda _host: 84),
            "WindowPosition": (_pair("Coordinates", lambda _host: 0, lambda _host: 0), lambda _raw, _value: None),
            "WindowSize": (_pair("Size", lambda host: host.width, lambda host: host.height), lambda _raw, _value: None),
            "WindowTitle": _host_title(),
        },
        methods={"FlushInputBuffer": lambda _raw: None},
        declared="""
            void FlushInputBuffer()
            System.ConsoleColor BackgroundColor {get;set;}
            System.Management.Automation.Host.Size BufferSize {get;set;}
            System.Management.Automation.Host.Coordinates CursorPosition {get;set;}
            int CursorSize {get;set;}
            System.ConsoleColor ForegroundColor {get;set;}
            bool KeyAvailable {get;}
            System.Management.Automation.Host.Size MaxPhysicalWindowSize {get;}
            System.Management.Automation.Host.Size MaxWindowSize {get;}
            System.Management.Automation.Host.Coordinates WindowPosition {get;set;}
            System.Management.Automation.Host.Size WindowSize {get;set;}
            string WindowTitle {get;set;}
        """,
    ),
    _SPACE + "Host.Size": Implementation(
        properties=_parts("Width", "Height"),
        static={"new": Pair},
        declared="""
            string ToString()
            int Width {get;set;}
            int Height {get;set;}
            System.Management.Automation.Host.Size new(int width, int height)
        """,
    ),
    _SPACE + "Host.Coordinates": Implementation(
        properties=_parts("X", "Y"),
        static={"new": Pair},
        declared="""
            string ToString()
            int X {get;set;}
            int Y {get;set;}
            System.Management.Automation.Host.Coordinates new(int x, int y)
        """,
    ),
    _SPACE + "Host.ChoiceDescription": Implementation(
        properties={
            "HelpMessage": (attr("help_message"), lambda choice, value: setattr(choice, "help_message", value)),
            "Label": attr("label"),
        },
        static={"new": lambda _type, label, *more: Choice(label, *more)},
        declared="""
            string HelpMessage {get;set;}
            string Label {get;}
            System.Management.Automation.Host.ChoiceDescription new(string label)
            System.Management.Automation.Host.ChoiceDescription new(string label, string helpMessage)
        """,
    ),
    _SPACE + "Language.InternalScriptExtent": Implementation(
        methods={"ToString": attr("text")},
        properties={
            "EndColumnNumber": attr("end_column"),
            "EndLineNumber": attr("end_line"),
            "EndOffset": attr("end"),
            "File": attr("file"),
            "StartColumnNumber": attr("start_column"),
            "StartLineNumber": attr("start_line"),
            "StartOffset": attr("start"),
            "StartScriptPosition": attr("start_script_position"),
            "EndScriptPosition": attr("end_script_position"),
            "Text": attr("text"),
        },
        declared="""
            string ToString()
            int EndColumnNumber {get;}
            int EndLineNumber {get;}
            int EndOffset {get;}
            string File {get;}
            int StartColumnNumber {get;}
            int StartLineNumber {get;}
            int StartOffset {get;}
            System.Management.Automation.Language.IScriptPosition StartScriptPosition {get;}
            System.Management.Automation.Language.IScriptPosition EndScriptPosition {get;}
            string Text {get;}
        """,
    ),
    _SPACE + "Language.InternalScriptPosition": plain(
        """
            int ColumnNumber {get;}
            string File {get;}
            string Line {get;}
            int LineNumber {get;}
            int Offset {get;}
        """
    ),
    **{
        f"Microsoft.PowerShell.Commands.{name}": plain()
        for name in (
            "GroupInfo", "GroupInfoNoElement", "MeasureInfo", "GenericMeasureInfo", "TextMeasureInfo", "MatchInfo",
            "MatchInfoContext",
            "HistoryInfo", "MemberDefinition",
        )
    },
    "System.Diagnostics.Process": plain(),
    _SPACE + "Job": plain(),
    _SPACE + "Runspaces.PSSession": plain(),
}  # fmt: skip


def _secure(text: str) -> Any:
    from ems.runtime.dotnet.security import SecureString

    return SecureString(text)
