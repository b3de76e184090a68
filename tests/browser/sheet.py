"""One household as each of eight roles sees it, on one sheet: docs/images/one-household-eight-roles.png.

Not collected with the tests. By hand: `.venv/bin/python -m pytest tests/browser/sheet.py`.
"""

import base64
import io
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.html import format_html_join
from PIL import Image

from geodata.people.models import Household
from geodata.posts.models import Post
from tests import village as v

TARGET = Path(settings.BASE_DIR) / "docs" / "images" / "one-household-eight-roles.png"
SIZE = {"width": 760, "height": 1340}
ROLES = [
    ("Contact member", "looks after it"), ("Grid leader", "its grid"), ("Village officer", "its village"),
    ("Township officer", "its township"), ("County officer", "its county"), ("Planner", "masked"),
    ("Auditor", "no household data"), ("Administrator", "no household data"),
]  # fmt: skip
STYLE = """body { margin: 0; padding: 16px; font: 15px system-ui, "Noto Sans CJK SC"; background: #fff; width: 1568px; }
main { display: grid; grid-template-columns: repeat(4, 1fr); gap: 16px; } figure { margin: 0; }
figcaption { padding: 4px 0; } img { width: 100%; border: 1px solid #8796a5; display: block; }"""


def test_draw_the_sheet(county: v.County, open_as):
    home = lived_in(county)
    users = [
        home.links.get().member.user,
        v.officer("small_leader", county.grids[0]),
        v.officer("village_officer", county.west),
        v.officer("township_officer", county.town),
        v.officer("county_officer", county.county),
        v.officer("planner", county.county),
        v.officer("auditor", None),
        v.officer("administrator", None),
    ]
    Post.objects.filter(user__in=users).update(period=v.since(v.LONG_AGO))
    shots = [shot(open_as(user, SIZE, locale="en-GB"), f"/households/{home.token}/") for user in users]
    page = open_as(None, {"width": 1600, "height": 1200})
    page.set_content(sheet(shots))
    save(page.locator("body").screenshot())
    assert TARGET.stat().st_size <= 500_000


def lived_in(county: v.County) -> Household:
    """A household that has a phone, an address, care, and something to tell of its past."""
    home, clerk = county.homes[0], v.officer("village_officer", county.west, name="王某")
    rows = Household.objects.filter(pk=home.pk)
    with transaction.atomic(), v.by(clerk, "roster of the year"):
        rows.update(head_name="例家旺", phones=["10000001234"], address="例路9号", size=3, group="三组")
    with transaction.atomic(), v.by(clerk, "new number"):
        rows.update(phones=["10000005678"])
    with transaction.atomic(), v.by(clerk):
        v.void(v.visit(home, v.TODAY, by=clerk, note="例：问过取暖"), "another house")
    return home


def shot(page, address: str) -> bytes:
    page.goto(address)
    if page.locator(".folium-map").count():
        page.wait_for_selector('.folium-map[data-ready="yes"]')
    for form in page.locator("#visit").all():
        form.evaluate("form => form.remove()")  # What is seen, not what is done.
    return page.screenshot(full_page=False)


def sheet(shots: list[bytes]) -> str:
    figures = format_html_join(
        "",
        '<figure><figcaption><b>{}</b> · {}</figcaption><img src="data:image/png;base64,{}"></figure>',
        (
            (role, sees, base64.b64encode(png).decode())
            for (role, sees), png in zip(ROLES, shots, strict=True)
        ),
    )
    return f"<!doctype html><style>{STYLE}</style><main>{figures}</main>"


def save(png: bytes) -> None:
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(png)).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(
        TARGET, optimize=True
    )
