"""What the pages of docs/ name is there: files, folders, modules, and what stands in them."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from gridmap.local.paths import CHECKOUT

TOPS = "api|bench|deploy|docs|fixtures|geodata|gridmap|templates|tests"
PAGES = [*sorted((CHECKOUT / "docs").glob("*.md")), *sorted(CHECKOUT.glob("[A-Z]*.md"))]
# The changelog tells of the past, which named things otherwise.
PAGES = [page for page in PAGES if page.name != "CHANGELOG.md"]
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
FILE = re.compile(rf"(?<![\w./$-])(?:{TOPS})/(?:[\w.-]+/)*[\w.-]*")
MODULE = re.compile(rf"(?<![\w./-])(?:{TOPS})(?:\.[A-Za-z_]\w*)+(?![\w/])")
# Names with a dot that are no modules: checks, settings of a transaction, loggers.
NO_MODULE = re.compile(r"gridmap\.([EW]\d+|households|villages|grids|access)|api\.v1")
# Beginnings of addresses of the service, not of folders.
ADDRESS = re.compile(r"api/v\d")


def code_of(page: Path) -> str:
    return "\n".join(CODE.findall(page.read_text()))


def missing(text: str) -> list[str]:
    files = {found.rstrip("./") for found in FILE.findall(text) if not ADDRESS.match(found)}
    modules = {found for found in MODULE.findall(text) if not NO_MODULE.fullmatch(found)}
    return [name for name in sorted(files) if not (CHECKOUT / name).exists()] + [
        name for name in sorted(modules) if not is_there(name)
    ]


def is_there(name: str) -> bool:
    """A module, or something in one, however deep."""
    parts = name.split(".")
    if (CHECKOUT / name).is_file():
        return True
    for length in range(len(parts), 0, -1):
        try:
            thing: object = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            if not hasattr(thing, part):
                return False
            thing = getattr(thing, part)
        return True
    return False


@pytest.mark.parametrize("document", PAGES, ids=lambda document: document.name)
def test_what_a_page_names_is_there(document: Path) -> None:
    assert missing(code_of(document)) == []


def test_files_that_docstrings_name_are_there() -> None:
    sources = [
        file
        for top in ("api", "bench", "geodata", "gridmap", "tests")
        for file in (CHECKOUT / top).rglob("*.py")
    ]
    names = {file.name for file in sources} | {"manage.py"}
    lost = [
        f"{file.relative_to(CHECKOUT)}: {name}"
        for file in sources
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for name in re.findall(r"\b\w+\.py\b", ast.get_docstring(node) or "")
        if name not in names
    ]
    assert lost == []


def test_what_is_not_there_is_found() -> None:
    assert missing("geodata/people/nobody.py") == ["geodata/people/nobody.py"]
    assert missing("geodata.visits.record.forget_visit") == ["geodata.visits.record.forget_visit"]
    assert missing("geodata.nobody.models") == ["geodata.nobody.models"]
    assert missing("geodata.visits.record.void_visit api/web/ /api/v1/docs/") == []


def test_the_architecture_names_every_room() -> None:
    page = (CHECKOUT / "docs" / "architecture.md").read_text()
    rooms = [path.name for path in (CHECKOUT / "geodata").iterdir() if (path / "__init__.py").exists()]
    # The past of the database is no room.
    assert [room for room in rooms if f"`geodata/{room}/`" not in page and room != "migrations"] == []


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
