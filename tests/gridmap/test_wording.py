"""How lists are put together in each language."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import gettext_lazy, override

from geodata.wording import listed


@pytest.mark.parametrize(("language", "text"), [("zh-hans", "甲、乙"), ("en", "甲, 乙")])
def test_a_list_is_written_as_its_language_does(language: str, text: str) -> None:
    with override(language):
        assert listed(["甲", "乙"]) == text


def test_a_list_of_one_or_nothing_has_nothing_between() -> None:
    assert (listed([gettext_lazy("甲")]), listed([])) == ("甲", "")


@pytest.mark.parametrize(
    ("language", "text"), [("zh-hans", "2024、2025&lt;2026"), ("en", "2024, 2025&lt;2026")]
)
def test_templates_list_what_items_have(language: str, text: str) -> None:
    source = '{% load gridmap %}{{ days|listed:"year" }}{{ more|listed }}'
    with override(language):
        shown = Template(source).render(
            Context({"days": [date(2024, 1, 1), {"year": 2025}], "more": ["<2026"]})
        )
    assert shown == text


CATALOGUE = Path(settings.BASE_DIR) / "gridmap" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
HAN = "[\u3400-\u9fff]"
HALF = re.compile(
    rf"{HAN}\s*[,;:?!]\s*{HAN}|{HAN}\s*[,;:?!](\s|$)|{HAN}\.(\s|$)|{HAN}\s*[,;] ?%\(|\)[sd][,;] ?{HAN}"
)
SYNTAX = re.compile(r"[“\[][^”\]]*[”\]]")
"""What is to be typed as it stands: “西,南,东,北”, [经度, 纬度]."""


def chinese() -> list[str]:
    told = subprocess.run(
        ["msgcat", "--no-wrap", CATALOGUE], check=True, capture_output=True, text=True
    ).stdout
    return re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', told, re.MULTILINE)


def test_no_chinese_sentence_has_half_width_marks() -> None:
    assert len(chinese()) > 1000
    assert [text for text in chinese() if HALF.search(SYNTAX.sub("", text))] == []


def test_half_width_marks_are_found() -> None:
    assert [bool(HALF.search(text)) for text in ("甲,乙", "甲, 乙", "甲: ", "甲.", "甲，乙", "甲 3.5", "%(a)s,乙")] == [
        True, True, True, True, False, False, True,
    ]  # fmt: skip


def test_no_template_puts_a_mark_of_english_between_two_sentences() -> None:
    """Each language has its own: they come from the catalogue."""
    between = re.compile(r"end(?:blocktranslate|translate) %\}[,;:] ?\{|\}\}[,;] \{%|%\}[,;] \{%")
    found = [
        f"{path.name}: {one[0]}"
        for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
        for one in between.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
