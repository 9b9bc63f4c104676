"""What `using assembly` may name. Assemblies are not loaded: those of the framework are taken to be there."""

from __future__ import annotations

from typing import Final

_FRAMEWORK: Final = ("system", "microsoft", "mscorlib", "presentation", "windowsbase")


def assembly_error(name: str) -> tuple[str, str] | None:
    """The id of the error and its argument, None where the assembly may be used."""
    scheme, colon, _ = name.partition("://")
    if colon and scheme.isalpha() and scheme.lower() != "file":
        return "CannotLoadAssemblyWithUriSchema", scheme.lower()
    if name.startswith("\\\\"):
        return "CannotLoadAssemblyFromUncPath", name
    if "\\" not in name and "/" not in name and name.lower().startswith(_FRAMEWORK):
        return None
    return "ErrorLoadingAssembly", name
