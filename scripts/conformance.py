#!/usr/bin/env python3
"""Holds ems against the recordings of Windows PowerShell 5.1: python3 scripts/conformance.py [FILE|TITLE...] [--json] [--all] [--show N].

FILE is the stem of a file below tests/transcripts/language (recorded/*.txt or tables/*.txt), TITLE a case of a recording.
Prints passed/total for each file and the first difference of each failure (--show N: at most N of them a file, default 3; --all: all).
"""

from __future__ import annotations

import sys

from environment import ROOT, become, ready

if __name__ == "__main__":
    try:
        import ems.testing  # noqa: F401
    except ImportError:
        become(ready("test"), [__file__, *sys.argv[1:]])
    sys.path.insert(0, str(ROOT))
    from tests.conformance.cli import main

    sys.exit(main(sys.argv[1:]))
