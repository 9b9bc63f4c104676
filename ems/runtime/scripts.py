"""Script files as commands: found by path, or by name where the session looks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ems.runtime.commands import ApplicationInfo, ScriptInfo
from ems.runtime.errors import NetError, Terminating
from ems.runtime.requirements import check_requirements

if TYPE_CHECKING:
    from ems.runtime.scriptblock import ScriptBlock
    from ems.runtime.session import Session

PROGRAMS = frozenset(
    {
        "notepad",
        "cmd",
        "powershell",
        "ping",
        "ipconfig",
        "net",
        "netsh",
        "iisreset",
        "regedit",
        "explorer",
        "mmc",
        "sc",
        "taskkill",
        "tasklist",
        "whoami",
        "robocopy",
        "nslookup",
        "tracert",
        "shutdown",
        "certutil",
        "setspn",
        "eseutil",
        "calc",
        "curl",
        "python",
        "git",
    }
)
"""Programs that every Windows has: they are known by name, and cannot be started here (our choice)."""


def find_script(session: Session, name: str) -> ScriptInfo | ApplicationInfo | None:
    """A script file of that path; a name alone is no path, as in the product."""
    folded = name.lower()
    looks_like_path = "\\" in name or "/" in name or (len(name) > 1 and name[1] == ":")
    if looks_like_path:
        for candidate in (name, name + ".ps1"):
            found = script_at(session, candidate)
            if found is not None:
                return found
        if not folded.startswith("c:\\windows\\"):
            return None
        # Programs of Windows, where they lie.
        name = name.rpartition("\\")[2]
        folded = name.lower()
    from ems.runtime.programs import find_program

    program = find_program(name)
    if program is not None:
        return program
    stem = folded[:-4] if folded.endswith(".exe") else folded
    if stem in PROGRAMS:
        return ApplicationInfo(stem + ".exe", f"C:\\Windows\\system32\\{stem}.exe")
    if looks_like_path:
        return None
    for folder in search_path(session):
        for candidate in (name, name + ".ps1"):
            if candidate.lower().endswith(".ps1"):
                found = script_at(session, f"{folder}\\{candidate}")
                if found is not None:
                    return found
    return None


def search_path(session: Session) -> list[str]:
    """The folders of `$env:Path` and Exchange's own scripts."""
    path = session.environment.get("path", ("Path", ""))[1]
    return [each for each in path.split(";") if each[1:2] == ":"]


def script_at(session: Session, path: str) -> ScriptInfo | None:
    """The script file at a path, None where there is none."""
    if not path.lower().endswith((".ps1", ".psm1")):
        return None
    try:
        full = session.locations.file(path)
        if not session.files.is_file(full):
            return None
    except (Terminating, NetError):
        return None
    name = full.replace("/", "\\").rpartition("\\")[2]
    return ScriptInfo(name, full)


def read_text(session: Session, path: str) -> str:
    """A script's text in whatever encoding it is stored."""
    from ems.runtime.encodings import decode

    return str(decode(session.files.read(path), None))


def load_script(session: Session, info: ScriptInfo) -> ScriptBlock:
    """The compiled block of a script file; read anew each time, as the file may have changed."""
    from ems.runtime.compile import compile_text

    block = compile_text(read_text(session, info.path), session, info.path)
    if block.ast.script_requirements is not None:
        check_requirements(session, block.ast.script_requirements, info.path)
    info.block = block
    return block


def script_text(value: Any) -> str:
    return str(value.text)
