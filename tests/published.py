"""Fingerprints of the migrations that were released: a database somewhere has run them, so they never change again.

`python -m tests.published` writes those that the version of gridmap/__init__.py brings, once, before it is tagged.
"""

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from gridmap import __version__
from gridmap.local.paths import CHECKOUT

FOLDER = CHECKOUT / "geodata" / "migrations"
FILE = FOLDER / "published.json"
Releases = Mapping[str, Mapping[str, str]]


def releases() -> Releases:
    """By version, the fingerprint of each migration that came with it."""
    told: Releases = json.loads(FILE.read_text())
    return told


def there(folder: Path = FOLDER) -> dict[str, str]:
    return {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("[0-9]*.py"))
    }


def changed(published: Releases, now: Mapping[str, str]) -> list[str]:
    """Migrations that were released and are other ones now, or are gone."""
    return sorted(name for of in published.values() for name, mark in of.items() if now.get(name) != mark)


def brought(published: Releases, now: Mapping[str, str]) -> dict[str, str]:
    """Those that no release has brought yet."""
    known = {name for of in published.values() for name in of}
    return {name: mark for name, mark in now.items() if name not in known}


def main() -> str:
    published = releases()
    if __version__ in published:
        return f"{__version__} is released already. Raise the version in gridmap/__init__.py and pyproject.toml first."
    if wrong := changed(published, there()):
        return f"Released migrations were changed: {', '.join(wrong)}."
    told = {**published, __version__: brought(published, there())}
    FILE.write_text(json.dumps(told, indent=1) + "\n")
    return ""


if __name__ == "__main__":
    sys.exit(main() or None)
