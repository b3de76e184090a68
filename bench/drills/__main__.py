"""`python -m bench.drills [NAME …]`: all drills, or those named. The exit code is 1 where a promise was not kept."""

import os
import signal
import sys
from importlib import import_module

import django

DRILLS = {
    "web": "web workers are killed, and clients are slow",
}
"""Module of this package, and what happens in it."""
HOUSEHOLDS = 2_000


def main(names: list[str]) -> int:
    if unknown := set(names) - set(DRILLS):
        raise SystemExit(f"No such drill: {', '.join(sorted(unknown))}. There are: {', '.join(DRILLS)}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridmap.settings")
    django.setup()
    # Ended from outside too, a drill drops its database and ends its server.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    from bench.drills.finding import show
    from bench.drills.place import copied

    kept = True
    for name in names or list(DRILLS):
        with copied(HOUSEHOLDS) as place:
            kept &= show(f"{name}: {DRILLS[name]}", import_module(f"bench.drills.{name}").run(place))
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
