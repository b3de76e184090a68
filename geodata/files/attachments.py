"""What of a stranger's file is kept beside a record: its kind by its content, and of a picture nothing but what is seen.

Pure, for the process of `worker.py` and for tests: everybody else reads with `sandbox.attachment_apart`.
"""

import io
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.base.errors import BadInput
from geodata.files.limits import MB, limits

LARGEST = 10 * MB
MOST_PIXELS = 40_000_000
"""A picture of a few bytes may say that it is as wide as a county."""
ENDINGS = {".pdf": "pdf", ".jpg": "jpg", ".jpeg": "jpg", ".png": "png", ".xlsx": "xlsx", ".docx": "docx"}
BEGINNINGS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"PK\x03\x04": "zip"}
OFFICE = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
PICTURES = {"jpg": "JPEG", "png": "PNG"}
MACROS = "vbaproject.bin"


def read_attachment(path: Path) -> tuple[str, bytes]:
    """Kind and content as they are kept. BadInput: it is none of the kinds, or not what its name says."""
    content = path.read_bytes()
    kind = next((kind for start, kind in BEGINNINGS.items() if content.startswith(start)), "")
    if kind == "zip":
        kind = _of_office(content)
    if not kind or ENDINGS.get(path.suffix.lower()) != kind:
        raise no_kind(path.name)
    return kind, _redrawn(content, PICTURES[kind]) if kind in PICTURES else content


def no_kind(name: str) -> BadInput:
    return BadInput(
        _("This file is no PDF, JPG, PNG, XLSX or DOCX, or not what its name says."),
        field="file",
        value=name,
        remedy=_("Open it in the program that made it and save it as one of these."),
    )


def _of_office(content: bytes) -> str:
    """A workbook or a document without macros that unpacks to no more than it should; "" for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    names = {part.filename for part in parts}
    hidden = any(part.flag_bits & 1 or part.filename.lower().endswith(MACROS) for part in parts)
    large = len(parts) > limits().entries or sum(part.file_size for part in parts) > limits().unpacked
    if hidden or large or "[Content_Types].xml" not in names:
        return ""
    return next((kind for part, kind in OFFICE.items() if part in names), "")


def _redrawn(content: bytes, form: str) -> bytes:
    """The same picture drawn anew: without place, time, camera, comments, previews, or anything behind its end."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted here, and refused in words
    try:
        with Image.open(io.BytesIO(content), formats=(form,)) as found:
            if found.width * found.height > MOST_PIXELS:
                raise _too_many_pixels()
            upright = ImageOps.exif_transpose(found)
            mode = "RGBA" if form == "PNG" and upright.has_transparency_data else "RGB"
            drawn = Image.new(mode, upright.size)
            drawn.paste(upright.convert(mode))
    except (OSError, ValueError, SyntaxError) as error:
        raise _damaged() from error
    made = io.BytesIO()
    drawn.save(made, form, **({"quality": 88} if form == "JPEG" else {}))
    return made.getvalue()


def _too_many_pixels() -> BadInput:
    return BadInput(
        _("This picture has more than %(most)s million pixels.")
        % {"most": wording.figure(MOST_PIXELS // 1_000_000)},
        field="file",
        remedy=_("Save it smaller, and add that."),
    )


def _damaged() -> BadInput:
    return BadInput(
        _("This picture cannot be read: it is damaged."),
        field="file",
        remedy=_("Open it in a program for pictures and save it again."),
    )
