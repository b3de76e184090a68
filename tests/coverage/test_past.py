"""Whatever happens to the past, kept and corrected counts are those that slow Python finds in the raw history."""

import datetime as dt
import uuid
from collections import Counter

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from geodata.base.periods import between, since, today
from geodata.base.rls import show
from geodata.contacts.models import ContactLink
from geodata.coverage.leaves import kept_names, names
from geodata.coverage.states import Selection
from geodata.coverage.through_time import keeping
from geodata.coverage.through_time.keeping import is_kept, keep_past
from geodata.coverage.through_time.reading import leaves_through
from geodata.jobs.daily import everything
from geodata.people.models import CareCategory, CareRecord, Household, OccupancyPeriod, Placement
from geodata.people.placing import move, occupy
from geodata.territory.models import Area
from geodata.visits.models import Visit, VisitRule
from tests import village as v
from tests.coverage.past_by_hand import counts_of
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("defaults")
KEPT_DAYS = 12
BACK = st.integers(-3, 20)
"""Days ago of what happens: some before all that is kept, some still to come."""
PICK = st.integers(0, 11)


@pytest.fixture
def places(bare_county, monkeypatch):
    monkeypatch.setattr(keeping, "DAYS", KEPT_DAYS)
    return bare_county


def ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)


class World:
    """What can happen; each is drawn with numbers, and picks by them from what there is."""

    def __init__(self, places: v.County) -> None:
        self.places, self.cadre, self.member = places, v.user(), v.member(places.west)
        self.categories = list(CareCategory.objects.order_by("pk"))[:3]

    def home(self, pick):
        homes = Household.objects.order_by("pk")
        return homes[pick % len(homes)]

    def one(self, model, pick):
        rows = list(model.objects.order_by("pk"))
        return rows[pick % len(rows)] if rows else None

    def visit(self, pick, back, more):
        """A late entry too."""
        Visit.objects.create(
            client_id=uuid.uuid4(), body_hash="0" * 64, household=(home := self.home(pick)), village_id=home.village_id,
            day=ago(back), entered_at=v.NOON, entered_by=self.cadre, outcome=("met", "met", "met", "absent")[more % 4],
            mode=("door", "phone", "video", "chance")[more % 3], person_times=1 + more % 2,
        )  # fmt: skip

    def void(self, pick, back, more):
        if visit := self.one(Visit, pick):
            Visit.objects.filter(pk=visit.pk).update(state="voided", void_reason="mistake")

    def correct(self, pick, back, more):
        if visit := self.one(Visit, pick):
            Visit.objects.filter(pk=visit.pk).update(state="corrected")
            self.visit(pick, back, more)

    def move(self, pick, back, more):
        home = self.home(pick)
        inside = [*Area.objects.filter(level="grid", parent=home.village_id).order_by("pk"), None]
        move(household=home, grid=inside[more % len(inside)], on=ago(back))

    def redraw(self, pick, back, more):
        """A new grid takes in all who are placed in an old one from that day on, past or to come; the old one ends."""
        day, grids = ago(back), Area.objects.filter(level="grid", period__upper_inf=True).order_by("pk")
        old = grids[pick % len(grids)]
        new = Area.objects.create(
            code=f"{old.code[:12]}{900 + Area.objects.count():03d}", name="新网格", level="grid", parent_id=old.parent_id, period=since(day),
        )  # fmt: skip
        for home in Household.objects.filter(placements__grid=old, placements__period__contains=day):
            move(household=home, grid=new, on=day)
        Area.objects.filter(pk=old.pk).update(period=between(old.period.lower, day))

    def occupy(self, pick, back, more):
        """Empty, seasonal, lived in, gone; gone by going on in another household is dissolved."""
        kinds = ("lived_in", "seasonal", "empty", "moved_away", "dissolved")
        occupy(household=self.home(pick), occupancy=kinds[more % len(kinds)], on=ago(back))

    def care(self, pick, back, more):
        home = self.home(pick)
        CareRecord.objects.create(
            household=home,
            village_id=home.village_id,
            category=self.categories[more % 3],
            period=since(ago(back)),
        )

    def end_care(self, pick, back, more):
        if record := self.one(CareRecord, pick):
            CareRecord.objects.filter(pk=record.pk).update(period=between(record.period.lower, ago(back)))

    def link(self, pick, back, more):
        v.link(self.member, self.home(pick), day=ago(back), primary=more % 3 > 0)

    def end_link(self, pick, back, more):
        if link := self.one(ContactLink, pick):
            ContactLink.objects.filter(pk=link.pk).update(
                period=between(link.period.lower, ago(back)), end_reason="other"
            )

    def rule(self, pick, back, more):
        """A changed rule: of a category or an occupancy, everywhere or in an area."""
        category = self.categories[pick % 3] if pick % 2 else None
        area = (None, self.places.west, self.places.grids[0], self.places.town)[more % 4]
        VisitRule.objects.create(
            category=category, occupancy="" if category else "lived_in", area=area, days=(5, 10, 20)[more % 3],
            modes=(["door"], ["door", "phone"])[more % 2], period=since(ago(back)),
        )  # fmt: skip

    def end_rule(self, pick, back, more):
        if rule := self.one(VisitRule, pick):
            VisitRule.objects.filter(pk=rule.pk).update(period=between(rule.period.lower, ago(back)))

    def special(self, pick, back, more):
        category = self.categories[pick % 3]
        CareCategory.objects.filter(pk=category.pk).update(special=bool(more % 2))

    def point(self, pick, back, more):
        home = self.home(pick)
        if more % 2:
            Household.objects.filter(pk=home.pk).update(point=None, point_quality="", point_since=None)
        else:
            Household.objects.filter(pk=home.pk).update(
                point=v.middle(0, 0), point_quality="map", point_since=ago(back)
            )

    def undo(self, pick, back, more):
        """An import is taken back: its rows are gone, as if they had never been."""
        model = (Visit, CareRecord, ContactLink)[more % 3]
        if row := self.one(model, pick):
            model.objects.filter(pk=row.pk)._raw_delete(model.objects.db)

    def undo_household(self, pick, back, more):
        if Household.objects.count() > 2:
            home = self.home(pick)
            for model in (Visit, CareRecord, ContactLink, OccupancyPeriod, Placement):
                rows = model.objects.filter(household=home)
                rows._raw_delete(rows.db)

    def keep(self, pick, back, more):
        """Between all this the workers keep what is over, now and then only a part of it."""
        keep_past(today=today(), seconds=None if more % 3 else 0.05)


EVENTS = [name for name in vars(World) if not name.startswith("_") and name not in ("home", "one")]
HISTORIES = st.lists(
    st.tuples(st.sampled_from([*EVENTS, "visit", "visit", "keep"]), PICK, BACK, PICK), min_size=3, max_size=18
)


class Undone(Exception):
    """What an example has done is taken back."""


def happens(world: World, history, happened: Counter[str]) -> None:
    for name, *numbers in history:
        try:
            with transaction.atomic():
                getattr(world, name)(*numbers)
            happened[name] += 1
        except (DatabaseError, ObjectDoesNotExist):
            pass  # what the laws refuse does not happen


def found(places, days):
    villages = Selection(villages=(places.west.pk, places.east.pk, places.far.pk))
    answer = leaves_through([(day, villages) for day in days])
    columns = [names().index(name) for name in kept_names()]
    counts = {
        day: {
            leaf: dict(zip(kept_names(), numbers[place, columns].tolist(), strict=True))
            for leaf, numbers in answer.numbers.items()
            if numbers[place, columns].any()
        }
        for place, day in enumerate(days)
    }
    return counts, answer.from_history


def test_kept_counts_are_those_of_the_raw_history(places):
    days, happened = [ago(back) for back in range(KEPT_DAYS - 1, -1, -1)], Counter[str]()

    @settings(max_examples=settings.default.max_examples // 4, phases=[Phase.explicit, Phase.generate])
    @given(HISTORIES)
    def whatever_happens(history):
        try:
            with transaction.atomic(), owner():
                show(everything())
                keep_past(today=today())
                happens(World(places), history, happened)
                expected = counts_of(days)
                assert found(places, days)[0] == expected
                keep_past(today=today())
                assert is_kept(today=today())
                assert found(places, days) == (expected, ())
                raise Undone
        except Undone:
            pass

    whatever_happens()
    assert {*happened} == {*EVENTS}
