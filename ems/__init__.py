"""The Exchange Management Shell, without Exchange."""
from __future__ import annotations

__version__ = "0.1.0"
