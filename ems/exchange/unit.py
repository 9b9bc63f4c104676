"""What the cmdlets of a pipeline share: the organization, and one unit of work that the end of the pipeline commits.

The first cmdlet of a pipeline that ends commits what all of its cmdlets have staged, once and in the name of them
all; objects go through the whole pipeline before any cmdlet ends. A pipeline that fails before its end changes
nothing. What a cmdlet is refused for one object is taken back to the mark before it, and the other objects stay.
"""

from __future__ import annotations

from collections.abc import Mapping

from ems.directory import DirectoryError, Organization, UnitOfWork, View
from ems.exchange.objects import Presentation

Mark = tuple[int, int, int] | None
"""How many changes, checks and calls there are; None before the first."""


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

    def mark(self) -> Mark:
        """Where the unit of work stands, to return to if what follows is refused."""
        if self._work is None:
            return None
        return len(self._work.changes), len(self._work.checks), len(self._work.parameters["invocations"])

    def return_to(self, place: Mark) -> None:
        """Give up what was staged since a mark."""
        if self._work is None:
            return
        if place is None:
            self._work = None
            return
        changes, checks, invocations = place
        self._work.return_to(changes, checks)
        del self._work.parameters["invocations"][invocations:]

    def end(self, failed: bool) -> None:
        """The end of a pipeline: what was staged happens, or, where the pipeline failed, does not."""
        if failed:
            self.abandon()
        else:
            self.complete()

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
