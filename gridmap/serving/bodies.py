"""A request's body as it comes in: kept in memory while it is small, on disk when it is large, bounded in size and time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, cast

MB = 2**20
LARGEST = 22 * MB
"""Bytes: a file as large as an import may be, and the form around it."""
IN_MEMORY = 64 * 1024
SLOWEST = 8 * 1024
"""Bytes a second that must come on the whole, beyond the first seconds that every body has."""
LAST = 1.0
ALL_TOGETHER = 512 * MB
"""What all bodies under way may hold in one worker."""


class Refused(Exception):
    """A body that is not taken in, with the status of the answer."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)


class Intake:
    """Takes bodies in, knowing how much all of them hold."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.held = 0
        self.ending = False
        self.under_way: set[asyncio.Timeout] = set()

    def end(self) -> None:
        """The server ends: what is not there in LAST seconds is given up."""
        self.ending = True
        for deadline in self.under_way:
            deadline.reschedule(asyncio.get_running_loop().time() + LAST)

    async def body(self, chunks: AsyncIterator[bytes], announced: int | None) -> tuple[IO[bytes], int]:
        """The whole body and its size. Raises Refused when it is too large, too slow, or too much with all others.

        Its time is some seconds and what its bytes take at the slowest rate: a large file by a bad network may take
        minutes, a byte every two seconds may not.
        """
        if announced and announced > LARGEST:
            raise Refused(413)
        kept, size = kept_file(IN_MEMORY), 0
        begun = asyncio.get_running_loop().time()
        try:
            # At an end also what was sent just before, and is only read now.
            async with self._deadline(begun + (LAST if self.ending else self.seconds)) as deadline:
                async for chunk in chunks:
                    size += len(chunk)
                    self.held += len(chunk)
                    self._check(size)
                    kept.write(chunk)
                    if not self.ending:
                        deadline.reschedule(begun + self.seconds + size / SLOWEST)
        except BaseException as error:
            kept.close()
            self.held -= size
            raise Refused(408) if isinstance(error, TimeoutError) else error from None
        kept.seek(0)
        return kept, size

    @asynccontextmanager
    async def _deadline(self, at: float) -> AsyncIterator[asyncio.Timeout]:
        async with asyncio.timeout_at(at) as deadline:
            self.under_way.add(deadline)
            try:
                yield deadline
            finally:
                self.under_way.discard(deadline)

    def gone(self, size: int) -> None:
        """A body that was taken in is not needed any more."""
        self.held -= size

    def _check(self, size: int) -> None:
        if size > LARGEST:
            raise Refused(413)
        if self.held > ALL_TOGETHER:
            raise Refused(503)


def kept_file(in_memory: int) -> IO[bytes]:
    """In memory up to so many bytes, then on disk without a name: it is gone when it is closed, or its process ends."""
    return cast(IO[bytes], SpooledTemporaryFile(in_memory))
