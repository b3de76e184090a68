"""Connections are reset under load, those of phones and those to the database. `python -m bench.drills resets`"""

import asyncio
import random
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from bench.drills import kept
from bench.drills.finding import Finding
from bench.drills.own_server import OwnServer
from bench.drills.place import serving
from bench.drills.senders import sending
from bench.drills.web import cookie_of, until_served
from gridmap.local.cluster import WEB

RESETS, PHONES, SEED = 100, 16, 1
AT_ONCE = struct.pack("ii", 1, 0)
"""Closing sends a reset, and what was under way is lost."""


@dataclass
class Line:
    """A wire between phones and the server that can be cut."""

    loop: asyncio.AbstractEventLoop
    port: int = 0
    open: set[asyncio.StreamWriter] = field(default_factory=set)
    cut_off: int = 0

    def cut(self) -> None:
        asyncio.run_coroutine_threadsafe(self._cut(), self.loop).result(timeout=10)

    async def _cut(self) -> None:
        for each in list(self.open):
            each.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            each.transport.abort()
            self.cut_off += 1


def run(place: OwnServer, resets: int = RESETS) -> Iterator[Finding]:
    from bench.visits import cadres

    crowd, before, chance = cadres(PHONES), kept.opened(), random.Random(SEED)
    cookie = cookie_of(crowd[0][0])
    phones = [(token, [home[0] for home in homes]) for _user, token, homes in crowd]
    lost, recoveries = 0, []
    with serving(place) as server, line(server.port) as wire:
        with sending(wire.port, phones) as sent:
            for number in range(resets):
                time.sleep(chance.uniform(0.1, 0.6))
                if number % 2:
                    lost += ended(place)
                    recoveries.append(until_served(server, cookie))
                else:
                    wire.cut()
        yield Finding("resets", str(resets), True)
        yield Finding("connections of phones cut", str(wire.cut_off), wire.cut_off > 0)
        yield Finding("connections to the database ended", str(lost), lost > 0 or resets < 2)
        yield from kept.findings(sent, before)
    slowest = max(recoveries, default=0.0)
    yield Finding("first /today/ after the database's were ended, slowest", f"{slowest:.2f} s", True)


def ended(place: OwnServer) -> int:
    """All connections of the web server's, whatever they are at."""
    return len(place.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", WEB))


@contextmanager
def line(to: int) -> Iterator[Line]:
    wire = Line(asyncio.new_event_loop())

    async def joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", to)
            ends = {writer, far_writer}
            wire.open |= ends
            try:
                await asyncio.gather(passed(reader, far_writer), passed(far_reader, writer))
            finally:
                wire.open -= ends
                far_writer.close()
        writer.close()

    door = wire.loop.run_until_complete(asyncio.start_server(joined, "127.0.0.1", 0))
    wire.port = door.sockets[0].getsockname()[1]
    running = threading.Thread(target=wire.loop.run_forever)
    running.start()
    try:
        yield wire
    finally:
        wire.loop.call_soon_threadsafe(wire.loop.stop)
        running.join()
        door.close()
        wire.loop.close()


async def passed(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while block := await source.read(65_536):
            target.write(block)
            await target.drain()
        if target.can_write_eof():
            target.write_eof()
