"""An installation without the demo has all that the demo's people do not make: nothing is set up by the demo alone."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from geodata.base.periods import since
from geodata.needs.defaults import load_missing_need_defaults
from geodata.people.defaults import load_missing_defaults
from geodata.people.models import CareCategory
from geodata.visits.models import VisitRule
from gridmap import checks
from tests.demo.small import load_small_demo

pytestmark = pytest.mark.django_db
INVENTED = {
    "geodata": {
        "Area", "Boundary", "Branch", "CareRecord", "ContactLink", "Department", "Post", "Household", "HouseholdFacts", "Livelihood", "Member",
        "OccupancyPeriod", "PhoneNumber", "Placement", "Resident", "User", "Visit", "Visitor", "BranchArea", "MemberAbility",
        # What they did in the last month.
        "Absence", "AccessEntry", "CareStep", "HouseholdLineage", "LinkChange", "LinkStep", "Notice", "PossibleDuplicate",
        "RegisterChange", "RegisterEffect", "RegisterStep", "TokenAlias",
        # What they told in the last year.
        "Assignment", "Consultation", "Dispute", "Need", "NeedHousehold", "NeedSeries", "NeedStep", "OldNotes", "Supervision",
        # How the land was drawn anew, what lies on it, and what of it is to be counted again.
        "BaseShape", "BoundaryPlan", "Lineage", "PastChange", "PlanGrid", "PlanStep", "TallyMark",
        # Policies and services that are invented as well, and what came of them.
        "AgencyService", "DoorAnswer", "DoorQuestion", "Entitlement", "EntitlementStep", "ListRow", "ListRun", "Matching", "MatchMark", "Policy",
        "PolicyStep", "PolicyVersion", "Training", "OrderOffer", "OrderStep", "ServiceItem", "ServiceOrder", "Team", "TeamMember",
        "TeamVisit",
        # What earns.
        "Cooperative", "CoopMembership", "Enterprise", "EnterpriseVillage", "Guidance", "IncomeSample", "Opportunity", "SalesAid", "Specialist",
        # Who was called before the cold came.
        "Campaign", "CampaignResult", "CampaignStep", "CampaignTarget", "PlaceTask",
        # What is built together.
        "LivelihoodProject", "ProjectHousehold", "ProjectNeed", "ProjectStep",
        # What of an import is kept that was undone.
        "ImportMove", "ImportPart", "ImportRun", "ImportStep",
    },
}  # fmt: skip
"""Tables of the people and the land that the demo invents: an office brings its own. All else is configuration."""


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def counted() -> Counter[str]:
    """Rows of every table of every application that is no invention."""
    known = set(connection.introspection.table_names())
    tables: list[type[models.Model]] = apps.get_models(include_auto_created=True)
    return Counter(
        {
            model._meta.label: found
            for model in tables
            if model._meta.db_table in known
            and model.__name__ not in INVENTED.get(model._meta.app_label, ())
            and not model.__name__.endswith("Event")
            and (found := model._base_manager.count())
        }
    )


def test_what_the_demo_sets_up_every_installation_has():
    with taken_back():
        load_small_demo()
        of_demo = counted()
    load_missing_defaults()
    load_missing_need_defaults()
    assert of_demo - counted() == Counter()
    assert CareCategory.objects.filter(special=True).exists() and VisitRule.objects.exists()


def test_prepare_loads_them(monkeypatch, settings):
    from gridmap.management.commands import prepare

    settings.DEMO = False
    monkeypatch.setattr(prepare, "call_command", lambda *_told, **_more: None)
    monkeypatch.setattr(prepare, "collect_static_files", lambda: None)
    prepare.Command().handle()
    assert VisitRule.objects.exists()


def test_what_an_office_has_changed_stays():
    load_missing_defaults()
    CareCategory.objects.filter(code="low_income").update(special=False)
    VisitRule.objects.filter(pk=1).update(days=14)
    VisitRule.objects.exclude(pk=1).update(period=(dt.date(2020, 1, 1), dt.date(2021, 1, 1)))
    assert load_missing_defaults() == []
    assert not CareCategory.objects.get(code="low_income").special
    assert VisitRule.objects.get(pk=1).days == 14


def test_rules_are_not_loaded_beside_an_offices_own_categories():
    CareCategory.objects.create(pk=1, code="own", name="例类", special=True, order=1)
    assert load_missing_defaults() == []
    CareCategory.objects.all().delete()
    load_missing_defaults()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM geodata_visitrule")
    assert load_missing_defaults() == ["rules"]


@pytest.mark.parametrize("model", [CareCategory, VisitRule])
def test_a_check_says_when_there_are_none(model):
    if model is VisitRule:
        CareCategory.objects.create(code="own", name="例类", special=True, order=1)
    else:
        VisitRule.objects.create(occupancy="lived_in", days=92, period=since(dt.date(2020, 1, 1)))
    (problem,) = checks.check_defaults(databases=["default"])
    assert (problem.id, str(model._meta.verbose_name_plural) in problem.msg) == ("gridmap.W004", True)


def test_with_both_it_is_silent():
    load_missing_defaults()
    assert checks.check_defaults(databases=["default"]) == []
