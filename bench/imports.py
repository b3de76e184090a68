"""A roster of 22,000 new households read, checked, placed and written, beside ogr2ogr of the same file into a bare table.

`python -m bench.imports` prints the table for the database of DATABASE_URL, which holds an invented county; what it
writes is taken back, after all its constraints were checked as at a commit. Where ogr2ogr (gdal-bin) is not installed,
a plain COPY of the same rows is the peer, and said so. The last lines read and check nothing: the same households
written by three plain INSERT … SELECT into the tables with their laws, and into copies of them that have primary keys alone.
`python -m bench.imports memory 1000000` prints the highest memory of a check of so many rows; `memory 100000 xlsx` that
of a workbook.
"""

import csv
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.databases import begin

BARE = "bench_bare_roster"
TIMES = 3


def main(arguments: list[str]) -> int:
    begin()
    if arguments[:1] == ["memory"]:
        return memory(int(arguments[1]), *arguments[2:])
    if arguments[:1] == ["check"]:
        return check(Path(arguments[1]))
    from bench.timing import show

    return 0 if show("Imports", measure()) else 1


def measure() -> list[object]:
    from bench.timing import Line, beside

    lines: list[object] = []
    with tempfile.TemporaryDirectory() as folder:
        csv_file, xlsx = Path(folder) / "roster.csv", Path(folder) / "roster.xlsx"
        rows = write_roster(csv_file)
        as_workbook(csv_file, xlsx)
        for path, kind in ((xlsx, "XLSX"), (csv_file, "CSV")):
            peer, name = peer_of(path)
            tidy()
            whole, bare = beside(lambda path=path: taken(path, apply=True), peer, times=TIMES)
            lines.append(
                Line(f"{rows:,} rows of {kind}: read, checked, placed, written", whole, bare, 2.0, name)
            )
            checked, bare = beside(lambda path=path: taken(path, apply=False), peer, times=TIMES)
            lines.append(Line(f"{kind}: read, checked and placed only", checked, bare, None, name))
        peer, name = peer_of(xlsx)
        tidy()
        noted, bare = beside(lambda: taken(xlsx, apply=True, note=True), peer, times=TIMES)
        lines.append(Line("XLSX: the whole, noted for taking back", noted, bare, None, name))
        for what, lawless in (("under the same laws", False), ("without any law", True)):
            tidy()
            written, bare = beside(partial(written_alone, lawless=lawless), peer, times=TIMES)
            lines.append(Line(f"written by plain SQL {what}", written, bare, None, name))
    print(f"{rows:,} rows; the highest memory of this process: {highest():.0f} MB")
    return lines


def tidy() -> None:
    """What earlier runs took back lies about as dead rows, and a county's tables have none before their first roster."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in (*WRITTEN, "householdfacts"):
            cursor.execute(f"VACUUM (FULL, ANALYZE) geodata_{table}")


def peer_of(path: Path) -> tuple[Callable[[], None], str]:
    return (
        (partial(by_ogr2ogr, path), "ogr2ogr")
        if shutil.which("ogr2ogr")
        else (partial(by_copy, path), "COPY")
    )


def as_workbook(source: Path, target: Path) -> None:
    import xlsxwriter

    with (
        xlsxwriter.Workbook(target, {"constant_memory": True}) as book,
        source.open(encoding="utf-8", newline="") as file,
    ):
        sheet = book.add_worksheet()
        for row, cells in enumerate(csv.reader(file)):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)


COPIED = """
    CREATE TEMPORARY TABLE bench_copied ON COMMIT DROP AS
    SELECT nextval('geodata_household_id_seq') AS new_id, h.* FROM geodata_household h;
    INSERT INTO {household} (id, token, village_id, grid_id, number, head_name, "group", address, building, entrance,
        door, phones, size, point, point_quality, point_since, point_datum, occupancy, synthetic)
    SELECT new_id, 'B' || new_id, village_id, grid_id, 'B' || number, head_name, "group", address, building, entrance,
        door, phones, size, point, point_quality, point_since, point_datum, occupancy, synthetic FROM bench_copied;
    INSERT INTO {occupancyperiod} (household_id, village_id, occupancy, period)
    SELECT new_id, village_id, occupancy, daterange(current_date, NULL) FROM bench_copied;
    INSERT INTO {placement} (household_id, village_id, grid_id, period)
    SELECT new_id, village_id, grid_id, daterange(current_date, NULL) FROM bench_copied;
    SET CONSTRAINTS ALL IMMEDIATE;
"""
WRITTEN = ("household", "occupancyperiod", "placement")
LAWLESS = """
    CREATE TEMPORARY TABLE bench_{name} (LIKE geodata_{name} INCLUDING IDENTITY) ON COMMIT DROP;
    ALTER TABLE bench_{name} ADD PRIMARY KEY (id);
"""


def written_alone(*, lawless: bool = False) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for name in WRITTEN if lawless else ():
            cursor.execute(LAWLESS.format(name=name))
        prefix = "bench" if lawless else "geodata"
        cursor.execute(COPIED.format(**{name: f"{prefix}_{name}" for name in WRITTEN}))
        transaction.set_rollback(True)


def write_roster(path: Path, *, most: int | None = None) -> int:
    """Every household of the county once more under another number and name, 10 m off."""
    from geodata.demo.dirty import HEADINGS, registered

    known = registered("")
    wanted = most or len(known)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        for number in range(wanted):
            cells = known[number % len(known)].cells()
            cells[2], cells[3], cells[4] = f"B{number:07d}", f"例{number}", f"105{number:08d}"
            cells[7] = f"{float(cells[7]) + 0.0001:.6f}" if cells[7] else ""
            out.writerow(cells)
    return wanted


def taken(path: Path, *, apply: bool, note: bool = False) -> None:
    """The whole way, taken back in the end."""
    from django.db import connection, transaction

    from geodata.base import periods
    from geodata.files.reading import read_table
    from geodata.imports.kinds.households.households import import_households
    from geodata.imports.runs.options import Wishes

    with transaction.atomic():
        if note:
            made = a_run()
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('gridmap.import', %s, true)", [str(made)])
        wishes = Wishes(
            datum="wgs84", answers={"same": "other", "twice": "both", "datum": "right", "far": "keep"}
        )
        report = import_households(read_table(path), on=periods.today(), wishes=wishes, apply=apply)
        assert report.applied == apply, report.problems[:3]
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def a_run() -> int:
    """Something to note the rows under."""
    from django.utils import timezone

    from geodata.accounts.models import User
    from geodata.imports.models import ImportRun
    from geodata.territory.models import Area

    place = Area.objects.filter(level="village")[0]
    now = timezone.now()
    return ImportRun.objects.create(
        user=User.objects.all()[0], area=place, villages=[place.pk], kind="households", name="bench", size=0,
        digest="", rows=0, uploaded_at=now,
    ).pk  # fmt: skip


def by_ogr2ogr(path: Path) -> None:
    from django.db import connection

    at = connection.get_connection_params()
    target = " ".join(f"{name}={at[name]}" for name in ("host", "port", "user", "dbname") if at.get(name))
    points = ["-oo", "X_POSSIBLE_NAMES=经度", "-oo", "Y_POSSIBLE_NAMES=纬度", "-a_srs", "EPSG:4326"]
    subprocess.run(
        ["ogr2ogr", "-q", "-f", "PostgreSQL", f"PG:{target}", str(path), "-nln", BARE, "-overwrite",
         *(points if path.suffix == ".csv" else ["--config", "OGR_XLSX_HEADERS", "FORCE"]),
         "--config", "PG_USE_COPY", "YES"],
        check=True,
    )  # fmt: skip
    _dropped()


def by_copy(path: Path) -> None:
    from django.db import connection

    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file, connection.cursor() as cursor:
        rows = csv.reader(file)
        columns = ", ".join(f'"{name}" text' for name in next(rows))
        cursor.execute(f"DROP TABLE IF EXISTS {BARE}; CREATE TABLE {BARE} ({columns})")
        with cursor.copy(f"COPY {BARE} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    _dropped()


def _dropped() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {BARE}")


def memory(rows: int, ending: str = "csv") -> int:
    """Measured in a process of its own, so that what wrote the file does not count."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        write_roster(path, most=rows)
        if ending == "xlsx":
            as_workbook(path, path.with_suffix(".xlsx"))
        tidy()
        checked = [sys.executable, "-m", "bench.imports", "check", str(path.with_suffix(f".{ending}"))]
        return subprocess.run(checked, check=False).returncode


def check(path: Path) -> int:
    """The highest memory of this process and of the one that reads the file, which begins as a copy of this one."""
    from geodata.files.limits import COMMAND, within

    began = time.perf_counter()
    with within(COMMAND):
        taken(path, apply=False)
    spent = time.perf_counter() - began
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"checked in {spent:.1f} s: {highest():.0f} MB here, at most {child:.0f} MB in the reading process")
    return 0


def highest() -> float:
    """Megabytes of this process; of its usage also those count that it was begun with as a copy of another."""
    told = Path("/proc/self/status").read_text()
    return int(told.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
