"""The views of each session: the product's, those of the cmdlet files in use, and those a script added.

The database is kept by the session itself (`session.services`), so that it goes when the session goes.
"""

from __future__ import annotations

from typing import Any, Final

from ems.formatting.views import ViewDatabase, default_database
from ems.runtime.commands import cmdlets_in

_SERVICE: Final = "formatting.views"


def views_of(session: Any) -> ViewDatabase:
    """The view database of a session, with the views of every cmdlet file that was put to use since it was asked for
    last.
    """
    if session is None:
        return default_database()
    database: ViewDatabase | None = session.services.get(_SERVICE)
    if database is None:
        database = session.services[_SERVICE] = default_database()
    loaded = session.commands.loaded()
    if len(loaded) != database.loaded:
        database.loaded = len(loaded)
        for module in {info.implementation.__module__: None for info in loaded}:
            if module not in database.modules:
                database.modules.add(module)
                database.add([view for cmdlet in cmdlets_in(module).values() for view in cmdlet.views])
    return database
