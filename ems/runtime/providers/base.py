r"""What every provider can be asked, and the errors they share (resource SessionStateStrings).

A provider sees paths of its own only: `\folder\file` for the file system's drive C, a plain name for variables. Drives and globbing are
`locations.py`'s business, the cmdlets' parameters and confirmations the cmdlets'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.values import NetObject


def path_error(
    resource: str, path: str, exception: str = "ItemNotFoundException", category: str = "ObjectNotFound"
) -> Terminating:
    """An error of the session state about a path: its id is the name of the resource."""
    full = f"System.Management.Automation.{exception}"
    return Terminating(
        ErrorRecord(NetException(full, message("SessionStateStrings", resource, path)), resource, category, path)
    )


def path_not_found(path: str) -> Terminating:
    return path_error("PathNotFound", path)


def drive_not_found(name: str) -> Terminating:
    return path_error("DriveNotFound", name, "DriveNotFoundException")


def not_supported(resource: str, exception: str = "PSNotSupportedException") -> Terminating:
    """The provider cannot do that; `resource` names the sentence."""
    full = f"System.Management.Automation.{exception}"
    return Terminating(
        ErrorRecord(NetException(full, message("SessionStateStrings", resource)), "NotSupported", "NotImplemented")
    )


class ProviderInfo(NetObject):
    """System.Management.Automation.ProviderInfo."""

    __slots__ = ("capabilities", "drives", "home", "implementation", "module", "name")
    type_name = "System.Management.Automation.ProviderInfo"

    def __init__(self, name: str, capabilities: str, implementation: str, home: str = "") -> None:
        self.name = name
        self.capabilities = capabilities
        self.implementation = implementation
        self.home = home
        self.module = "Microsoft.PowerShell.Core"
        self.drives: list[DriveInfo] = []

    def __str__(self) -> str:
        return f"{self.module}\\{self.name}"

    def to_text(self) -> str:
        return str(self)


class DriveInfo(NetObject):
    """System.Management.Automation.PSDriveInfo. `current` is the location on it, without the drive's name."""

    __slots__ = ("current", "description", "name", "provider", "root")
    type_name = "System.Management.Automation.PSDriveInfo"

    def __init__(self, name: str, provider: Provider, root: str, description: str = "") -> None:
        self.name = name
        self.provider = provider
        self.root = root
        self.description = description
        self.current = ""

    def __str__(self) -> str:
        return self.name

    def to_text(self) -> str:
        return self.name


class Provider:
    """Base of the providers. Paths are those below the drive's root; `""` is the root itself."""

    name: ClassVar[str]
    capabilities: ClassVar[str] = "ShouldProcess"
    implementation: ClassVar[str]
    hierarchical: ClassVar[bool] = False

    def __init__(self, session: Any) -> None:
        self.session = session
        self.info = ProviderInfo(self.name, self.capabilities, self.implementation)

    # Questions

    def exists(self, path: str) -> bool:
        raise NotImplementedError

    def is_container(self, path: str) -> bool:
        return path == ""

    def child_names(self, path: str) -> Iterable[str]:
        """Names of the children of a container, in order."""
        raise NotImplementedError

    def item(self, path: str) -> Any:
        """The object that stands for what lies at `path`."""
        raise NotImplementedError

    # Changes. Those a provider does not know end in PowerShell's own words.

    def set_item(self, path: str, value: Any) -> Any:
        raise not_supported("CmdletProvider_NotSupported")

    def clear_item(self, path: str) -> None:
        raise not_supported("CmdletProvider_NotSupported")

    def new_item(self, path: str, kind: str, value: Any, force: bool) -> Any:
        raise not_supported("CmdletProvider_NotSupported")

    def remove_item(self, path: str, recurse: bool, force: bool) -> None:
        raise not_supported("CmdletProvider_NotSupported")

    def rename_item(self, path: str, new_name: str, force: bool) -> Any:
        raise not_supported("CmdletProvider_NotSupported")

    def copy_item(self, path: str, target: str, recurse: bool, force: bool) -> Any:
        raise not_supported("CmdletProvider_NotSupported")

    def move_item(self, path: str, target: str, force: bool) -> Any:
        raise not_supported("NavigationCmdletProvider_NotSupported")

    # Content, as a sequence of objects

    def read_content(self, path: str) -> Iterator[Any]:
        raise not_supported("IContentCmdletProvider_NotSupported")

    def write_content(self, path: str, values: list[Any], append: bool) -> None:
        raise not_supported("IContentCmdletProvider_NotSupported")

    def clear_content(self, path: str) -> None:
        raise not_supported("IContentCmdletProvider_NotSupported")
