"""A count is shown with its separators, 22,000, on pages, prints and in messages; numbers of things and what is typed are not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import override

from geodata.base import wording
from geodata.display.shares import Share

ROOT = Path(settings.BASE_DIR)
COUNTS = {
    "capacity", "changed", "codes_left", "count", "days", "done", "exempt", "former_metres", "gain", "households",
    "kept", "largest", "left", "left_out", "lines", "linked", "load", "load_max", "load_median", "longer", "matched", "mean_m",
    "members", "metres", "most", "moved", "n", "new", "newly_paired", "no_grid", "no_point", "num_pages", "p95_m", "person_times",
    "rows", "saved", "sessions", "smallest", "special_unassigned", "sum", "times", "tokens", "total", "unassigned",
    "unchanged", "unlinked", "vacancies", "visited", "visits", "wrong",
}  # fmt: skip
"""What templates and code call that counts or measures."""
OTHERS = {"_few(lines)", "decoded(example, encoding)[0][:20]", "WIDEST", "left", "done", "most"}
"""What is put into sentences under such a name and counts nothing: line numbers, texts, 0.5 m, a year."""
OF_THINGS = {"column", "line", "now", "number", "yours"}
"""What `%(…)d` may be in a text: the number of a plan, a line, a version."""
BLOCK = re.compile(r"\{% blocktranslate([^%]*)%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
GIVEN = re.compile(r"(\w+)=(\S+)")
SHOWN = re.compile(r"\{\{ (\S.*?) \}\}")
TYPED = re.compile(r'<(?:input|option)\b[^>]*?value="\{\{ [^"]*"')


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_count_has_its_separators_in_both_languages(language):
    source = (
        "{% load i18n gridmap %}{{ n|figure }} {{ n }} {{ n|stringformat:'d' }} {{ m|figure }} {{ m|figure:0 }} {{ sign|figure }} "
        "{% blocktranslate count n=n|figure %}{{ n }} one{% plural %}{{ n }} many{% endblocktranslate %}"
    )
    with override(language):
        shown = Template(source).render(Context({"n": 22000, "m": 1234.5, "sign": "<5"}))
    assert shown == "22,000 22000 22000 1,234.5 1,234 &lt;5 22,000 many"


def test_a_figure_is_a_number_to_all_but_readers():
    assert (wording.figure(22000) + 1, str(wording.figure(999)), f"{wording.figure(1000)}") == (
        22001,
        "999",
        "1,000",
    )


def test_a_share_is_written_with_separators():
    share = Share(1540, 22000)
    assert (share.part_text, share.whole_text) == ("1,540", "22,000")


def test_every_count_of_a_template_is_a_figure():
    wrong, seen = [], 0
    for path in (ROOT / "templates").rglob("*.html"):
        for value in counts_of(path.read_text(encoding="utf-8")):
            seen += 1
            if "|figure" not in value and not value.endswith("|counted"):
                wrong.append(f"{path.relative_to(ROOT)}: {value}")
    assert (wrong, seen > 120) == ([], True)


def test_every_count_of_a_sentence_of_code_is_a_figure():
    wrong, seen = [], 0
    for path in modules():
        for value in counts_in_sentences(ast.parse(path.read_text(encoding="utf-8"))):
            seen += 1
            if not ast.unparse(value).startswith(("wording.figure(", "figure(")):
                wrong.append(f"{path.relative_to(ROOT)}: {ast.unparse(value)}")
    assert (wrong, seen > 60) == ([], True)


def test_no_text_takes_a_count_as_bare_digits():
    found = {
        name for path in modules() for name in re.findall(r"%\((\w+)\)d", path.read_text(encoding="utf-8"))
    }
    assert found == OF_THINGS


def counts_of(text: str) -> Iterator[str]:
    """What a template shows that is called a count: given to a sentence, or between its words."""
    for head, words in BLOCK.findall(text):
        given = dict(GIVEN.findall(head))
        yield from (
            value
            for name, value in given.items()
            if (name == "n" and "|floatformat" not in value) or is_count(value)
        )
        yield from (name for name in set(SHOWN.findall(words)) - set(given) if name in COUNTS)
    yield from filter(is_count, SHOWN.findall(TYPED.sub("", BLOCK.sub("", text))))


def is_count(value: str) -> bool:
    of, *filters = value.split("|")
    return value not in OTHERS and (of.rpartition(".")[2] in COUNTS or "length" in filters)


def modules() -> Iterator[Path]:
    for folder in ("geodata", "gridmap", "api"):
        yield from (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def counts_in_sentences(tree: ast.Module) -> Iterator[ast.expr]:
    """What is put into texts under the name of a count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.right, ast.Dict):
            for key, value in zip(node.right.keys, node.right.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in COUNTS and ast.unparse(value) not in OTHERS:
                    yield value
