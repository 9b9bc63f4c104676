"""The anti-spam agents on mail that nothing exempts: the verdict and the headers that show it.

A real content filter learns; this one knows the industry's test string and nothing else, so that its verdicts are the
same today and tomorrow (our choice). Header names and the form of the report: Microsoft's page on anti-spam stamps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .envelope import Submission
    from .headers import Fields
    from .topology import Server

_TEST_STRING: Final = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
_DEFINITIONS: Final = "3.3.15608.880"
_ORGANIZATION: Final = "X-MS-Exchange-Organization-"


@dataclass(frozen=True, slots=True)
class Screening:
    """The spam confidence level and the headers that are stamped."""

    scl: int
    headers: tuple[tuple[str, str], ...]


def screen(submission: Submission, fields: Fields, server: Server) -> Screening:
    """Judge a message from outside."""
    sender = str(submission.envelope.sender) or "postmaster@" + (submission.origin.hello or "unknown")
    domain = sender.rpartition("@")[2]
    is_spam = _TEST_STRING in fields.body
    scl = 9 if is_spam else 0
    report = f"DV:{_DEFINITIONS};SID:SenderIDStatus None;OrigIP:{submission.origin.client_ip}"
    return Screening(
        scl,
        (
            (_ORGANIZATION + "PRD", domain),
            (_ORGANIZATION + "SenderIdResult", "None"),
            ("Received-SPF", f"None ({server.fqdn}: {sender} does not designate permitted sender hosts)"),
            (_ORGANIZATION + "SCL", str(scl)),
            (_ORGANIZATION + "PCL", "2"),
            (_ORGANIZATION + "Antispam-Report", report),
        ),
    )
