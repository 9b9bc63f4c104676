"""One real connection: an asyncio protocol around the state machine.

It performs the machine's events: sends, waits, starts TLS, hands messages over to be stored, closes. While the machine
waits for something, nothing is read, so a client cannot fill the memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, cast

from .service import NobodyListens, Session, Turned
from .smtp import Close, Delay, Event, Received, Send, StartTls

if TYPE_CHECKING:
    import ssl

    from .delivery import Receipt
    from .envelope import Submission


class Storing(Protocol):
    """Where messages go to be stored: the receipt comes back through the callback."""

    def store(self, submission: Submission, done: Callable[[Receipt], None]) -> None: ...


OpenSession = Callable[[int], Session]


class SmtpProtocol(asyncio.Protocol):
    """A client's connection."""

    def __init__(
        self,
        open_session: OpenSession,
        storing: Storing,
        tls_context: Callable[[], ssl.SSLContext],
        joined: Callable[[SmtpProtocol], None],
        left: Callable[[SmtpProtocol], None],
    ) -> None:
        self._open_session = open_session
        self._storing = storing
        self._tls_context = tls_context
        self._joined = joined
        self._left = left
        self._transport: asyncio.Transport | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._session: Session | None = None
        self._paused = False
        self._ended = False
        self._securing = False
        self._early = bytearray()
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self.started = 0.0
        self.active = 0.0

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        if self._session is not None:  # the same session, now over TLS
            return
        self._loop = asyncio.get_running_loop()
        self.started = self.active = self._loop.time()
        peer = transport.get_extra_info("peername")
        try:
            self._session = self._open_session(int(peer[1]) if peer else 0)
        except Turned as turned:
            self._transport.write(turned.reply.wire())
            self._transport.close()
            return
        except NobodyListens:
            self._transport.abort()
            return
        self._joined(self)
        self._perform(self._session.machine.start())

    def data_received(self, data: bytes) -> None:
        if self._session is None or self._loop is None:
            return
        self.active = self._loop.time()
        if self._securing:  # the first secured bytes may come before asyncio says that TLS stands
            self._early += data
            return
        self._perform(self._session.machine.receive(data))

    def eof_received(self) -> bool:
        """The client may close its side and still read: what it sent is answered, then the connection closes."""
        session, transport = self._session, self._transport
        if session is None or transport is None:
            return False
        if session.machine.is_waiting and transport.get_extra_info("ssl_object") is None:
            self._ended = True
            return True
        self._finish_input(session)
        return False

    def _finish_input(self, session: Session) -> None:
        self._perform(session.machine.end_of_input())
        self._close()

    def connection_lost(self, error: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        session = self._session
        if session is not None:
            session.machine.connection_lost()
            session.finish()
            self._session = None
            self._left(self)

    # What the listener calls.

    def check_timeouts(self, now: float) -> None:
        session = self._session
        if session is None:
            return
        connector = session.policy.connector
        if now - self.started > connector.connection_timeout:
            self._perform(session.machine.timed_out_whole())
        elif now - self.active > connector.inactivity_timeout and not session.machine.is_waiting:
            self._perform(session.machine.timed_out_inactive())

    def shut_down(self) -> None:
        if self._session is not None:
            self._perform(self._session.machine.shut_down())

    @property
    def is_sending(self) -> bool:
        """Whether the client is in the middle of a message."""
        return self._session is not None and self._session.machine.envelope is not None

    # Performing events.

    def _perform(self, events: list[Event]) -> None:
        transport, session = self._transport, self._session
        assert transport is not None and session is not None
        for at, event in enumerate(events):
            if type(event) is Send:
                transport.write(event.data)
            elif type(event) is Received:
                self._storing.store(event.submission, self._stored)
            elif type(event) is Delay:
                self._wait(event.seconds, events[at + 1 :])
                return
            elif type(event) is StartTls:
                self._pause()
                assert self._loop is not None
                self._task = self._loop.create_task(self._begin_tls())
            elif type(event) is Close:
                self._close()
                return
        machine = session.machine
        if machine.should_not_read:
            self._pause()
        elif self._ended and not machine.is_waiting:
            self._ended = False
            self._finish_input(session)
        elif self._paused:
            self._paused = False
            transport.resume_reading()

    def _pause(self) -> None:
        if not self._paused and self._transport is not None and not self._transport.is_closing():
            self._paused = True
            self._transport.pause_reading()

    def _wait(self, seconds: float, rest: list[Event]) -> None:
        self._pause()
        assert self._loop is not None
        self._timer = self._loop.call_later(seconds, self._after_delay, rest)

    def _after_delay(self, rest: list[Event]) -> None:
        self._timer = None
        session = self._session
        if session is None:
            return
        self._perform(rest)
        if self._timer is None and self._session is not None:
            self._perform(session.machine.proceed())

    def _stored(self, receipt: Receipt) -> None:
        session = self._session
        if session is not None and self._loop is not None:
            self.active = self._loop.time()
            self._perform(session.stored(receipt))

    async def _begin_tls(self) -> None:
        session, transport, loop = self._session, self._transport, self._loop
        assert session is not None and transport is not None and loop is not None
        self._securing = True
        try:
            context = await loop.run_in_executor(None, self._tls_context)
            upgraded = await loop.start_tls(transport, self, context, server_side=True, ssl_handshake_timeout=30)
        except (TimeoutError, OSError):
            self._close()
            return
        if upgraded is None or self._session is None:
            return
        self._transport = upgraded
        self._securing = False
        self._paused = False
        secured = upgraded.get_extra_info("ssl_object")
        version = secured.version() if secured is not None else "TLS"
        self.active = loop.time()
        self._perform(session.machine.tls_started(f"SP_PROT_{str(version).replace('v', '').replace('.', '_')}_SERVER"))
        if self._early and self._session is not None:
            early, self._early = bytes(self._early), bytearray()
            self._perform(session.machine.receive(early))

    def _close(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.close()
