"""What people do, by the verbs that pages and the API call: each deed is drawn with numbers, and picks by them from what there is.

A verb refuses what cannot be, as it would refuse an office; then nothing has happened.
"""

import datetime as dt
import uuid
from pathlib import Path

import numpy as np
import shapely

from geodata.base.periods import today
from geodata.base.rls import show
from geodata.base.scope import Scope
from geodata.contacts.assigning import end_contact, set_contacts
from geodata.contacts.batch import Change
from geodata.contacts.models import ContactLink
from geodata.contacts.rights import scope_of
from geodata.coverage.through_time.keeping import keep_past
from geodata.imports.models import ImportRun
from geodata.jobs.daily import everything
from geodata.people.models import CareCategory, CareRecord, Household
from geodata.people.setting_categories import Values, change_category
from geodata.plans.editing import Pencil, create_plan, describe_plan, save_drawing
from geodata.plans.models import BoundaryPlan
from geodata.plans.moves import MoveContext, approve, revert, submit
from geodata.plans.publishing import publish
from geodata.register.models import RegisterChange
from geodata.register.proposing import Proposal, propose
from geodata.register.undoing import undo
from geodata.territory.models import Area
from geodata.visits.models import Visit, VisitRule
from geodata.visits.record import Report, correct_visit, record_visit, void_visit
from geodata.visits.rules import Group, end_rule, set_rule
from tests import village as v
from tests.imports.office import Office

GONE = ("moved_away", "dissolved")
LEDGER = "村编码,户编号,走访日期,走访人,走访方式,走访结果,走访内容,走访编号\n"


def ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)


def paper(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(
        [(round(v.WEST + column * v.SIDE, 8), round(v.SOUTH + row * v.SIDE, 8)) for column, row in places]
    )


BORDER = paper((1, 0), (1, 1))
"""Between the two grids of the west village."""
DRAWINGS = (
    ("west", ()),
    ("west", (BORDER, paper((0, 0.4), (1, 0.4)))),
    ("west", (paper((0.6, 0), (0.6, 1)),)),
    ("east", (paper((2, 0.3), (3, 0.3)),)),
    ("far", (paper((3.4, 0), (3.4, 1)),)),
)
"""Villages and the lines that divide them: merged, split, moved, split, split."""


class Deeds:
    def __init__(self, places: v.County, folder: Path) -> None:
        self.places, self.member = places, v.member(places.west)
        self.cadre = v.officer("county_officer", places.county)
        self.planner = v.officer("planner", places.county)
        self.office = Office(v.officer("village_officer", places.west), folder, today())
        self.categories = list(CareCategory.objects.order_by("pk"))[:3]
        self.scope: Scope = everything()

    def _again(self) -> None:
        """All that there is by now."""
        self.scope = everything()
        show(self.scope)

    def _one(self, rows, pick):
        found = list(rows.order_by("pk"))
        return found[pick % len(found)] if found else None

    def _home(self, pick):
        return self._one(Household.objects.exclude(occupancy__in=GONE), pick)

    def _report(self, home, back, more):
        outcome, mode = ("met", "met", "met", "absent")[more % 4], ("door", "phone", "video")[more % 3]
        return Report(home.pk, ago(back), mode, outcome)

    def visit(self, pick, back, more):
        """A late entry too."""
        report = self._report(self._home(pick), back, more)
        record_visit(client_id=uuid.uuid4(), report=report, by=self.cadre, at=v.NOON, today=today())

    def correct(self, pick, back, more):
        visit = self._one(Visit.objects.valid(), pick)
        report = self._report(visit.household, back, more)
        correct_visit(
            visit=visit, client_id=uuid.uuid4(), report=report, by=self.cadre, scope=self.scope, at=v.NOON, today=today()
        )  # fmt: skip

    def void(self, pick, back, more):
        visit = self._one(Visit.objects.valid(), pick)
        void_visit(visit=visit, reason="例", by=self.cadre, scope=self.scope, at=v.NOON, today=today())

    def _change(self, kind, back, home=None, area="", **payload):
        told = Proposal(
            uuid.uuid4(), kind, ago(back), household=home.token if home else "", area=area, payload=payload
        )
        propose(proposal=told, by=self.cadre, scope=self.scope, at=v.NOON, today=today())

    def move(self, pick, back, more):
        home = self._home(pick)
        grid = self._one(Area.objects.on(today()).filter(level="grid", parent=home.village_id), more)
        self._change("moved", back, home, grid=grid.code)

    def move_across(self, pick, back, more):
        village = (self.places.west, self.places.east, self.places.far)[more % 3]
        self._change("moved_across", back, self._home(pick), village=village.code, address="例路3号")

    def occupy(self, pick, back, more):
        kind, said = (
            ("empty", {}),
            ("seasonal", {"where": "例市"}),
            ("moved_out", {"where": "例市"}),
            ("dissolved", {"why": "例"}),
            ("came_back", {}),
        )[more % 5]
        home = self._one(Household.objects.all(), pick) if kind == "came_back" else self._home(pick)
        self._change(kind, back, home, **said)

    def begin(self, pick, back, more):
        grid = self._one(Area.objects.on(today()).filter(level="grid"), pick)
        self._change("new", back, area=grid.code, head_name="例新户")

    def merge(self, pick, back, more):
        home = self._home(pick)
        near = (
            Household.objects.filter(village=home.village_id).exclude(pk=home.pk).exclude(occupancy__in=GONE)
        )
        self._change("merged", back, home, into=self._one(near, more).token, number="this", size=3)

    def split(self, pick, back, more):
        self._change("split", back, self._home(pick), head_name="例分户", size=1)

    def point(self, pick, back, more):
        place = v.middle(more % 4, 0)
        self._change(
            "corrected",
            back,
            self._home(pick),
            point={"lon": place.x + 0.001 * (1 + more), "lat": place.y, "quality": "phone"},
        )

    def care(self, pick, back, more):
        category = self.categories[more % 3].code
        self._change("care_added", back, self._home(pick), category=category, name="例居民", birth_year=1950)

    def end_care(self, pick, back, more):
        record = self._one(CareRecord.objects.filter(period__upper_inf=True), pick)
        self._change("care_ended", back, record.household, record=record.pk)

    def undo_change(self, pick, back, more):
        latest = list(RegisterChange.objects.filter(state="confirmed").order_by("-pk"))
        change = latest[pick % len(latest)] if latest else None
        undo(change=change, by=self.cadre, scope=self.scope, at=v.NOON)

    def link(self, pick, back, more):
        set_contacts(changes=[Change(self._home(pick).pk, self.member.pk)], by=self.cadre, on=ago(back))

    def end_link(self, pick, back, more):
        link = self._one(ContactLink.objects.filter(period__upper_inf=True), pick)
        end_contact(link=link, reason="household_left", on=ago(back), by=self.cadre)

    def rule(self, pick, back, more):
        group = Group(category=self.categories[pick % 3]) if pick % 2 else Group(occupancy="lived_in")
        area = (self.places.county, self.places.west, self.places.grids[0], self.places.town)[more % 4]
        set_rule(
            group=group, area=area, days=(5, 10, 20)[more % 3], modes=(["door"], ["door", "phone"])[more % 2],
            since_day=max(ago(back), today()), today=today(),
        )  # fmt: skip

    def end_rule(self, pick, back, more):
        end_rule(rule=self._one(VisitRule.objects.all(), pick), on=max(ago(back), today()), today=today())

    def special(self, pick, back, more):
        category = self.categories[pick % 3]
        values = Values(category.name, category.name_en, special=bool(more % 2))
        change_category(code=category.code, values=values, by=self.cadre, scope=self.scope)

    def bring(self, pick, back, more):
        """A ledger of visits is imported."""
        homes = Household.objects.filter(village=self.places.west).order_by("pk")
        rows = [
            f"{self.places.west.code},{home.number},{ago(max(0, back - place))},{self.member.user.username},,,,{more}-{place}"
            for place, home in enumerate(homes)
        ]
        run = self.office.upload(LEDGER + "\n".join(rows) + "\n", kind="visits", name="ledger.csv")
        self.office.check(run)
        assert self.office.write(run)

    def take_back(self, pick, back, more):
        """The import is undone."""
        run = self._one(ImportRun.objects.filter(state="applied"), pick)
        assert not self.office.undo(run)

    def redraw(self, pick, back, more):
        """Effective in the past or later."""
        where, lines = DRAWINGS[more % len(DRAWINGS)]
        villages = [getattr(self.places, where)]
        by, scope = self.planner, scope_of(self.planner, on=today())
        plan = create_plan(
            name="例方案", villages=villages, scope=scope, by=by, at=v.NOON, today=today(), reason="例"
        )
        plan = describe_plan(
            plan=plan, version=plan.version, by=by, scope=scope, at=v.NOON, effective=ago(back)
        )
        plan, _problems = save_drawing(
            plan=plan, version=plan.version, pencil=Pencil(np.array(lines, dtype=object), ()), scope=scope, by=by,
            at=v.NOON, today=today(),
        )  # fmt: skip
        plan.grids.filter(area=None, name="").update(name="例新网格")
        self._publish(plan)

    def revert(self, pick, back, more):
        plan = self._one(BoundaryPlan.objects.filter(state="published"), pick)
        self._publish(revert(plan=plan, context=self._mover(self.planner)))

    def _publish(self, plan):
        submit(plan=plan, context=self._mover(self.planner))
        approve(plan=plan, context=self._mover(self.cadre))
        publish(plan=plan, context=self._mover(self.cadre), day=today())

    def _mover(self, who):
        return MoveContext(by=who, scope=scope_of(who, on=today()), at=v.NOON, today=today(), remarks="")

    def keep(self, pick, back, more):
        """Between all this the workers keep what is over, now and then only a part of it."""
        keep_past(today=today(), seconds=None if more % 3 else 0.05)


DEEDS = [name for name in vars(Deeds) if not name.startswith("_")]
