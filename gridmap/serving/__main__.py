"""python -m gridmap.serving --host=127.0.0.1 --port=8000"""

import argparse
import os
import socket
import sys
import time
from contextlib import closing
from functools import partial

from gridmap import environment
from gridmap.local import dotenv

# More threads of its own than ours: a library for matrices starts them with its import, and a copy has them no more.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BACKLOG = 1024
PATIENCE = 10.0
"""Seconds that the workers of a supervisor which was killed get to leave the address."""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m gridmap.serving")
    parser.add_argument("--host", default=environment.text("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=environment.whole("PORT", 8000, least=1, most=65535))
    options = parser.parse_args(words)
    with closing(listening(options.host, options.port)) as door:
        from gridmap.serving.supervisor import Supervisor
        from gridmap.serving.warm import warm
        from gridmap.serving.worker import Limits, work

        warm()
        limits = Limits.of_settings()
        each = partial(work, door, limits, supervisor=os.getpid())
        return Supervisor(each, workers=limits.workers, grace=limits.grace, door=door).run()


def listening(host: str, port: int) -> socket.socket:
    """One socket for all workers: while one of them dies nobody who waits at it is sent away."""
    family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    door = socket.socket(family, kind, protocol)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            door.bind(address)
            break
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)
    # Nobody is let in before all is warm, but who comes waits instead of being refused.
    door.listen(BACKLOG)
    door.setblocking(False)
    return door


if __name__ == "__main__":
    dotenv.load()
    sys.exit(main(sys.argv[1:]))
