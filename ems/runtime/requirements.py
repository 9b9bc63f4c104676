"""`#requires`: what a script demands is checked before it runs (ScriptRequirements, ScriptRequiresException)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ems.runtime.errors import ErrorRecord, NetException, Terminating

if TYPE_CHECKING:
    from ems.language.requirements import ScriptRequirements
    from ems.runtime.session import Session

OURS = (5, 1)


def refused(error_id: str, text: str, name: str) -> Terminating:
    exception = NetException("System.Management.Automation.ScriptRequiresException", text, CommandName=name)
    return Terminating(ErrorRecord(exception, error_id, "ResourceUnavailable", name))


def check_requirements(session: Session, wanted: ScriptRequirements, file: str | None) -> None:
    """Raises the error of the first demand that is not met."""
    name = (file or "").replace("/", "\\").rpartition("\\")[2]
    version = wanted.required_ps_version
    if version is not None:
        parts = tuple(int(each) for each in str(version).split(".") if each.isdigit())[:2]
        if parts > OURS:
            raise refused(
                "ScriptRequiresUnmatchedPSVersion",
                f"The script '{name}' cannot be run because it contained a \"#requires\" statement for Windows "
                f"PowerShell {version}. The version of Windows "
                "PowerShell that is required by the script does not match the currently running version of Windows "
                "PowerShell 5.1.14393.0.",
                name,
            )
    for module in wanted.required_modules:
        if not session.knows_module(module.name):
            raise refused(
                "ScriptRequiresMissingModules",
                f"The script '{name}' cannot be run because the following modules that are specified by the "
                '"#requires" statements of the script are missing: '
                f"{module.name}.",
                name,
            )
    missing = [snap_in for snap_in, _ in wanted.requires_ps_snapins if not snap_in.lower().startswith("microsoft.")]
    if missing:
        raise refused(
            "ScriptRequiresMissingPSSnapIns",
            f"The script '{name}' cannot be run because the following snap-ins that are specified by the "
            '"#requires" statements of the script are missing: '
            f"{', '.join(missing)}.",
            name,
        )
