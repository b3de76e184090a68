"""One version everywhere, told by the changelog with its day."""

import datetime as dt
import re
import tomllib

from django.conf import settings

import gridmap
from gridmap.local.paths import CHECKOUT

CHANGELOG = (CHECKOUT / "CHANGELOG.md").read_text()
KINDS = ("Added", "Changed", "Fixed", "Security", "Removed", "For those who develop it")


def releases() -> list[tuple[str, str]]:
    return re.findall(r"^## (\d+\.\d+\.\d+) – (\S+)$", CHANGELOG, re.MULTILINE)


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    described = settings.SPECTACULAR_SETTINGS["VERSION"]
    assert {project, described, gridmap.__version__} == {releases()[0][0]}


def test_releases_have_a_day_and_the_newest_stands_first() -> None:
    numbers = [tuple(map(int, version.split("."))) for version, _day in releases()]
    assert numbers == sorted(numbers, reverse=True)
    assert [dt.date.fromisoformat(day) for _version, day in releases()]
    assert CHANGELOG.index("## Unreleased") < CHANGELOG.index(f"## {releases()[0][0]}")


def test_what_was_released_is_sorted_by_kind() -> None:
    for part in re.split(r"^## ", CHANGELOG, flags=re.MULTILINE)[2:]:
        heads = re.findall(r"^### (.+)$", part, re.MULTILINE)
        assert heads == [kind for kind in KINDS if kind in heads]
        assert not part.partition("###")[0].count("\n- ")
