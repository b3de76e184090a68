"""What runs before a commit and on a server of tests: programs of the lock, nothing fetched by an address."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from gridmap.local.paths import CHECKOUT

HOOKS = CHECKOUT / ".pre-commit-config.yaml"
EXAMPLE = CHECKOUT / ".ci" / "example" / "github-actions.yml"


def hooks() -> list[dict[str, Any]]:
    (local,) = yaml.safe_load(HOOKS.read_text())["repos"]
    assert local["repo"] == "local"
    return local["hooks"]


def test_hooks_are_programs_of_our_own_environment() -> None:
    assert {hook["id"] for hook in hooks()} == {
        "ruff-check",
        "ruff-format",
        "biome",
        "templates",
        "mypy",
        "leftovers",
    }
    for hook in hooks():
        assert hook["language"] == "system"
        assert (CHECKOUT / hook["entry"].split()[0]).exists()


def test_the_hook_for_leftovers_finds_none() -> None:
    entry = next(hook["entry"] for hook in hooks() if hook["id"] == "leftovers")
    done = subprocess.run(entry.split(), cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "No leftovers.\n")


@pytest.mark.parametrize("file", [HOOKS, EXAMPLE], ids=lambda file: file.name)
def test_no_address_is_named(file: Path) -> None:
    assert "://" not in file.read_text()


def test_the_example_calls_what_make_has() -> None:
    targets = set(re.findall(r"^(\w+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
    jobs = yaml.safe_load(EXAMPLE.read_text())["jobs"].values()
    steps = [step["run"].split() for job in jobs for step in job["steps"] if "run" in step]
    called = {words[1] for words in steps if words[0] == "make"}
    assert called == {"check", "test"}
    assert called <= targets
