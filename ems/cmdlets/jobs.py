"""Background jobs of a session: script blocks that run in sessions of their own, each in a thread."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet
from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.flow import PipelineStopped
from ems.runtime.values import NetObject

_AUTOMATION = "System.Management.Automation."


class JobErrorRecord(ErrorRecord):
    """An error of a job: it is shown with the computer it comes from, not with a place in a script."""

    __slots__ = ("computer_name",)
    computer_name: str


class JobStateInfo(NetObject):
    """System.Management.Automation.JobStateInfo: how far a job is."""

    __slots__ = ("reason", "state")
    type_name = _AUTOMATION + "JobStateInfo"

    def __init__(self, state: str, reason: Any) -> None:
        self.state = state
        self.reason = reason

    def to_text(self) -> str:
        return self.state


class Job(NetObject):
    """System.Management.Automation.Job: what runs, and what it has given so far."""

    __slots__ = (
        "children",
        "command",
        "done",
        "failure",
        "id",
        "instance_id",
        "kind",
        "location",
        "name",
        "results",
        "state",
        "stopper",
    )
    type_name = _AUTOMATION + "PSRemotingJob"

    def __init__(self, command: str, kind: str) -> None:
        self.id = 0
        self.instance_id: Any = None
        self.name = ""
        self.command = command
        self.kind = kind
        self.location = "localhost"
        self.state = "NotStarted"
        self.results: list[tuple[str, Any]] = []
        self.failure: ErrorRecord | None = None
        self.children: list[Job] = []
        self.done = Event()
        self.stopper: Callable[[], None] | None = None

    @property
    def has_more_data(self) -> bool:
        return bool(self.results)

    def note(self, kind: str, value: Any) -> None:
        """Keeps something the job has given (output, error, warning, verbose, debug or host) until it is received."""
        self.results.append((kind, value))

    def given(self, kind: str) -> list[Any]:
        """What the job has given of one kind and nobody has received yet."""
        return [value for each, value in self.results if each == kind]

    def fail(self, record: ErrorRecord) -> None:
        """The job has ended with an error."""
        self.failure = record
        self.note("error", record)
        self.finish("Failed")

    @property
    def status_message(self) -> str:
        return ""

    def finish(self, state: str) -> None:
        """The job has ended."""
        self.state = state
        self.done.set()

    def stop(self) -> None:
        """Ends the job before its time."""
        if not self.done.is_set():
            if self.stopper is not None:
                self.stopper()
            self.finish("Stopped")


class EventJob(Job):
    """System.Management.Automation.PSEventJob: the action of an event subscription."""

    __slots__ = ()
    type_name = _AUTOMATION + "PSEventJob"

    def __init__(self, source: str, action: Any) -> None:
        super().__init__(blocks.text_of(action), "")
        self.name = source
        self.location = ""


class JobTable:
    """The jobs of a session."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self._next = 1

    def add(self, job: Job) -> Job:
        """Gives a job its number, and its name where it has none. A job with a child takes two numbers, as in the
        product."""
        job.id = self._next
        job.name = job.name or f"Job{job.id}"
        self._next += 1
        for child in job.children:
            child.id = self._next
            child.name = f"Job{child.id}"
            self._next += 1
        self.jobs.append(job)
        return job

    def stop_all(self) -> None:
        """The session ends, and its jobs with it."""
        for job in self.jobs:
            job.stop()

    def find(self, **wanted: Any) -> list[Job]:
        """The jobs whose attributes have these values."""
        return [job for job in self.jobs if all(getattr(job, name) == value for name, value in wanted.items())]


def jobs(cmdlet: Cmdlet) -> JobTable:
    """The jobs of the cmdlet's session."""
    kept = blocks.state(cmdlet, "jobs")
    if "table" not in kept:
        kept["table"] = JobTable()
        cmdlet.session.services.setdefault("closers", []).append(kept["table"].stop_all)
    found: JobTable = kept["table"]
    return found


def start(cmdlet: Cmdlet, job: Job, work: Callable[[Any], None]) -> None:
    """Runs `work(session)` in a thread with a session of its own."""
    session = blocks.new_session(cmdlet, job.note)
    job.stopper = session.stop

    def run() -> None:
        from ems.runtime import current
        from ems.runtime.stopping import Run

        with current.use(session):
            here = session.running = Run(session)
            try:
                work(session)
            except Terminating as error:
                job.fail(error.record)
            except PipelineStopped:
                job.finish("Stopped")
            except Exception as error:  # a defect of ours must not leave the job running for ever
                exception = NetException("System.Exception", str(error))
                job.fail(ErrorRecord(exception, "JobFailure", "NotSpecified"))
            else:
                if not job.done.is_set():
                    job.finish("Completed")
            finally:
                here.end()

    job.state = "Running"
    Thread(target=run, name=f"job {job.id}", daemon=True).start()
