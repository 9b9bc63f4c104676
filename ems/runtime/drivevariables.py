"""Variables that are items of drives (`$env:Path`, `$function:prompt`, `${c:file}`), `$PWD`, and the files a session
works with.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ems.runtime.errors import NetError, Terminating, runtime_error

if TYPE_CHECKING:
    from ems.runtime.context import Context
    from ems.runtime.session import Session


def read(session: Session, drive: str, path: str, context: Context) -> Any:
    """`$drive:path`; null where there is no such item."""
    if drive == "env":
        found = session.environment.get(path.lower())
        return found[1] if found is not None else None
    if drive == "function":
        info = session.commands.function(path.lower(), context.scope)
        return info.block if info is not None else None  # type: ignore[attr-defined]
    if drive == "alias":
        alias = session.commands.alias(path.lower(), context.scope)
        return alias.definition if alias is not None else None
    if drive == "using":
        return None
    place = find_place(session, drive, path)
    if place is None or not place.exists():
        return None
    values = list(place.provider.read_content(place.provider_path))
    return values[0] if len(values) == 1 else values if values else None


def find_place(session: Session, drive: str, path: str) -> Any:
    try:
        return session.locations.split(f"{drive}:{path}")
    except Terminating:
        return None


def write(session: Session, drive: str, path: str, value: Any, context: Context) -> None:
    """`$drive:path = value`."""
    if drive == "env":
        folded = path.lower()
        if value is None or value == "":
            session.environment.pop(folded, None)
            return
        spelled = session.environment.get(folded, (path, ""))[0]
        session.environment[folded] = (spelled, session.to_string(value))
        return
    if drive == "function":
        if value is None:
            session.commands.remove_function(path.lower(), context.scope)
        else:
            define_function(session, path, value)
        return
    if drive == "alias":
        if value is None:
            session.commands.remove_alias(path.lower(), context.scope)
        else:
            session.define_alias(path, session.to_string(value))
        return
    place = find_place(session, drive, path)
    if place is None:
        raise runtime_error(
            "DriveNotFound",
            f"Cannot find drive. A drive with the name '{drive}' does not exist.",
            "ObjectNotFound",
            drive,
            "System.Management.Automation.DriveNotFoundException",
        )
    place.provider.write_content(place.provider_path, value if isinstance(value, list) else [value], False)


def define_function(session: Session, name: str, value: Any) -> None:
    """A block, or a text, as a function."""
    from ems.runtime.functions import FunctionInfo
    from ems.runtime.scriptblock import ScriptBlock

    block = value if isinstance(value, ScriptBlock) else session.script_block(session.to_string(value))
    scope = session.context.scope
    prefix, colon, rest = name.partition(":")
    if colon and prefix.lower() in ("global", "script", "local", "private"):
        scope, name = scope.named(prefix), rest
    session.commands.set_function(scope, FunctionInfo(name, block, "Filter" if block.is_filter else "Function"))


def location(session: Session) -> Any:
    """`$PWD`: a PathInfo."""
    from ems.runtime.providers.locations import PathInfo

    return PathInfo(session.locations.place)


def open_files(session: Session) -> Any:
    """The files of a session: the user's own folder, and the organization's drive."""
    import os
    import tempfile

    from ems.runtime.providers.files import Files
    from ems.runtime.providers.mounts import Mounts

    folder = getattr(session.services, "drive_folder", None)
    if folder is None:
        made = tempfile.TemporaryDirectory(prefix="ems-drive-")
        session.services.setdefault("temporary drive", made)

        def folder() -> str:
            return made.name

    files = Files(Mounts(session.working_directory or os.getcwd(), folder), lambda: start_of(session))
    return files


def first_location(session: Session) -> str:
    """Where the shell stands when it opens: the Exchange shell in system32, a script in the user's folder."""
    return str(session.services.get("location") or session.home)


def start_of(session: Session) -> str:
    """The folder against which .NET resolves relative paths."""
    return session.home


def lines_of(session: Session, path: str) -> Iterator[str]:
    """The lines of a file."""
    places = session.locations.resolve(path)
    for place in places:
        for line in place.provider.read_content(place.provider_path):
            yield session.to_string(line)


class Redirection:
    """What `> file` writes: the output formatted as on the screen, in Unicode."""

    __slots__ = ("stage",)

    def __init__(self, stage: Any) -> None:
        self.stage = stage

    def feed(self, value: Any) -> None:
        self.stage.push(value)

    def end(self) -> None:
        self.stage.end()
        self.stage.stop()


def redirect(session: Session, path: str, append: bool) -> Redirection:
    """Opens the file: Out-File does the work."""
    from ems.runtime.arguments import Argument
    from ems.runtime.pipeline import CmdletStage
    from ems.runtime.streams import CommandRuntime

    info = session.commands.cmdlet("out-file")
    if info is None:
        raise runtime_error("RedirectionFailed", "Redirection to a file is not available.")
    context = session.context
    stage = CmdletStage(CommandRuntime(context, info, "Out-File", None, context.streams, None), info)
    arguments = [Argument("FilePath", path), Argument("Encoding", "unicode")]
    if append:
        arguments.append(Argument("Append", True))
    try:
        stage.prepare(arguments, expecting_input=True)
        stage.begin()
    except NetError as error:
        raise runtime_error("FileOpenFailure", str(error), "OpenError", path) from None
    return Redirection(stage)
