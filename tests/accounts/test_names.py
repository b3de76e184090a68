"""Login names that are suggested."""

import pytest

from geodata.accounts.names import FORM, suggest_username
from tests import village as v

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("张例明", "zhangliming"),
        ("吕例", "lvli"),
        ("Ann Example", "annexample"),
        ("欧阳·例", "ouyangli"),
        ("例", "userli"),
    ],
)
def test_a_name_becomes_its_pinyin(name, suggested):
    assert suggest_username(name) == suggested


def test_a_taken_name_gets_a_number_whatever_its_capitals():
    v.user("ZhangLiMing")
    v.user("zhangliming2")
    assert suggest_username("张例明") == "zhangliming3"


@pytest.mark.parametrize("name", ["", "…", "😀", "؟", "e\u0301", "例" * 60, "a\u202eb", "=1+1"])
def test_whatever_the_name_the_suggestion_is_a_login_name(name):
    assert FORM.fullmatch(suggest_username(name))
