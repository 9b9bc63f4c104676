#!/usr/bin/env python3
"""Re-records transcripts: python3 scripts/record.py FILE[:LINE] [TITLE] [--yes].

FILE alone: every session of it; with TITLE: that session; with :LINE: the one interaction that stands there (what was typed before it in
its session is run, and not rewritten). Shows what would change, and writes it when you say yes.
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

from environment import ROOT, become, ready


def main(words: list[str]) -> int:
    from ems.testing import read_transcripts, run_transcript, write_transcripts

    sure = "--yes" in words
    words = [word for word in words if word != "--yes"]
    if not words:
        print(__doc__)
        return 2
    name, _, line = words[0].partition(":")
    path = Path(name)
    if not path.exists():
        path = next(iter((ROOT / "tests" / "transcripts").rglob(Path(name).name)), path)
    if not path.exists():
        print(f"There is no {name}.", file=sys.stderr)
        return 2
    transcripts = read_transcripts(path)
    for transcript in transcripts:
        if len(words) > 1 and transcript.title != words[1]:
            continue
        for difference in run_transcript(transcript, stop_at_difference=False):
            if line and difference.interaction.line != int(line):
                continue
            difference.interaction.output = difference.printed
            difference.interaction.prompt = difference.prompt
    before, after = path.read_text(encoding="utf-8"), write_transcripts(path, transcripts)
    if before == after:
        print("Nothing differs.")
        return 0
    sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), after.splitlines(True), str(path), "now"))
    if sure or input("Write this? [y/N] ").strip().lower() in ("y", "yes"):
        path.write_text(after, encoding="utf-8")
        print(f"Wrote {path}.")
    return 0


if __name__ == "__main__":
    try:
        import ems  # noqa: F401
    except ImportError:
        become(ready("test"), [__file__, *sys.argv[1:]])
    sys.exit(main(sys.argv[1:]))
