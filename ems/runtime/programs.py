"""Programs: what a name in command position means when it is neither alias, function nor cmdlet. A few are here, as parts of ems; no other can be started.

A program is found because its file lies in one of the program packages, by its name. It gets its arguments as texts, writes to the console
and to the pipeline, and leaves an exit code in `$LASTEXITCODE`.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final

from ems.runtime.commands import ApplicationInfo, cmdlet_files
from ems.runtime.pipeline import Stage

if TYPE_CHECKING:
    from ems.runtime.arguments import Argument
    from ems.runtime.streams import CommandRuntime

PACKAGES: Final = ("ems.exchange.programs",)


class Program:
    """Base of the programs. One object serves one run."""

    name: ClassVar[str]
    summary: ClassVar[str] = ""

    def __init__(self, session: Any, write: Any) -> None:
        self.session = session
        self.host = session.host
        self.write_line = write
        """Sends one line to the pipeline, as the output of a program is."""

    def run(self, arguments: list[str], lines: Iterable[Any]) -> int:
        """Does its work; `lines` is what the pipeline brings. The exit code."""
        raise NotImplementedError


class ProgramInfo(ApplicationInfo):
    """A program that ems has."""

    __slots__ = ("implementation",)

    def __init__(self, implementation: type[Program]) -> None:
        super().__init__(implementation.name + ".exe", f"C:\\Windows\\system32\\{implementation.name}.exe")
        self.implementation = implementation


def find_program(name: str) -> ProgramInfo | None:
    """The program of that name, with or without `.exe`."""
    folded = name.lower().removesuffix(".exe")
    for package in PACKAGES:
        module_name = cmdlet_files(package).get(folded)
        if module_name is not None:
            return ProgramInfo(import_module(module_name).PROGRAM)
    return None


class ProgramStage(Stage):
    """A program in a pipeline."""

    __slots__ = ("_arguments", "_info", "_lines")

    def __init__(self, runtime: CommandRuntime, info: ProgramInfo) -> None:
        super().__init__(runtime)
        self._info = info
        self._arguments: list[str] = []
        self._lines: list[Any] = []

    def prepare(self, arguments: list[Argument], expecting_input: bool) -> None:
        self.expecting_input = expecting_input
        self._arguments = [text for argument in arguments for text in as_texts(self.runtime.session, argument)]

    def receive(self, value: Any) -> None:
        self._lines.append(value)

    def end(self) -> None:
        session = self.runtime.session
        program = self._info.implementation(session, self.runtime.write)
        code = program.run(self._arguments, self._lines)
        session.global_scope.vars["lastexitcode"] = code
        session.note_spelling("LASTEXITCODE")
        if code:
            session.pipeline_failed = True


def as_texts(session: Any, argument: Argument) -> Iterable[str]:
    """An argument as a program sees it: `-name:value` glued as it was written, collections as one argument each."""
    if argument.name is None:
        values = argument.value if isinstance(argument.value, list) else [argument.value]
        return [session.to_string(value) for value in values]
    if not argument.has_value:
        return [argument.spelled]
    text = session.to_string(argument.value)
    return [argument.spelled + text] if argument.glued else [argument.spelled, text]
