"""One word for one thing: what is done with a change is called the same wherever the register speaks (docs/wording.md)."""

import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from geodata.register.models import MOVES, ChangeState, Move
from geodata.register.ways import WAYS

ROOT = Path(settings.BASE_DIR)
PLACES = ("templates/register", "geodata/register", "gridmap/pages/register", "api/register")
ENTRY = re.compile(
    r'^(?:msgctxt "(?P<context>[^"]*)"\n)?msgid "(?P<id>[^"]+)"\n(?:msgid_plural [^\n]*\n)?msgstr(?:\[0\])? "(?P<said>[^"]*)"',
    re.MULTILINE,
)
OF_OTHERS = re.compile("核准|审核|审定")
"""Words of held visits and of proposals of contacts."""


def test_texts_of_the_register_borrow_no_verb_of_another_decision():
    catalogue = (ROOT / "gridmap/locale/zh_Hans/LC_MESSAGES/django.po").read_text()
    files = [
        path for place in PLACES for path in (ROOT / place).rglob("*.*") if path.suffix in (".py", ".html")
    ]
    texts = " ".join(" ".join(path.read_text().split()) for path in files)
    entries = [
        found
        for found in ENTRY.finditer(catalogue)
        if found["context"] not in ("held visit", "by the office")
    ]
    borrowed = {found["id"]: found["said"] for found in entries if OF_OTHERS.search(found["said"])}
    here = {
        msgid: said
        for msgid, said in borrowed.items()
        if f'("{msgid}")' in texts or f'translate "{msgid}" %' in texts
    }
    assert len(entries) > 1000
    assert here == {}


def test_what_is_done_is_no_state_of_a_household():
    with override("zh-hans"):
        assert [str(way.label) for way in WAYS.values() if str(way.label).startswith("已")] == []
        assert {str(state.label) for state in ChangeState} > {"已确认", "已撤销"}
        assert [str(Move(move).label) for move in MOVES] == ["确认", "不予确认", "撤回", "撤销"]
