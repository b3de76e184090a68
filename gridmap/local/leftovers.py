"""Looks through the tracked files for what must not stay in them: unfinished work, and addresses that are not ours."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from gridmap.local.paths import CHECKOUT, PACKAGES

RULES = {
    "unfinished": re.compile(
        rf"\b({'|'.join(['TO' + 'DO', 'FIX' + 'ME', 'X' * 3])})\b|raise Not" + "Implemented"
    ),
    "a skipped test": re.compile(r"pytest\.(mark\.)?(skip|xfail)" + r"|unittest\.skip"),
    "a registry's address": re.compile(r"https?://[^\s\"']*(/simple/|\.whl\b|\.tgz\b|/debian/)"),
    "a foreign host for assets": re.compile(
        "jsdel" + r"ivr|unp" + r"kg\.com|cdn" + r"js\.|google" + r"apis|code\.jquery"
    ),
}
# A test of foreign hosts has to name them.
MAY_NAME_HOSTS = re.compile(r"(^|/)test_[^/]*$")


def report() -> int:
    """Print each finding as file:line: rule; 1 where there are any."""
    lines = [f"{name}:{line}: {rule}" for name, line, rule in findings(CHECKOUT, tracked())]
    print("\n".join(lines) or "No leftovers.")
    return 1 if lines else 0


def tracked() -> list[str]:
    """All files that are in the repository or would enter it; without git (a downloaded archive) those of our packages."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if shutil.which("git"):
        listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
        if listed.returncode == 0:
            return [name for name in listed.stdout.split("\0") if name]
    return [
        str(file.relative_to(CHECKOUT)) for package in PACKAGES for file in (CHECKOUT / package).rglob("*.py")
    ]


def findings(root: Path, names: list[str]) -> Iterator[tuple[str, int, str]]:
    for name in names:
        file = root / name
        if not file.is_file() or file.stat().st_size > 2**20:
            continue
        data = file.read_bytes()
        if b"\0" in data:  # a picture, whose bytes spell anything
            continue
        for number, line in enumerate(data.decode(errors="ignore").splitlines(), start=1):
            for rule, pattern in RULES.items():
                if pattern.search(line) and not (
                    rule.startswith("a foreign") and MAY_NAME_HOSTS.search(name)
                ):
                    yield name, number, rule


if __name__ == "__main__":
    sys.exit(report())
