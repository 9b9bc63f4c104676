"""How the objects of a type are shown: views, as data, and the rules by which one of them is chosen.

A view is a mapping of this form (`data/views.json` holds those of the product, cmdlet files add theirs through `views`,
users theirs with Update-FormatData):

    {"types": ["Some.Type"], "name": "some", "kind": "Table",
     "columns": [{"property": "Size", "label": "Bytes", "width": 20, "align": "right", "format": "{0:N0}"},
                 {"script": "$_.A * 2", "label": "B"}],
     "otherRows": [{"when": {"types": ["Some.Derived"]}, "columns": [...]}],
     "groupBy": {"property": "Server", "label": "On"}, "autoSize": true, "hideHeaders": false, "wrap": false,
     "shared": true}

A list has `entries`, each with `items` (and `when` for all but the default); an item is a column without width. A wide
view's entry is itself an item. A custom view's items are text, newline, property or script, and frames (`frame`,
`leftIndent`, `rightIndent`, `firstIndent`); `enumerate` and `control` show each element of a collection; `render` is a
Python function that draws the whole. `outOfBand` views are printed without regard to the view in use.

The first view whose type stands first among the type names of the object wins. `Deserialized.` before a type name is
looked over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

ViewData = Mapping[str, Any]
_DESERIALIZED: Final = "Deserialized."


class View:
    """A view, as looked up. `body` is its data."""

    __slots__ = ("body", "group_by", "kind", "name", "out_of_band", "types")

    def __init__(self, body: ViewData) -> None:
        self.body = body
        self.types = tuple(str(name) for name in body["types"])
        self.name = str(body.get("name", self.types[0]))
        self.kind = str(body.get("kind", "Table"))
        self.group_by: ViewData | None = body.get("groupBy")
        self.out_of_band = bool(body.get("outOfBand")) and self.kind in ("List", "Custom")


class ViewDatabase:
    """The views of one session, in the order in which they are looked up."""

    def __init__(self, views: Iterable[ViewData], display_sets: Mapping[str, ViewData] | None = None) -> None:
        self._views = [View(body) for body in views]
        self._index: dict[str, list[View]] | None = None
        self._found: dict[tuple[Any, ...], View | None] = {}
        self.loaded = 0
        self.modules: set[str] = set()
        """How many cmdlets were in use when the views of their files were added, and which files those were (see
        registry.py).
        """
        self.display_sets = {name.lower(): value for name, value in (display_sets or {}).items()}

    @property
    def views(self) -> Sequence[View]:
        return self._views

    def add(self, views: Sequence[ViewData], first: bool = False) -> None:
        """Adds views, behind all others or before them."""
        if not views:
            return
        new = [View(body) for body in views]
        self._views = new + self._views if first else self._views + new
        self._index = None
        self._found.clear()

    def find(self, type_names: Sequence[str], kind: str | None = None, name: str | None = None) -> View | None:
        """The view for an object with these type names; of one kind and name where given."""
        key = (tuple(type_names), kind, name)
        if key not in self._found:
            self._found[key] = self._search(
                type_names,
                lambda view: (
                    not view.out_of_band
                    and kind in (None, view.kind)
                    and (name is None or view.name.lower() == name.lower())
                ),
            )
        return self._found[key]

    def find_out_of_band(self, type_names: Sequence[str]) -> View | None:
        """The view by which an object is printed wherever it comes, if its type has one."""
        key = (tuple(type_names),)
        if key not in self._found:
            self._found[key] = self._search(type_names, lambda view: view.out_of_band)
        return self._found[key]

    def of_type(self, type_name: str) -> Sequence[View]:
        """All views that name the type."""
        return self._by_type().get(type_name.lower(), ())

    def applies(self, view: View, type_names: Sequence[str]) -> bool:
        """True where the view is meant for objects with these type names."""
        return best_match([view.types], type_names) is not None

    def _search(self, type_names: Sequence[str], wanted: Any) -> View | None:
        index = self._by_type()
        for names in (type_names, without_prefix(type_names)):
            for name in names:
                for view in index.get(name.lower(), ()):
                    if wanted(view):
                        return view
        return None

    def _by_type(self) -> dict[str, list[View]]:
        if self._index is None:
            self._index = {}
            for view in self._views:
                for name in view.types:
                    self._index.setdefault(name.lower(), []).append(view)
        return self._index


def without_prefix(type_names: Sequence[str]) -> list[str]:
    """The type names of a deserialized object as they were; empty for any other object."""
    return [name[len(_DESERIALIZED) :] for name in type_names if name.startswith(_DESERIALIZED)]


def best_match(candidates: Sequence[Sequence[str]], type_names: Sequence[str]) -> int | None:
    """Which candidate (each a list of type names) fits best: the one that names the type nearest to the object's own,
    the first of equals.
    """
    for names in (type_names, without_prefix(type_names)):
        for name in names:
            folded = name.lower()
            for number, candidate in enumerate(candidates):
                if any(one.lower() == folded for one in candidate):
                    return number
    return None


def select(entries: Sequence[ViewData], type_names: Sequence[str]) -> ViewData:
    """The entry of a view that fits the object: one whose `when` names its type, else the one without condition."""
    chosen = best_match([entry["when"]["types"] if "when" in entry else () for entry in entries], type_names)
    if chosen is not None:
        return entries[chosen]
    return next((entry for entry in entries if "when" not in entry), entries[0])


def default_database() -> ViewDatabase:
    """The product's own views."""
    import json
    from pathlib import Path

    data = json.loads((Path(__file__).parent / "data" / "views.json").read_text(encoding="utf-8"))
    from ems.formatting.help_view import help_views

    return ViewDatabase([*data["views"], *help_views()], data["displaySets"])
