"""docs/api.md is one program: it runs against a server as it stands there, and answers have the shape that it shows."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from geodata.accounts.models import User
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from gridmap.local.paths import CHECKOUT
from tests import village as v
from tests import worlds
from tests.patience import until

GUIDE = (CHECKOUT / "docs" / "api.md").read_text()
BLOCK = re.compile(r"```(python|json)\n(.*?)```", re.DOTALL)
SECRET = "correct horse 例"


def program() -> str:
    """The examples; where an answer is shown the program prints the one that it got."""
    parts = [text if kind == "python" else "print(json.dumps(body))\n" for kind, text in BLOCK.findall(GUIDE)]
    return "\n".join(parts)


def shown() -> list[Any]:
    return [json.loads(text) for kind, text in BLOCK.findall(GUIDE) if kind == "json"]


def shape(answer: Any) -> Any:
    match answer:
        case dict():
            return {name: shape(value) for name, value in answer.items()}
        case list():
            return [shape(value) for value in answer[:1]]
        case _:
            return type(answer).__name__


@pytest.fixture
def cadre(transactional_db: None) -> User:
    worlds.defaults()
    county = v.lived_in_county()
    user = v.officer("village_officer", county.west, name="qingxi")
    user.set_password(SECRET)
    user.save()
    return user


@pytest.mark.parametrize("at_once", [0, 500], ids=["files by jobs", "files at once"])
def test_the_examples_run_and_answer_as_they_say(cadre, live_server, settings, tmp_path, at_once):
    settings.AT_ONCE_MS = at_once
    done = run(program(), tmp_path, GRIDMAP=live_server.url, NAME=cadre.username, PASSWORD=SECRET)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [shape(answer) for answer in answers] == [shape(answer) for answer in shown()]
    assert Job.objects.exists() == (at_once == 0)


def run(text: str, folder: Path, **told: str) -> subprocess.CompletedProcess[str]:
    """Run by a Python of its own, while jobs that it asks for are done here."""
    script = folder / "guide.py"
    script.write_text(text)
    program = subprocess.Popen(
        [sys.executable, script],
        env=os.environ | told,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def ended() -> bool:
        for job in Job.objects.filter(state=Job.State.QUEUED):
            run_now(job)
        return program.poll() is not None

    try:
        until(ended)
    finally:
        program.kill()
    said, wrong = program.communicate()
    return subprocess.CompletedProcess(script.name, program.returncode, said, wrong)


def test_an_answer_of_another_shape_is_seen():
    assert shape({"a": 1, "b": []}) != shape({"a": "1", "b": []})
    assert shape({"a": 1}) != shape({"a": 1, "b": None})
