"""Taking the demo away again: only what is invented, and only where nothing real stands beside it."""

from typing import cast

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from geodata.accounts.models import ApiToken, Phone, PhoneNumber, User
from geodata.accounts.one_time_links import OneTimeLink
from geodata.audit.models import AccessEntry, Notice
from geodata.calendar.models import CalendarVersion, WorkDay
from geodata.campaigns.models import Campaign, CampaignStep, PlaceTask
from geodata.contacts.changelog import LinkStep
from geodata.contacts.models import Branch, BranchArea, Member, MemberAbility
from geodata.demo.copying import Model, execute, table
from geodata.entitlements.list_models import ListRow, ListRun
from geodata.entitlements.models import Training
from geodata.imports.models import ImportMove, ImportPart, ImportRun, ImportStep
from geodata.industry.models import (
    Cooperative,
    Enterprise,
    EnterpriseVillage,
    Guidance,
    IncomeSample,
    Opportunity,
    SalesAid,
    Specialist,
)
from geodata.jobs.models import FilePiece, Job, JobFile
from geodata.meetings.models import Addendum, AgendaItem, Decision, Meeting, MeetingRule, MeetingStep
from geodata.needs.models import NeedSeries
from geodata.needs.note_models import OldNotes
from geodata.needs.settings_models import NeedCategory, NeedRule
from geodata.outgoing.models import MailAddress, Outgoing
from geodata.pairing.models import Pairing, PairingStep
from geodata.people.models import CareCategory, Household
from geodata.plans.models import BoundaryPlan, LayerLine, Lineage, PlanGrid, PlanStep
from geodata.policies.models import DoorQuestion, Policy, PolicyStep, PolicyVersion
from geodata.policies.trial_models import PolicyTrial
from geodata.posts.departments import Department
from geodata.posts.models import Post
from geodata.projects.models import LivelihoodProject, ProjectStep
from geodata.register.duplicates import PossibleDuplicate
from geodata.reports.models import Edition, EditionPart, WeeklyReport
from geodata.saved.models import SavedView
from geodata.services.models import (
    OrderOffer,
    OrderStep,
    ServiceItem,
    ServiceOrder,
    Team,
    TeamMember,
    TeamVisit,
)
from geodata.territory.models import Area, BaseShape, Boundary
from geodata.visits.held import HeldVisit, HeldVisitStep
from geodata.visits.models import VisitRule

EMPTIED: tuple[Model, ...] = (
    Addendum,
    Decision,
    AgendaItem,
    MeetingStep,
    Meeting,
    MeetingRule,
    EditionPart,
    Edition,
    WeeklyReport,
    PlaceTask,
    CampaignStep,
    Campaign,
    ProjectStep,
    LivelihoodProject,
    IncomeSample,
    Opportunity,
    SalesAid,
    Guidance,
    Specialist,
    EnterpriseVillage,
    Enterprise,
    Cooperative,
    TeamVisit,
    TeamMember,
    OrderOffer,
    OrderStep,
    ServiceOrder,
    Team,
    ServiceItem,
    SavedView,
    ListRow,
    ListRun,
    Training,
    PolicyTrial,
    PolicyStep,
    PolicyVersion,
    Policy,
    DoorQuestion,
    NeedSeries,
    OldNotes,
    Outgoing,
    MailAddress,
    FilePiece,
    JobFile,
    Job,
    PairingStep,
    Pairing,
    LinkStep,
    Lineage,
    PlanStep,
    PlanGrid,
    BoundaryPlan,
    LayerLine,
    BaseShape,
    Notice,
    PossibleDuplicate,
    Post,
    Department,
    CalendarVersion,
    WorkDay,
    MemberAbility,
    Member,
    BranchArea,
    Branch,
    ImportStep,
    ImportPart,
    ImportMove,
    ImportRun,
    Boundary,
    Area,
    AccessEntry,
    ApiToken,
    OneTimeLink,
    HeldVisitStep,
    HeldVisit,
    Phone,
    PhoneNumber,
    cast(Model, User.groups.through),
    cast(Model, User.user_permissions.through),
)
"""Emptied after everything that leads to a household, in an order that foreign keys allow; users go last."""


CONFIGURATION: tuple[Model, ...] = (CareCategory, VisitRule, NeedCategory, NeedRule)
"""Kept, but for rules of single areas, and for the departments that categories propose."""


def real_rows() -> list[str]:
    """Tables with rows, present or former, that are not marked as invented."""
    return [
        model.__name__
        for model in apps.get_app_config("geodata").get_models()
        if hasattr(model, "synthetic") and QuerySet(model).filter(synthetic=False).exists()
    ]


def tables_of_accounts() -> list[str]:
    """Tables of other applications that lead to a user (second factors, sessions, …), the farthest first."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS, [table(User)])
        return [row[0] for row in cursor.fetchall()]


OTHERS = """
WITH RECURSIVE chain (id, depth) AS (
    SELECT %s::regclass::oid, 0
    UNION SELECT conrelid, depth + 1 FROM pg_constraint JOIN chain ON confrelid = id
    WHERE contype = 'f' AND conrelid <> confrelid AND NOT starts_with(conrelid::regclass::text, 'geodata_'))
SELECT id::regclass::text FROM chain WHERE depth > 0 GROUP BY id ORDER BY max(depth) DESC"""


def former_rows() -> list[Model]:
    """The tables of former rows, but those of rules and categories, which stay."""
    return [
        model
        for model in apps.get_app_config("geodata").get_models()
        if hasattr(model, "pgh_obj") and model.pgh_obj.field.related_model not in CONFIGURATION
    ]


def remove_demo() -> None:
    """Empty the tables of the demo. The caller has made sure that there are no real rows, in the same transaction."""
    execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE does not wait for pending checks
    for model in former_rows():
        # They would seem to be former rows of the next demo, whose rows take the same keys.
        execute(f"TRUNCATE {table(model)}")
    # Everything that leads to a household goes with it, whatever tables there are.
    execute(f"TRUNCATE {table(Household)} CASCADE")
    _leave_configuration()
    execute("SET CONSTRAINTS stands_where_its_steps_led DEFERRED")  # steps go before their things
    for name in (*map(table, EMPTIED), *tables_of_accounts(), table(User)):
        execute(f"DELETE FROM {name}")  # noqa: S608  (names that the database itself tells)


def _leave_configuration() -> None:
    """What of it is of single areas or names a department goes: these are emptied next."""
    VisitRule.objects.exclude(area=None).delete()
    NeedRule.objects.exclude(area=None).delete()
    NeedCategory.objects.exclude(department=None).update(department=None)
