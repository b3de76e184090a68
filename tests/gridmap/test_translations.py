"""Every sentence of ours is there in Chinese."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import template

KEYWORDS = ["gettext_noop", "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "pgettext_lazy:1c,2"]
CHINESE = Path(settings.BASE_DIR) / "gridmap" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def sentences(folder: Path) -> Path:
    """The catalogue of all msgids in code and templates."""
    root, sources = Path(settings.BASE_DIR), []
    for layer in ("geodata", "api", "gridmap", "templates"):
        for path in sorted((root / layer).rglob("*")):
            if path.suffix == ".py":
                sources.append(path)
            elif path.suffix == ".html":
                copy = folder / f"{'__'.join(path.relative_to(root).parts)}.py"
                copy.write_text(template.templatize(path.read_text(), origin=str(path)))
                sources.append(copy)
    catalogue = folder / "all.pot"
    words = [f"--keyword={keyword}" for keyword in KEYWORDS]
    command = ["xgettext", "--language=Python", "--from-code=UTF-8", *words, f"--output={catalogue}"]
    subprocess.run([*command, *map(str, sources)], check=True, capture_output=True)
    return catalogue


def untranslated(catalogue: Path, chinese: Path, folder: Path) -> str:
    merged = folder / "merged.po"
    subprocess.run(
        ["msgmerge", "--quiet", "--no-fuzzy-matching", f"--output-file={merged}", chinese, catalogue],
        check=True,
    )
    command = ["msgattrib", "--untranslated", "--no-obsolete", "--no-wrap", merged]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_no_sentence_lacks_its_chinese(tmp_path):
    assert untranslated(sentences(tmp_path), CHINESE, tmp_path) == ""


def test_a_missing_sentence_is_caught(tmp_path):
    (tmp_path / "one.pot").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Nowhere"\nmsgstr ""\n'
    )
    assert "Nowhere" in untranslated(tmp_path / "one.pot", CHINESE, tmp_path)


def test_the_catalogue_is_well_formed(tmp_path):
    done = subprocess.run(
        ["msgfmt", "--check-format", f"--output-file={tmp_path / 'out.mo'}", CHINESE],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("word", ["网格", "走访", "联户党员"])
def test_the_words_of_the_field_are_used(word):
    assert word in CHINESE.read_text()
