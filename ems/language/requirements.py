"""What a script demands by `#requires`."""

from __future__ import annotations


class ModuleSpecification:
    """A module by name, or by name and versions."""

    __slots__ = ("guid", "maximum_version", "name", "required_version", "version")

    def __init__(self, name: str) -> None:
        self.name = name
        self.version: str | None = None
        self.required_version: str | None = None
        self.maximum_version: str | None = None
        self.guid: str | None = None


class ScriptRequirements:
    """All `#requires` lines of a script taken together."""

    __slots__ = (
        "is_elevation_required",
        "required_application_id",
        "required_assemblies",
        "required_modules",
        "required_ps_editions",
        "required_ps_version",
        "requires_ps_snapins",
    )

    def __init__(self) -> None:
        self.required_application_id: str | None = None
        self.required_ps_version: str | None = None
        self.required_ps_editions: list[str] = []
        self.required_modules: list[ModuleSpecification] = []
        self.requires_ps_snapins: list[tuple[str, str | None]] = []
        self.required_assemblies: list[str] = []
        self.is_elevation_required = False
