r"""Sessions as typed, with their output.

    # a page of any number of sessions; text before the first one is for the reader
    ## title of a session
    //seed openrelay                     directives, before the first line typed: seed NAME, width N
    [PS] C:\Windows\system32>Get-ReceiveConnector |
    >> select identity                   a line that goes on
    << y                                 a line that the command itself reads: an answer, what is typed into telnet
    Identity                             everything else is what was printed
    --------
    ...

A line that begins with a prompt, `[...] X:\path>`, is typed; the prompt is compared too. Printed lines are compared without trailing blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_PROMPT: Final = re.compile(r"^\[[^\]]+\](?:: PS|:)? ?[A-Za-z]:\\[^>]*>")


@dataclass
class Interaction:
    """One thing typed, what it reads, and what it prints. `line` is its place in the file, from 1."""

    prompt: str
    typed: str
    answers: list[str] = field(default_factory=list)
    output: list[str] = field(default_factory=list)
    line: int = 0


@dataclass
class Transcript:
    """One session of a file."""

    title: str
    directives: dict[str, str] = field(default_factory=dict)
    interactions: list[Interaction] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    file: str = ""
    line: int = 0


@dataclass
class Difference:
    """Where a session went another way than its transcript says."""

    transcript: Transcript
    interaction: Interaction
    printed: list[str]
    prompt: str

    def __str__(self) -> str:
        here = f"{self.transcript.file}:{self.interaction.line}: {self.transcript.title}"
        lines = [here, f"  typed: {self.interaction.typed}"]
        if self.prompt != self.interaction.prompt:
            lines += [f"  prompt written: {self.interaction.prompt}", f"  prompt here:    {self.prompt}"]
        for number, (written, now) in enumerate(_aligned(self.interaction.output, self.printed), 1):
            if written != now:
                lines.append(f"  line {number}:")
                lines.append(f"    written |{written}|" if written is not None else "    written: nothing more")
                lines.append(f"    here    |{now}|" if now is not None else "    here: nothing more")
                break
        lines.append("  all that was printed:")
        lines += [f"    |{line}" for line in self.printed]
        return "\n".join(lines)


def _aligned(one: list[str], other: list[str]) -> Iterable[tuple[str | None, str | None]]:
    for index in range(max(len(one), len(other))):
        yield one[index] if index < len(one) else None, other[index] if index < len(other) else None


def parse_transcripts(text: str, file: str = "") -> list[Transcript]:
    """The sessions of a text. Lines before the first `## ` are for the reader."""
    transcripts: list[Transcript] = []
    current: Transcript | None = None
    last: Interaction | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            _trim(last)
            current = Transcript(line[3:].strip(), file=file, line=number)
            transcripts.append(current)
            last = None
        elif current is None:
            continue
        elif last is None and line.startswith("//"):
            name, _, value = line[2:].partition(" ")
            current.directives[name.strip()] = value.strip()
        elif match := _PROMPT.match(line):
            _trim(last, final=False)
            last = Interaction(match.group(), line[match.end() :], line=number)
            current.interactions.append(last)
        elif last is None:
            current.comments.append(line)
        elif line.startswith(">> ") and not last.output and not last.answers:
            last.typed += "\n" + line[3:]
        elif line.startswith("<< ") and not last.output:
            last.answers.append(line[3:])
        elif line == "<<" and not last.output:
            last.answers.append("")
        else:
            last.output.append(line.rstrip())
    _trim(last)
    return transcripts


def _trim(interaction: Interaction | None, final: bool = True) -> None:
    """The blank line between two sessions belongs to the file, not to the output."""
    if interaction is not None and final:
        while interaction.output and not interaction.output[-1]:
            interaction.output.pop()


def read_transcripts(path: Path) -> list[Transcript]:
    return parse_transcripts(path.read_text(encoding="utf-8"), path.name)


def run_transcript(transcript: Transcript, *, stop_at_difference: bool = True, session: Any = None) -> list[Difference]:
    """Types the transcript into a fresh session (or the given one); what differs. With `stop_at_difference` at most one."""
    from ems.testing.headless import HeadlessSession

    if session is None:
        with HeadlessSession(
            seed=transcript.directives.get("seed"), width=int(transcript.directives.get("width", "120")), location=None
        ) as fresh:
            return run_transcript(transcript, stop_at_difference=stop_at_difference, session=fresh)
    differences = []
    final = transcript.interactions[-1] if transcript.interactions else None
    for interaction in transcript.interactions:
        prompt = session.prompt()
        printed = [line.rstrip() for line in session.type(interaction.typed, interaction.answers).split("\n")]
        if printed and not printed[-1]:
            printed.pop()
        if interaction is final:
            while printed and not printed[-1]:
                printed.pop()
        if printed != interaction.output or prompt != interaction.prompt:
            differences.append(Difference(transcript, interaction, printed, prompt))
            if stop_at_difference:
                break
    return differences


def write_transcripts(path: Path, transcripts: list[Transcript]) -> str:
    """The text of a file with these sessions, keeping what stands before the first."""
    before = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        if line.startswith("## "):
            break
        before.append(line)
    blocks = ["\n".join(before).rstrip()] if any(line.strip() for line in before) else []
    for transcript in transcripts:
        lines = [f"## {transcript.title}"]
        lines += [f"//{name} {value}".rstrip() for name, value in transcript.directives.items()]
        lines += [line for line in transcript.comments if line.strip()]
        for interaction in transcript.interactions:
            first, *more = interaction.typed.split("\n")
            lines.append(interaction.prompt + first)
            lines += [f">> {line}" for line in more]
            lines += [f"<< {line}".rstrip() for line in interaction.answers]
            lines += interaction.output
        blocks.append("\n".join(lines).rstrip())
    return "\n\n".join(blocks) + "\n"
