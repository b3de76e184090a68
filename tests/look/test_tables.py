"""How a table fits a phone: stacked, with columns left out, or one that is worked on at a desk."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
TABLE = re.compile(r"<c-table\b([^>]*)>(.*?)</c-table>", re.DOTALL)
HEAD = re.compile(r'<c-slot name="head">(.*?)</c-slot>', re.DOTALL)
MOST = 3
"""So many columns fit beside each other on 360 pixels."""
AT_A_DESK = {"visits/paper_entry.html", "campaigns/sheet.html", "plans/parts/drawing/figures.html"}
"""Entry from paper and the boundary editor: they scroll inside on a phone."""


def tables() -> list[tuple[str, str, str]]:
    return [
        (
            str(path.relative_to(TEMPLATES)),
            found[1],
            HEAD.search(found[2])[1] if HEAD.search(found[2]) else "",
        )
        for path in sorted(TEMPLATES.rglob("*.html"))
        for found in TABLE.finditer(path.read_text())
    ]


def test_every_table_of_more_than_three_columns_says_how_it_fits_a_phone():
    """A new one fails here: stack it (`stacked`, roles and `data-label`), or leave columns out (`extra`)."""
    wide = [(name, says, head) for name, says, head in tables() if head.count("<c-th") > MOST]
    lost = [name for name, says, head in wide if "stacked" not in says and "extra" not in head]
    assert len(wide) > 10
    assert set(lost) - AT_A_DESK == set()
