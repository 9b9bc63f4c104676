"""The declaration of a cmdlet: one class, in the file of its noun.

    class GetAcceptedDomain(Cmdlet):
        '''Gets the domains that the organization accepts mail for.'''       # synopsis; a blank line, then the description

        name = "Get-AcceptedDomain"
        examples = (Example("Get-AcceptedDomain", "Lists every accepted domain."),)
        identity = Parameter("AcceptedDomainIdParameter", position=0, pipeline="value,name", help="Which domain.")

        def process(self) -> None:
            self.write(...)

A cmdlet is found because its file lies there: the stem of the file, without underscores, is the noun or the verb and noun, folded
(`ad_permission.py` holds *-ADPermission, `where_object.py` Where-Object). Nothing is imported to look a name up.

An instance serves one pipeline. `begin`, `process` (once for each input object, or once without input) and `end` are called in that order.
The bound value of a parameter is read as the attribute; a switch is a plain bool there. `bound` holds the names that were given.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.parameters import Parameter


class Example:
    """One example of a cmdlet's help; it runs as a test. `output` is what it prints on a fresh organization, None where it is not compared."""

    __slots__ = ("code", "output", "text")

    def __init__(self, code: str, text: str, output: str | None = None) -> None:
        self.code = code
        self.text = text
        self.output = output


class Cmdlet:
    """Base of all cmdlets. `session` is the session it runs in, `runtime` the CommandRuntime the pipeline sets before `begin`."""

    name: ClassVar[str]
    module: ClassVar[str] = "Microsoft.PowerShell.Utility"
    default_set: ClassVar[str] = "__AllParameterSets"
    should_process: ClassVar[str | None] = None
    """ConfirmImpact ("Low", "Medium", "High") where -WhatIf and -Confirm are supported."""
    aliases: ClassVar[Sequence[str]] = ()
    output_types: ClassVar[Sequence[str]] = ()
    examples: ClassVar[Sequence[Example]] = ()
    views: ClassVar[Sequence[Any]] = ()
    """Default views of the types this file introduces (see ems.formatting.views)."""
    positional_binding: ClassVar[bool] = True

    session: Any
    runtime: Any
    bound: dict[str, Any]
    """Bound parameters, name as declared -> value ($PSBoundParameters)."""
    parameter_set: str

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Declared parameters by name as declared, base classes first, in order of declaration."""
        found: dict[str, Parameter] = {}
        for owner in reversed(cls.__mro__):
            for value in vars(owner).values():
                if isinstance(value, Parameter):
                    found[value.name] = value
        return found

    def dynamic_parameters(self) -> dict[str, Parameter]:
        """Parameters that exist only for this invocation."""
        return {}

    def begin(self) -> None: ...

    def process(self) -> None: ...

    def end(self) -> None: ...

    def stop(self) -> None:
        """Called when the pipeline is being stopped; and, always, at its very end, as Dispose is."""

    # What a cmdlet says. `runtime` applies preferences, -ErrorAction and the rest.

    def write(self, value: Any) -> None:
        """Sends one object downstream, as it is."""
        self.runtime.write(value)

    def write_all(self, values: Any) -> None:
        """Sends the elements of a collection one by one (WriteObject(x, enumerateCollection: true))."""
        self.runtime.write_all(values)

    def write_error(self, record: ErrorRecord) -> None:
        """Reports a non-terminating error."""
        self.runtime.write_error(record)

    def write_warning(self, text: str) -> None:
        self.runtime.write_warning(text)

    def write_verbose(self, text: str) -> None:
        self.runtime.write_verbose(text)

    def write_debug(self, text: str) -> None:
        self.runtime.write_debug(text)

    def write_progress(self, record: Any) -> None:
        self.runtime.write_progress(record)

    def write_information(self, record: Any) -> None:
        self.runtime.write_information(record)

    def should_continue(self, query: str, caption: str) -> bool:
        """Asks the user, whatever the preferences say (ShouldContinue)."""
        return bool(self.runtime.should_continue(query, caption))

    def confirm(self, target: str, action: str | None = None, *, description: str | None = None) -> bool:
        """ShouldProcess: False under -WhatIf or when the user says no.

        `description` is a whole sentence for the question and for -WhatIf, as Exchange writes it; without it PowerShell's own
        'Performing the operation "action" on target "target".' is used.
        """
        return bool(self.runtime.should_process(target, action or self.name, description))

    def error(
        self,
        error_id: str,
        message: str,
        category: str = "NotSpecified",
        target: Any = None,
        exception: str = "System.Exception",
        inner: NetException | None = None,
    ) -> ErrorRecord:
        """An error record of this cmdlet, to be written or thrown."""
        return ErrorRecord(NetException(exception, message, inner), error_id, category, target)

    def throw(self, record: ErrorRecord) -> Terminating:
        """The exception to raise for a terminating error: `raise self.throw(record)` (ThrowTerminatingError)."""
        return Terminating(record)
