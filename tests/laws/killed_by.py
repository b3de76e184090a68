"""killers.toml: law = the test that dies with it, for laws that no parameter of a test in tests/laws is called like."""

import json
import tomllib
from pathlib import Path

FILE = Path(__file__).with_name("killers.toml")
HEAD = (
    "# Law = the test that dies with it, where no parameter of a test in tests/laws is called like the law."
)


def killers() -> dict[str, str]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def write(named: dict[str, str]) -> None:
    # A JSON string is a TOML string.
    lines = [
        f"{json.dumps(law, ensure_ascii=False)} = {json.dumps(test, ensure_ascii=False)}"
        for law, test in sorted(named.items())
    ]
    FILE.write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")
