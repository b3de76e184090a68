"""Reading a stranger's file in a process that may do little and whose end, whatever it is, is an answer.

The process sees no file but its own copy of this one, opens no socket, has limits on memory, CPU seconds and written bytes, an
environment without secrets, and a folder of its own (`confinement.py`). What it sends back is data, checked by `wire`.
"""

import io
import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.files import serialization, worker
from geodata.files.confinement import USER, Held
from geodata.files.limits import Limits, limits
from geodata.files.table import Table

ROOT = Path(__file__).resolve().parents[2]
GDAL_FORMATS = (".gpkg", ".shp", ".zip", ".pmtiles")
BINARY = (*GDAL_FORMATS, ".xls", ".xlsx", ".kmz")
"""Formats whose libraries are large and not ours: only read where walls hold, or where an administrator says otherwise."""

log = logging.getLogger(__name__)


def read_apart(path: Path, *, layer: str = "", encoding: str = "") -> Table:
    """The table in the file. BadInput: it was refused, or reading it had to be ended."""
    with room() as folder, tempfile.TemporaryFile() as answer:
        options = {"layer": layer, "encoding": encoding}
        code = _run(_brought(path, folder), options, folder, answer)
        if code:
            raise _failed(path, code)
        answer.seek(0)
        try:
            return serialization.read_answer(answer)
        except serialization.Broken:
            log.exception("The answer to a file to be read is no table.")
            raise _failed(path, 1) from None


def attachment_apart(path: Path) -> tuple[str, bytes]:
    """Kind and content of a file that is kept beside a record. BadInput: it was refused, or reading it had to be ended."""
    with room() as folder, tempfile.TemporaryFile() as answer:
        code = _run(_brought(path, folder), {"attachment": path.suffix}, folder, answer)
        answer.seek(0)
        try:
            if code:
                raise serialization.Broken
            return serialization.read_attachment(answer)
        except serialization.Broken:
            log.warning("The answer to a file to be kept is none (%s).", code)
            raise _not_kept(path, code) from None


def _not_kept(path: Path, code: int) -> BadInput:
    """What a person is told: tables have other ways out than files that are only kept."""
    if code == worker.NOT_CONFINED:
        message = _(
            "This server takes no files of this kind: the system cannot isolate the program that reads them."
        )
        remedy = _("Ask the server's administrator.")
        return BadInput(message, field="file", value=path.name, remedy=remedy)
    return _failed(path, 1)


@contextmanager
def room() -> Iterator[Path]:
    """An empty folder with one in it that belongs to the reading process."""
    with tempfile.TemporaryDirectory(prefix="import-") as name:
        folder = Path(name)
        (folder / "work").mkdir(mode=0o700)
        _give(folder / "work")
        yield folder


@lru_cache
def held() -> Held:
    """What the reading process gives up on this machine. Asked once."""
    with room() as folder:
        command = [*_COMMAND, json.dumps({"try": True, "folder": str(folder)})]
        answer = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, check=False)
    try:
        walls = Held(**json.loads(answer.stdout))
    except (ValueError, TypeError):
        walls = Held(rooms=False, files=False, calls=False, user=os.getuid())
    log.log(
        logging.INFO if walls.enough else logging.WARNING, "Walls around the reading of files: %s.", walls
    )
    return walls


def _brought(path: Path, folder: Path) -> Path:
    """A copy of the file in the folder, with the parts that belong to it: the original stays out of reach."""
    for part in [path, *_parts(path)]:
        copy = folder / "work" / part.name
        shutil.copyfile(part, copy)
        _give(copy)
    return folder / "work" / path.name


def _parts(path: Path) -> list[Path]:
    """What stands beside it under the same name: of a Shapefile its other files, of a GeoPackage what is not yet in it."""
    if path.suffix.lower() == ".gpkg":
        return [beside for beside in (path.with_name(f"{path.name}-wal"),) if beside.is_file()]
    if path.suffix.lower() != ".shp":
        return []
    return [one for one in path.parent.iterdir() if one.stem == path.stem and one != path and one.is_file()]


def _give(path: Path) -> None:
    """To the user of the reading; readable for it also where this may not be: the folder around it is closed to all others."""
    path.chmod(0o755 if path.is_dir() else 0o644)
    if os.getuid() == 0:
        with suppress(OSError):
            os.chown(path, USER, USER)


_COMMAND = (sys.executable, "-m", "geodata.files.worker")


def _run(path: Path, options: dict[str, str], folder: Path, answer: IO[bytes]) -> int:
    """The exit code; a signal as a negative number."""
    most = limits()
    # Threads of their own would each take address space; a home or a proxy is nothing that reading needs.
    env = {
        "OPENBLAS_NUM_THREADS": "1",
        "TMPDIR": str(folder / "work"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
    }
    with tempfile.TemporaryFile() as said:
        try:
            ran = subprocess.run(
                [*_COMMAND, json.dumps(_asked(path, options, folder, most))],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=said,
                timeout=2 * most.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return -signal.SIGXCPU
        if ran.returncode:
            log.warning("Reading a file ended with %s: %s", ran.returncode, _last(said))
    return ran.returncode


def _last(said: IO[bytes]) -> str:
    """The kind of exception with which the process ended; what it says of it may hold a cell of the file."""
    said.seek(max(0, said.seek(0, io.SEEK_END) - 300))
    last = said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
    match = re.match(r"[A-Za-z_.]+(?=:|$)", last)
    return match[0] if match else ""


def _asked(path: Path, options: dict[str, str], folder: Path, most: Limits) -> dict[str, Any]:
    ending = path.suffix.lower()
    return {
        "file": str(path),
        "folder": str(folder),
        "binary": (ending in BINARY or "attachment" in options) and not settings.READ_UNCONFINED,
        **options,
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "locales": [str(folder) for folder in settings.LOCALE_PATHS],
        "limits": asdict(most),
        "confine": {"seconds": most.seconds, "memory": most.memory, "space": 2 * most.unpacked},
        "gdal": ending in GDAL_FORMATS,
    }


def _failed(path: Path, code: int) -> BadInput:
    """What a person is told of a reading that did not end by itself."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        message = _("This file could not be read: it took too long.")
        remedy = _("Split the file, or save it again from the program that made it.")
    elif code in (worker.OUT_OF_MEMORY, -signal.SIGABRT):
        message = _("This file could not be read: it needs more memory than a file of its size should.")
        remedy = _("Look for cells far outside the table, and save it again as CSV or XLSX.")
    elif code == worker.NOT_CONFINED:
        message = _(
            "This server does not read files of this kind: the system cannot isolate the program that"
            " reads them."
        )
        remedy = _("Save it as CSV or GeoJSON, or ask the server's administrator.")
    else:
        message = _("This file could not be read: it is damaged, or not what its name says.")
        remedy = _("Open it in the program that made it and save it again.")
    return BadInput(message, field="file", value=path.name, remedy=remedy)
