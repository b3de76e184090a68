"""The first day of all records is said once."""

import re
from pathlib import Path

from gridmap.local.paths import CHECKOUT

SAID = re.compile(r"date\(2000, 1, 1\)|min=\"2000-01-01\"|year < 2000")


def sources() -> list[Path]:
    folders = ("api", "geodata", "gridmap", "templates")
    files = [file for top in folders for end in ("py", "html") for file in (CHECKOUT / top).rglob(f"*.{end}")]
    return [file for file in files if "migrations" not in file.parts]


def test_the_first_day_of_all_records_is_said_once():
    found = [file.relative_to(CHECKOUT).as_posix() for file in sources() if SAID.search(file.read_text())]
    assert found == ["geodata/base/periods.py"]
