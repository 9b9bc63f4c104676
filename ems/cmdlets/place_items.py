"""What the cmdlets about items share: from -Path, -LiteralPath, -Filter, -Include and -Exclude to places, and from a place to the object shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ems.runtime.cmdlet import Cmdlet
from ems.runtime.errors import NetError, Terminating
from ems.runtime.providers.locations import Locations, Place
from ems.runtime.values import NetObject, PSObject
from ems.runtime.wildcard import like_matcher


class ItemCmdlet(Cmdlet):
    """Base of the cmdlets whose parameters name places."""

    module = "Microsoft.PowerShell.Management"

    @property
    def locations(self) -> Locations:
        locations: Locations = self.session.locations
        return locations

    def given_paths(self) -> tuple[list[str], bool]:
        """The paths that were given, and whether they are literal."""
        literal = getattr(self, "literal_path", None)
        if literal is not None and not hasattr(literal, "sets"):
            return _as_list(literal), True
        return _as_list(getattr(self, "path", None)), False

    def places(self, include: Any = None, exclude: Any = None, filter_: str | None = None) -> Iterator[Place]:
        """The existing places; what is not there is a non-terminating error each."""
        paths, literal = self.given_paths()
        wanted = _matcher(include)
        unwanted = _matcher(exclude)
        named = _matcher([filter_] if filter_ else None)
        for path in paths:
            try:
                found = self.locations.resolve(path, literal)
            except Terminating as error:
                self.write_error(error.record)
                continue
            for place in found:
                name = place.name
                if (
                    (wanted is None or wanted(name))
                    and (unwanted is None or not unwanted(name))
                    and (named is None or named(name))
                ):
                    yield place

    def attempt(self, action: Any, *arguments: Any) -> Any:
        """Runs what a provider does; its errors do not end the pipeline."""
        try:
            return action(*arguments)
        except Terminating as error:
            self.write_error(error.record)
        except NetError as error:
            from ems.runtime.errors import ErrorRecord

            self.write_error(ErrorRecord(error.exception, type(error).__name__, "NotSpecified"))
        return None

    def show(self, place: Place) -> Any:
        """The object of a place, with the properties that say where it came from (PSPath and so on)."""
        item = place.provider.item(place.provider_path)
        return decorated(item, place)


def decorated(item: Any, place: Place) -> Any:
    """Adds PSPath, PSParentPath, PSChildName, PSDrive, PSProvider and PSIsContainer as note properties."""
    from ems.runtime.members import note_property

    parent = place.parent
    notes = {
        "PSPath": place.qualified,
        "PSParentPath": (
            parent.qualified
            if parent.path or not place.provider.hierarchical
            else f"{place.provider.info}::{place.drive.root}"
        )
        if parent
        else "",
        "PSChildName": place.name,
        "PSDrive": place.drive,
        "PSProvider": place.provider.info,
        "PSIsContainer": bool(getattr(item, "is_directory", False)),
    }
    if not place.provider.hierarchical:
        del notes["PSParentPath"]
    if isinstance(item, (NetObject, PSObject)):
        if item.extended is None:
            item.extended = {}
        target = item.extended
    else:
        item = PSObject(item)
        target = item.extended
    for name, value in notes.items():
        target[name.lower()] = note_property(name, value)
    return item


def _as_list(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _matcher(patterns: Any) -> Any:
    """Whether a name matches one of the wildcards; None where there are none."""
    texts = [text for text in _as_list(patterns) if text]
    if not texts:
        return None
    matchers = [like_matcher(text.rpartition("\\")[2]) for text in texts]
    return lambda name: any(matches(name) for matches in matchers)


name_matcher = _matcher
