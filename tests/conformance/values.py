"""The value tables (casts, arithmetic, ...): one expression a line, its type and its text. tables/values.ps1 says how they were made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from ems.language.parser import parse
from ems.language.tree import FunctionDefinitionAst, TypeDefinitionAst
from ems.runtime import current
from ems.runtime.convert import enumerate_value, to_string
from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.members import get_member, index_get, invoke, properties_of
from ems.runtime.types import TypeInfo, is_instance, type_named, type_of
from ems.runtime.values import NOTHING, Char, PSCustomObject, PSObject
from ems.testing import HeadlessSession

FOLDER = Path(__file__).parent.parent / "transcripts" / "language" / "tables"
RECORDED: Final = datetime(2026, 3, 1, tzinfo=UTC)
"""In the year of the recording, which a date without a year belongs to."""
_COLLECTION: Final = type_named("System.Collections.ICollection")
_DICTIONARY: Final = type_named("System.Collections.IDictionary")
_ENUMERABLE: Final = type_named("System.Collections.IEnumerable")
NAMES = ("arithmetic", "binding", "casts", "comparison", "format", "literals", "members")


@dataclass
class Line:
    file: str
    source: str
    columns: list[str]
    setup: str


def read(name: str) -> list[Line]:
    setup: list[str] = []
    lines = []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("#setup "):
            setup.append(line[7:])
        elif line and not line.startswith("# "):
            source, *columns = line.split("\t")
            lines.append(Line(name, source, columns, "\n".join(setup)))
    return lines


def source_text(source: str) -> str:
    """A backtick followed by n is a line break; three backticks followed by n: a backtick, then a line break."""
    return source.replace("```n", "\0").replace("`n", "\n").replace("\0", "`\n") if "```n" in source else source


def escaped(text: str) -> str:
    result = []
    for char in text:
        if char == "\\":
            result.append("\\\\")
        elif char == "\n":
            result.append("\\n")
        elif char == "\r":
            result.append("\\r")
        elif char == "\t":
            result.append("\\t")
        elif ord(char) < 32 or ord(char) == 127:
            result.append(f"\\u{ord(char):04x}")
        else:
            result.append(char)
    return "".join(result)


def type_text(value: Any) -> str:
    """The column of the type: full name, with the count behind collections."""
    if value is None:
        return "null"
    base = value.base if isinstance(value, PSObject) else value
    name = _type_name(type_of(base))
    if isinstance(base, list):
        return f"{name} {len(base)}"
    if isinstance(base, str) or name.startswith("System.Xml.") or name == "System.Net.IPAddress":
        return name
    count = _count(base)
    return name if count is None else f"{name} {count}"


def _type_name(info: Any) -> str:
    if info.is_array:
        return f"{_type_name(info.element_type)}[{',' * (info.rank - 1)}]"
    if info.generic_arguments:
        return f"{info.full_name.partition('`')[0].partition('[')[0]}[{','.join(_type_name(each) for each in info.generic_arguments)}]"
    return str(info.full_name or info.name)


def _count(base: Any) -> int | None:
    if is_instance(base, _COLLECTION):
        return int(get_member(base, "Count"))
    return None


def text(value: Any, inside: bool = False, depth: int = 0) -> str:
    """The column of the text, as `__one` of values.ps1 makes it."""
    if value is None:
        return "null" if inside else ""
    if depth > 4:
        return "..."
    base = value.base if isinstance(value, PSObject) else value
    name = type_of(base).full_name
    if isinstance(base, Char):
        return str(base)
    if isinstance(base, str):
        return "'" + base.replace("'", "''") + "'" if inside else base
    if isinstance(base, bool):
        return str(base)
    if name == "System.DateTime":
        return f"{invoke(base, 'ToString', ['yyyy-MM-ddTHH:mm:ss.fffffff'])} {to_string(get_member(base, 'Kind'))}"
    if name == "System.DateTimeOffset":
        return str(invoke(base, "ToString", ["yyyy-MM-ddTHH:mm:ss.fffffff zzz"]))
    if name == "System.TimeSpan":
        return str(invoke(base, "ToString", ["c"]))
    if isinstance(base, TypeInfo):
        return _type_name(base)
    if name.startswith("System.Xml."):
        return str(get_member(base, "OuterXml"))
    if isinstance(base, NetException):
        return base.message
    if isinstance(base, ErrorRecord):
        return f"{base.fully_qualified_error_id}: {base.exception.message}"
    if name == "System.Collections.DictionaryEntry" or name.startswith("System.Collections.Generic.KeyValuePair"):
        return (
            "{"
            + text(get_member(base, "Key"), True, depth + 1)
            + "="
            + text(get_member(base, "Value"), True, depth + 1)
            + "}"
        )
    if is_instance(base, _DICTIONARY):
        pairs = [
            f"{text(key, True, depth + 1)}={text(index_get(base, [key]), True, depth + 1)}"
            for key in list(enumerate_value(invoke(base, "get_Keys", [])) or ())
        ]
        if name == "System.Collections.Hashtable":
            pairs.sort(key=lambda pair: pair.encode("utf-16-be", "surrogatepass"))
        return "@{" + "; ".join(pairs) + "}"
    if isinstance(base, PSCustomObject):
        return (
            "@{"
            + "; ".join(
                f"{each.name}={text(get_member(base, each.name), True, depth + 1)}" for each in properties_of(base)
            )
            + "}"
        )
    if name.startswith("System.Text.RegularExpressions.") and name.rpartition(".")[2] in ("Group", "Capture", "Match"):
        return str(get_member(base, "Value"))
    if name == "System.Net.IPAddress":
        return str(to_string(base))
    items = enumerate_value(base)
    if items is None and is_instance(base, _ENUMERABLE):
        items = iter(list(base))
    if items is not None:
        joined = " | ".join(text(each, True, depth + 1) for each in items)
        return f"({joined})" if inside else joined
    return to_string(value)


def columns(session: Any, line: Line) -> list[str]:
    """What ems makes of a line, in the form of the table."""
    result = parse(line.source)
    if result.errors:
        first = result.errors[0]
        return ["error", first.error_id, first.message, "System.Management.Automation.ParseException"]
    statements = result.tree.end_block.statements
    last = statements[-1]
    source = line.source
    if not isinstance(last, (FunctionDefinitionAst, TypeDefinitionAst)):
        source = f"{source[: last.start]}$global:__r = {source[last.start :]}"
    session.errors.items.clear()
    session.global_scope.vars.pop("__r", None)
    session.global_scope.vars.pop("__bad", None)
    with current.use(session):
        try:
            # A try, as in values.ps1: inside of it every error of an expression ends the statement.
            session.invoke(f"try {{ & {{\n{line.setup}\n{source}\n}} }} catch {{ $global:__bad = $_ }}")
            bad = session.global_scope.vars.get("__bad")
        except Terminating as error:
            bad = error.record
        if bad is not None:
            return ["error", bad.fully_qualified_error_id, bad.exception.message, bad.exception.type_name]
        value = session.global_scope.vars.get("__r")
        if value is None or value is NOTHING:
            found = ["null", "(nothing)" if value is NOTHING else ""]
        else:
            found = [type_text(value), text(value)]
        errors = session.errors.items
        if errors and isinstance(errors[-1], ErrorRecord):
            first_error = errors[-1]
            found += [
                "error",
                first_error.fully_qualified_error_id,
                first_error.exception.message,
                first_error.exception.type_name,
            ]
        return found


def check(line: Line, session: Any = None) -> str | None:
    """None where ems agrees with the table, else the difference."""
    if session is None:
        with HeadlessSession(moment=RECORDED) as fresh:
            return check(line, fresh.session)
    wanted = list(line.columns)
    got = [escaped(one) for one in columns(session, line)]
    while wanted and wanted[-1] == "":
        wanted.pop()
    while got and got[-1] == "":
        got.pop()
    return None if got == wanted else f"recorded {wanted}\n    here     {got}"
