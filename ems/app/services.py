"""What a session is lent: the organization, its mail service, the virtual network, the listener. Each is made when somebody first asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ems.app.clock import SystemClock, new_guid

if TYPE_CHECKING:
    from pathlib import Path


class Services(dict[str, Any]):
    """Made on demand, by name: `services["organization"]`. `folder` None means the user's own organization."""

    def __init__(
        self,
        folder: Path | None,
        seed: str | None,
        temporary: bool,
        clock: Any = None,
        guid: Callable[[], str] = new_guid,
    ) -> None:
        super().__init__()
        self.folder = folder
        self.seed = seed
        self.temporary = temporary
        self.clock = clock or SystemClock()
        self.guid = guid
        self.remarks: list[str] = []
        self._scratch: Path | None = None
        self["offers"] = self._offers

    def __missing__(self, name: str) -> Any:
        make = getattr(self, f"_make_{name}", None)
        if make is None:
            raise KeyError(name)
        made = make()
        self[name] = made
        return made

    # The organization

    def _make_organization(self) -> Any:
        from ems.app.places import can_be_made, default_organization
        from ems.directory import Organization

        if self.folder is None and not self.temporary and not can_be_made(default_organization()):
            self.temporary = True
            self.remarks.append(
                f"{default_organization()} cannot be written to: this organization is temporary, nothing of it is kept."
            )
        if self.temporary:
            return Organization.temporary(self.scratch(), self.seed, clock=self._iso_time, new_guid=self.guid)
        return Organization.open(
            self.folder or default_organization(), self.seed, clock=self._iso_time, new_guid=self.guid
        )

    def _iso_time(self) -> str:
        from datetime import UTC

        moment = self.clock.now().astimezone(UTC)
        return f"{moment:%Y-%m-%dT%H:%M:%S}Z"

    def scratch(self) -> Path:
        """A folder that goes away with the session."""
        if self._scratch is None:
            import tempfile
            from pathlib import Path

            self._scratch = Path(tempfile.mkdtemp(prefix="ems-"))
        return self._scratch

    def drive_folder(self) -> str:
        """Where the drive `C:` of the organization lies."""
        if self.temporary:
            return str(self.scratch() / "drive")
        organization = self["organization"]
        return str(organization.folder / "drive") if not organization.is_temporary else str(self.scratch() / "drive")

    def _offers(self, implementation: Any) -> bool:
        """Whether a cmdlet exists in the organization's product: only what says `since` or `until` costs a look at the organization."""
        since, until = getattr(implementation, "since", 0), getattr(implementation, "until", 9999)
        if not since and until == 9999:
            return True
        version = self.product
        return bool(since <= version <= until)

    @property
    def product(self) -> int:
        """The year of the product the organization runs: 2010, 2016, 2019."""
        seed = str(self["organization"].seed)
        digits = "".join(char for char in seed if char.isdigit())[:4]
        return int(digits) if digits else 2019

    # Mail

    def _make_transport(self) -> Any:
        from ems.transport.service import TransportService

        return TransportService(self["organization"], self.clock, self.guid)

    def _make_network(self) -> Any:
        from ems.transport.network import Network

        return Network(self["transport"], self.clock.sleep)

    def _make_listener(self) -> Any:
        from ems.app.storekeeper import command
        from ems.transport.listener import Listener

        organization = self["organization"]
        return Listener(self["transport"], () if organization.is_temporary else command(organization.folder.absolute()))

    def close(self) -> None:
        """Stops listening, lets go of the files, takes away what is temporary."""
        for close in self.pop("closers", ()):
            close()
        listener = self.get("listener")
        if listener is not None:
            listener.stop()
        transport = self.get("transport")
        if transport is not None:
            transport.flush_logs()
        organization = self.get("organization")
        if organization is not None:
            organization.close()
        if self._scratch is not None:
            import shutil

            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch = None
