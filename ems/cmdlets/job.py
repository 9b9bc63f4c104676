"""Background jobs: Start-, Get-, Receive-, Wait-, Stop-, Remove- and Debug-Job."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks, objects
from ems.cmdlets.jobs import Job, JobErrorRecord, JobTable, jobs, start
from ems.cmdlets.limits import INT_MAX
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.errors import ErrorRecord
from ems.runtime.parameters import Parameter
from ems.runtime.validation import Credential, ValidateNotNull, ValidateNotNullOrEmpty, ValidateRange

_ARGUMENT = "System.Management.Automation.PSArgumentException"


class _JobCmdlet(Cmdlet):
    """Finding jobs by number, name, instance, state or command."""

    id: Any
    name_: Any
    instance_id: Any
    state: Any
    command: Any

    def chosen(self, everything: bool = False) -> list[Job]:
        table: JobTable = jobs(self)
        if self.parameter_set == "SessionIdParameterSet" and self.id is None:
            return list(table.jobs) if everything else []
        if self.parameter_set == "SessionIdParameterSet":
            return self._each(
                self.id,
                "id",
                "JobWithSpecifiedSessionNotFound",
                "The command cannot find a job with the job ID {0}. Verify the value of "
                "the Id parameter and then try the command again.",
            )
        if self.parameter_set == "NameParameterSet":
            return self._named(self.name_)
        if self.parameter_set == "InstanceIdParameterSet":
            return self._each(
                self.instance_id,
                "instance_id",
                "JobWithSpecifiedInstanceIdNotFound",
                "The command cannot find a job with the instance ID "
                "{0}. Verify the value of the InstanceId parameter and then try the command again.",
            )
        if self.parameter_set == "StateParameterSet":
            return table.find(state=objects.enum_name(self.state))
        if self.parameter_set == "CommandParameterSet":
            tests = [objects.wildcard(pattern) for pattern in self.command or ("*",)]
            return [job for job in table.jobs if any(test(job.command.strip()) for test in tests)]
        given = getattr(self, "job", None)
        if given is not None and "Job" in self.bound:
            return list(given) if isinstance(given, list) else [given]
        return list(table.jobs) if everything else []

    def _each(self, values: Any, attribute: str, error_id: str, text: str) -> list[Job]:
        found: list[Job] = []
        for value in values or ():
            jobs_here = jobs(self).find(**{attribute: value})
            if not jobs_here:
                self.write_error(
                    self.error(error_id, text.replace("{0}", to_string(value)), "ObjectNotFound", value, _ARGUMENT)
                )
            found += jobs_here
        return found

    def _named(self, names: Any) -> list[Job]:
        found: list[Job] = []
        for pattern in names or ():
            test = objects.wildcard(pattern)
            matching = [job for job in jobs(self).jobs if test(job.name)]
            if not matching and not objects.contains_wildcards(pattern):
                self.write_error(
                    self.error(
                        "JobWithSpecifiedNameNotFound",
                        f"The command cannot find the job because the job name {pattern} was not found. Verify the "
                        f"value of "
                        "the Name parameter, and then try the command again.",
                        "ObjectNotFound",
                        pattern,
                        _ARGUMENT,
                    )
                )
            found += matching
        return found


class StartJob(Cmdlet):
    """Starts a Windows PowerShell background job.

    The block runs in a session of its own: it sees neither the variables nor the functions of this one.
    """

    name = "Start-Job"
    module = "Microsoft.PowerShell.Core"
    default_set = "ComputerName"
    output_types = ("System.Management.Automation.PSRemotingJob",)
    definition_name = Parameter(
        "string",
        position=0,
        mandatory=True,
        sets="DefinitionName",
        validate=(ValidateNotNullOrEmpty(),),
    )
    definition_path = Parameter("string", position=1, sets="DefinitionName", validate=(ValidateNotNullOrEmpty(),))
    type_ = Parameter("string", position=2, sets="DefinitionName", validate=(ValidateNotNullOrEmpty(),))
    name_ = Parameter(
        "string",
        pipeline="name",
        sets=("FilePathComputerName", "ComputerName", "LiteralFilePathComputerName"),
    )
    script_block = Parameter("scriptblock", position=0, mandatory=True, sets="ComputerName", aliases=("Command",))
    credential = Parameter(
        "pscredential",
        sets=("FilePathComputerName", "ComputerName", "LiteralFilePathComputerName"),
        validate=(Credential(),),
    )
    file_path = Parameter("string", position=0, mandatory=True, sets="FilePathComputerName")
    literal_path = Parameter("string", mandatory=True, sets="LiteralFilePathComputerName", aliases=("PSPath",))
    authentication = Parameter(
        "AuthenticationMechanism",
        sets=("FilePathComputerName", "ComputerName", "LiteralFilePathComputerName"),
    )
    initialization_script = Parameter(
        "scriptblock",
        position=1,
        sets=("FilePathComputerName", "ComputerName", "LiteralFilePathComputerName"),
    )
    run_as32 = Parameter("switch", sets=("FilePathComputerName", "ComputerName", "LiteralFilePathComputerName"))
    ps_version = Parameter(
        "version",
        name="PSVersion",
        sets=("FilePathComputerName", "ComputerName", "LiteralFilePathComputerName"),
        validate=(ValidateNotNullOrEmpty(),),
    )
    input_object = Parameter(
        "psobject",
        pipeline="value",
        sets=("FilePathComputerName", "ComputerName", "LiteralFilePathComputerName"),
    )
    argument_list = Parameter(
        "Object[]",
        sets=("FilePathComputerName", "ComputerName", "LiteralFilePathComputerName"),
        aliases=("Args",),
    )

    examples = (Example("Start-Job { 1 + 1 } | Wait-Job | Receive-Job", "Calculates in the background.", "2"),)

    def begin(self) -> None:
        self._input: list[Any] = []

    def process(self) -> None:
        if "InputObject" in self.bound:
            self._input.append(self.input_object)

    def end(self) -> None:
        if self.parameter_set in ("FilePathComputerName", "LiteralFilePathComputerName"):
            path = self.file_path if self.parameter_set == "FilePathComputerName" else self.literal_path
            block = blocks.script_file(self, path)
        elif self.parameter_set == "DefinitionName":
            raise self.throw(
                self.error(
                    "JobDefinitionNotFound",
                    f"A {self.definition_name} job definition could not be found.",
                    "ObjectNotFound",
                    self.definition_name,
                    "System.Management.Automation.PSInvalidOperationException",
                )
            )
        else:
            block = self.script_block
        before = "" if self.initialization_script is None else blocks.text_of(self.initialization_script)
        text = blocks.text_of(block)
        arguments, values = list(self.argument_list or ()), list(self._input)
        child = Job(text, "BackgroundJob")
        job = Job(text, "BackgroundJob")
        job.name = self.name_ or ""
        job.children = [child]
        job.instance_id, child.instance_id = blocks.new_guid(self), blocks.new_guid(self)
        jobs(self).add(job)

        sent = blocks.using_values(self, block)

        def work(session: Any) -> None:
            if before.strip():
                session.invoke(before)
            blocks.run_in_session(session, text, arguments, values, job.note, sent)

        # The job that is shown and its child are one here: they share what they give.
        child.results, child.done = job.results, job.done
        start(self, job, work)
        self.write(job)


class GetJob(_JobCmdlet):
    """Gets Windows PowerShell background jobs that are running in the current session."""

    name = "Get-Job"
    module = "Microsoft.PowerShell.Core"
    default_set = "SessionIdParameterSet"
    output_types = ("System.Management.Automation.Job",)
    include_child_job = Parameter(
        "switch",
        sets=(
            "SessionIdParameterSet",
            "InstanceIdParameterSet",
            "NameParameterSet",
            "StateParameterSet",
            "CommandParameterSet",
        ),
    )
    child_job_state = Parameter(
        "JobState",
        sets=(
            "SessionIdParameterSet",
            "InstanceIdParameterSet",
            "NameParameterSet",
            "StateParameterSet",
            "CommandParameterSet",
        ),
    )
    has_more_data = Parameter(
        "bool",
        sets=(
            "SessionIdParameterSet",
            "InstanceIdParameterSet",
            "NameParameterSet",
            "StateParameterSet",
            "CommandParameterSet",
        ),
    )
    before = Parameter(
        "datetime",
        sets=(
            "SessionIdParameterSet",
            "InstanceIdParameterSet",
            "NameParameterSet",
            "StateParameterSet",
            "CommandParameterSet",
        ),
    )
    after = Parameter(
        "datetime",
        sets=(
            "SessionIdParameterSet",
            "InstanceIdParameterSet",
            "NameParameterSet",
            "StateParameterSet",
            "CommandParameterSet",
        ),
    )
    newest = Parameter(
        "int",
        sets=(
            "SessionIdParameterSet",
            "InstanceIdParameterSet",
            "NameParameterSet",
            "StateParameterSet",
            "CommandParameterSet",
        ),
    )
    id = Parameter(
        "int[]",
        position=0,
        pipeline="name",
        sets="SessionIdParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    name_ = Parameter(
        "string[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="NameParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    instance_id = Parameter(
        "guid[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="InstanceIdParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    state = Parameter("JobState", position=0, mandatory=True, pipeline="name", sets="StateParameterSet")
    command = Parameter("string[]", pipeline="name", sets="CommandParameterSet", validate=(ValidateNotNullOrEmpty(),))
    filter = Parameter(
        "hashtable",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="FilterParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )

    examples = (Example("@(Get-Job).Count", "How many jobs there are.", "0"),)

    def process(self) -> None:
        for job in self.chosen(everything=True):
            if "HasMoreData" in self.bound and bool(self.has_more_data) != job.has_more_data:
                continue
            self.write(job)


class WaitJob(_JobCmdlet):
    """Suppresses the command prompt until one or all of the Windows PowerShell background jobs running in the session
    are completed."""

    name = "Wait-Job"
    module = "Microsoft.PowerShell.Core"
    default_set = "SessionIdParameterSet"
    output_types = ("System.Management.Automation.Job",)
    job = Parameter(
        "Job[]",
        position=0,
        mandatory=True,
        pipeline="value,name",
        sets="JobParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    any = Parameter("switch")
    timeout = Parameter("int", aliases=("TimeoutSec",), validate=(ValidateRange(-1, INT_MAX),))
    force = Parameter("switch")
    name_ = Parameter(
        "string[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="NameParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    instance_id = Parameter(
        "guid[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="InstanceIdParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    id = Parameter(
        "int[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="SessionIdParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    state = Parameter("JobState", position=0, mandatory=True, pipeline="name", sets="StateParameterSet")
    filter = Parameter(
        "hashtable",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="FilterParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )

    examples = (Example("(Start-Job { 'done' } | Wait-Job).State", "Waits for a job.", "Completed"),)

    def begin(self) -> None:
        self._jobs: list[Job] = []

    def process(self) -> None:
        self._jobs += self.chosen()

    def end(self) -> None:
        limit = None if self.timeout is None or self.timeout < 0 else float(self.timeout)
        start_time = blocks.stopwatch(self)
        waiting = list(self._jobs)
        while waiting:
            ended = [job for job in waiting if job.done.is_set()]
            if ended and (self.any or len(ended) == len(waiting)):
                for job in ended[:1] if self.any else ended:
                    self.write(job)
                return
            if limit is not None and blocks.stopwatch(self) - start_time >= limit:
                for job in ended:
                    self.write(job)
                return
            blocks.pause(self, waiting[0].done, 0.05)
            waiting = list(self._jobs)


class ReceiveJob(_JobCmdlet):
    """Gets the results of the Windows PowerShell background jobs in the current session."""

    name = "Receive-Job"
    module = "Microsoft.PowerShell.Core"
    default_set = "Location"
    job = Parameter(
        "Job[]",
        position=0,
        mandatory=True,
        pipeline="value,name",
        sets=("ComputerName", "Session", "Location"),
    )
    computer_name = Parameter(
        "string[]",
        position=1,
        pipeline="name",
        sets="ComputerName",
        aliases=("Cn",),
        validate=(ValidateNotNullOrEmpty(),),
    )
    location = Parameter("string[]", position=1, sets="Location", validate=(ValidateNotNullOrEmpty(),))
    session_ = Parameter("PSSession[]", position=1, pipeline="name", sets="Session", validate=(ValidateNotNull(),))
    keep = Parameter("switch")
    no_recurse = Parameter("switch")
    force = Parameter("switch")
    wait = Parameter("switch")
    auto_remove_job = Parameter("switch")
    write_events = Parameter("switch")
    write_job_in_results = Parameter("switch")
    name_ = Parameter(
        "string[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="NameParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    instance_id = Parameter(
        "guid[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="InstanceIdParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    id = Parameter(
        "int[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="SessionIdParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )

    examples = (
        Example(
            "$j = Start-Job { 'a' }; Wait-Job $j | Out-Null; Receive-Job $j -Keep; Receive-Job $j",
            "Receives twice.",
            "a\na",
        ),
    )

    def process(self) -> None:
        for job in self.chosen():
            if self.wait:
                while not job.done.is_set():
                    blocks.pause(self, job.done, 0.05)
            self._receive(job)
            if self.wait and self.auto_remove_job and job.done.is_set():
                jobs(self).jobs.remove(job)

    def _receive(self, job: Job) -> None:
        results = list(job.results)
        if not self.keep:
            del job.results[: len(results)]
        for kind, value in results:
            if kind == "output":
                self.write(value)
            elif kind == "error":
                self.write_error(_copy(value))
            elif kind == "host":
                self.session.host.write(value)
            else:
                report = {"warning": self.write_warning, "verbose": self.write_verbose, "debug": self.write_debug}[kind]
                report(to_string(value))


def _copy(record: ErrorRecord) -> JobErrorRecord:
    made = JobErrorRecord(record.exception, record.error_id, record.category, record.target)
    made.details, made.position, made.invocation, made.origin = (
        record.details,
        record.position,
        record.invocation,
        record.origin,
    )
    made.activity, made.reason = record.activity, record.reason
    made.computer_name = "localhost"
    return made


class StopJob(_JobCmdlet):
    """Stops a Windows PowerShell background job."""

    name = "Stop-Job"
    module = "Microsoft.PowerShell.Core"
    default_set = "SessionIdParameterSet"
    should_process = "Medium"
    output_types = ("System.Management.Automation.Job",)
    job = Parameter(
        "Job[]",
        position=0,
        mandatory=True,
        pipeline="value,name",
        sets="JobParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    pass_thru = Parameter("switch")
    name_ = Parameter(
        "string[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="NameParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    instance_id = Parameter(
        "guid[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="InstanceIdParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    id = Parameter(
        "int[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="SessionIdParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    state = Parameter("JobState", position=0, mandatory=True, pipeline="name", sets="StateParameterSet")
    filter = Parameter(
        "hashtable",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="FilterParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )

    examples = (
        Example(
            "$j = Start-Job { while ($true) { } }; Stop-Job $j; $j.State", "Stops a job that would not end.", "Stopped"
        ),
    )

    def process(self) -> None:
        for job in self.chosen():
            if self.confirm(f"Command: {job.command}, Job: {job.id}, Name: {job.name}", "Stop"):
                job.stop()
                if self.pass_thru:
                    self.write(job)


class RemoveJob(_JobCmdlet):
    """Deletes a Windows PowerShell background job."""

    name = "Remove-Job"
    module = "Microsoft.PowerShell.Core"
    default_set = "SessionIdParameterSet"
    should_process = "Medium"
    output_types = ("System.Management.Automation.Job",)
    job = Parameter(
        "Job[]",
        position=0,
        mandatory=True,
        pipeline="value,name",
        sets="JobParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    force = Parameter(
        "switch",
        sets=(
            "InstanceIdParameterSet",
            "JobParameterSet",
            "NameParameterSet",
            "SessionIdParameterSet",
            "FilterParameterSet",
        ),
        aliases=("F",),
    )
    name_ = Parameter(
        "string[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="NameParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    instance_id = Parameter(
        "guid[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="InstanceIdParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    id = Parameter(
        "int[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="SessionIdParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    state = Parameter("JobState", position=0, mandatory=True, pipeline="name", sets="StateParameterSet")
    command = Parameter("string[]", pipeline="name", sets="CommandParameterSet", validate=(ValidateNotNullOrEmpty(),))
    filter = Parameter(
        "hashtable",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="FilterParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )

    examples = (
        Example("$j = Start-Job { 1 }; Wait-Job $j | Out-Null; Remove-Job $j; @(Get-Job).Count", "Deletes a job.", "0"),
    )

    def process(self) -> None:
        for job in self.chosen():
            if not job.done.is_set():
                if not self.force:
                    text = (
                        f"The command cannot remove the job with the job ID {job.id} because the job is not "
                        f"finished. To remove the job, first stop "
                        "the job, or use the Force parameter."
                    )
                    self.write_error(
                        self.error(
                            "JobObjectNotFinishedCannotBeRemoved",
                            text,
                            "InvalidOperation",
                            job,
                            "System.ArgumentException",
                        )
                    )
                    continue
                job.stop()
            if self.confirm(f"Command: {job.command}, Job: {job.id}, Name: {job.name}", "Remove"):
                table = jobs(self).jobs
                if job in table:
                    table.remove(job)


class DebugJob(Cmdlet):
    """Debugs a running background job. There is no debugger here."""

    name = "Debug-Job"
    module = "Microsoft.PowerShell.Core"
    default_set = "JobParameterSet"
    should_process = "Medium"
    job = Parameter("Job", position=0, mandatory=True, pipeline="value,name", sets="JobParameterSet")
    name_ = Parameter("string", position=0, mandatory=True, sets="JobNameParameterSet")
    id = Parameter("int", position=0, mandatory=True, sets="JobIdParameterSet")
    instance_id = Parameter("guid", position=0, mandatory=True, sets="JobInstanceIdParameterSet")

    examples = (Example("try { Debug-Job 99 } catch { 'no such job' }", "Asks for a job.", "no such job"),)

    def process(self) -> None:
        shown = self.id if self.parameter_set == "JobIdParameterSet" else getattr(self, "name_", None) or ""
        text = (
            f"Cannot find job with id {shown}."
            if self.parameter_set == "JobIdParameterSet"
            else f"Cannot find job with name {shown}."
        )
        if self.parameter_set == "JobIdParameterSet" and jobs(self).find(id=self.id):
            text = "The job cannot be debugged: this shell has no debugger."
        record = self.error(
            "DebugJobCannotFindJobWithId",
            text,
            "InvalidOperation",
            None,
            "System.Management.Automation.PSInvalidOperationException",
        )
        record.target_name, record.target_type = "Microsoft.PowerShell.Commands.DebugJobCommand", "DebugJobCommand"
        raise self.throw(record)
