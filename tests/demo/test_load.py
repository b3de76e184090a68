"""The small county in the database: counted, marked, placed, and within the laws."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Count, F

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.stored_texts import even_texts
from geodata.campaigns.models import CampaignResult
from geodata.contacts.models import ContactLink, Member
from geodata.contacts.rights import scope_of
from geodata.coverage.counts import coverage
from geodata.coverage.facts import differences
from geodata.demo.changes import CONFIRMED
from geodata.demo.logins import NAMES
from geodata.demo.removing import real_rows
from geodata.people.models import LEFT_OCCUPANCIES, CareRecord, Household, OccupancyPeriod, Placement
from geodata.posts.models import Post
from geodata.territory.models import Area, Boundary
from geodata.visits.models import Visit, Visitor
from geodata.visits.record import Report
from tests.demo.small import PASSWORD, load_small_demo

pytestmark = pytest.mark.django_db
HOUSEHOLDS = 600 + sum(CONFIRMED[kind] for kind in ("new", "moved_in", "split"))
"""With those that came in the month."""


@pytest.fixture(scope="module", autouse=True)
def summary(django_db_setup, django_db_blocker):
    """Loaded once for this file, and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_small_demo()
        transaction.set_rollback(True)


def test_everything_that_was_summed_up_is_there(summary):
    assert Household.objects.count() == summary.households == HOUSEHOLDS
    within = Visit.objects.filter(day__gte=periods.today() - dt.timedelta(days=365))
    called = CampaignResult.objects.exclude(visit=None).count()
    assert called and within.count() == summary.visits == 2_727 + called
    assert Area.objects.filter(level="grid").count() == summary.grids
    assert ContactLink.objects.on(periods.today()).primary().count() == summary.linked
    assert Household.objects.filter(point=None).count() == summary.without_point == 6


def test_its_texts_are_written_as_those_that_come_in():
    """What goes out of the demo comes in again as no change: a branch (例) would be another one than （例）."""
    counts = even_texts(lambda name: apps.get_model("geodata", name), apply=False)
    assert (counts.changed, counts.left) == ({}, {})


def test_every_row_that_can_be_marked_is_marked():
    assert real_rows() == []
    assert all(
        model.objects.filter(synthetic=True).exists() for model in (Area, Boundary, User, Household, Visit)
    )


def test_codes_and_names_are_the_real_ones():
    assert Area.objects.get(code="430382100201").name == "清溪村"
    assert Area.objects.get(code="430382").parent is None
    assert set(Area.objects.filter(level="township").values_list("kind", flat=True)) == {
        "town",
        "rural_township",
    }


def test_all_points_but_the_documented_ones_lie_in_the_grid_on_the_roster():
    on = periods.today()
    astray = Household.objects.exclude(grid=None).exclude(
        point__coveredby=Boundary.objects.filter(area=models.OuterRef("grid"), period__contains=on).values(
            "geometry"
        )
    )
    assert astray.exclude(point=None).count() <= 1


def test_the_grids_of_each_village_fill_it():
    area = """SELECT sum(ST_Area(b.geometry)) FROM geodata_boundary b JOIN geodata_area a ON a.id = b.area_id
        WHERE a.level = %s AND b.period @> gridmap_today()"""
    with connection.cursor() as cursor:
        sums = [
            cursor.execute(area, [level]).fetchone()[0] for level in ("county", "township", "village", "grid")
        ]
    assert sums == pytest.approx([sums[0]] * 4, rel=1e-9)


def test_present_grid_and_occupancy_are_those_of_the_open_periods():
    on = periods.today()
    assert Placement.objects.filter(period__contains=on).exclude(grid=F("household__grid")).exclude(
        grid=None, household__grid=None
    ).count() == 0  # fmt: skip
    assert (
        OccupancyPeriod.objects.filter(period__contains=on)
        .exclude(occupancy=F("household__occupancy"))
        .count()
        == 0
    )
    assert Placement.objects.filter(period__contains=on).count() == HOUSEHOLDS


def test_facts_say_what_history_says():
    assert differences(on=periods.today()) == []


def test_person_times_are_the_visitors():
    counted = Visit.objects.annotate(people=Count("visitors"))
    assert counted.exclude(people=F("person_times")).count() == 0
    assert Visitor.objects.count() > Visit.objects.count()


def test_the_same_report_sent_again_would_be_the_same_visit():
    visit = Visit.objects.filter(person_times=2).first()
    report = Report(
        household=visit.household_id,
        day=visit.day,
        mode=visit.mode,
        outcome=visit.outcome,
        note=visit.note,
        brought=visit.brought,
        visitors=list(visit.visitors.values_list("user", flat=True)),
    )
    assert report.digest(visit.household.token) == visit.body_hash


def test_no_visit_is_of_today_or_later():
    assert not Visit.objects.filter(day__gte=periods.today()).exists()
    assert not Visit.objects.filter(entered_at__date__lt=F("day")).exists()


def test_the_ten_logins_open_with_the_password_and_nobody_else_can_sign_in():
    can = [user for user in User.objects.all() if user.has_usable_password()]
    assert {user.username for user in can} == set(NAMES)
    assert all(user.check_password(PASSWORD) for user in can)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("county", ("430382",)),
        ("township", ("430382100",)),
        ("village", ("430382100201",)),
        ("water", ("430382",)),
        ("planner", ("430382",)),
        ("auditor", ()),
        ("admin", ()),
        ("contact", ()),
    ],
)
def test_each_login_has_its_scope(name, codes):
    assert scope_of(User.objects.get(username=name), on=periods.today()).codes == codes


def test_the_leader_leads_one_grid_of_the_village():
    scope = scope_of(User.objects.get(username="leader"), on=periods.today())
    assert len(scope.grids) == 1 and scope.codes[0].startswith("430382100201")


def test_the_contact_member_looks_after_households_with_something_to_do():
    user = User.objects.get(username="contact")
    homes = scope_of(user, on=periods.today()).households
    assert 5 <= len(homes) <= 20
    assert CareRecord.objects.filter(household__in=homes).exists()


def test_the_county_is_mostly_well_looked_after():
    on = periods.today()
    scope = scope_of(User.objects.get(username="county"), on=on)
    counts = coverage(area=Area.objects.get(code="430382"), by="village", on=on, scope=scope).total.counts
    gone = OccupancyPeriod.objects.filter(occupancy__in=LEFT_OCCUPANCIES, period__contains=on).count()
    assert gone and counts.households == HOUSEHOLDS - gone
    assert 0.6 < counts.ok / 600 < 0.75
    assert (
        counts.never
        and counts.long
        and counts.overdue
        and counts.special_overdue
        and counts.leader_posts_vacant
    )


def test_the_county_was_looked_after_as_well_all_the_year():
    scope = scope_of(User.objects.get(username="county"), on=periods.today())
    county = Area.objects.get(code="430382")
    for age in range(0, 365, 91):
        on = periods.today() - dt.timedelta(days=age)
        counts = coverage(area=county, by="village", on=on, scope=scope).total.counts
        assert 0.05 < counts.unvisited / counts.households < 0.4, age


def test_keys_go_on_after_the_loaded_ones():
    assert User.objects.create(username="later", name="例后").pk == User.objects.order_by("-pk").first().pk
    User.objects.filter(username="later").delete()


def test_triggers_and_row_level_security_are_back():
    with connection.cursor() as cursor:
        asleep = cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'").fetchone()[0]
        unforced = cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity AND relname LIKE 'geodata%'"
        ).fetchone()[0]
    assert (asleep, unforced) == (0, 0)


def test_a_new_visit_moves_the_facts_at_once():
    home = Household.objects.filter(facts__last_met=None, occupancy="lived_in").first()
    by = Member.objects.first().user
    with transaction.atomic():
        Visit.objects.create(
            client_id="00000000-0000-4000-8000-000000000001", household=home, village_id=home.village_id,
            day=periods.today(), entered_at=dt.datetime.now(tz=dt.UTC), entered_by=by, synthetic=True,
        )  # fmt: skip
        home.facts.refresh_from_db()
        assert home.facts.last_met == periods.today()
        transaction.set_rollback(True)


def test_leaders_are_people_of_the_demo():
    assert Post.objects.filter(kind="small_leader").count() == Area.objects.filter(level="grid").count()
