"""One GET to a child: within a time for all of it, with a largest size, without following redirects."""

import datetime as dt
import http.client
import ssl
import time
from urllib.parse import urlencode, urlsplit

from geodata.federation.checking import Refused
from geodata.federation.children import Child
from geodata.federation.words import Outcome

SECONDS = 20.0
LARGEST = 16 * 1024 * 1024
PIECE = 65_536
STATUS = {401: Outcome.NOT_LET_IN, 403: Outcome.NOT_LET_IN, 404: Outcome.NOT_PUBLISHED}


def fetch(
    child: Child, area: str, since: dt.date, *, seconds: float = SECONDS, largest: int = LARGEST
) -> bytes:
    """What the child answers of the county from that day on. Raises Refused."""
    until = time.monotonic() + seconds
    line = _line(child.address, seconds)
    asked = urlencode({"area": area, "since": since.isoformat()})
    path = f"{urlsplit(child.address).path.rstrip('/')}/api/v1/publish/coverage/?{asked}"
    headers = {"Authorization": f"Bearer {child.token}", "Accept": "application/json"}
    try:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        if answer.status != 200:
            raise Refused(STATUS.get(answer.status, Outcome.UNREACHABLE))
        return _read(answer, until, largest)
    except (OSError, http.client.HTTPException) as error:
        raise Refused(Outcome.UNREACHABLE) from error
    finally:
        line.close()


def _line(address: str, seconds: float) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=seconds)


def _read(answer: http.client.HTTPResponse, until: float, largest: int) -> bytes:
    """In pieces: a server that drips a byte now and then holds nobody up for longer than the time."""
    pieces, size = [], 0
    while piece := answer.read1(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > largest:
            raise Refused(Outcome.TOO_LARGE)
        if time.monotonic() > until:
            raise Refused(Outcome.UNREACHABLE)
    return b"".join(pieces)
