"""Reading an office's file in a process apart, rows a second by format, beside the bare library in this process."""

import csv
import resource
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyogrio
import shapely
import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.databases import begin
from bench.timing import Line, beside, show

ROWS = 22_000
HEAD = [
    "村编码",
    "户编号",
    "户主姓名",
    "联系电话",
    "地址",
    "家庭人数",
    "居住状态",
    "所属网格",
    "经度",
    "纬度",
]
Peer = Callable[[Path], object]


def row(number: int) -> list[str]:
    lon, lat = 112.4 + number % 200 / 1000, 27.8 + number // 200 / 1000
    texts = [
        "430382100201",
        f"{number:05d}",
        f"例{number}",
        f"105{number:08d}",
        f"例组{number}号",
        "4",
        "常住",
    ]
    return [*texts, f"{number % 10 + 1:03d}", f"{lon:.6f}", f"{lat:.6f}"]


def write_csv(path: Path) -> None:
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([HEAD, *map(row, range(ROWS))])


def write_xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate([HEAD, *map(row, range(ROWS))]):
            sheet.write_row(place, 0, cells)


def write_layer(path: Path) -> None:
    columns = np.array([row(number) for number in range(ROWS)], dtype=object).T
    points = shapely.points(columns[8].astype(float), columns[9].astype(float))
    driver = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".kml": "KML"}[path.suffix]
    fields = [f"f{place}" for place in range(8)] if path.suffix != ".kml" else ["Name"]
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(points),
        field_data=list(columns[: len(fields)]),
        fields=fields,
        geometry_type="Point",
        crs="EPSG:4326",
        driver=driver,
    )


def bare_csv(path: Path) -> object:
    with path.open(encoding="gb18030", newline="") as file:
        return list(csv.reader(file))


def bare_xlsx(path: Path) -> object:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def bare_layer(path: Path) -> object:
    return pyogrio.raw.read(path, force_2d=True)


FORMATS: dict[str, tuple[Callable[[Path], None], Peer, str]] = {
    ".csv": (write_csv, bare_csv, "csv"),
    ".xlsx": (write_xlsx, bare_xlsx, "calamine"),
    ".geojson": (write_layer, bare_layer, "pyogrio"),
    ".gpkg": (write_layer, bare_layer, "pyogrio"),
    ".kml": (write_layer, bare_layer, "pyogrio"),
}


def main() -> int:
    begin()
    from geodata.files.reading import read_table

    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for ending, (write, bare, peer_name) in FORMATS.items():
            path = Path(folder) / f"roster{ending}"
            write(path)
            assert len(read_table(path)) == ROWS
            ours, peer = beside(
                lambda path=path: read_table(path), lambda path=path, bare=bare: bare(path), times=5
            )
            print(
                f"{ending:10} {ROWS / ours * 1000:10,.0f} rows/s apart, {ROWS / peer * 1000:10,.0f} by {peer_name} alone"
            )
            lines.append(Line(f"{ending}, {ROWS:,} rows", ours, peer, peer_name=peer_name))
    shown = show("Files read apart, beside the bare library", lines)
    for who, usage in (("this process", resource.RUSAGE_SELF), ("the reading one", resource.RUSAGE_CHILDREN)):
        print(f"memory at most, {who}: {resource.getrusage(usage).ru_maxrss // 1024} MB")
    return 0 if shown else 1


if __name__ == "__main__":
    raise SystemExit(main())
