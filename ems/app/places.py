"""Where ems keeps things when nothing is said: the user's own organization and the history of the shell."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """The folder for a user's data, as the system has it; `EMS_HOME` overrules it."""
    if chosen := os.environ.get("EMS_HOME"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "ems"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "ems"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "ems"


def default_organization() -> Path:
    return data_folder() / "organization"


def history_file() -> Path:
    return data_folder() / "history"


def can_be_made(folder: Path) -> bool:
    """Whether a folder exists and can be written to, or can be made."""
    for place in (folder, *folder.parents):
        if place.exists():
            return place.is_dir() and os.access(place, os.W_OK)
    return False
