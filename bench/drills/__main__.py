"""`python -m bench.drills [NAME[=TIMES] …]`: all drills, or those named, so many times instead of as often as they say.

The exit code is 1 where a promise was not kept, and 3 where this machine does not allow the drill.
"""

import os
import signal
import sys
from importlib import import_module

import django

DRILLS = {
    "web": "web workers are killed, and clients are slow",
    "database": "the database and its connections' processes are killed",
    "resets": "connections are reset under load",
    "jobs": "job workers are killed",
    "disk": "tables, journal, and both at once find no room",
    "front": "nginx and PgBouncer stand before it, by the files of deploy/",
    "replica": "a streaming replica answers what only reads; it is paused and killed",
    "cadres": "300 cadres at 50 requests a second",
}
"""Module of this package, and what happens in it."""
SHARED = {"web"}
"""Drills that do the database's server no harm: a copy of the county on it is enough."""
HOUSEHOLDS = {"cadres": 4_000}
"""In which there are enough cadres; else 2,000."""


def main(words: list[str]) -> int:
    asked = dict(word.partition("=")[::2] for word in words or DRILLS)
    if unknown := set(asked) - set(DRILLS):
        raise SystemExit(f"No such drill: {', '.join(sorted(unknown))}. There are: {', '.join(DRILLS)}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridmap.settings")
    django.setup()
    # Ended from outside too, a drill drops its database and ends its server.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return max(code(name, times) for name, times in asked.items())


def code(name: str, times: str) -> int:
    from bench.drills.finding import NotHere, show
    from bench.drills.own_server import own_server
    from bench.drills.place import copied

    place = copied if name in SHARED else own_server
    run = import_module(f"bench.drills.{name}").run
    with place(HOUSEHOLDS.get(name, 2_000)) as county:
        try:
            return 0 if show(f"{name}: {DRILLS[name]}", run(county, *map(int, times.split()))) else 1
        except NotHere as why:
            print(f"{name}: {why}")
            return 3


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
