"""The context of running code: what every compiled closure receives as its only argument.

One context belongs to one call of a script, a function or a block. `out` is where the statements send their output,
and changes while an expression collects what a statement yields; everything else stays for the whole call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ems.runtime.invocation import Extent, InvocationInfo, parent_directory
from ems.runtime.scope import MISSING, Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from ems.language.tree import Ast
    from ems.runtime.scriptblock import ScriptBlock


class Context:
    """A call in progress.

    `streams` says where errors, warnings and the like go; `block` is the code, `caller` the context it was called
    from, `call` the command of the call as it stands in the source (None where there is none), `position` the node
    that runs now.
    """

    # Most calls never touch these: they cost nothing as long as nobody sets them.
    call: Any = None
    position: Ast | None = None
    command: Any = None
    cmdlet: Any = None
    bound: Any = None
    unbound: Any = None
    input: Any = None
    invocation: InvocationInfo | None = None
    invocation_name: str = ""
    function_name: str | None = None
    traps: Any = None
    expecting_input: bool = False

    def __init__(
        self, session: Any, scope: Scope, out: Callable[[Any], Any], streams: Any, block: Any, caller: Context | None
    ) -> None:
        self.session = session
        self.scope = scope
        self.vars = scope.vars
        self.out = out
        self.streams = streams
        self.block: ScriptBlock = block
        # Blocks that cmdlets run in this context take the place of `block` for a moment; `home` stays.
        self.home = block
        self.caller = caller
        self.module: Any = block.module if block is not None else None

    @property
    def owns_scope(self) -> bool:
        """Whether the code that runs is the one the scope was made for, and not a block that shares it: its variables
        are then locals.
        """
        return self.scope.frame is self and self.block is self.home

    # Variables

    def get(self, name: str) -> Any:
        """The value of a variable by folded name; None where it is not set."""
        value = self.scope.lookup(name)
        return None if value is MISSING else value

    def automatic(self, name: str) -> Any:
        """An automatic variable that is made on demand, MISSING where this call has none of the name."""
        if name == "myinvocation":
            return self.my_invocation()
        if name == "psboundparameters":
            return self.bound_dictionary() if self.bound is not None else MISSING
        if name == "pscmdlet":
            return self.cmdlet if self.cmdlet is not None else MISSING
        if name == "input":
            if type(self.input) is list:
                from ems.runtime.automatic import input_enumerator

                self.input = input_enumerator(self.input)
            return self.input if self.input is not None else MISSING
        if name in ("psscriptroot", "pscommandpath"):
            file = self.block.file if self.block is not None else None
            if not file:
                return MISSING
            return file if name == "pscommandpath" else parent_directory(file)
        return MISSING

    def bound_dictionary(self) -> Any:
        """`$PSBoundParameters`: made once, then the same object for the whole call."""
        if type(self.bound) is dict:
            from ems.runtime.automatic import bound_dictionary

            self.bound = bound_dictionary(self.bound)
        return self.bound

    # Places

    def extent_of(self, node: Ast | None) -> Extent | None:
        """The place of a node of the code that runs here."""
        if node is None or self.block is None:
            return None
        return Extent(self.block.source, node.start, node.end)

    def current_extent(self) -> Extent | None:
        """The place of the statement or command that runs now."""
        return self.extent_of(self.position)

    def my_invocation(self) -> InvocationInfo:
        """`$MyInvocation` of this call."""
        info = self.invocation
        if info is None:
            extent = self.caller.extent_of(self.call) if self.caller is not None and self.call is not None else None
            command = self.command
            if command is None and self.home is not None and self.call is not None:
                from ems.runtime.commands import ScriptInfo

                text = "" if self.home.code.advanced else self.home.text
                command = self.command = ScriptInfo("", text, self.home, "Script")
            info = InvocationInfo(command, extent, self.invocation_name, self.session.history_id)
            loose = self.vars.get("args")
            info.unbound_arguments = list(loose) if type(loose) is list and self.cmdlet is None else []
            info.expecting_input = self.expecting_input
            if self.bound is not None:
                info.bound_parameters = self.bound_dictionary()
            self.invocation = info
        return info
