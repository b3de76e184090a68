"""From the phone to the figures: a death, a move, a split, a merger and its undo. Figures follow what is confirmed, and only that."""

import uuid
from dataclasses import dataclass

import pytest

from geodata.base.periods import today
from geodata.people.models import CareCategory, CareRecord, Household, Resident
from geodata.register.models import RegisterChange
from tests import village as v
from tests.pages.conftest import Reader, reader
from tests.roles import owner

TOLD = ("households", "unlinked", "special", "exempt")


@dataclass
class Village:
    """The west village, asked as its office; `first` leads its first grid, `second` its other one."""

    places: v.County
    office: Reader
    first: Reader
    second: Reader

    def figures(self) -> dict[str, int]:
        """Of the village, as the API tells them; its grids add up to them."""
        asked = f"/api/v1/coverage/?area={self.places.west.code}&by="
        [row] = self.office.client.get(asked + "village").json()["results"]
        grids = self.office.client.get(asked + "grid").json()["results"]
        assert {name: sum(grid[name] for grid in grids) for name in TOLD} == {
            name: row[name] for name in TOLD
        }
        return {name: row[name] for name in TOLD}

    def said(self, who: Reader, kind: str, home: Household, **payload: object) -> RegisterChange:
        """As a phone sends it, twice."""
        body = {
            "client_id": str(uuid.uuid4()), "kind": kind, "household": home.token, "effective_on": today().isoformat(),
            "payload": payload,
        }  # fmt: skip
        answers = [self._sent(who, body) for _time in range(2)]
        assert answers == [201, 200]
        return RegisterChange.objects.get(client_id=body["client_id"])

    def _sent(self, who: Reader, body: dict[str, object]) -> int:
        sent = who.client.post("/api/v1/register/changes/", body, content_type="application/json")
        return int(sent.status_code)

    def confirmed(self, change: RegisterChange) -> None:
        self.office.post("/register/decide/", {"decision": "confirm", "change": [change.pk]})
        change.refresh_from_db()
        assert change.state == "confirmed"

    def undone(self, change: RegisterChange) -> None:
        form = {"move": "undo", "version": change.version}
        self.office.post(f"/register/changes/{change.pk}/move/", form)
        change.refresh_from_db()
        assert change.state == "undone"


@pytest.fixture
def village(places) -> Village:
    first, second = (reader(v.officer("small_leader", grid)) for grid in places.grids[:2])
    return Village(places, reader(v.officer("village_officer", places.west)), first, second)


def differing(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: after[name] - before[name] for name in TOLD if after[name] != before[name]}


@owner()
def destitute_head(home: Household) -> Resident:
    """The head as a resident with care of his own, by which the household is special."""
    head = Resident.objects.create(household=home, village=home.village, name=home.head_name)
    category = CareCategory.objects.get(code="destitute")
    CareRecord.objects.create(
        household=home, village=home.village, resident=head, category=category, period=v.since(v.LONG_AGO)
    )
    return head


def test_a_death_a_move_a_split_a_merger_and_its_undo_move_the_figures_by_exactly_what_is_confirmed(
    village, places
):
    own, far, near = places.homes[0], places.homes[1], places.homes[4]
    destitute_head(near)
    steps = [
        (village.first, "new_head", near, {"why": "death", "head_name": "例配偶"}, {"special": -1}),
        (village.second, "moved_out", far, {"where": "例市"}, {"households": -1, "unlinked": -1}),
        (village.first, "split", own, {"head_name": "例分户", "size": 1}, {"households": 1, "unlinked": 1}),
        (village.first, "merged", near, {"into": own.token}, {"households": -1, "unlinked": -1}),
    ]
    for who, kind, home, payload, expected in steps:
        before = village.figures()
        change = village.said(who, kind, home, **payload)
        assert village.figures() == before, f"{kind} waits and counts nowhere"
        village.confirmed(change)
        assert differing(before, village.figures()) == expected, kind
    village.undone(change)
    assert village.figures() == before, "the merger was never there"


def test_what_is_refused_or_withdrawn_moves_no_figure(village, places):
    before = village.figures()
    refused = village.said(village.first, "dissolved", places.homes[0])
    form = {"decision": "refuse", "change": [refused.pk], "reason": "例：不属实"}
    village.office.post("/register/decide/", form)
    withdrawn = village.said(village.first, "moved_out", places.homes[0])
    village.first.post(f"/register/changes/{withdrawn.pk}/move/", {"move": "withdraw", "version": 1})
    states = RegisterChange.objects.order_by("pk").values_list("state", flat=True)
    assert (list(states), village.figures()) == (["refused", "withdrawn"], before)
