"""The demo's password: chosen, made up, kept; and what the greeting tells of it."""

from pathlib import Path

import pytest

from geodata.demo import logins
from gridmap.local import demo


@pytest.fixture(autouse=True)
def password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(demo, "PASSWORD", tmp_path / "demo_password")
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    return tmp_path / "demo_password"


def test_a_password_is_made_up_once_and_only_its_owner_may_read_it(password: Path) -> None:
    first = demo.password_for_loading()
    assert len(first) == 12
    assert demo.password_for_loading() == first
    assert password.stat().st_mode & 0o777 == 0o600


def test_a_chosen_password_is_used_and_kept(monkeypatch: pytest.MonkeyPatch, password: Path) -> None:
    demo.password_for_loading()
    monkeypatch.setenv("DEMO_PASSWORD", "chosen-one")
    assert demo.password_for_loading() == "chosen-one"
    assert password.stat().st_mode & 0o777 == 0o600
    monkeypatch.delenv("DEMO_PASSWORD")
    assert demo.password_for_loading() == "chosen-one"


def test_the_greeting_names_address_logins_and_password() -> None:
    password = demo.password_for_loading()
    words = demo.greeting("http://127.0.0.1:8000/")
    assert "http://127.0.0.1:8000/" in words
    assert "county township village leader contact water agriculture planner auditor admin" in words
    assert password in words


def test_a_password_chosen_too_late_is_not_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    password = demo.password_for_loading()
    monkeypatch.setenv("DEMO_PASSWORD", "too-late")
    words = demo.greeting("http://127.0.0.1:8000/")
    assert password in words
    assert "too-late" not in words
    assert "make clean" in words


def test_the_logins_are_those_that_the_demo_makes() -> None:
    assert tuple(logins.NAMES) == demo.NAMES


def test_without_a_demo_no_logins_are_promised() -> None:
    assert "login" not in demo.greeting("http://127.0.0.1:8000/")
