#!/usr/bin/env python3
"""Runs the tests: python3 scripts/test.py [pytest arguments]. Makes .venv and installs ems with its test extras on first use."""

from __future__ import annotations

import sys

from environment import ROOT, become, ready

arguments = sys.argv[1:]
if not any(one == "-n" or one.startswith(("-n", "--numprocesses", "--pdb")) for one in arguments):
    arguments = ["-n", "auto", *arguments]
become(ready("test"), ["-m", "pytest", *arguments], ROOT)
