"""Numbers, days, codes and texts that no list of parameters foresees: always 400 with words."""

import pytest

NAUGHTY = [
    "", " ", "0", "-1", "1.5", "1e3", "99999999999999999999999", "９０", "٩٠", "NaN", "inf", "null", "undefined", "true", "0x5a",
    "\x00", "90\x00", "\u202e90", "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "' OR 1=1 --", "../../etc/passwd", "%00", "😀",
    "例" * 500, "a" * 5000, "[]", "{}", "90,91", "=1+1", "\ufeff90", "\u2028", "90 ", " 90", "+90",
]  # fmt: skip
DAYS = [
    "2026-02-30",
    "2026-13-01",
    "1999-12-31",
    "2101-01-01",
    "0000-00-00",
    "20260101",
    "2026-W01-1",
    "2026-1-1",
    "01/02/2026",
    "today",
    "2026-01-01T00:00:00Z",
    "9999-12-31",
    "２０２６-01-01",
]
CODES = ["1", "123", "43038210", "430382100x", "4303821002010011", "４３０３８２", "4" * 400]


NUMBERS = [("coverage/", "window"), ("households/", "window"), ("households/", "limit")]
DATED = [
    ("coverage/", "on"),
    ("households/", "on"),
    ("areas/", "on"),
    ("areas/430382/", "on"),
    ("households/{token}/", "on"),
]
CODED = [("coverage/", "area"), ("households/", "area"), ("areas/", "within"), ("members/", "village")]
WORDS = [
    ("coverage/", "category"), ("coverage/", "by"), ("coverage/", "format"), ("households/", "gap"), ("households/", "figure"),
    ("households/", "category"), ("areas/", "level"),
]  # fmt: skip
ALL = (
    [(*where, NAUGHTY) for where in NUMBERS + WORDS]
    + [
        (
            "households/",
            "after",
            ["1", "1.", ".1", "1.2.3", "-1.2", "1,2", "1.９", "1." + "9" * 19, "a.b", "1.2\x00"],
        )
    ]
    + [(*where, NAUGHTY + DAYS) for where in DATED]
    + [(*where, NAUGHTY + CODES) for where in CODED]
)


@pytest.mark.parametrize(
    ("path", "name", "values"), ALL, ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_value_that_is_none_is_refused_in_words(places, county, path, name, values):
    asked = {"area": "430382"} if path == "coverage/" else {}
    address = f"/api/v1/{path.format(token=places.homes[0].token)}"
    for value in values:
        answer = county.client.get(address, {**asked, name: value})
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), value
        error = answer.json()["errors"][0]
        assert (error["field"], bool(error["message"]), bool(error["remedy"])) == (name, True, True), value


@pytest.mark.parametrize("value", ["1", "366", "0366"])
def test_a_window_of_a_day_to_a_year_is_taken(county, value):
    assert county.get(f"coverage/?area=430382&window={value}").status_code == 200


@pytest.mark.parametrize("value", ["2000-01-01", "2024-02-29"])
def test_days_from_2000_on_are_taken(county, value):
    assert county.get(f"households/?on={value}").status_code == 200


def test_the_last_day_there_is_is_still_to_come(county):
    assert (
        county.get("households/?on=2100-12-31").json()["errors"][0]["remedy"]
        == "Choose today or an earlier day."
    )


def test_the_nearest_category_is_named(county):
    error = county.get("coverage/?area=430382&category=low_incom").json()["errors"][0]
    assert error["remedy"] == "Did you mean “low_income”?"


def test_a_page_behind_the_last_one_is_empty(county):
    answer = county.get("households/?after=999999999999999999.999999999999999999").json()
    assert (answer["numberReturned"], answer["next"]) == (0, None)
