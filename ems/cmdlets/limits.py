"""Limits that the declarations of parameters share."""

from __future__ import annotations

from typing import Final

INT_MAX: Final = 2147483647
