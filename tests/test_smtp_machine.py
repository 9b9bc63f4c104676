"""The state machine against arbitrary bytes in arbitrary pieces: never an exception, bounded memory, sane answers."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ems.transport.smtp import Close, Delay, Event, Received, Send, SmtpServer, StartTls

from .transport_lab import Lab

LAB = Lab()
REPLY = re.compile(rb"(?:[2-5]\d\d[ -][^\r\n]*\r\n)*")
PIECES = [
    b"EHLO x\r\n",
    b"HELO\r\n",
    b"MAIL FROM:<a@b.com>\r\n",
    b"MAIL FROM:<>\r\n",
    b"RCPT TO:<chris@contoso.com>\r\n",
    b"RCPT TO:<x@fabrikam.com>\r\n",
    b"DATA\r\n",
    b"Subject: x\r\n\r\nbody\r\n",
    b".\r\n",
    b"\r\n.\r\n",
    b"BDAT 10\r\n",
    b"BDAT 3 LAST\r\n",
    b"BDAT 999999999999 LAST\r\n",
    b"0123456789",
    b"RSET\r\n",
    b"NOOP\r\n",
    b"STARTTLS\r\n",
    b"AUTH LOGIN\r\n",
    b"AUTH PLAIN AAAA\r\n",
    b"AUTH NTLM\r\n",
    b"*\r\n",
    b"TlRMTVNTUAA=\r\n",
    b"\0\0\0\r\n",
    b"\xff\xfe\r\n",
    b"\n",
    b"\r",
    b" \r\n",
    b"MAIL FROM:<\xc3\xbc@b.com> SMTPUTF8\r\n",
    b"X" * 5000,
    b"VRFY\r\n",
    b"HELP\r\n",
    b"MAIL FROM:<a@b.com> SIZE=99999999999999999\r\n",
]


def machine() -> SmtpServer:
    topology = LAB.service.topology()
    session = LAB.service.open(topology.servers[0], "10.1.1.1", 25, "192.168.5.42", 1, topology)
    session.policy._limits.leave(session.policy.connector, "192.168.5.42")
    return session.machine


def perform(server: SmtpServer, events: list[Event], tls: bool = True) -> bytes:
    """Do what a driver does, and give back what was sent."""
    sent = b""
    delayed = False
    for event in events:
        if isinstance(event, Send):
            sent += event.data
        elif isinstance(event, Received):
            sent += perform(server, server.stored("<id@x>", 1) if len(sent) % 3 else server.not_stored(), tls)
        elif isinstance(event, StartTls):
            sent += perform(server, server.tls_started("TLS") if tls else server.tls_failed(), tls)
        elif isinstance(event, Delay):
            delayed = True
        else:
            assert isinstance(event, Close)
            assert server.closed
    if delayed:
        sent += perform(server, server.proceed(), tls)
    return sent


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=60)), max_size=40), st.booleans(), st.booleans())
def test_arbitrary_input_never_raises_and_answers_are_replies(pieces: list[bytes], tls: bool, end: bool) -> None:
    server = machine()
    sent = perform(server, server.start(), tls)
    for piece in pieces:
        sent += perform(server, server.receive(piece), tls)
    if end:
        sent += perform(server, server.end_of_input(), tls)
    assert REPLY.fullmatch(sent), sent


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.randoms(use_true_random=False))
def test_how_the_bytes_are_cut_makes_no_difference(pieces: list[bytes], choose: random.Random) -> None:
    stream = b"".join(piece for piece in pieces if piece != b"STARTTLS\r\n")
    whole, cut = machine(), machine()
    expected = perform(whole, whole.start()) + perform(whole, whole.receive(stream))
    got = perform(cut, cut.start())
    at = 0
    while at < len(stream):
        size = choose.randint(1, 9)
        got += perform(cut, cut.receive(stream[at : at + size]))
        at += size
    assert got == expected


def held(server: SmtpServer) -> int:
    body = server._body._content if server._body is not None else b""
    return len(server._buffer) + len(body) + len(server._chunks)


def test_a_megabyte_without_a_line_end_is_not_kept() -> None:
    server = machine()
    perform(server, server.start())
    for _ in range(64):
        assert perform(server, server.receive(b"x" * 65536)) == b""
        assert held(server) < 10_000
    assert perform(server, server.receive(b"\r\n")) == b"500 5.5.2 Line too long\r\n"
    assert perform(server, server.receive(b"NOOP\r\n")) == b"250 2.0.0 OK\r\n"


@pytest.mark.parametrize("opening", [b"DATA\r\n", b"BDAT 900000000 LAST\r\n"])
def test_a_message_over_the_limit_is_read_but_not_kept(opening: bytes) -> None:
    server = machine()
    perform(server, server.start())
    perform(server, server.receive(b"HELO x\r\nMAIL FROM:<a@b.com>\r\nRCPT TO:<chris@contoso.com>\r\n"))
    perform(server, server.receive(opening + b"Subject: x\r\n\r\n"))
    block = b"x" * 1022 + b"\r\n"
    for _ in range(40 * 2):
        perform(server, server.receive(block * 512))
    assert held(server) < 37_748_736 + 1_100_000
    if opening.startswith(b"DATA"):
        answer = perform(server, server.receive(b".\r\n"))
        assert answer == b"552 5.3.4 Message size exceeds fixed maximum message size\r\n"
        assert perform(server, server.receive(b"NOOP\r\n")) == b"250 2.0.0 OK\r\n"


def test_headers_over_the_limit_end_the_session() -> None:
    server = machine()
    perform(server, server.start())
    perform(server, server.receive(b"HELO x\r\nMAIL FROM:<a@b.com>\r\nRCPT TO:<chris@contoso.com>\r\nDATA\r\n"))
    for _ in range(300):
        perform(server, server.receive(b"X-Long: " + b"y" * 990 + b"\r\n"))
    answer = perform(server, server.receive(b"\r\nbody\r\n.\r\n"))
    assert answer.startswith(b"552 5.3.4 Header size exceeds fixed maximum size\r\n") and server.closed


def test_only_the_whole_mark_ends_the_data() -> None:
    """A bare line feed does not smuggle a second message in."""
    server = machine()
    perform(server, server.start())
    perform(server, server.receive(b"HELO x\r\nMAIL FROM:<a@b.com>\r\nRCPT TO:<chris@contoso.com>\r\nDATA\r\n"))
    for mark in (b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\n"):
        assert server.receive(b"Subject: x\r\n\r\none" + mark + b"MAIL FROM:<evil@b.com>\r\n") == []
    events = server.receive(b".\r\n")
    assert isinstance(events[0], Received) and b"evil@b.com" in events[0].submission.data


def test_plain_text_sent_with_starttls_is_dropped() -> None:
    server = machine()
    perform(server, server.start())
    perform(server, server.receive(b"EHLO x\r\n"))
    events = server.receive(b"STARTTLS\r\nMAIL FROM:<a@b.com>\r\n")
    assert [type(event) for event in events] == [Send, StartTls]
    assert server.tls_started("TLS") == []
    assert perform(server, server.receive(b"MAIL FROM:<a@b.com>\r\n")) == b"503 5.5.2 Send hello first\r\n"


def test_timeouts_speak_and_close() -> None:
    server = machine()
    server.start()
    assert perform(server, server.timed_out_inactive()) == b"451 4.7.0 Timeout waiting for client input\r\n"
    assert server.closed and server.timed_out_whole() == []
    other = machine()
    other.start()
    LAB.clock.advance(seconds=601)
    answer = perform(other, other.timed_out_whole())
    assert answer == b"421 4.4.1 Connection timed out. Total session duration: 00:10:01.0000000\r\n"
