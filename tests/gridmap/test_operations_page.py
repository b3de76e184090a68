"""docs/operations.md names every variable and every check that there is."""

import re

from gridmap.local.paths import CHECKOUT

PAGE = (CHECKOUT / "docs" / "operations.md").read_text()


def test_every_environment_variable_of_the_settings_is_told() -> None:
    settings = (CHECKOUT / "gridmap" / "settings.py").read_text()
    read = re.findall(r'environment\.\w+\(\s*"(\w+)"', settings)
    assert len(read) > 10
    assert [name for name in read if f"`{name}`" not in PAGE] == []


def test_every_check_is_told() -> None:
    checks = (CHECKOUT / "gridmap" / "checks.py").read_text()
    known = set(re.findall(r'id="(gridmap\.E\d+)"', checks))
    assert known == set(re.findall(r"`(gridmap\.E\d+)`", PAGE))
