"""recorded/*.txt: snippets with all they print. The form is described in tests/transcripts/language/README.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ems.testing import HeadlessSession

FOLDER = Path(__file__).parent.parent / "transcripts" / "language" / "recorded"


@dataclass
class Case:
    file: str
    title: str
    script: str
    prints: list[str]
    errors: list[str] = field(default_factory=list)
    stops: str | None = None


def read(path: Path) -> list[Case]:
    cases: list[Case] = []
    part = ""
    lines: dict[str, list[str]] = {}
    title = ""

    def finish() -> None:
        if title:
            stops = lines.get("stops")
            cases.append(
                Case(
                    path.stem,
                    title,
                    "\n".join(lines["script"]).rstrip("\n"),
                    trimmed(lines.get("prints", [])),
                    lines.get("error", []),
                    stops[0] if stops else None,
                )
            )

    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("%% case "):
            finish()
            title, part, lines = line[8:], "script", {"script": []}
        elif line.startswith("%% prints"):
            part = "prints"
            lines[part] = []
        elif line.startswith("%% error "):
            # The exception of a script that cannot be read lies in $Error without a record; it shows here by chance only.
            if not line.startswith("%% error System.Management.Automation.ParseException"):
                lines.setdefault("error", []).append(line[9:])
            part = "after"
        elif line.startswith("%% stops "):
            lines["stops"] = [line[9:]]
            part = "after"
        elif part in ("script", "prints"):
            lines[part].append(line)
    finish()
    return cases


def trimmed(lines: list[str]) -> list[str]:
    """Lines without trailing blanks, and without blank lines at the very start and the very end."""
    result = [line.rstrip() for line in lines]
    while result and not result[0]:
        result.pop(0)
    while result and not result[-1]:
        result.pop()
    return result


def check(case: Case) -> str | None:
    """None where ems does what was recorded, else the difference."""
    with HeadlessSession(width=120) as session:
        session.host.interactive = False  # nobody sat before the recording
        result = session.run_script(case.script)
    printed = trimmed(result.text.split("\n"))
    if printed != case.prints:
        return difference(case.prints, printed)
    errors = result.errors[:5]
    if errors != case.errors:
        return f"errors: recorded {case.errors}, here {errors}"
    if result.stops != case.stops:
        return f"stops: recorded {case.stops}, here {result.stops}"
    return None


def difference(wanted: list[str], got: list[str]) -> str:
    """The first line in which two prints differ."""
    for number, (one, other) in enumerate(zip(wanted, got, strict=False), 1):
        if one != other:
            return f"line {number}:\n    recorded |{one}|\n    here     |{other}|"
    longer, what = (wanted, "recorded") if len(wanted) > len(got) else (got, "here")
    return f"line {min(len(wanted), len(got)) + 1}: only {what} |{longer[min(len(wanted), len(got))]}|"


def all_cases() -> list[Case]:
    return [case for path in sorted(FOLDER.glob("*.txt")) for case in read(path)]
