"""The county into which most imports go, and the office of its west village."""

from pathlib import Path

import pytest

from tests.imports.office import Office, office
from tests.village import County, county


@pytest.fixture
def made(db: None) -> County:
    return county()


@pytest.fixture
def west(made: County, tmp_path: Path) -> Office:
    return office("village_officer", made.west, tmp_path)
