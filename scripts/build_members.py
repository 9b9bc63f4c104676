"""Turns the recorded member lists (dotnet-members.json) into one declaration file per type:
ems/runtime/data/members/NAME.txt.

    python3 scripts/build_members.py PATH-TO/dotnet-members.json

A line is one property or one overload, as Get-Member writes it. Types that the recording has not are declared by
hand in files of the same form; a file that begins with `# by hand` is never overwritten.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent / "ems" / "runtime" / "data"
KEPT = {"Method", "Property", "ParameterizedProperty", "Event"}
RENAMED = {
    "System.Object[]": None,
    "System.Collections.Generic.List[string]": "System.Collections.Generic.List`1",
    "System.Collections.Generic.List[object]": None,
    "System.Collections.Generic.Dictionary[string,object]": "System.Collections.Generic.Dictionary`2",
    "System.Collections.Generic.KeyValuePair[string,object]": "System.Collections.Generic.KeyValuePair`2",
    "System.Collections.Generic.HashSet[string]": "System.Collections.Generic.HashSet`1",
    "System.Management.Automation.PSObject (members of $x.psobject)": "System.Management.Automation.PSObject",
    "System.Management.Automation.PSScriptCmdlet ($PSCmdlet)": "System.Management.Automation.PSScriptCmdlet",
    "System.Management.Automation.Host (the $Host object)": "System.Management.Automation.Internal.Host.InternalHost",
    "System.DayOfWeek": None,
}


def overloads(definition: str) -> list[str]:
    """The overloads of a definition; commas inside brackets and parentheses do not part them."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(definition):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            parts.append(definition[start:at].strip())
            start = at + 1
    return [
        part
        for part in [*parts, definition[start:].strip()]
        if "&" not in part and "(int )" not in part and "PublicKey" not in part
    ]


def generic(line: str, name: str) -> str:
    """Puts the parameters back where the recording shows the arguments of a generic type."""
    if "`" not in name or re.search(r"\bToString\(", line) or " GetType()" in line:
        return line
    line = re.sub(r"(?<=[\s(,\[])string(?=[\s,\]\[)])|^string(?=[ \[])", "T", line)
    if name.endswith("`2") and not re.search(
        r"(IDictionary|IList|ICollection)\.|Equals\(|SyncRoot|GetObjectData|OnDeser", line
    ):
        line = line.replace("System.Object", "U")
    return line


def declaration(entry: dict[str, Any]) -> list[str]:
    name = RENAMED.get(entry["type"], entry["type"]) or entry["type"]
    lines: list[str] = []
    for part in ("members", "static"):
        for _, kind, definition in entry.get(part, []):
            if kind not in KEPT:
                continue
            for line in overloads(definition) if kind == "Method" else [definition]:
                line = generic(line, name)
                if kind == "Event":
                    line = "event " + line
                if line not in lines:
                    lines.append(line)
    return lines


def main() -> None:
    recorded = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    folder = ROOT / "members"
    folder.mkdir(exist_ok=True)
    for entry in recorded["types"]:
        name = RENAMED.get(entry["type"], entry["type"])
        if name is None:
            continue
        target = folder / f"{name}.txt"
        if target.exists() and target.read_text("utf-8").startswith("# by hand"):
            continue
        lines = declaration(entry)
        if name == "System.Array":
            array = next(each for each in recorded["types"] if each["type"] == "System.Object[]")
            lines = [line for line in declaration(array) if line not in lines] + lines
        target.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
