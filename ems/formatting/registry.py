"""The views of each session: the product's, those of the cmdlet files in use, and those a script added.

The database is kept by the session itself (`session.services`), so that it goes when the session goes.
"""
from __future__ import annotations

from typing import Any, Final

from ems.formatting.views import ViewDatabase, default_database

_SERVICE: Final = "formatting.views"


def views_of(session: Any) -> ViewDatabase:
    """The view database of a session, with the views of every cmdlet that was loaded since it was asked for last."""
    if session is None:
        return default_database()
    database: ViewDatabase | None = session.services.get(_SERVICE)
    if database is None:
        database = session.services[_SERVICE] = default_database()
    loaded = session.cmdlet_views()
    if len(loaded) > database.loaded:
        database.add([view for views in loaded[database.loaded :] for view in views])
        database.loaded = len(loaded)
    return database
