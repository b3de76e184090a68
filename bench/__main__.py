"""`python -m bench [NAME …]`: build the databases once, then measure each module in a process of its own, and print every bound."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import django

SIZES = (22_000, 1_000_000)
CITY = 220_000
MODULES = {
    "campaigns": (SIZES[0], CITY),
    "city": SIZES[1:],
    "coverage": SIZES,
    "crowd": SIZES[:1],
    "duplicates": SIZES[:1],
    "editor": SIZES[:1],
    "exports": SIZES[:1],
    "federation": SIZES[:1],
    "forecast": SIZES[:1],
    "frame": SIZES[:1],
    "kills": SIZES[:1],
    "lists": SIZES[:1],
    "import_kills": SIZES[:1],
    "imports": SIZES[:1],
    "load": SIZES[:1],
    "look": SIZES[:1],
    "needs": SIZES[:1],
    "ogc": SIZES[:1],
    "pairing": SIZES[:1],
    "policies": SIZES,
    "partition": SIZES[:1],
    "visits": SIZES[:1],
    "publishing": SIZES[:1],
    "reading": SIZES[:1],
    "register": SIZES[:1],
    "roll_calls": SIZES[:1],
    "services": SIZES[:1],
    "shares": SIZES[:1],
    "slips": SIZES[:1],
    "tallies": SIZES,
    "trend": SIZES[:1],
}
"""Which module is measured on databases of which sizes."""


def main(names: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridmap.settings")
    django.setup()
    from bench.databases import ensure
    from bench.timing import NOTES, table

    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "figures"
        notes.touch()
        for name in names or list(MODULES):
            for size in MODULES[name]:
                print(f"\n=== {name}, {size:,} households", flush=True)
                environment = os.environ | {"DATABASE_URL": ensure(size), NOTES: str(notes)}
                command = [sys.executable, "-m", f"bench.{name}"]
                failed |= subprocess.run(command, env=environment, check=False).returncode
        print(f"\n=== All bounds\n{table(notes)}")
    return failed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
