"""Reading a stranger's file in a process that may do little and whose end, whatever it is, is an answer.

The process has no network, limits on memory, CPU seconds and written bytes, an environment without secrets, and an empty
folder of its own. What it sends back is data, checked by `wire`.
"""

import io
import json
import logging
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from geodata.errors import BadInput
from geodata.imports import child, wire
from geodata.imports.limits import Limits, limits
from geodata.imports.table import Table

ROOT = Path(__file__).resolve().parents[2]
GDAL_FORMATS = (".gpkg", ".shp", ".zip")

log = logging.getLogger(__name__)


def read_apart(path: Path, *, layer: str = "") -> Table:
    """The table in the file. BadInput: it was refused, or reading it had to be ended."""
    with tempfile.TemporaryDirectory(prefix="import-") as folder, tempfile.TemporaryFile() as answer:
        code = _run(path, layer, Path(folder), answer)
        if code:
            raise _failed(path, code)
        answer.seek(0)
        try:
            return wire.read_answer(answer)
        except wire.Broken:
            log.exception("The answer to a file to be read is no table.")
            raise _failed(path, 1) from None


@lru_cache
def leaves_network() -> bool:
    """Can the reading process leave the network on this machine? Asked once."""
    asked = subprocess.run([*_COMMAND, "--try"], cwd=ROOT, env={}, capture_output=True, check=False)
    return asked.returncode == child.OFF_LINE


_COMMAND = (sys.executable, "-m", "geodata.imports.child")


def _run(path: Path, layer: str, folder: Path, answer: IO[bytes]) -> int:
    """The exit code; a signal as a negative number."""
    most = limits()
    # Threads of their own would each take address space; a home or a proxy is nothing that reading needs.
    env = {
        "OPENBLAS_NUM_THREADS": "1",
        "TMPDIR": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
    }
    with tempfile.TemporaryFile() as said:
        try:
            ran = subprocess.run(
                [*_COMMAND, json.dumps(_asked(path, layer, most))],
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
    found = re.match(r"[A-Za-z_.]+(?=:|$)", last)
    return found[0] if found else ""


def _asked(path: Path, layer: str, most: Limits) -> dict[str, Any]:
    return {
        "file": str(path.resolve()),
        "layer": layer,
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "locales": [str(folder) for folder in settings.LOCALE_PATHS],
        "limits": asdict(most),
        "confine": {"seconds": most.seconds, "memory": most.memory, "space": 2 * most.unpacked},
        "gdal": path.suffix.lower() in GDAL_FORMATS,
    }


def _failed(path: Path, code: int) -> BadInput:
    """What a person is told of a reading that did not end by itself."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        message = _("This file could not be read: it takes too long.")
        remedy = _("Split the file, or save it again from the program that made it.")
    elif code in (child.OUT_OF_MEMORY, -signal.SIGABRT):
        message = _("This file could not be read: it needs more memory than a file of its size should.")
        remedy = _("Look for cells far outside the table, and save it again as CSV or XLSX.")
    else:
        message = _("This file could not be read: it is damaged, or not what its name says.")
        remedy = _("Open it in the program that made it and save it again.")
    return BadInput(message, field="file", value=path.name, remedy=remedy)
