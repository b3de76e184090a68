"""Each policy shows the web role what its scope holds and nothing of a neighbour's; and lets it write no more than that."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.db import ProgrammingError, connection, transaction

from geodata.base.rls import settings_of_all
from tests.laws.alone import insert, leave

pytestmark = [pytest.mark.django_db, pytest.mark.owner("whoever takes a role has to be the owner before")]
Row = dict[str, Any]

JOB = "8f7f2d9c-55b1-4b44-8f43-0a3c1b3a4a01"


class Guarded(NamedTuple):
    """A row, the settings that show it, and settings as near to them as can be that do not."""

    row: Row
    shown: tuple[Row, ...]
    hidden: tuple[Row, ...]
    parents: tuple[tuple[str, Row], ...] = ()


def villages(*ids: int) -> Row:
    return {"villages": f"{{{','.join(map(str, ids))}}}"}


OF_VILLAGE = Guarded(
    {"village_id": 1, "household_id": 7},
    shown=(villages(1, 2), villages(2) | {"households": "{7}"}),
    hidden=({}, villages(2), {"households": "{8}"}, {"user": 7}),
)
WITH_GRID = OF_VILLAGE._replace(
    row=OF_VILLAGE.row | {"grid_id": 3},
    shown=(*OF_VILLAGE.shown, {"grids": "{3}"}),
    hidden=(*OF_VILLAGE.hidden, {"grids": "{4}"}),
)
OF_VILLAGES = Guarded(
    {"villages": "{1,2}"},
    shown=(villages(2, 3),),
    hidden=({}, villages(3), {"plans": "{1,2}"}, {"grids": "{1}"}),
)
PLAN = {"id": 9, "villages": "{1,2}", "state": "draft"}
OF_PLAN = Guarded(
    {"plan_id": 9},
    shown=({"plans": "{1,2,3}"},),
    hidden=({}, {"plans": "{1}"}, villages(1, 2)),
    parents=(("geodata_boundaryplan", PLAN),),
)
KEPT = Guarded(
    {"village_id": 1, "grid_id": 3},
    shown=(villages(1, 2), {"villages": "{1}", "grids": "{9}"}),
    hidden=({}, villages(2), {"households": "{7}"}, {"plans": "{1}"}),
)
"""Counts of days: what a grid's leader sees of a grid is tried in tests/coverage/test_keeping.py."""
MINE, ANOTHERS = {"user": 5}, {"user": 6}


def mine(column: str, **more: Any) -> Guarded:
    return Guarded({column: 5} | more, shown=(MINE,), hidden=({}, ANOTHERS, villages(5)))


HELD = Guarded(
    {"village_id": 1, "maker_id": 5}, shown=(villages(1), MINE), hidden=({}, villages(2), ANOTHERS)
)
TIED = {"user_id": 5, "number": "1", "reach": "{43,4303,430382}"}
MEMBER = ("geodata_member", {"user_id": 5, "village_id": 1})
"""Phones of accounts that have no tie at all may be written by anybody: they are new."""
PHONE = Guarded(
    TIED,
    shown=(MINE, {"accounts": "on"}, {"codes": "{430382}"}),
    hidden=({}, ANOTHERS, {"audit": "on"}, {"codes": "{430381}"}, villages(1)),
    parents=(MEMBER,),
)
CHANGE = {"id": 9, "village_id": 1, "grid_id": 3, "household_id": 7, "proposed_by_id": 5}
OF_REGISTER = Guarded(
    CHANGE,
    shown=({"register_villages": "{1,2}"}, {"register_grids": "{3}"}, {"register_households": "{7}"}, MINE),
    hidden=({}, villages(1), {"grids": "{3}", "households": "{7}"}, {"register_villages": "{2}"}, ANOTHERS),
)
OF_PAIR = Guarded(
    {"village_id": 1, "household_id": 7, "other_id": 8},
    shown=({"register_villages": "{1,2}"},),
    hidden=({}, villages(1), {"register_households": "{7,8}"}, {"register_villages": "{2}"}),
)
NEED = {
    "id": 9, "village_id": 1, "grid_id": 3, "household_id": 7, "by_id": 5, "sensitive": False, "named": "{}", "least_level": 1,
}  # fmt: skip
OF_NEED = Guarded(
    NEED,
    shown=(
        {"need_villages": "{1,2}"}, {"need_grids": "{3}"}, {"need_households": "{7}"}, MINE, {"needs_at_hand": "{9}"},
    ),
    hidden=({}, villages(1), {"grids": "{3}", "households": "{7}"}, {"need_villages": "{2}"}, ANOTHERS,
            {"highest_villages": "{1}", "sensitive_villages": "{1}", "departments": "{1}"}),
)  # fmt: skip
ENTITLED = Guarded(
    {"village_id": 1, "household_id": 7},
    shown=({"entitle_villages": "{1,2}"}, {"entitle_households": "{7}"},
           {"entitle_grids": "{3}", "villages": "{1}"}),
    hidden=({}, villages(1), {"grids": "{3}", "households": "{7}"}, {"entitle_villages": "{2}"}, {"departments": "{1}"},
            {"entitle_grids": "{4}", "villages": "{1}"}),
    parents=(("geodata_household", {"id": 7, "village_id": 1, "grid_id": 3}),),
)  # fmt: skip
"""A grid's rows are found by the households that are shown in it."""
ORDER = {
    "id": 9, "village_id": 1, "grid_id": 3, "household_id": 7, "by_id": 5, "teams": "{4}", "users": "{6}",
}  # fmt: skip
OF_ORDER = Guarded(
    ORDER,
    shown=({"serve_villages": "{1,2}"}, {"serve_grids": "{3}"}, {"serve_households": "{7}"}, {"serve_teams": "{4,8}"}, MINE, ANOTHERS),
    hidden=({}, villages(1), {"grids": "{3}", "households": "{7}"}, {"serve_villages": "{2}"}, {"serve_teams": "{5}"}, {"user": 7},
            {"need_villages": "{1}"}),
)  # fmt: skip
BESIDE_ORDER = OF_ORDER._replace(row={"order_id": 9}, parents=(("geodata_serviceorder", ORDER),))
OF_LIST = Guarded(
    {"department_id": 4, "villages": "{1,2}"},
    shown=({"departments": "{4}"}, {"entitle_villages": "{1,2,3}"}),
    hidden=(
        {},
        {"departments": "{5}"},
        {"entitle_villages": "{3}"},
        villages(1, 2),
        {"entitle_households": "{7}"},
    ),
)
OF_ENTITLEMENT = Guarded(
    {"id": 9, "village_id": 1, "household_id": 7, "department_id": 4},
    shown=(*ENTITLED.shown, {"departments": "{4}"}),
    hidden=tuple({"departments": "{5}"} if "departments" in each else each for each in ENTITLED.hidden),
    parents=ENTITLED.parents,
)
EDITION = {"id": JOB, "villages": "{1,2}", "area_code": "430382100"}
OF_EDITION = Guarded(
    EDITION,
    shown=({"export_villages": "{2,5}", "codes": "{430382}"}, {"export_villages": "{1}", "codes": "{430382100}"}),
    hidden=({}, {"export_villages": "{1,2}"}, {"codes": "{430382}"}, villages(1, 2) | {"codes": "{430382}"},
            {"export_villages": "{3}", "codes": "{430382}"}, {"export_villages": "{1}", "codes": "{430382100201,430383}"}),
)  # fmt: skip
CALLED = Guarded(
    {"village_id": 1, "household_id": 7},
    shown=({"campaign_villages": "{1,2}"}, {"campaign_households": "{7}"},
           {"campaign_grids": "{3}", "villages": "{1}"}),
    hidden=({}, villages(1), {"grids": "{3}", "households": "{7}"}, {"campaign_villages": "{2}"}, {"departments": "{1}"},
            {"campaign_grids": "{4}", "villages": "{1}"}),
    parents=(("geodata_household", {"id": 7, "village_id": 1, "grid_id": 3}),),
)  # fmt: skip
OF_PLACE_TASK = Guarded(
    {"village_id": 1, "grid_id": 3, "department_id": 4},
    shown=({"campaign_villages": "{1,2}"}, {"campaign_grids": "{3}"}, {"departments": "{4}"}),
    hidden=({}, villages(1), {"grids": "{3}"}, {"campaign_villages": "{2}"}, {"departments": "{5}"}),
)
CONCERNED = Guarded(
    {"village_id": 1, "household_id": 7},
    shown=({"need_villages": "{1,2}"}, {"need_households": "{7}"}, {"need_grids": "{3}", "villages": "{1}"}),
    hidden=({}, villages(1), {"grids": "{3}", "households": "{7}"}, {"need_villages": "{2}"}, {"departments": "{1}"},
            {"need_grids": "{4}", "villages": "{1}"}),
    parents=(("geodata_household", {"id": 7, "village_id": 1, "grid_id": 3}),),
)  # fmt: skip
PROJECT = {"id": 6, "villages": "{1,2}", "department_id": 4}
JOINED = ("geodata_projectneed", {"project_id": 6, "need_id": 9})
OF_PROJECT = Guarded(
    PROJECT,
    shown=({"need_villages": "{2,3}"}, {"departments": "{4}"}),
    hidden=({}, villages(1), {"need_villages": "{3}"}, {"departments": "{5}"}, {"need_grids": "{3}"}),
)
BY_A_NEED = OF_PROJECT._replace(
    shown=(*OF_PROJECT.shown, {"need_grids": "{3}"}, {"need_households": "{7}"}),
    hidden=({}, villages(1), {"need_villages": "{3}"}, {"departments": "{5}"}, {"need_grids": "{4}"}),
    parents=(("geodata_need", NEED), JOINED),
)
"""Also to whoever sees a need that is joined to it."""
MEETING = {"id": 9, "villages": "{1,2}", "code": "430382100201"}
OF_MEETING = Guarded(
    MEETING,
    shown=({"meet_villages": "{1,2,3}"}, {"codes": "{430382100201001}"}),
    hidden=(
        {},
        villages(1, 2),
        {"meet_villages": "{1}"},
        {"codes": "{430382100201}"},
        {"codes": "{430382100202001}"},
        {"user": 7},
    ),
)
BESIDE_MEETING = OF_MEETING._replace(row={"meeting_id": 9}, parents=(("geodata_meeting", MEETING),))
OF_DECISION = BESIDE_MEETING._replace(row={"meeting_id": 9, "owner_id": 5}, shown=(*OF_MEETING.shown, MINE))
BESIDE_NEED = OF_NEED._replace(row={"need_id": 9}, parents=(("geodata_need", NEED),))
ASSIGNED = {"department_id": 4, "need_id": 9, "user_id": 6}
OF_UNIT = Guarded(
    ASSIGNED,
    shown=({"departments": "{4}"}, ANOTHERS, {"need_villages": "{1}"}),
    hidden=({}, {"departments": "{5}"}, {"user": 7}, villages(1)),
    parents=(("geodata_need", NEED),),
)
FILE = {"id": JOB, "owner_id": 5}
SAVED = {"owner_id": 5, "shared_with": "430382"}
OF_SAVED = ({"codes": "{430382}"}, {"codes": "{430381,430382100201}"})

TABLES: dict[str, Guarded] = {
    f"geodata_{name}": OF_VILLAGE
    for name in (
        "occupancyperiod", "livelihood", "resident", "carerecord", "householdfacts", "residentevent", "carerecordevent",
        "absence", "absenceevent", "householdlineage", "tokenalias", "visitevent", "contactlinkevent", "card", "cardevent", "linkchange", "pairingline",
        "coopmembership", "coopmembershipevent",
    )
} | {
    **dict.fromkeys(("geodata_possibleduplicate", "geodata_toldapart"), OF_PAIR),
    "geodata_tally": Guarded(
        {"village_id": 1, "grid_id": 3, "part": "90"},
        shown=(villages(1),),
        hidden=({}, villages(2), {"grids": "{3}"}, {"need_villages": "{1}"}, {"register_villages": "{1}"}, {"serve_villages": "{1}"},
                {"entitle_villages": "{1}"}),
    ),
    "geodata_placement": WITH_GRID,
    "geodata_keptcounts": KEPT,
    "geodata_household": WITH_GRID._replace(row={"id": 7, "village_id": 1, "grid_id": 3}),
    "geodata_householdevent": OF_VILLAGE._replace(row={"pgh_obj_id": 7, "village_id": 1}),
    "geodata_visit": OF_VILLAGE._replace(
        row={"village_id": 1, "household_id": 7, "entered_by_id": 5}, shown=(*OF_VILLAGE.shown, MINE)
    ),
    "geodata_visitor": OF_VILLAGE._replace(
        row={"visit_id": 9}, parents=(("geodata_visit", {"id": 9, "village_id": 1, "household_id": 7}),)
    ),
    "geodata_contactlink": OF_VILLAGE._replace(
        row={"village_id": 1, "household_id": 7, "member_id": 9},
        shown=(*OF_VILLAGE.shown, MINE),
        parents=(("geodata_member", {"id": 9, "user_id": 5}),),
    ),
    **dict.fromkeys(
        ("geodata_linkstep", "geodata_linkstepevent", "geodata_pairing", "geodata_pairingevent"), OF_VILLAGES
    ),
    "geodata_pairingstep": OF_VILLAGES._replace(
        row={"pairing_id": 9}, parents=(("geodata_pairing", {"id": 9, "villages": "{1,2}"}),)
    ),
    "geodata_serviceorder": OF_ORDER,
    "geodata_serviceorderevent": OF_ORDER._replace(row={**ORDER, "pgh_obj_id": 9}),
    **dict.fromkeys(("geodata_orderstep", "geodata_orderoffer"), BESIDE_ORDER),
    "geodata_need": OF_NEED,
    "geodata_needevent": OF_NEED._replace(row={**NEED, "pgh_obj_id": 9}),
    **dict.fromkeys(
        ("geodata_needstep", "geodata_needhousehold", "geodata_dispute", "geodata_consultation", "geodata_attachment", "geodata_attachmentevent"), BESIDE_NEED
    ),
    "geodata_supervision": BESIDE_NEED._replace(
        row={"need_id": 9, "assignment_id": 8},
        shown=(*OF_NEED.shown, {"departments": "{4}"}),
        hidden=(*OF_NEED.hidden[:-1], {"departments": "{5}"}),
        parents=(("geodata_need", NEED), ("geodata_assignment", {"id": 8, **ASSIGNED, "user_id": 8})),
    ),
    **dict.fromkeys(("geodata_dooranswer", "geodata_matching", "geodata_agencyservice", "geodata_cardline"), ENTITLED),
    "geodata_listrun": OF_LIST,
    "geodata_listrow": OF_LIST._replace(
        row={"run_id": 9, "department_id": 4, "village_id": 1}, shown=({"departments": "{4}"}, {"entitle_villages": "{1}"})
    ),
    "geodata_entitlement": OF_ENTITLEMENT,
    "geodata_entitlementevent": OF_ENTITLEMENT._replace(row={**OF_ENTITLEMENT.row, "pgh_obj_id": 9}),
    "geodata_entitlementstep": OF_ENTITLEMENT._replace(
        row={"entitlement_id": 9}, parents=(*ENTITLED.parents, ("geodata_entitlement", OF_ENTITLEMENT.row))
    ),
    "geodata_livelihoodproject": BY_A_NEED,
    "geodata_livelihoodprojectevent": OF_PROJECT._replace(row={**PROJECT, "pgh_obj_id": 6}),
    "geodata_projectstep": OF_PROJECT._replace(row={"project_id": 6}, parents=(("geodata_livelihoodproject", PROJECT),)),
    "geodata_projectneed": BESIDE_NEED,
    "geodata_projecthousehold": CONCERNED,
    "geodata_meeting": OF_MEETING,
    "geodata_meetingevent": OF_MEETING._replace(row={**MEETING, "pgh_obj_id": 9}),
    **dict.fromkeys(("geodata_meetingstep", "geodata_agendaitem", "geodata_addendum"), BESIDE_MEETING),
    **dict.fromkeys(("geodata_decision", "geodata_decisionevent"), OF_DECISION),
    "geodata_campaigntarget": CALLED,
    "geodata_campaignresult": CALLED,
    **dict.fromkeys(("geodata_placetask", "geodata_placetaskevent"), OF_PLACE_TASK),
    **dict.fromkeys(("geodata_assignment", "geodata_assignmentevent"), OF_UNIT),
    **dict.fromkeys(("geodata_heldvisit", "geodata_heldvisitevent"), HELD),
    "geodata_heldvisitstep": HELD._replace(
        row={"held_id": 9}, parents=(("geodata_heldvisit", HELD.row | {"id": 9}),)
    ),
    "geodata_accessentry": Guarded({}, shown=({"audit": "on"},), hidden=({}, {"accounts": "on"}, MINE)),
    "geodata_job": mine("by_id"),
    "geodata_jobfile": Guarded(
        {"owner_id": 5, "needs": '{"430382100201": ["export"]}'},
        shown=(MINE | villages(1),),
        hidden=({}, ANOTHERS | villages(1), MINE, MINE | villages(2)),
        parents=(("geodata_area", {"id": 1, "code": "430382100201", "level": "village"}),),
    ),
    "geodata_filepiece": Guarded(
        {"file_id": JOB}, shown=(MINE,), hidden=({}, ANOTHERS), parents=(("geodata_jobfile", FILE),)
    ),
    "geodata_registerchange": OF_REGISTER,
    "geodata_registerchangeevent": OF_REGISTER._replace(row={**CHANGE, "pgh_obj_id": 9}),
    "geodata_registerstep": OF_REGISTER._replace(
        row={"change_id": 9}, parents=(("geodata_registerchange", CHANGE),)
    ),
    "geodata_carestep": OF_VILLAGE._replace(
        row={"record_id": 9}, parents=(("geodata_carerecord", {"id": 9, "village_id": 1, "household_id": 7}),)
    ),
    "geodata_registereffect": Guarded({}, shown=(), hidden=({"register_villages": "{1}"}, {"audit": "on"}, MINE)),
    "geodata_importrun": Guarded(
        {"villages": "{1,2}"}, shown=(villages(1, 2, 3),), hidden=({}, villages(1), {"plans": "{1,2}"})
    ),
    **dict.fromkeys(
        ("geodata_importpart", "geodata_importmove"),
        Guarded(
            {"run_id": 9},
            shown=(villages(1, 2, 3),),
            hidden=({}, villages(1)),
            parents=(("geodata_importrun", {"id": 9, "villages": "{1,2}"}),),
        ),
    ),
    "geodata_importstep": Guarded({}, shown=(), hidden=(villages(1), {"audit": "on"}, MINE)),
    "geodata_boundaryplan": Guarded(
        PLAN, shown=({"plans": "{1,2,3}"},), hidden=({}, {"plans": "{1}"}, villages(1, 2))
    ),
    **dict.fromkeys(("geodata_plangrid", "geodata_planstep", "geodata_lineage"), OF_PLAN),
    "geodata_notice": mine("user_id"),
    "geodata_mailaddress": Guarded(
        {"user_id": 5}, shown=(MINE, {"accounts": "on"}), hidden=({}, ANOTHERS, {"audit": "on"}, villages(5))
    ),
    "geodata_outgoing": Guarded(
        {"user_id": 5}, shown=(MINE, {"accounts": "on"}), hidden=({}, ANOTHERS, {"audit": "on"}, villages(5))
    ),
    "geodata_savedview": Guarded(
        SAVED,
        shown=(MINE, *OF_SAVED),
        hidden=({}, ANOTHERS, {"codes": "{4303}"}, {"codes": "{430381,43038}"}, {"audit": "on"}, villages(5)),
    ),
    "geodata_edition": OF_EDITION,
    "geodata_editionpart": OF_EDITION._replace(
        row={"edition_id": EDITION["id"], "village_id": 1}, parents=(("geodata_edition", EDITION),)
    ),
    "geodata_weeklyreport": Guarded(
        {"owner_id": 5}, shown=(MINE, {"accounts": "on"}), hidden=({}, ANOTHERS, {"audit": "on"}, villages(5))
    ),
    "geodata_phonenumber": PHONE,
    "geodata_phonenumberevent": PHONE._replace(
        row={"user_id": 5, "number": "1"}, parents=(MEMBER, ("geodata_phonenumber", TIED))
    ),
}  # fmt: skip
WRITTEN_BY_ALL = {"geodata_accessentry", "geodata_notice"}
"""The policy of writing asks nothing: everybody's doings are on record, and anybody's step may concern another."""
SEEN_AND_NOT_WRITTEN = {
    "geodata_savedview": OF_SAVED,
    "geodata_outgoing": (MINE,),
    "geodata_placement": WITH_GRID.shown[-1:],
    "geodata_visit": (MINE,),
    "geodata_contactlink": (MINE,),
}
WRITTEN_AND_NOT_SEEN = {"geodata_jobfile": (MINE, MINE | villages(2))}


@contextmanager
def as_web(settings: Row) -> Iterator[None]:
    """With these settings and no others."""
    names = [name.removeprefix("gridmap.") for name in settings_of_all()]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(
                "SELECT set_config(%s, %s, true)", [f"gridmap.{name}", str(settings.get(name, ""))]
            )
        cursor.execute("SET LOCAL ROLE gridmap_web")
        yield
        cursor.execute("RESET ROLE")


def prepare(table: str) -> Guarded:
    """What the row hangs on stands there; the policies alone are asked, also where the web role has no such right at all."""
    guarded = TABLES[table]
    for place in {table, *(parent for parent, _ in guarded.parents)}:
        leave(place)
    for parent, row in guarded.parents:
        insert(parent, **row)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT, INSERT ON {table} TO gridmap_web")
    return guarded


def filled(table: str) -> Guarded:
    guarded = prepare(table)
    insert(table, **guarded.row)
    return guarded


def seen(table: str, settings: Row) -> int:
    with as_web(settings), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def written(table: str, row: Row, settings: Row) -> bool:
    """Whether it may be: then it is taken back."""
    with transaction.atomic():
        try:
            with transaction.atomic(), as_web(settings):
                insert(table, **row)
        except ProgrammingError as refused:
            if "row-level security" not in str(refused):
                raise
            return False
        transaction.set_rollback(True)
        return True


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"what is seen of {table}")
def test_a_neighbours_row_is_not_seen(table):
    guarded = filled(table)
    assert [seen(table, settings) for settings in guarded.shown] == [1] * len(guarded.shown)
    assert [seen(table, settings) for settings in guarded.hidden] == [0] * len(guarded.hidden)


@pytest.mark.parametrize(
    "table", sorted(TABLES.keys() - WRITTEN_BY_ALL), ids=lambda table: f"what is written into {table}"
)
def test_a_neighbours_row_is_not_written(table):
    guarded = prepare(table)
    allowed = {*map(tuple_of, guarded.shown), *map(tuple_of, WRITTEN_AND_NOT_SEEN.get(table, ()))}
    allowed -= {*map(tuple_of, SEEN_AND_NOT_WRITTEN.get(table, ()))}
    for settings in (*guarded.shown, *guarded.hidden):
        assert written(table, guarded.row, settings) is (tuple_of(settings) in allowed)


def tuple_of(settings: Row) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(settings.items()))


@pytest.mark.parametrize("table", sorted(TABLES), ids=lambda table: f"row security on {table}")
def test_without_a_scope_nothing_is_seen(table):
    filled(table)
    assert seen(table, {}) == 0


@pytest.mark.parametrize("table", sorted(TABLES), ids=lambda table: f"row security on {table} for its owner")
def test_policies_hold_for_the_owner_too(table):
    filled(table)
    with connection.cursor() as cursor:
        # The owner is a member of the web role: its policy is his too.
        cursor.execute(f"DROP POLICY owner_sees_all ON {table}")
        cursor.execute(f"DROP POLICY web_sees_its_scope ON {table}")
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("begun", "gone"),
    [("today", 1), ("yesterday", 0)],
    ids=["of today", "only_links_of_today_are_taken_back on geodata_contactlink"],
)
def test_only_links_of_today_are_taken_back(begun, gone):
    leave("geodata_contactlink")
    with connection.cursor() as cursor:
        days = {"today": 0, "yesterday": 1}[begun]
        cursor.execute("SELECT daterange(gridmap_today() - %s, NULL)::text", [days])
        insert("geodata_contactlink", village_id=1, period=cursor.fetchone()[0])
        with as_web(villages(1)):
            cursor.execute("DELETE FROM geodata_contactlink")
            assert cursor.rowcount == gone
