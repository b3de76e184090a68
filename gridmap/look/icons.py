"""The icon as an app on a phone carries it: `python -m gridmap.look.icons` draws the pictures from icon.svg, which stays the only one.

Some phones take no drawing but a picture of so many pixels, and cut their own form out of it: that one is full to its
edges, and the mark stays within the middle four fifths, which all forms leave.
"""

import io
import re
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw

STATIC = Path(__file__).parents[1] / "static" / "gridmap"
SOURCE = STATIC / "icon.svg"
SIDE = 32
"""Of the drawing, in its own units."""
FINE = 4
"""Drawn so many times as large, so that its round corners are smooth."""


class Picture(NamedTuple):
    """A file: pixels a side, and whether the phone cuts its form out of it."""

    name: str
    side: int
    cut: bool = False


PICTURES = (
    Picture("icon-192.png", 192),
    Picture("icon-512.png", 512),
    Picture("maskable-512.png", 512, cut=True),
    Picture("apple-180.png", 180, cut=True),
)
GROUND = re.compile(r'<rect width="32" height="32" rx="(\d+)" fill="(#\w+)"/>')
MARK = re.compile(r'<path d="([^"]+)" fill="(#\w+)"/>')
BOX = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)H\d+z")
"""The mark is made of boxes."""
INSIDE = 0.8
"""Of the width that the mark may take where a form is cut out."""


def drawn(picture: Picture) -> bytes:
    """The picture as PNG, the same at every run."""
    text = SOURCE.read_text(encoding="utf-8")
    ground, mark = GROUND.search(text), MARK.search(text)
    assert ground, "icon.svg has a ground of 32 by 32"
    assert mark, "icon.svg has one mark"
    side = picture.side * FINE
    large = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen, unit = ImageDraw.Draw(large), side / SIDE
    if picture.cut:
        pen.rectangle((0, 0, side, side), fill=ground[2])
    else:
        pen.rounded_rectangle((0, 0, side - 1, side - 1), radius=int(ground[1]) * unit, fill=ground[2])
    # The boxes take 20 of 32 units across: cut, they shrink towards the middle.
    scale = INSIDE if picture.cut else 1.0
    for found in BOX.finditer(mark[1]):
        left, top, width, height = map(int, found.groups())
        corners = (left, top, left + width, top + height)
        x1, y1, x2, y2 = (round(((one - SIDE / 2) * scale + SIDE / 2) * unit) for one in corners)
        pen.rectangle((x1, y1, x2 - 1, y2 - 1), fill=mark[2])
    small = large.resize((picture.side, picture.side), Image.Resampling.BOX)
    file = io.BytesIO()
    small.quantize(colors=64, method=Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    for each in PICTURES:
        (STATIC / "icons" / each.name).write_bytes(drawn(each))
