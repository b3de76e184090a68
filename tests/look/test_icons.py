"""The icon as a phone carries it: drawn from icon.svg, so that there is one icon."""

import io

import pytest
from PIL import Image

from gridmap.look.icons import PICTURES, STATIC, Picture, drawn


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_each_picture_is_the_drawing(picture: Picture) -> None:
    kept = Image.open(STATIC / "icons" / picture.name).convert("RGBA")
    assert kept.size == (picture.side, picture.side)
    again = Image.open(io.BytesIO(drawn(picture))).convert("RGBA")
    assert kept.tobytes() == again.tobytes(), "python -m gridmap.look.icons draws them"


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_a_phone_that_cuts_a_form_cuts_nothing_of_the_mark(picture: Picture) -> None:
    """Full to the corners; outside the circle of four fifths is ground alone."""
    kept = Image.open(STATIC / "icons" / picture.name).convert("RGBA")
    corner, middle = kept.getpixel((0, 0)), picture.side / 2
    if not picture.cut:
        assert corner[3] == 0  # type: ignore[index]
        return
    outside = {
        kept.getpixel((x, y))
        for x in range(0, picture.side, 3)
        for y in range(0, picture.side, 3)
        if (x - middle) ** 2 + (y - middle) ** 2 > (0.4 * picture.side) ** 2
    }
    assert outside == {corner} and corner[3] == 255  # type: ignore[index]
