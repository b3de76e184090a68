"""What the web role sees when a filter is forgotten."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from geodata import second_line
from geodata.audit.models import AccessEntry
from geodata.audit.record import record_access
from geodata.contacts.models import ContactLink
from geodata.coverage.models import HouseholdFacts
from geodata.people.models import CareRecord, Household, OccupancyPeriod, Placement
from geodata.second_line import as_web_role, scope_in_force
from geodata.visits.models import Visit, Visitor
from tests import village as v
from tests import worlds

pytestmark = pytest.mark.usefixtures("defaults")
TABLES = [Household, Placement, OccupancyPeriod, CareRecord, ContactLink, Visit, Visitor, HouseholdFacts]


def looked_after() -> v.County:
    """Each of the four households has a contact, a visit and a care record."""
    worlds.defaults()
    made = v.county()
    for home in made.homes:
        v.link(v.member(made.west), home)
        v.visit(home, v.TODAY, by=v.user())
        v.care(home)
    return made


@pytest.fixture(scope="module")
def build():
    return looked_after


def seen(table, who) -> int:
    """How many rows of the table a query without any filter gives to that user."""
    with as_web_role():
        scope_in_force(who, on=v.TODAY)
        return table.objects.count()


@pytest.mark.parametrize("table", TABLES)
def test_a_forgotten_filter_shows_the_scope_and_no_more(places, table):
    assert seen(table, v.officer("county_officer", places.county)) == 4
    assert seen(table, v.officer("township_officer", places.town)) == 3
    assert seen(table, v.officer("village_officer", places.west)) == 2
    assert seen(table, v.officer("small_leader", places.grids[3])) == 1
    assert seen(table, places.homes[0].links.get().member.user) == 1


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("kind", ["auditor", "administrator"])
def test_without_a_territory_nothing_is_seen(places, table, kind):
    assert seen(table, v.officer(kind, None)) == 0


@pytest.mark.parametrize("table", TABLES)
def test_before_a_scope_is_shown_nothing_is_seen(places, table):
    v.officer("county_officer", places.county)
    with as_web_role():
        assert table.objects.count() == 0


def test_a_member_finds_the_own_links_before_the_scope_is_known(places):
    member = places.homes[0].links.get().member
    with as_web_role():
        assert scope_in_force(member.user, on=v.TODAY).households == {places.homes[0].pk}


def test_the_web_role_writes_only_in_its_scope(places):
    who = v.officer("village_officer", places.west)
    with as_web_role():
        scope_in_force(who, on=v.TODAY)
        v.visit(places.homes[0], v.TODAY, by=who)
        with pytest.raises((ProgrammingError, Household.DoesNotExist)), transaction.atomic():
            v.visit(places.homes[3], v.TODAY, by=who)


def test_the_record_of_access_is_append_only_and_for_auditors(places):
    who, auditor = v.officer("village_officer", places.west), v.officer("auditor", None)
    with as_web_role():
        scope_in_force(who, on=v.TODAY)
        record_access(user=who, action=AccessEntry.Action.EXPORT, at=v.NOON)
        assert AccessEntry.objects.count() == 0
    assert seen(AccessEntry, auditor) == 1
    for change in ("DELETE FROM geodata_accessentry", "UPDATE geodata_accessentry SET subject = ''"):
        with as_web_role(), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(change)


def test_afterwards_the_role_is_ours_again(places):
    with as_web_role():
        pass
    assert Household.objects.count() == 4


def test_the_web_role_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'gridmap_web'::regrole")
        assert cursor.fetchone()[0] == 0


def leads_to_household() -> set[str]:
    """Tables with a path of foreign keys to the household."""
    found = {Household._meta.db_table}
    models = list(apps.get_app_config("geodata").get_models(include_auto_created=True))
    while True:
        more = {
            model._meta.db_table
            for model in models
            for field in model._meta.get_fields()
            if field.is_relation and field.concrete and field.related_model._meta.db_table in found
        } - found
        if not more:
            return found
        found |= more


def without_policy(tables: set[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_policies ON tablename = relname"
            " WHERE relforcerowsecurity AND 'gridmap_web' = ANY (roles)"
        )
        return tables - {row[0] for row in cursor.fetchall()}


def test_every_table_that_leads_to_a_household_has_a_policy():
    assert len(leads_to_household()) >= 10
    assert without_policy(leads_to_household()) == set()


def test_a_table_without_policy_is_caught():
    assert without_policy({"geodata_area"}) == {"geodata_area"}


def test_every_policy_is_a_filter_that_the_planner_takes_no_estimate_from(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, qual FROM pg_policies WHERE policyname = 'web_sees_its_scope'")
        policies = dict(cursor.fetchall())
    assert len(policies) > 10
    assert [table for table, rule in policies.items() if not rule.startswith("COALESCE(")] == []


def test_ones_own_visits_stay_in_sight_and_nobody_elses(places):
    who = v.user()
    v.visit(places.homes[3], v.TODAY, by=who)
    assert seen(Visit, who) == seen(Visitor, who) == 1
    assert seen(Household, who) == 0


def test_a_token_gives_an_id_to_the_web_role_alone(places):
    with connection.cursor() as cursor:
        cursor.execute("SELECT proacl::text[], prosecdef FROM pg_proc WHERE proname = 'household_id_of'")
        rights, definer = cursor.fetchone()
    assert definer
    assert not [right for right in rights if right.startswith("=")]
    assert [right for right in rights if right.startswith("gridmap_web=X")]


def test_what_is_reached_by_a_token_is_out_of_sight_again(places):
    who = v.user()
    with as_web_role():
        scope_in_force(who, on=v.TODAY)
        with second_line.reaching(places.homes[0].token) as pk:
            assert (pk, Household.objects.count()) == (places.homes[0].pk, 1)
        assert Household.objects.count() == 0
        with second_line.reaching("x" * 22) as pk:
            assert pk is None
