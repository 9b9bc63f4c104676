"""Members of sessions on other machines."""

from __future__ import annotations

from typing import Final

from ems.runtime.members.model import Implementation

TYPES: Final = {
    "System.Management.Automation.Runspaces.PSSession": Implementation(
        methods={"ToString": lambda session: str(session)},
        by_attribute=True,
    ),
}
