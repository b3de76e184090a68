"""Every address below /api/v1/."""

from django.urls import path, re_path

from api.views.areas import Areas, OneArea
from api.views.cards import Cards, CardsDelivered
from api.views.categories import Categories
from api.views.contacts import Contact, MembersOfVillage
from api.views.coverage import CoverageOfArea
from api.views.description import Docs, Schema
from api.views.drawing import Check, Drawing, Impacts, Lasso, Lines, Slivers
from api.views.history import History
from api.views.household import OneHousehold
from api.views.households import Households
from api.views.imports import (
    ImportAbandon,
    ImportApply,
    ImportCheck,
    ImportMapping,
    ImportRows,
    Imports,
    ImportUndo,
    OneImport,
)
from api.views.inbox import AcceptHeld, Inbox, RefuseHeld, SentVisits, WithdrawHeld
from api.views.index import Index
from api.views.jobs import CancelJob, MyFile, MyJob, MyJobs
from api.views.me import Myself
from api.views.pairings import HandOver, MemberOfScope, Pairings, Undo
from api.views.plan_files import PlanFile, PlanGeoPackage
from api.views.plan_moves import Moves, Propose
from api.views.plans import OnePlan, Plans
from api.views.rules import EndRule, Rules
from api.views.today import Today
from api.views.token import OneToken, Token, Tokens
from api.views.unknown import Unknown
from api.views.visit import OneVisitView, UndoVisit, VoidVisit
from api.views.visits import LedgerOfVisits, Visits

# Anything else in these places is an unknown address: a NUL byte never reaches the database.
CODE = r"(?P<code>[0-9]{2,15})"
TOKEN = r"(?P<token>[A-Za-z0-9_-]{1,32})"  # noqa: S105
NUMBER = r"(?P<number>[0-9]{1,9})"
PLAN = r"plans/(?P<number>[0-9]{1,9})/"

IMPORT = r"imports/(?P<number>[0-9]{1,9})/"

app_name = "api"
urlpatterns = [
    path("", Index.as_view(), name="index"),
    path("areas/", Areas.as_view(), name="areas"),
    re_path(rf"^areas/{CODE}/$", OneArea.as_view(), name="area"),
    path("categories/", Categories.as_view(), name="categories"),
    path("coverage/", CoverageOfArea.as_view(), name="coverage"),
    path("docs/", Docs.as_view(), name="docs"),
    path("households/", Households.as_view(), name="households"),
    re_path(rf"^households/{TOKEN}/$", OneHousehold.as_view(), name="household"),
    re_path(rf"^households/{TOKEN}/contact/$", Contact.as_view(), name="contact"),
    re_path(rf"^households/{TOKEN}/history/$", History.as_view(), name="history"),
    re_path(rf"^households/{TOKEN}/visits/$", Visits.as_view(), name="visits"),
    path("files/<uuid:file>/", MyFile.as_view(), name="file"),
    path("imports/", Imports.as_view(), name="imports"),
    re_path(rf"^{IMPORT}$", OneImport.as_view(), name="import"),
    re_path(rf"^{IMPORT}abandon/$", ImportAbandon.as_view(), name="import_abandon"),
    re_path(rf"^{IMPORT}apply/$", ImportApply.as_view(), name="import_apply"),
    re_path(rf"^{IMPORT}check/$", ImportCheck.as_view(), name="import_check"),
    re_path(rf"^{IMPORT}mapping/$", ImportMapping.as_view(), name="import_mapping"),
    re_path(rf"^{IMPORT}rows/$", ImportRows.as_view(), name="import_rows"),
    re_path(rf"^{IMPORT}undo/$", ImportUndo.as_view(), name="import_undo"),
    path("jobs/", MyJobs.as_view(), name="jobs"),
    path("jobs/<uuid:job>/", MyJob.as_view(), name="job"),
    path("jobs/<uuid:job>/cancel/", CancelJob.as_view(), name="cancel_job"),
    path("me/", Myself.as_view(), name="me"),
    path("cards/", Cards.as_view(), name="cards"),
    path("cards/delivered/", CardsDelivered.as_view(), name="cards_delivered"),
    path("members/", MembersOfVillage.as_view(), name="members"),
    re_path(rf"^members/{NUMBER}/$", MemberOfScope.as_view(), name="member"),
    re_path(rf"^members/{NUMBER}/hand-over/$", HandOver.as_view(), name="hand_over"),
    path("pairings/", Pairings.as_view(), name="pairings"),
    re_path(rf"^pairings/steps/{NUMBER}/undo/$", Undo.as_view(), name="undo_step"),
    path("plans/", Plans.as_view(), name="plans"),
    re_path(rf"^{PLAN}$", OnePlan.as_view(), name="plan"),
    re_path(rf"^{PLAN}drawing/$", Drawing.as_view(), name="drawing"),
    re_path(rf"^{PLAN}drawing/check/$", Check.as_view(), name="drawing_check"),
    re_path(rf"^{PLAN}file/$", PlanFile.as_view(), name="plan_file"),
    re_path(rf"^{PLAN}file\.gpkg$", PlanGeoPackage.as_view(), name="plan_geopackage"),
    re_path(rf"^{PLAN}impact/$", Impacts.as_view(), name="plan_impact"),
    re_path(rf"^{PLAN}lasso/$", Lasso.as_view(), name="plan_lasso"),
    re_path(rf"^{PLAN}slivers/$", Slivers.as_view(), name="plan_slivers"),
    re_path(rf"^{PLAN}lines/$", Lines.as_view(), name="plan_lines"),
    re_path(rf"^{PLAN}moves/$", Moves.as_view(), name="plan_moves"),
    re_path(rf"^{PLAN}propose/$", Propose.as_view(), name="plan_propose"),
    path("rules/", Rules.as_view(), name="rules"),
    path("rules/end/", EndRule.as_view(), name="end_rule"),
    path("schema/", Schema.as_view(), name="schema"),
    path("today/", Today.as_view(), name="today"),
    path("token/", Token.as_view(), name="token"),
    path("tokens/", Tokens.as_view(), name="tokens"),
    re_path(rf"^tokens/{NUMBER}/$", OneToken.as_view(), name="one_token"),
    path("visits/", LedgerOfVisits.as_view(), name="ledger"),
    path("visits/inbox/", Inbox.as_view(), name="inbox"),
    path("visits/inbox/<uuid:held>/accept/", AcceptHeld.as_view(), name="accept_held"),
    path("visits/inbox/<uuid:held>/refuse/", RefuseHeld.as_view(), name="refuse_held"),
    path("visits/inbox/<uuid:held>/withdraw/", WithdrawHeld.as_view(), name="withdraw_held"),
    path("visits/sent/", SentVisits.as_view(), name="sent_visits"),
    path("visits/<uuid:visit>/", OneVisitView.as_view(), name="visit"),
    path("visits/<uuid:visit>/void/", VoidVisit.as_view(), name="void_visit"),
    path("visits/<uuid:visit>/undo/", UndoVisit.as_view(), name="undo_visit"),
    re_path(r"^.*/$", Unknown.as_view(), name="unknown"),
]
