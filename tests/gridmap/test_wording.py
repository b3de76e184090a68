"""How lists are put together in each language."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import gettext_lazy, override
from django_cotton.compiler_regex import CottonCompiler

from geodata.base.wording import listed


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
GIVEN = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
"""What a sentence is given: as good as Chinese beside a mark."""
HALF = re.compile(rf"[〇\u3400-\u9fff] ?[(,;:?!]|[,;:?!)] ?[〇\u3400-\u9fff]|{HAN}\.(\s|$)|〇[,;:?!]")
SYNTAX = re.compile(r"[“\[][^”\]]*[”\]]|<[^>]*>|`[^`]*`|urn:\S+|EPSG:")
"""What is to be typed as it stands: “西,南,东,北”, [经度, 纬度], and what is no sentence."""


def half_width(text: str) -> bool:
    return bool(HALF.search(GIVEN.sub("〇", SYNTAX.sub("", text))))


def chinese() -> list[str]:
    output = subprocess.run(
        ["msgcat", "--no-wrap", CATALOGUE], check=True, capture_output=True, text=True
    ).stdout
    return re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', output, re.MULTILINE)


ENTRY = re.compile(r'^msgid "(.*)"\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? "(.*)"$', re.MULTILINE)
SPACED = re.compile(rf"(?:{HAN} (?:%\(\w+\)[sd]|\{{\w+\}}|\d+ ?{HAN}))|(?:%\(\w+\)[sd]|\{{\w+\}}) {HAN}")
"""A figure, or a value that is put in, with a space beside Chinese."""


def meanings() -> dict[str, set[str]]:
    """What every text without a context means, whether it begins with a capital or ends with a full stop or not."""
    listed = subprocess.run(
        ["msgcat", "--no-wrap", CATALOGUE], check=True, capture_output=True, text=True
    ).stdout
    found: dict[str, set[str]] = {}
    for block in listed.split("\n\n"):
        entry = ENTRY.search(block)
        if entry and entry[1] and "msgctxt" not in block:
            found.setdefault(entry[1].casefold().rstrip("."), set()).add(entry[2].rstrip("。"))
    return found


def test_a_text_means_the_same_with_and_without_a_capital() -> None:
    """Else it has a context, or is two words: “Day” was a visit's day and a cut-off."""
    assert len(meanings()) > 1000
    assert {text: chinese for text, chinese in meanings().items() if len(chinese) > 1} == {}


def test_no_space_stands_beside_a_figure() -> None:
    assert [text for text in chinese() if SPACED.search(text)] == []
    wrong, right = (
        ("共 %(n)s户", "%(n)s 户", "{n} 处", "在 12 户"),
        ("共%(n)s户", "CGCS2000 三度带", "导出 XLSX"),
    )
    assert [bool(SPACED.search(text)) for text in (*wrong, *right)] == [True] * 4 + [False] * 3


def test_no_chinese_sentence_has_half_width_marks() -> None:
    assert len(chinese()) > 1000
    assert [text for text in chinese() if half_width(text)] == []


def test_half_width_marks_are_found() -> None:
    wrong = ("甲,乙", "甲, 乙", "甲: ", "甲.", "%(a)s,乙", "{m} 亩 ({a} m²)", "甲(乙)", "%(a)s: %(b)s", "甲?")
    right = ("甲，乙", "甲 3.5", "%(a)s（乙）", "GeoJSON 3.1", "填“西,南”", "12:30 前")
    assert [half_width(text) for text in (*wrong, *right)] == [True] * len(wrong) + [False] * len(right)


def test_no_template_puts_a_mark_of_english_between_two_sentences() -> None:
    """Each language has its own: they come from the catalogue."""
    between = re.compile(r"end(?:blocktranslate|translate) %\}[,;:] ?\{|\}\}[,;] \{%|%\}[,;] \{%")
    found = [
        f"{path.name}: {one[0]}"
        for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
        for one in between.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


HEADS = re.compile(
    r"<(?:td|dd|option|b|h[1-3]|summary|button)\b[^<>]*>\s*(?:\{% if [^%]*%\}\s*)?"
    r'(?:\{% translate "[a-z][^%]*%\}|\{\{ [\w.]*get_\w+_display \}\})'
)
"""A cell, option or button that a small word begins, or a label of a choice as it stands in sentences."""


def test_what_heads_a_cell_or_a_choice_begins_with_a_capital() -> None:
    templates = Path(settings.BASE_DIR) / "templates"
    found = [
        f"{path.relative_to(templates)}: {one[0]}"
        for path in templates.rglob("*.html")
        for one in HEADS.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<c-tag>\n  undone</c-tag>", "\n  Undone</span>"),
        ("<c-th number><small>due</small></c-th>", "<small>Due</small>"),
        ('<c-tile label="met" number="7"/>', '<span class="what">Met</span>'),
        ("<c-tag>{{ name }}</c-tag>", "&lt;b&gt;x</span>"),
        ("<c-tag>已撤销</c-tag>", "已撤销</span>"),
        ("{% load gridmap %}{% status 'due' %}", "<span>Due</span>"),
        ("{{ form }}", ">Met</option>"),
    ],
)
def test_components_give_a_capital_to_what_they_head(source: str, shown: str) -> None:
    class Outcomes(forms.Form):
        outcome = forms.ChoiceField(choices=[("met", "met")])

    compiled = Template(CottonCompiler().process(source))
    with override("en"):
        assert shown in compiled.render(Context({"name": "<b>x", "form": Outcomes()}))
