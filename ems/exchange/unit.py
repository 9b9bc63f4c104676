"""What the cmdlets of a pipeline share: the organization, and one unit of work that the end of the pipeline commits.

The session calls `complete` when a pipeline typed at the prompt or a statement of a script has ended, and `abandon`
when it failed before its end. Whatever was staged until then is committed once, in the name of all cmdlets that
staged it.
"""

from __future__ import annotations

from collections.abc import Mapping

from ems.directory import DirectoryError, Organization, UnitOfWork, View
from ems.exchange.objects import Presentation


class PipelineUnit:
    """The unit of work of a session. One for each session; between pipelines it holds nothing."""

    def __init__(self, organization: Organization, actor: str) -> None:
        self.organization = organization
        self.actor = actor
        self._work: UnitOfWork | None = None
        self._presentation: Presentation | None = None

    @property
    def view(self) -> View:
        """The state that cmdlets read: the newest one, with what this pipeline has staged."""
        return self._work if self._work is not None else self.organization.snapshot()

    @property
    def presentation(self) -> Presentation:
        """How objects of the current state are shown."""
        view = self.view
        if self._presentation is None or self._presentation.view is not view:
            self._presentation = Presentation(view)
        return self._presentation

    @property
    def netbios(self) -> str:
        return self.presentation.netbios

    def work(self, command: str) -> UnitOfWork:
        """The unit of work, begun by the first cmdlet that changes something."""
        if self._work is None:
            self._work = self.organization.unit_of_work(f"{self.netbios}\\{self.actor}", command)
            self._work.parameters = {"invocations": []}
        return self._work

    def note(self, command: str, target: str, parameters: Mapping[str, str]) -> None:
        """Keep what was called on what, for the admin audit log."""
        self.work(command).parameters["invocations"].append([command, target, dict(parameters)])

    def complete(self) -> None:
        """The pipeline has ended: make its changes part of the organization; DirectoryError where that is not
        possible.
        """
        work, self._work = self._work, None
        if work is not None:
            work.commit()

    def abandon(self) -> None:
        """The pipeline failed: none of its changes happen."""
        self._work = None


__all__ = ["DirectoryError", "PipelineUnit"]
