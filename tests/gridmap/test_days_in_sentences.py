"""A day in a sentence is written as its language does; tables, files and what is typed keep 2026-11-30."""

import ast
import datetime as dt
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import override

from geodata.base import wording

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "gridmap" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
DAYS = {
    "day", "on", "first", "last", "since", "until", "wanted", "at", "effective", "after", "begun", "ends", "seen",
    "before", "begins", "ended", "when", "date", "today", "latest", "earliest",
}  # fmt: skip
"""What parameters are called that are days or moments."""
OTHERS = {
    "Grids without a code: %(count)s, numbered %(first)s to %(last)s from north to south.": "numbers",
    "The drawing has %(count)s problems: %(first)s": "the first of them",
}
"""Sentences in which they are something else."""
TAG = re.compile(r"\{% blocktranslate ([^%]*)%\}")
GIVEN = re.compile(r"(\w+)=(\S+)")
AS_SAID = re.compile(r'\|(day|moment)$|\|date:"H:i"$')


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [("zh-hans", "2026年11月3日", "2026年11月3日 09:05"), ("en", "3 Nov 2026", "3 Nov 2026, 09:05")],
)
def test_a_day_and_a_moment_are_written_as_the_language_does(language, day, moment):
    """A moment is told in the time of here."""
    at = dt.datetime(2026, 11, 3, 1, 5, tzinfo=dt.UTC)
    source = "{% load gridmap %}{{ at|day }} {{ at|moment }} {{ none|day }}{{ none|moment }}"
    with override(language):
        shown = Template(source).render(Context({"at": at, "none": None}))
        assert (wording.day(at.date()), wording.moment(at), shown) == (day, moment, f"{day} {moment} ")


def test_every_template_tells_days_so():
    wrong, seen = [], 0
    for path in (ROOT / "templates").rglob("*.html"):
        for tag in TAG.findall(path.read_text(encoding="utf-8")):
            for name, value in GIVEN.findall(tag):
                told_as_day = name in DAYS or "|date:" in value or AS_SAID.search(value)
                seen += bool(told_as_day)
                if told_as_day and not AS_SAID.search(value):
                    wrong.append(f"{path.name}: {name}={value}")
    assert (wrong, seen > 40) == ([], True)


def test_every_sentence_of_code_tells_days_so():
    wrong, seen = [], 0
    for folder in ("geodata", "gridmap", "api"):
        for path in (ROOT / folder).rglob("*.py"):
            for told in sentences(ast.parse(path.read_text(encoding="utf-8"))):
                seen += 1
                wrong += [
                    f"{path.relative_to(ROOT)}: {ast.unparse(value)}" for value in told if not is_said(value)
                ]
    assert (wrong, seen > 15) == ([], True)


def test_every_day_of_the_catalogue_is_looked_at():
    """A sentence whose days neither test finds: it stands in a place that they do not know."""
    code = {told.msgid for folder in ("geodata", "gridmap", "api") for told in all_of(ROOT / folder)}
    pages = " ".join(
        word
        for path in (ROOT / "templates").rglob("*.html")
        for word in path.read_text(encoding="utf-8").split()
    )
    lost = [
        msgid
        for msgid in msgids()
        if DAYS & set(re.findall(r"%\((\w+)\)", msgid))
        and msgid not in code | set(OTHERS)
        and re.sub(r"%\((\w+)\)s", r"{{ \1 }}", msgid) not in pages
    ]
    assert lost == []


class Told(list[ast.expr]):
    """What stands for the days of one sentence."""

    msgid = ""


def sentences(tree: ast.Module) -> Iterator[Told]:
    """Of every sentence with days: what is given for them in its function, else anywhere in its module."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for msgid, names, node in with_days(tree):
        inside = [each for each in functions if any(part is node for part in ast.walk(each))]
        sentence = Told(values_of(inside[-1] if inside else tree, names) or values_of(tree, names))
        sentence.msgid = msgid
        yield sentence


def with_days(tree: ast.Module) -> Iterator[tuple[str, set[str], ast.AST]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[-1], ast.Constant):
            called, text = ast.unparse(node.func).rpartition(".")[2], node.args[-1].value
            names = DAYS & set(re.findall(r"%\((\w+)\)", text)) if isinstance(text, str) else set()
            if (called == "_" or "gettext" in called) and names and text not in OTHERS:
                yield text, names, node


def values_of(tree: ast.AST, names: set[str]) -> list[ast.expr]:
    """The values of these names in every dict."""
    pairs = (
        (key, value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
    )
    return [value for key, value in pairs if isinstance(key, ast.Constant) and key.value in names]


def is_said(value: ast.expr) -> bool:
    text = ast.unparse(value.body if isinstance(value, ast.IfExp) else value)
    return text.startswith(("wording.day(", "wording.moment(")) or text.endswith(".strftime('%H:%M')")


def all_of(folder: Path) -> Iterator[Told]:
    for path in folder.rglob("*.py"):
        yield from sentences(ast.parse(path.read_text(encoding="utf-8")))


def msgids() -> list[str]:
    output = subprocess.run(
        ["msgcat", "--no-wrap", CATALOGUE], check=True, capture_output=True, text=True
    ).stdout
    return [text.replace('\\"', '"') for text in re.findall(r'^msgid "(.*)"$', output, re.MULTILINE)]
