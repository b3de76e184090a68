"""The files of deploy/, read as their programs read them: as far as tests ask."""

import re
import shlex
from pathlib import Path

from gridmap.local.paths import CHECKOUT

DEPLOY = CHECKOUT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TOKEN = re.compile(r"""#[^\n]*|"(?:\\.|[^"])*"|'(?:\\.|[^'])*'|[{};]|[^\s{};]+""")
Block = list[tuple[list[str], "Block | None"]]


def unit(path: Path) -> dict[str, list[str]]:
    """Of a unit of systemd: what each word says, once or several times."""
    found: dict[str, list[str]] = {}
    for line in path.read_text().splitlines():
        name, sign, value = line.partition("=")
        if sign and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def command(path: Path, python: str) -> list[str]:
    """What the unit starts, with another Python."""
    (line,) = unit(path)["ExecStart"]
    return [word.replace("/srv/gridmap/.venv/bin/python", python) for word in shlex.split(line)]


def nginx(text: str) -> Block:
    """Directives with their words, and what stands in their braces. Raises ValueError where a brace or a sign is missing."""
    tokens = [token for token in TOKEN.findall(text) if not token.startswith("#")]
    block, rest = _block(tokens)
    if rest:
        raise ValueError("a brace too many")
    return block


def _block(tokens: list[str]) -> tuple[Block, list[str]]:
    found: Block = []
    words: list[str] = []
    while tokens and tokens[0] != "}":
        token, tokens = tokens[0], tokens[1:]
        if token == ";":
            found.append((words, None))
            words = []
        elif token == "{":
            inside, tokens = _block(tokens)
            if not tokens:
                raise ValueError(f"{words} has no end")
            found.append((words, inside))
            words, tokens = [], tokens[1:]
        else:
            words.append(token.strip("\"'"))
    if words:
        raise ValueError(f"{words} has no ;")
    return found, tokens


def said(block: Block, *name: str) -> list[list[str]]:
    """All directives that begin so, however deep."""
    found = []
    for words, inside in block:
        if tuple(words[: len(name)]) == name:
            found.append(words[len(name) :])
        found += said(inside or [], *name)
    return found


def assignments(path: Path) -> dict[str, str]:
    """name = value, of PostgreSQL's and of environment files; quotes off."""
    lines = (line.partition("=") for line in path.read_text().splitlines() if not line.startswith("#"))
    return {name.strip(): value.strip().strip("'") for name, sign, value in lines if sign}
