"""The organizations that a new folder can start as.

| seed | organization |
|---|---|
| `exchange2019` | one Exchange 2019 server, EX01 at 10.1.1.1, as setup leaves it |
| `exchange2019-three` | the same with EX01, EX02 and EX03 |
| `exchange2016` | one Exchange 2016 server, EX01 |
| `exchange2010` | one Hub Transport server of Exchange 2010, MYEXCHANGESERVER at 10.1.1.5 |
| `openrelay` | 2019, with two open relays (anonymous; externally secured and open to all) and a proper one |

In 2010 the Default connector takes anonymous mail for the accepted domains, as on a Hub Transport server that faces the
Internet without an Edge server; setup leaves that permission group off (our choice: the relay articles start there).
"""

from __future__ import annotations

from typing import Final
from zlib import crc32

from ..entry import Entry
from ..errors import UnknownSeed

DEFAULT: Final = "exchange2019"
USUAL_PORT: Final = 22500
_LOWEST_PORT: Final = 21000
_BLOCK: Final = 100
_BLOCKS: Final = 110
NAMES: Final = ("exchange2019", "exchange2019-three", "exchange2016", "exchange2010", "openrelay")


def first_port(folder: str) -> int:
    """Where the loopback ports of an organization's hosts begin: two organizations on one machine hardly share them."""
    return _LOWEST_PORT + crc32(folder.encode("utf-8", "surrogateescape")) % _BLOCKS * _BLOCK


def build(name: str, port: int = USUAL_PORT) -> list[Entry]:
    """All entries of a seed organization, containers before what lies in them; `port` is where those of hosts begin."""
    folded = name.casefold()
    if folded not in NAMES:
        raise UnknownSeed(f"There is no seed organization '{name}'. The seeds are: {', '.join(NAMES)}.")
    from .builder import SeedBuilder

    if folded == "exchange2019-three":
        return SeedBuilder(folded, 2019, {"EX01": "10.1.1.1", "EX02": "10.1.1.2", "EX03": "10.1.1.3"}, port).build()
    if folded == "exchange2016":
        return SeedBuilder(folded, 2016, {"EX01": "10.1.1.1"}, port).build()
    if folded == "exchange2010":
        return SeedBuilder(folded, 2010, {"MYEXCHANGESERVER": "10.1.1.5"}, port).build()
    builder = SeedBuilder(folded, 2019, {"EX01": "10.1.1.1"}, port)
    if folded == "openrelay":
        builder.misconfigure()
    return builder.build()
