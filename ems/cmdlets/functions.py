"""The functions that every session has besides those named after a verb: `mkdir`, `more`, `oss`, `pause`, `cd..`,
`C:` and the like."""

from __future__ import annotations

from functools import cache
from typing import Any

from ems.cmdlets import blocks, files, objects
from ems.cmdlets.limits import INT_MAX
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.validation import AllowEmptyString, AllowNull, Credential, ValidateRange


class _SetLocation(Cmdlet):
    """Goes to a place."""

    kind = "Function"
    module = "(built-in function)"
    place = ""

    def process(self) -> None:
        blocks.run_command(self, "Set-Location", [self.place], [])


class ParentLocation(_SetLocation):
    """Goes to the folder above."""

    name = "cd.."
    place = ".."
    examples = (Example("Set-Location C:\\Windows; cd..; (Get-Location).Path", "One folder up.", "C:\\"),)


class RootLocation(_SetLocation):
    """Goes to the root of the drive."""

    name = "cd\\"
    place = "\\"
    examples = (Example("Set-Location C:\\Windows; cd\\; (Get-Location).Path", "To the top.", "C:\\"),)


@cache
def drive_function(letter: str) -> type[Cmdlet]:
    """The function `C:` of a drive letter."""
    name = letter.upper() + ":"
    return type(name, (_SetLocation,), {"name": name, "place": name, "__doc__": f"Goes to drive {name}"})


class Mkdir(Cmdlet):
    """Creates a folder, with the folders above it."""

    name = "mkdir"
    module = "(built-in function)"
    default_set = "pathSet"
    should_process = "Medium"
    kind = "Function"
    output_types = ("System.IO.DirectoryInfo",)
    path = Parameter(
        "string[]",
        sets={"pathSet": InSet(mandatory=True, position=0, by_name=True), "nameSet": InSet(position=0, by_name=True)},
    )
    name_ = Parameter(
        "string",
        mandatory=True,
        pipeline="name",
        sets="nameSet",
        validate=(
            AllowEmptyString(),
            AllowNull(),
        ),
    )
    value = Parameter("Object", pipeline="value,name")
    force = Parameter("switch")
    credential = Parameter("pscredential", pipeline="name", validate=(Credential(),))

    examples = (Example("(mkdir $env:TEMP\\one\\two).Name", "Two folders at once.", "two"),)

    def process(self) -> None:
        given = {
            name: value
            for name, value in self.bound.items()
            if name in ("Path", "Name", "Value", "Force", "Credential")
        }
        made = blocks.nested_command(self, "New-Item", {**given, "ItemType": "Directory"}, reads_input=False)
        made.finish()


class More(Cmdlet):
    """Shows text; here it is shown at once, without a stop after each screen."""

    name = "more"
    module = "(built-in function)"
    kind = "Function"
    paths = Parameter("string[]", name="paths", position=0)
    input_object = Parameter("psobject", name="InputObject", pipeline="value", dont_show=True)

    examples = (Example("'one', 'two' | more", "Passes text on to the screen."),)

    def begin(self) -> None:
        self._values: list[Any] = []

    def process(self) -> None:
        if "InputObject" in self.bound:
            self._values.append(self.input_object)

    def end(self) -> None:
        for path in self.paths or ():
            self._values += files.text_lines(files.read_text(self, path))
        blocks.run_command(self, "Out-String", [], self._values)


class Oss(Cmdlet):
    """Converts objects to text, line by line: Out-String -Stream."""

    name = "oss"
    module = "(built-in function)"
    kind = "Function"
    width = Parameter("int", position=0, validate=(ValidateRange(2, INT_MAX),))
    input_object = Parameter("psobject", position=1, pipeline="value")

    examples = (Example("('one', 'two' | oss)[1]", "Objects as lines.", "two"),)

    def begin(self) -> None:
        given: dict[str, Any] = {"Stream": objects.switch(True)}
        if "Width" in self.bound:
            given["Width"] = self.width
        self._lines = blocks.nested_command(self, "Out-String", given)

    def process(self) -> None:
        self._lines.feed(self.input_object)

    def end(self) -> None:
        self._lines.finish()


class Pause(Cmdlet):
    """Waits until Enter is pressed."""

    name = "Pause"
    kind = "Function"
    module = "(built-in function)"
    examples = (Example("Get-Help pause", "How it is called."),)

    def process(self) -> None:
        self.session.host.read_line("Press Enter to continue...: ")


class Prompt(Cmdlet):
    """The text that stands before the line where you type."""

    name = "prompt"
    kind = "Function"
    module = "(built-in function)"
    examples = (Example("Set-Location C:\\; prompt", "What is shown.", "[PS] C:\\>"),)

    def process(self) -> None:
        self.write(self.session.prompt())


class ImportSystemModules(Cmdlet):
    """Does nothing; kept for old scripts."""

    name = "ImportSystemModules"
    kind = "Function"
    module = "(built-in function)"
    examples = (Example("ImportSystemModules", "Modules are there without it.", ""),)


class TabExpansion2(Cmdlet):
    """Tells how the word at a place in a line can be completed."""

    name = "TabExpansion2"
    module = "(built-in function)"
    default_set = "ScriptInputSet"
    kind = "Function"
    input_script = Parameter("string", name="inputScript", position=0, mandatory=True, sets="ScriptInputSet")
    cursor_column = Parameter("int", name="cursorColumn", position=1, mandatory=True, sets="ScriptInputSet")
    ast = Parameter("Ast", name="ast", position=0, mandatory=True, sets="AstInputSet")
    tokens = Parameter("Token[]", name="tokens", position=1, mandatory=True, sets="AstInputSet")
    position_of_cursor = Parameter(
        "IScriptPosition",
        name="positionOfCursor",
        position=2,
        mandatory=True,
        sets="AstInputSet",
    )
    options = Parameter(
        "hashtable",
        name="options",
        sets={"AstInputSet": InSet(position=3), "ScriptInputSet": InSet(position=2)},
    )

    examples = (
        Example(
            "(TabExpansion2 'Get-ReceiveConn' 15).CompletionMatches[0].CompletionText",
            "What Tab would offer.",
            "Get-ReceiveConnector",
        ),
    )

    def process(self) -> None:
        from ems.runtime.completion import complete

        if self.ast is not None:
            text = str(self.ast.extent.text)
            self.write(complete(self.session, text, int(self.position_of_cursor.offset)))
        else:
            self.write(complete(self.session, self.input_script, self.cursor_column))
