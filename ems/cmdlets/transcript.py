"""Start- and Stop-Transcript."""

from __future__ import annotations

from ems.cmdlets import blocks, files
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import NetError, Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateNotNullOrEmpty

_LINE = "**********************"


class StartTranscript(Cmdlet):
    """Creates a record of all or part of a Windows PowerShell session in a text file."""

    name = "Start-Transcript"
    module = "Microsoft.PowerShell.Host"
    default_set = "ByPath"
    should_process = "Medium"
    output_types = ("System.String",)
    path = Parameter("string", position=0, sets="ByPath", validate=(ValidateNotNullOrEmpty(),))
    literal_path = Parameter(
        "string",
        position=0,
        sets="ByLiteralPath",
        aliases=("PSPath",),
        validate=(ValidateNotNullOrEmpty(),),
    )
    output_directory = Parameter("string", position=0, sets="ByOutputDirectory", validate=(ValidateNotNullOrEmpty(),))
    append = Parameter("switch")
    force = Parameter("switch")
    no_clobber = Parameter("switch", aliases=("NoOverwrite",))
    include_invocation_header = Parameter("switch")

    examples = (
        Example(
            "Start-Transcript $env:TEMP\\t.txt | Out-Null; 'noted'; Stop-Transcript | Out-Null",
            "Notes what is shown.",
            "noted",
        ),
    )

    def process(self) -> None:
        path = self._path()
        literal = self.parameter_set == "ByLiteralPath"
        if not self.confirm(path):
            return
        try:
            file = files.resolve(self, path, literal)
            if self.no_clobber and not self.append and self.session.files.exists(file):
                raise self.throw(
                    self.error(
                        "NoClobber",
                        message("TranscriptStrings", "TranscriptFileExistsNoClobber", file, "NoClobber"),
                        "ResourceExists",
                        file,
                        "System.UnauthorizedAccessException",
                    )
                )
            heading = "".join(line + "\r\n" for line in self._heading())
            files.write_text(self, file, heading, True, "utf8", append=bool(self.append), force=bool(self.force))
        except (Terminating, NetError) as error:
            if isinstance(error, Terminating) and error.record.error_id == "NoClobber":
                raise
            raise self.throw(
                self.error(
                    "CannotStartTranscription",
                    message("TranscriptStrings", "CannotStartTranscription"),
                    "InvalidOperation",
                    exception="System.Management.Automation.PSInvalidOperationException",
                )
            ) from None
        blocks.start_transcript(self, file)
        self.write(message("TranscriptStrings", "TranscriptionStarted", path))

    def _path(self) -> str:
        if self.parameter_set == "ByLiteralPath" and self.literal_path:
            return str(self.literal_path)
        if self.parameter_set == "ByPath" and self.path:
            return str(self.path)
        folder = self.output_directory or f"{self.session.home}\\Documents"
        self.session.files.make_directory(files.resolve(self, folder, True))
        machine = blocks.environment(self, "COMPUTERNAME")
        unique = f"{self.session.random.getrandbits(32):08x}"
        return f"{folder}\\PowerShell_transcript.{machine}.{unique}.{blocks.formatted_now(self, 'yyyyMMddHHmmss')}.txt"

    def _heading(self) -> list[str]:
        user = f"{blocks.environment(self, 'USERDOMAIN')}\\{blocks.environment(self, 'USERNAME')}"
        return [
            _LINE,
            "Windows PowerShell transcript start",
            f"Start time: {blocks.formatted_now(self, 'yyyyMMddHHmmss')}",
            f"Username: {user}",
            f"RunAs User: {user}",
            f"Machine: {blocks.environment(self, 'COMPUTERNAME')} (Microsoft Windows NT 10.0.14393.0)",
            "Host Application: powershell.exe",
            f"Process ID: {self.session.process_id}",
            "PSVersion: 5.1.14393.0",
            "PSEdition: Desktop",
            "PSCompatibleVersions: 1.0, 2.0, 3.0, 4.0, 5.0, 5.1.14393.0",
            "BuildVersion: 10.0.14393.0",
            "CLRVersion: 4.0.30319.42000",
            "WSManStackVersion: 3.0",
            "PSRemotingProtocolVersion: 2.3",
            "SerializationVersion: 1.1.0.1",
            _LINE,
        ]


class StopTranscript(Cmdlet):
    """Stops a transcript."""

    name = "Stop-Transcript"
    module = "Microsoft.PowerShell.Host"
    output_types = ("System.String",)

    examples = (
        Example(
            "try { Stop-Transcript } catch { 'nothing to stop' }",
            "Stops a transcript that was started.",
            "nothing to stop",
        ),
    )

    def process(self) -> None:
        file = blocks.stop_transcript(self)
        if file is None:
            text = message("TranscriptStrings", "ErrorStoppingTranscript", "The host is not currently transcribing.")
            raise self.throw(
                self.error(
                    "InvalidOperation",
                    text,
                    "InvalidOperation",
                    exception="System.Management.Automation.PSInvalidOperationException",
                )
            )
        ending = "".join(
            line + "\r\n"
            for line in (
                _LINE,
                "Windows PowerShell transcript end",
                f"End time: {blocks.formatted_now(self, 'yyyyMMddHHmmss')}",
                _LINE,
            )
        )
        files.write_text(self, file, ending, True, "utf8", append=True)
        self.write(message("TranscriptStrings", "TranscriptionStopped", file))
