"""python -m ems"""
from __future__ import annotations

import sys

from ems.cli import main

sys.exit(main())
