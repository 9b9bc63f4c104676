#!/usr/bin/env python3
"""Opens the shell: python3 scripts/run.py [ems arguments]. Makes .venv and installs ems into it on first use."""

from __future__ import annotations

import sys

from environment import become, ready

become(ready(), ["-m", "ems", *sys.argv[1:]])
