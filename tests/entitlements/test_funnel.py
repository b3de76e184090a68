"""Small counts of the funnel are hidden from departments, and cannot be worked out from those that are told."""

from geodata.coverage.funnel import COLUMNS, _alone, _hidden
from geodata.coverage.hiding import Mark


def counts(possible: int, confirmed: int, paid: int = 0) -> dict[str, int]:
    return dict.fromkeys(COLUMNS, 0) | {"possible": possible, "confirmed": confirmed, "paid": paid}


def test_a_row_alone_is_told_unless_a_stage_or_a_step_is_small():
    told = counts(30, 20, 0)
    assert _alone(told, True) == told
    assert _alone(counts(30, 20, 3), True)["possible"] == Mark.WITHHELD
    assert _alone(counts(30, 28), True)["possible"] == Mark.WITHHELD
    assert _alone(counts(30, 28), False) == counts(30, 28)
    assert _alone(counts(3, 0), True)["possible"] == Mark.FEW


def test_where_one_area_is_hidden_another_is_too():
    parts = {"1": counts(3, 0), "2": counts(20, 10), "3": counts(50, 30)}
    told = _hidden("0", counts(73, 40), parts)
    hidden = {code for code, row in told.items() if any(isinstance(one, Mark) for one in row.values())}
    assert "1" in hidden and len(hidden) >= 2
    assert told["1"]["confirmed"] == 0


def test_where_nothing_is_small_nothing_is_hidden():
    parts = {"1": counts(30, 20), "2": counts(50, 0)}
    told = _hidden("0", counts(80, 20), parts)
    assert told == {"0": counts(80, 20), **parts}
