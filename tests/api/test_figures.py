"""Every number opens into its list, and children add up to their parent."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.coverage.counts import names
from geodata.coverage.figures import FIGURES, GAPS

PAST = 20


def counted(caller, **asked) -> dict[str, int]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return caller.get(f"coverage/?{query}").json()["total"]


def listed(caller, **asked) -> int:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = caller.get(f"households/?{query}").json()
    assert answer["numberReturned"] == len(answer["features"]) == answer["numberMatched"]
    return answer["numberMatched"]


@pytest.mark.parametrize("days", [0, PAST])
@pytest.mark.parametrize("area", ["430382", "430382100", "430382100201", "430382100201001"])
def test_each_count_is_the_length_of_its_list(county, area, days):
    on = (today() - dt.timedelta(days=days)).isoformat()
    row = counted(county, area=area, on=on, window=30)
    for figure in FIGURES:
        assert listed(county, area=area, on=on, window=30, figure=figure) == row[figure], figure


@pytest.mark.parametrize("days", [0, PAST])
def test_a_category_narrows_the_count_and_the_list_alike(county, days):
    on = (today() - dt.timedelta(days=days)).isoformat()
    row = counted(county, area="430382", on=on, category="low_income")
    assert row["households"] == 2
    for figure in FIGURES:
        assert listed(county, area="430382", on=on, category="low_income", figure=figure) == row[figure], (
            figure
        )


@pytest.mark.parametrize("gap", GAPS)
def test_a_gap_is_the_figure_that_counts_it(county, gap):
    assert listed(county, area="430382", gap=gap) == counted(county, area="430382")[GAPS[gap].name]


@pytest.mark.parametrize("days", [0, PAST])
@pytest.mark.parametrize("by", ["county", "township", "village", "grid"])
def test_rows_add_up_to_the_area_for_every_count(county, by, days):
    on = (today() - dt.timedelta(days=days)).isoformat()
    answer = county.get(f"coverage/?area=430382&by={by}&on={on}").json()
    counts = [name for name, value in answer["total"].items() if isinstance(value, int)]
    assert set(counts) == set(names())
    for name in counts:
        assert sum(row[name] for row in answer["results"]) == answer["total"][name], name


def test_no_two_figures_are_counted_alike_by_accident(county):
    """The village is such that most figures differ, or the tests above would prove little."""
    row = counted(county, area="430382", window=30)
    assert len({row[figure] for figure in FIGURES}) >= 5
    assert min(row[figure] for figure in ("exempt", "no_point", "no_grid", "special_overdue", "never")) == 1


def test_both_a_gap_and_a_figure_are_refused(county):
    answer = county.get("households/?gap=no_contact&figure=linked")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["remedy"] == "Provide either “gap” or “figure”, not both."
