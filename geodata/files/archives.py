"""Zip archives from strangers: what is inside is counted before anything is unpacked."""

import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.files.limits import limits
from geodata.files.table import too_large

_CHUNK = 2**20


def check_archive(path: Path) -> list[zipfile.ZipInfo]:
    """The entries, when their declared sizes are within the limits. BadInput otherwise."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _unreadable(path) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    most = limits()
    swollen = unpacked > most.unpacked or unpacked > most.ratio * max(packed, 2**16)
    if len(entries) > most.entries or swollen:
        raise too_large(_("The archive unpacks to more than an import accepts."))
    return entries


def unpack(path: Path, wanted: tuple[str, ...], into: Path) -> list[Path]:
    """Files whose endings are wanted, written flat under plain names; a size declared wrongly stops it."""
    targets = {
        entry: into / _plain(archive_name(entry)) for entry in check_archive(path) if not _beside(entry)
    }
    return unpack_as(path, {entry: target for entry, target in targets.items() if target.suffix in wanted})


def unpack_as(path: Path, targets: dict[zipfile.ZipInfo, Path]) -> list[Path]:
    """These entries, each to its place."""
    left = limits().unpacked
    try:
        with zipfile.ZipFile(path) as archive:
            for entry, target in targets.items():
                left -= _copy(archive, entry, target, left)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _unreadable(path) from error
    return list(targets.values())


def _beside(entry: zipfile.ZipInfo) -> bool:
    """A folder, or what macOS puts beside every file under nearly the same name."""
    return entry.is_dir() or archive_name(entry).replace("\\", "/").rsplit("/", 1)[-1].startswith("._")


def archive_name(entry: zipfile.ZipInfo) -> str:
    """The name in the archive; Chinese Windows writes GBK without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _plain(name: str) -> str:
    """Only the last part of a path, so that nothing is written elsewhere; the ending in small letters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, ending = last.rpartition(".")
    return f"{stem}{dot}{ending.lower()}"


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, left: int) -> int:
    size = 0
    with archive.open(entry) as source, target.open("xb") as out:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise too_large(_("The archive unpacks to more than an import accepts."))
            out.write(chunk)
    return size


def _unreadable(path: Path) -> BadInput:
    return BadInput(
        _("The archive cannot be read, or it has a password."),
        field="file",
        value=path.name,
        remedy=_("Pack it again as an ordinary zip."),
    )
