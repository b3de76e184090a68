"""The file .env of a checkout."""

import os
from pathlib import Path

import pytest

from gridmap.local import dotenv
from gridmap.local.errors import SetupError


def test_a_line_is_a_variable() -> None:
    text = "# a word\n\nPORT=8001\nexport HOST = '0.0.0.0'\nSECRET_KEY=\"a=b # c\"\nEMPTY=\n"
    assert dotenv.variables(text) == {"PORT": "8001", "HOST": "0.0.0.0", "SECRET_KEY": "a=b # c", "EMPTY": ""}


def test_a_line_that_is_none_is_named_and_not_told() -> None:
    with pytest.raises(SetupError, match=r"line 2\. Write NAME=value") as refusal:
        dotenv.variables("PORT=8001\nsecret words\n")
    assert "secret" not in str(refusal.value)


def test_what_the_environment_says_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dotenv, "FILE", tmp_path / ".env")
    dotenv.load()
    (tmp_path / ".env").write_text("GRIDMAP_TRIAL=file\nGRIDMAP_TRIAL_2=file\n")
    monkeypatch.setenv("GRIDMAP_TRIAL", "shell")
    monkeypatch.delenv("GRIDMAP_TRIAL_2", raising=False)
    dotenv.load()
    assert (os.environ["GRIDMAP_TRIAL"], os.environ.pop("GRIDMAP_TRIAL_2")) == ("shell", "file")
