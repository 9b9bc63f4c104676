"""Trace-Command."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter


class TraceCommand(Cmdlet):
    """Configures and starts a trace of the specified expression or command.

    The expression runs; there are no trace sources here that would write of it.
    """

    name = "Trace-Command"
    default_set = "expressionSet"
    input_object = Parameter("psobject", pipeline="value")
    name_ = Parameter("string[]", position=0, mandatory=True)
    option = Parameter("PSTraceSourceOptions", position=2)
    expression = Parameter("scriptblock", position=1, mandatory=True, sets="expressionSet")
    command = Parameter("string", position=1, mandatory=True, sets="commandSet")
    argument_list = Parameter("Object[]", remaining=True, sets="commandSet", aliases=("Args",))
    listener_option = Parameter("TraceOptions")
    file_path = Parameter("string", aliases=("PSPath",))
    force = Parameter("switch")
    debugger = Parameter("switch")
    ps_host = Parameter("switch", name="PSHost")

    examples = (Example("Trace-Command ParameterBinding { 1 + 1 }", "Runs an expression.", "2"),)

    def begin(self) -> None:
        self._input: list[Any] = []

    def process(self) -> None:
        if "InputObject" in self.bound:
            self._input.append(self.input_object)

    def end(self) -> None:
        if self.parameter_set == "expressionSet":
            blocks.call(self, self.expression, [], self._input, new_scope=False)
        else:
            blocks.run_command(self, self.command, list(self.argument_list or ()), self._input)
