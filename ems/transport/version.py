"""The product version of a server: it decides reply texts, the Received header and the log formats.

Source of the numbers: AdminDisplayVersion as Exchange prints it, ``Version 15.2 (Build 986.5)``.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_DISPLAY: Final = re.compile(r"Version\s+(\d+)\.(\d+)\s*\(Build\s+(\d+)\.(\d+)\)")


class ProductVersion(NamedTuple):
    """Major.minor.build.revision; compares like the numbers it is made of."""

    major: int
    minor: int
    build: int
    revision: int

    @classmethod
    def parse(cls, text: str) -> ProductVersion:
        """From AdminDisplayVersion; an unreadable text counts as Exchange 2019, the default organization."""
        found = _DISPLAY.search(text)
        if found is None:
            return EXCHANGE_2019
        return cls(*(int(part) for part in found.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.build}.{self.revision}"

    @property
    def padded(self) -> str:
        """As in log files and ``with mapi id``: 15.02.1118.007."""
        return f"{self.major:02}.{self.minor:02}.{self.build:04}.{self.revision:03}"

    @property
    def has_frontend(self) -> bool:
        """Exchange 2013 and later have a Front End Transport service before the Transport service."""
        return self.major >= 15

    @property
    def numbered_refusals(self) -> bool:
        """From a later update of 2013 on, policy refusals carry codes of their own (5.7.54) and the word ``SMTP;``.

        The exact update is not known; builds from 15.0.847 (2013 Service Pack 1) on are taken as later (our choice).
        """
        return self >= (15, 0, 848, 0)

    @property
    def year(self) -> int:
        if self.major < 14:
            return 2007
        if self.major == 14:
            return 2010
        return {0: 2013, 1: 2016}.get(self.minor, 2019)


EXCHANGE_2019: Final = ProductVersion(15, 2, 986, 5)
