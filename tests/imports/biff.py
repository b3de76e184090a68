"""A small workbook of Excel 97 (.xls), written by hand: no library that writes them is kept any more.

A compound file of 512-byte sectors: header, one sector of allocation table, one of directory, then the workbook stream.
"""

import struct
from pathlib import Path

SECTOR, STREAM = 512, 4096
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Cell = str | float


def write_xls(path: Path, rows: list[list[Cell]], *, sheet: str = "Sheet1") -> Path:
    stream = workbook(rows, sheet)
    stream += bytes(max(STREAM, -(-len(stream) // SECTOR) * SECTOR) - len(stream))
    count = len(stream) // SECTOR
    chain = [TABLE, END, *range(3, count + 2), END]
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    root = entry("Root Entry", kind=5, child=1, start=END, size=0)
    book = entry("Workbook", kind=2, child=FREE, start=2, size=len(stream))
    path.write_bytes(header() + table + root + book + entry("", kind=0) * 2 + stream)
    return path


def header() -> bytes:
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(10)
    )
    head += struct.pack("<IIIIIIII", 1, 1, 0, STREAM, END, 0, END, 0)
    return head + struct.pack("<109I", 0, *[FREE] * 108)


def entry(name: str, *, kind: int, child: int = FREE, start: int = 0, size: int = 0) -> bytes:
    text = name.encode("utf-16-le")
    told = text.ljust(64, b"\0") + struct.pack(
        "<HBBIII", len(text) + 2 if name else 0, kind, 1, FREE, FREE, child
    )
    return told + bytes(36) + struct.pack("<IQ", start, size)


def workbook(rows: list[list[Cell]], sheet: str) -> bytes:
    bof = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
    page = record(0x0042, struct.pack("<H", 1200))
    name = struct.pack("<BB", len(sheet), 1) + sheet.encode("utf-16-le")
    end = record(0x000A, b"")
    start = len(bof) + len(page) + 4 + 6 + len(name) + len(end)
    bound = record(0x0085, struct.pack("<IH", start, 0) + name)
    cells = b"".join(
        cell(row, column, value) for row, cells in enumerate(rows) for column, value in enumerate(cells)
    )
    inner = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))
    return bof + page + bound + end + inner + cells + end


def cell(row: int, column: int, value: Cell) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return record(0x0203, place + struct.pack("<d", value))


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data
