"""The roster with faults: each kind in known rows, everything invented, and an import that finds them."""

import numpy as np
import pytest

from geodata.demo.dirty import FAULTS, HEADINGS, Line, soiled, write
from geodata.files.reading import read_table

CLEAN = [
    Line(
        "例镇", "例西村", f"{n:05d}", f"例{n}", f"105{n:08d}", "3", f"例路{n}号", 112.5 + n / 1e5, 27.9, "001"
    )
    for n in range(400)
]


def test_each_kind_of_fault_is_there_as_often_as_asked():
    lines, faults = soiled(CLEAN, seed=1)
    assert {fault: len(places) for fault, places in faults.items()} == dict.fromkeys(FAULTS, 6)
    assert len(lines) == 400 + 12


def test_the_same_seed_gives_the_same_roster():
    assert soiled(CLEAN, seed=7) == soiled(CLEAN, seed=7)
    assert soiled(CLEAN, seed=7) != soiled(CLEAN, seed=8)


def test_shifted_points_lie_where_phone_maps_put_them():
    lines, faults = soiled(CLEAN, seed=1)
    for fault, least, most in (("gcj02", 300, 700), ("bd09", 700, 1500)):
        for place in faults[fault]:
            east = (lines[place].lon - CLEAN[place].lon) * 98_000
            north = (lines[place].lat - CLEAN[place].lat) * 111_000
            assert least < np.hypot(east, north) < most


def test_every_name_is_marked_and_no_phone_can_exist():
    lines, _faults = soiled(CLEAN, seed=1)
    assert all("例" in line.head for line in lines)
    assert not any(
        line.phone.startswith("1") and line.phone[1] in "3456789" for line in lines if "E" not in line.phone
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_it_is_read_back_as_written(tmp_path, ending):
    lines, _faults = soiled(CLEAN, seed=1)
    write(lines, tmp_path / f"roster.{ending}")
    table = read_table(tmp_path / f"roster.{ending}")
    assert tuple(table.headings) == HEADINGS
    assert len(table) == len(lines)
