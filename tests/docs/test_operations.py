"""docs/operations.md tells every variable, command, option and check that there is, and none that is not."""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.utils import translation

from geodata.base.manifest import concepts
from gridmap.local.commands import ALL
from gridmap.local.paths import CHECKOUT

PAGE = (CHECKOUT / "docs" / "operations.md").read_text()
# The changelog tells of the past, which had other names.
PAGES = [
    path.read_text()
    for path in [*CHECKOUT.glob("docs/*.md"), *CHECKOUT.glob("[A-Z]*.md")]
    if path.name != "CHANGELOG.md"
]
OURS = ("geodata", "gridmap")
METRIC = "GRIDMAP_BREAKS_<METRIC>"
SEEN_BY_DEFAULT = re.compile(r"^(`[^`]*`(, )?)+$")


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of the first table below a heading."""
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    for line in part.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def read_variables() -> dict[str, str | None]:
    """What programs of ours read from the environment: its name, and the default as text where it is plain."""
    kept = {kept.setting: str(kept.days) for each in concepts() for kept in each.kept if kept.setting}
    found: dict[str, str | None] = {METRIC: None, **kept}
    for top in (*OURS, "api"):
        for path in (CHECKOUT / top).rglob("*.py"):
            found |= _read(path)
    return found


def _read(path: Path) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name("environment"), attr=kind),
                args=[ast.Constant(value=str(name)), *more],
            ):
                plain = kind in ("whole", "rate", "choice", "span", "box", "text", "words") and more
                found[name] = _plain(more[-1]) if plain else None
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="environ"), attr="get"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                found.setdefault(name, None)
    return found


def _plain(node: ast.expr) -> str | None:
    try:
        return str(eval(compile(ast.Expression(node), "", "eval"), {"__builtins__": {}}))
    except NameError:
        return None


def test_every_variable_is_told_and_none_besides() -> None:
    named = [name for row in rows("Environment") for name in quoted(row[0])]
    assert sorted(named) == sorted(set(named))
    assert set(named) == set(read_variables())


def test_defaults_are_those_of_the_settings() -> None:
    read = read_variables()
    wrong, compared = {}, 0
    for row in rows("Environment"):
        names, defaults = quoted(row[0]), quoted(row[1])
        if SEEN_BY_DEFAULT.match(row[1]) and len(names) == len(defaults):
            pairs = zip(names, defaults, strict=True)
            plain = [(name, default) for name, default in pairs if read[name] is not None]
            wrong |= {name: default for name, default in plain if read[name] != default}
            compared += len(plain)
    assert (wrong, compared > 20) == ({}, True)


def test_no_page_tells_of_a_variable_that_is_gone() -> None:
    names = {name for page in PAGES for name in re.findall(r"`((?:GRIDMAP|WEB|KEEP)_[A-Z_]+)", page)}
    assert names - set(read_variables()) <= {"GRIDMAP_BREAKS_"}


def commands() -> dict[str, set[str]]:
    """Commands of ours with their own options."""
    usual = set(BaseCommand().create_parser("", "")._option_string_actions)
    found = {}
    for name, app in get_commands().items():
        if app in OURS:
            parser = load_command_class(app, name).create_parser("manage.py", name)
            found[name] = {word for word in parser._option_string_actions if word.startswith("--")} - usual
    return found


def test_every_command_is_told_with_its_options() -> None:
    tabled = {}
    for row in rows("Commands of manage.py"):
        (name, *_) = quoted(row[0])[0].split()
        tabled[name] = {
            word for cell in row for text in quoted(cell) for word in re.findall(r"--[\w-]+", text)
        }
    assert tabled == commands()


def test_no_page_calls_a_command_that_is_gone() -> None:
    for page in PAGES:
        assert set(re.findall(r"manage\.py ([a-z_]+)", page)) <= set(get_commands())
        for module in re.findall(r"python3? -m ([a-z_.]+[a-z_])", page):
            assert find_spec(module), module


def test_every_target_of_make_is_told_and_none_besides() -> None:
    makefile = (CHECKOUT / "Makefile").read_text()
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    assert targets - {"help"} == {quoted(row[0])[0].removeprefix("make ") for row in rows("Commands")}
    assert targets - {"help"} == set(re.findall(r"make (\w+) ", makefile))
    assert targets - {"help"} <= set(ALL)
    for page in PAGES:
        assert set(re.findall(r"`(?:\w+=\S+ )*make (\w+)", page)) <= targets


def test_every_check_is_told() -> None:
    known = set(re.findall(r'id="(gridmap\.[EW]\d+)"', (CHECKOUT / "gridmap" / "checks.py").read_text()))
    assert known == set(re.findall(r"`(gridmap\.[EW]\d+)`", PAGE))


def test_how_long_what_is_kept_is_what_the_manifests_say() -> None:
    part = PAGE.partition("## How long what is kept\n")[2].partition("\n## ")[0]
    told = [line for line in part.splitlines() if line.startswith("| ") and "| what |" not in line]
    with translation.override("en"):
        kept = [kept for each in concepts() for kept in each.kept]
        assert told == [
            f"| {one.label} | {one.days if one.setting else '–'} | {f'`{one.setting}`' if one.setting else '–'} |"
            for one in kept
        ]
