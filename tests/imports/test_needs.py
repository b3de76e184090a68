"""Ledgers of needs and lists of a hotline: each row is recorded and moved by the table of all needs, and goes again with its steps."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from geodata.audit.models import Notice
from geodata.contacts.rights import scope_of
from geodata.imports.kinds.need_words import key_of
from geodata.imports.runs.report import Report
from geodata.needs.models import Need, NeedStep
from geodata.needs.moving import accept
from tests.defaults import load_defaults
from tests.imports.office import Office, fresh, office
from tests.imports.rows import DAY, EAST, WEST, bring, wrong
from tests.roles import owner
from tests.village import NOON, County, county, officer

pytestmark = pytest.mark.django_db

HEAD = (
    "村编码,户编号,户主姓名,网格,编号,反映日期,事项类型,事项类别,反映内容,办理状态,办理结果,办结日期,满意度"
)


@pytest.fixture
def places() -> Iterator[County]:
    """Whatever language an earlier request has left."""
    load_defaults()
    with translation.override("zh-hans"):
        yield county()


@pytest.fixture
def west(places: County, tmp_path: Path) -> Office:
    return office("village_officer", places.west, tmp_path)


def ledger(
    *rows: str, by: int | None = None, head: str = HEAD, kind: str = "needs", **more: object
) -> Report:
    return bring(kind, head, *rows, by=by, **more)  # type: ignore[arg-type]


def row(place: County, *cells: str, home: int = 0) -> str:
    return ",".join((WEST, place.homes[home].number, "", "", *cells))


def steps(need: Need) -> list[tuple[str, str]]:
    return [(one.move, one.after) for one in need.steps.order_by("pk")]


def test_a_row_comes_as_far_as_the_list_says_with_a_step_for_each_move(places: County) -> None:
    by = officer("village_officer", places.west).pk
    report = ledger(
        row(places, "1", "2026-02-01", "问题", "饮水", "例井干了", "", "", "", ""),
        row(places, "2", "2026.2.2", "矛盾纠纷", "邻里", "例墙", "办理中", "", "", ""),
        row(places, "3", "2026-02-03", "建议", "道路", "例路", "已办结", "例修好了", "2026-02-20", ""),
        row(places, "4", "2026-02-03", "诉求", "其他", "例事", "已办结", "例办了", "2026-02-04", "满意"),
        row(places, "5", "2026-02-03", "诉求", "其他", "例旧事", "销号", "例办了", "2026-02-04", ""),
        row(places, "6", "2026-02-03", "诉求", "其他", "例难事", "已回访", "例办了", "2026-02-24", "不满意"),
        by=by,
    )
    assert (report.problems, report.open_questions, report.new) == ([], [], 6)
    told = {need.source_number: (need.state, steps(need)) for need in Need.objects.all()}
    assert told["1"] == ("new", [("record", "new")])
    assert told["2"] == ("in_progress", [("record", "new"), ("accept", "accepted"), ("begin", "in_progress")])
    assert told["3"][0] in ("done", "closed") and told["3"][1][0] == ("settle_at_once", "done")
    assert told["4"][1] == [("settle_at_once", "done"), ("follow_up", "followed_up"), ("close", "closed")]
    assert told["5"][1] == [("settle_at_once", "done"), ("close", "closed")]
    assert told["6"][0] == "followed_up"
    done = Need.objects.get(source_number="4")
    assert (done.result, done.answer, done.settled_in, done.source) == (
        "例办了",
        "satisfied",
        "village",
        "ledger",
    )
    assert done.settled_at is not None and done.settled_at.astimezone().date() == dt.date(2026, 2, 4)
    assert Need.objects.get(source_number="1").due_at is not None


def test_whoever_is_to_accept_them_is_told_once_how_many_there_are(places: County) -> None:
    by, other = officer("village_officer", places.west), officer("medium_leader", places.west)
    ledger(
        *(row(places, str(n), "2026-02-01", "问题", "饮水", f"例{n}", "", "", "", "") for n in range(3)),
        by=by.pk,
    )
    with owner():
        [told] = Notice.objects.filter(kind="need_new")
    assert (told.user, told.subject) == (other, "3")


def test_the_same_list_again_adds_nothing_and_other_words_are_a_problem(places: County) -> None:
    by = officer("village_officer", places.west).pk
    rows = [
        row(places, "1", "2026-02-01", "问题", "饮水", "例井干了", "", "", "", ""),
        row(places, "", "2026-02-02", "问题", "道路", "例路坏了", "", "", "", ""),
    ]
    ledger(*rows, by=by)
    again = ledger(*rows, by=by)
    assert (again.new, again.unchanged, again.problems) == (0, 2, [])
    other = ledger(row(places, "1", "2026-02-01", "问题", "饮水", "例井又有水", "", "", "", ""), by=by)
    assert wrong(other) == [(2, "编号")]
    assert Need.objects.count() == 2


def test_what_is_wrong_with_a_row_is_told_with_its_column_and_a_remedy(places: County) -> None:
    by = officer("village_officer", places.west).pk
    name = places.homes[1].head_name
    report = ledger(
        f"{WEST},9999,,,1,2026-02-01,问题,饮水,例,,,,",
        f"{WEST},,{name},,2,2026-02-01,问题,饮水,例,,,,",
        f"{WEST},,,例无此格,3,2026-02-01,问题,饮水,例,,,,",
        row(places, "4", "2026-02-01", "问题", "饮水", "", "", "", "", ""),
        row(places, "5", "2026-02-01", "问题", "饮水", "例", "已办结", "", "2026-02-02", ""),
        row(places, "6", "2026-02-09", "问题", "饮水", "例", "已办结", "例", "2026-02-02", ""),
        row(places, "7", "2026-02-09", "问题", "饮水", "例", "", "", "", "满意"),
        row(places, "8", "", "问题", "饮水", "例", "", "", "", ""),
        row(places, "9", "2026-02-09", "问题", "饮水", "例", "已撤回", "", "", ""),
        by=by,
    )
    assert sorted(wrong(report)) == [
        (2, "户编号"), (3, "户编号"), (4, "网格"), (5, "反映内容"), (6, "办理结果"), (7, "办结日期"), (8, "满意度"), (9, "反映日期"),
        (10, "办理状态"),
    ]  # fmt: skip
    assert places.homes[1].number in next(one.remedy for one in report.problems if one.line == 3)
    assert not Need.objects.exists()


def test_a_person_says_to_which_category_an_unknown_name_belongs(places: County) -> None:
    by = officer("village_officer", places.west).pk
    line = row(places, "1", "2026-02-01", "问题", "人饮工程", "例井干了", "", "", "", "")
    [question] = ledger(line, by=by, apply=False).open_questions
    assert question.key == key_of("人饮工程") and ("water", "饮水") in question.choices
    ledger(line, by=by, answers={question.key: "water"})
    assert Need.objects.get().category.code == "water"


def test_an_id_number_in_the_text_is_left_out_and_said(places: County) -> None:
    by = officer("village_officer", places.west).pk
    rows = ("例某 430382199001011234 家无水", "例井干了", "例路断了")
    report = ledger(
        *(
            row(places, str(n), "2026-02-01", "问题", "饮水", text, "", "", "", "")
            for n, text in enumerate(rows, 1)
        ),
        by=by,
    )
    assert "4303821990" not in Need.objects.get(source_number="1").text and report.notes


HOTLINE = "工单编号,村编码,诉求时间,诉求类别,诉求内容,地点,办理时限,是否敏感"


def test_a_hotline_names_a_place_and_a_day_by_which_it_wants_an_answer(places: County) -> None:
    by, grid = officer("village_officer", places.west).pk, places.grids[0]
    rows = [f"T-1,{WEST},2026-02-27,道路,例路断了,{grid.name}桥头,2026-03-09,否"]
    report = ledger(*rows, by=by, head=HOTLINE, kind="hotline")
    assert report.problems == []
    need = Need.objects.get()
    assert (need.source, need.source_number, need.grid, need.rule) == ("hotline", "T-1", grid, None)
    assert need.due_at is not None and need.due_at.astimezone().date() == dt.date(2026, 3, 9)
    assert ledger(*rows, by=by, head=HOTLINE, kind="hotline").unchanged == 1
    secret = ledger(
        f"T-2,{WEST},2026-02-27,其他,例某干部,{grid.name},,是", by=by, head=HOTLINE, kind="hotline"
    )
    assert wrong(secret) == [(2, "是否敏感")]


def test_an_office_takes_it_back_unless_somebody_has_gone_on_with_it(places: County, west: Office) -> None:
    text = "\n".join((HEAD, row(places, "1", "2026-02-01", "矛盾纠纷", "邻里", "例墙", "", "", "", ""),
                      row(places, "2", "2026-02-01", "问题", "饮水", "例井", "办结", "例好了", "2026-02-02", "满意")))  # fmt: skip
    run = west.upload(text, kind="needs")
    assert west.check(run).problems == []
    assert west.write(fresh(run))
    need = Need.objects.get(source_number="1")
    scope = scope_of(west.user, on=DAY)
    assert west.undo(fresh(run)) == []
    assert not Need.objects.exists() and not NeedStep.objects.exists()
    again = west.upload(text, kind="needs")
    west.check(again)
    west.write(fresh(again))
    need = Need.objects.get(source_number="1")
    accept(need=need, by=west.user, scope=scope, at=NOON)
    assert west.undo(fresh(again))
    assert Need.objects.count() == 2


def test_an_office_brings_nothing_into_another_village_nor_to_a_level_above_its_own(
    places: County, west: Office
) -> None:
    home = next(home for home in places.homes if home.village_id == places.east.pk)
    head = HEAD + ",办理层级"
    text = "\n".join((head, f"{EAST},{home.number},,,1,2026-02-01,问题,饮水,例,,,,,", row(places, "2", "2026-02-01", "问题", "饮水", "例", "", "", "", "", "县级")))  # fmt: skip
    report = west.check(west.upload(text, kind="needs"))
    assert {one.line for one in report.problems} == {2, 3}
