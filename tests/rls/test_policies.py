"""What the web role sees when a filter is forgotten."""

import re

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from geodata.audit.concept import Action
from geodata.audit.models import AccessEntry
from geodata.audit.record import record_access
from geodata.base import rls
from geodata.base.rls import as_web_role
from geodata.contacts.models import ContactLink
from geodata.contacts.rights import scope_in_force
from geodata.coverage.models import HouseholdFacts
from geodata.people.models import CareRecord, Household, OccupancyPeriod, Placement
from geodata.visits.models import Visit, Visitor
from tests import village as v
from tests import worlds

pytestmark = pytest.mark.usefixtures("defaults")
TABLES = [Household, Placement, OccupancyPeriod, CareRecord, ContactLink, Visit, Visitor, HouseholdFacts]


def looked_after() -> v.County:
    """Each of the four households has a contact, a visit and a care record."""
    worlds.defaults()
    places = v.county()
    for home in places.homes:
        v.link(v.member(places.west), home)
        v.visit(home, v.TODAY, by=v.user())
        v.care(home)
    return places


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
        record_access(user=who, action=Action.EXPORT, at=v.NOON)
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


def test_the_ids_of_a_scope_are_looked_up_in_a_hash_table_and_never_searched(places):
    """An array is searched from its beginning for each row: of the 900 villages of a city that is 20 times the scan itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, qual, with_check FROM pg_policies WHERE 'gridmap_web' = ANY (roles)"
        )
        policies = cursor.fetchall()
        searched = re.compile(r"(?<![.\w])\w+ = ANY \(ARRAY\( SELECT unnest")
        assert [
            table for table, *rules in policies if any(searched.search(rule or "") for rule in rules)
        ] == []
    with as_web_role(), connection.cursor() as cursor:
        scope_in_force(v.officer("county_officer", places.county), on=v.TODAY)
        for table in TABLES:
            cursor.execute(f"EXPLAIN SELECT count(*) FROM {table._meta.db_table}")
            assert "hashed SubPlan" in "".join(line for (line,) in cursor.fetchall()), table


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
        with rls.reaching(places.homes[0].token) as pk:
            assert (pk, Household.objects.count()) == (places.homes[0].pk, 1)
        assert Household.objects.count() == 0
        with rls.reaching("x" * 22) as pk:
            assert pk is None


def test_the_index_of_met_visits_holds_every_column_that_the_policy_asks_for():
    """Else a window of visits is looked up row by row in the table: four times as long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(a.attname::text) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
            " AND a.attnum = ANY (i.indkey) WHERE i.indexrelid = 'met_visits_by_village_and_day'::regclass"
        )
        (columns,) = cursor.fetchone()
        cursor.execute(
            "SELECT qual FROM pg_policies WHERE tablename = 'geodata_visit' AND 'gridmap_web' = ANY (roles)"
        )
        (condition,) = cursor.fetchone()
    asked = {
        name
        for name in ("village_id", "household_id", "entered_by_id", "client_id")
        if f"({name} =" in condition or f"({name} IN" in condition
    }
    assert asked >= {"village_id", "household_id", "entered_by_id"}
    assert asked <= set(columns)
