"""Days, codes and numbers as spreadsheets leave them."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geodata.base.errors import BadInput
from geodata.files import columns
from geodata.files.dates import FIRST, LAST, ZERO, day
from geodata.files.table import as_text

DAYS = st.dates(FIRST, LAST)
FORMS = (
    "{0:04}-{1:02}-{2:02}", "{0}.{1}.{2}", "{0}/{1}/{2}", "{0}年{1}月{2}日", "{0:04}{1:02}{2:02}",
    "{0}年{1}月{2}号", "{0}–{1}–{2}", "{0}——{1}——{2}", "{0}、{1}、{2}", "{0}.{1}.{2}.", "{0}-{1:02}-{2:02}（周三）", "{0}年{1}月{2}日星期日",
    "{0}/{1}/{2} 下午3:00", "{0}-{1}-{2}上午", "{0}年{1}月{2}日 上午9点", "{0:04}{1:02}{2:02}083000", "{0:04}{1:02}{2:02}.0",
    "{0}-{1}-{2} 08:30:00", "{0:04}-{1:02}-{2:02}T00:00:00", "{0} 年 {1} 月 {2} 日",
)  # fmt: skip
WIDE = str.maketrans("0123456789./-", "０１２３４５６７８９．／－")


@given(DAYS, st.sampled_from(FORMS))
def test_a_day_is_read_in_every_form(when: dt.date, form: str) -> None:
    assert day(form.format(when.year, when.month, when.day)) == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("二〇二四年五月一日", dt.date(2024, 5, 1)),
        ("二○二四年十月十日", dt.date(2024, 10, 10)),
        ("二零二四年十二月二十一日", dt.date(2024, 12, 21)),
        ("二〇二四年十一月三十号", dt.date(2024, 11, 30)),
    ],
)
def test_a_day_in_signs_is_the_same(text: str, when: dt.date) -> None:
    assert day(text) == when


@given(DAYS)
def test_a_day_in_full_width_is_the_same(when: dt.date) -> None:
    assert day(f"{when.year}.{when.month}.{when.day}".translate(WIDE)) == when


@given(DAYS)
def test_the_serial_number_of_a_spreadsheet_is_its_day(when: dt.date) -> None:
    assert day(as_text(float((when - ZERO).days))) == when


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "24.5.1",
        "2024年5月",
        "5月1日",
        "45",
        "1899-01-01",
        "昨天",
        "2024-5-1-2",
        "民国113年5月1日",
        "1714521600",
        "二〇二四年十三月一日",
        "1/5/2024",
        "2024-05-01至2024-05-03",
    ],
)
def test_what_is_no_day_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        day(text)
    assert refused.value.remedy


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    try:
        assert FIRST <= day(text) <= LAST
    except BadInput as refused:
        assert refused.remedy  # noqa: PT017


def test_a_day_ahead_is_refused() -> None:
    on = dt.date(2026, 3, 1)
    assert day("2026-03-01", last=on) == on
    with pytest.raises(BadInput):
        day("2026-03-02", last=on)


CODES = st.from_regex(r"[1-9][0-9]{0,17}", fullmatch=True)


@given(CODES)
def test_a_code_kept_as_text_is_never_changed(code: str) -> None:
    assert columns.code(30)(as_text(code)) == code
    assert columns.code(30)(as_text(f"'{code}")) == code
    assert columns.code(30)("0" + code) == "0" + code


@given(CODES)
def test_a_code_kept_as_a_number_is_exact_or_refused(code: str) -> None:
    text = as_text(float(code))
    if len(code) <= 15:
        assert columns.code(30)(text) == code
    else:
        with pytest.raises(BadInput):
            columns.code(30)(text)


@given(CODES, st.integers(0, 14))
def test_a_power_of_ten_is_written_out_only_when_no_digit_is_lost(code: str, shown: int) -> None:
    assume(1 < len(code) <= 15)
    text = f"{code[0]}.{code[1:][:shown]}E+{len(code) - 1}".replace(".E", "E")
    if shown >= len(code) - 1:
        assert columns.code(30)(text) == code
    else:
        with pytest.raises(BadInput, match=r"truncated this code|截"):
            columns.code(30)(text)


@pytest.mark.parametrize("text", ["1.38E+10", "1.05E+10，10500000001"])
def test_a_phone_that_lost_its_digits_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        columns.phones(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("10500000001.0", ["10500000001"]),
        ("１０５００００００01、0731-5550001", ["10500000001", "0731-5550001"]),
        ("1.0500000001E+10", ["10500000001"]),
    ],
)
def test_phones_are_read_however_they_are_written(text: str, numbers: list[str]) -> None:
    assert columns.phones(text) == numbers
