"""Every address of the site."""

from allauth.socialaccount import views as identities
from allauth.socialaccount.providers.openid_connect import views as identity
from django.urls import URLPattern, URLResolver, include, path, re_path

from gridmap.pages import (
    accounts,
    cards,
    errors,
    import_steps,
    imports,
    members,
    mine,
    plan,
    plans,
    posts,
    proposals,
    rules,
    second_step,
    sheet,
    today,
    visit,
    workbench,
)
from gridmap.pages.appoint import appoint_page
from gridmap.pages.compare import compare_page
from gridmap.pages.contact import contact_page, end_page
from gridmap.pages.coverage import coverage_page
from gridmap.pages.drawing import drawing_page
from gridmap.pages.exports import export_file, exports_page
from gridmap.pages.gaps import export, gaps_page
from gridmap.pages.health import PROBES
from gridmap.pages.history import history_page
from gridmap.pages.home import home_page
from gridmap.pages.household import household_page, record
from gridmap.pages.inbox import decide as decide_held
from gridmap.pages.inbox import inbox_page
from gridmap.pages.jobs import cancel_page, download, job_page, jobs_page
from gridmap.pages.kept import kept_page
from gridmap.pages.ledger import ledger_export, ledger_page
from gridmap.pages.left import left_page
from gridmap.pages.link import link_page
from gridmap.pages.login import Login, PasswordAgain, language, logout
from gridmap.pages.notices import read_notices
from gridmap.pages.records import records_export, records_page
from gridmap.pages.rosters import roster_page, roster_pdf

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

# Anything else is an unknown address: a NUL byte never reaches the database.
CODE = r"(?P<code>[0-9]{2,15})"
EXTRACT, FORM = r"(?P<extract>[a-z]{1,20})", r"(?P<form>[a-z]{1,10})"
NUMBER = r"(?P<number>[0-9]{1,9})"
PROVIDER = r"(?P<provider_id>[A-Za-z0-9_-]{1,50})"

urlpatterns: list[URLPattern | URLResolver] = [
    # Answered before they are looked up (gridmap/availability.py); here for their names.
    *[path(address.lstrip("/"), probe, name=address.lstrip("/")) for address, probe in PROBES.items()],
    path("api/v1/", include("api.urls")),
    path("", home_page, name="home"),
    path("notices/read/", read_notices, name="read_notices"),
    # The names by which django-allauth knows its pages.
    path("login/", Login.as_view(), name="account_login"),
    path("login/code/", second_step.EnterCode.as_view(), name="mfa_authenticate"),
    path("login/again/", PasswordAgain.as_view(), name="account_reauthenticate"),
    path("login/code/again/", second_step.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("login/identity/cancelled/", identities.login_cancelled, name="socialaccount_login_cancelled"),
    path("login/identity/failed/", identities.login_error, name="socialaccount_login_error"),
    re_path(rf"^login/oidc/{PROVIDER}/login/$", identity.login, name="openid_connect_login"),
    re_path(rf"^login/oidc/{PROVIDER}/login/callback/$", identity.callback, name="openid_connect_callback"),
    path("logout/", logout, name="account_logout"),
    path("link/<str:account>/<str:token>/", link_page, name="use_link"),
    path("me/", mine.mine_page, name="mine"),
    path("me/", mine.mine_page, name="mfa_index"),
    path("me/", mine.mine_page, name="socialaccount_connections"),
    path("me/password/", mine.password_page, name="account_change_password"),
    path("me/sessions/end/", mine.end_session, name="end_session"),
    path("me/tokens/end/", mine.end_tokens, name="end_tokens"),
    path("me/identities/end/", mine.disconnect, name="disconnect_identity"),
    path("me/second-step/", second_step.SetUp.as_view(), name="mfa_activate_totp"),
    path("me/second-step/remove/", second_step.TakeAway.as_view(), name="mfa_deactivate_totp"),
    path("me/recovery-codes/", second_step.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "me/recovery-codes/new/", second_step.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"
    ),
    path("kept/", kept_page, name="kept"),
    path("language/", language, name="language"),
    path("coverage/", coverage_page, name="coverage"),
    path("gaps/", gaps_page, name="gaps"),
    path("gaps/export.xlsx", export, {"kind": "xlsx"}, name="export_xlsx"),
    path("gaps/export.csv", export, {"kind": "csv"}, name="export_csv"),
    path("gaps/export.geojson", export, {"kind": "geojson"}, name="export_geojson"),
    path("gaps/export.gpkg", export, {"kind": "gpkg"}, name="export_gpkg"),
    path("exports/", exports_page, name="exports"),
    re_path(rf"^exports/{CODE}/{EXTRACT}\.{FORM}$", export_file, name="export_file"),
    path("households/<str:token>/", household_page, name="household"),
    path("households/<str:token>/visits/", record, name="record_visit"),
    path("households/<str:token>/contact/", contact_page, name="contact"),
    path("households/<str:token>/contact/end/", end_page, name="end_contact"),
    re_path(rf"^areas/{CODE}/history/$", history_page, name="history"),
    path("jobs/", jobs_page, name="jobs"),
    path("jobs/<uuid:job>/", job_page, name="job"),
    path("jobs/<uuid:job>/cancel/", cancel_page, name="cancel_job"),
    path("files/<uuid:file>/", download, name="file"),
    path("pairings/", workbench.workbench_page, name="workbench"),
    path("pairings/assign/", workbench.assign, name="assign"),
    path("pairings/steps/<int:number>/undo/", workbench.undo_step, name="undo_step"),
    path("pairings/steps/<int:number>/approve/", workbench.approve_step, name="approve_step"),
    path("members/", members.members_page, name="members"),
    path("members/<int:number>/", members.member_page, name="member"),
    path("members/<int:number>/hand-over/", members.hand_over_page, name="hand_over"),
    path("plans/", plans.plans_page, name="plans"),
    path("plans/new/", plans.new_page, name="new_plan"),
    path("plans/compare/", compare_page, name="compare_plans"),
    re_path(rf"^plans/{NUMBER}/$", plan.plan_page, name="plan"),
    re_path(rf"^plans/{NUMBER}/households/$", plan.moved_page, name="plan_households"),
    re_path(rf"^plans/{NUMBER}/draw/$", drawing_page, name="draw_plan"),
    path("visits/", ledger_page, name="ledger"),
    path("visits/export.xlsx", ledger_export, {"kind": "xlsx"}, name="ledger_xlsx"),
    path("visits/export.csv", ledger_export, {"kind": "csv"}, name="ledger_csv"),
    path("rules/", rules.rules_page, name="rules"),
    path("rules/end/", rules.end_page, name="end_rule"),
    path("visits/sheet/", sheet.sheet_page, name="sheet"),
    path("visits/sheet/find/", sheet.find, name="sheet_find"),
    path("visits/inbox/", inbox_page, name="inbox"),
    path("visits/inbox/<uuid:held>/decide/", decide_held, name="decide_held"),
    path("visits/<uuid:visit>/", visit.visit_page, name="visit"),
    path("visits/<uuid:visit>/correct/", visit.correct, name="correct_visit"),
    path("visits/<uuid:visit>/void/", visit.void, name="void_visit"),
    path("visits/<uuid:visit>/undo/", visit.undo, name="undo_visit"),
    path("today/", today.today_page, name="today"),
    path("today/shell/", today.shell_page, name="today_shell"),
    path("today/ready/", today.ready, name="today_ready"),
    path("today/left/", left_page, name="today_left"),
    path("today/worker.js", today.worker, name="today_worker"),
    path("proposals/", proposals.proposals_page, name="proposals"),
    re_path(rf"^proposals/{NUMBER}/$", proposals.proposal_page, name="proposal"),
    re_path(rf"^proposals/{NUMBER}/decide/$", proposals.decide, name="decide_proposal"),
    path("rosters/", roster_page, name="roster"),
    re_path(rf"^rosters/{CODE}/roster\.pdf$", roster_pdf, name="roster_pdf"),
    path("cards/", cards.cards_page, name="cards"),
    path("cards/print/", cards.print_page, name="print_cards"),
    path("cards/handed-over/", cards.hand_out_page, name="hand_out_cards"),
    re_path(rf"^cards/{CODE}/cards\.pdf$", cards.cards_pdf, name="cards_pdf"),
    path("households/<str:token>/card/", cards.hand_one, name="hand_card"),
    re_path(r"^c/(?P<card>[A-Za-z0-9_-]{1,32})/$", cards.scanned, name="scanned"),
    path("records/", records_page, name="records"),
    path("records/export.csv", records_export, name="records_export"),
    path("imports/", imports.imports_page, name="imports"),
    path("imports/new/", imports.upload_page, name="import_upload"),
    path("imports/<int:number>/", imports.import_page, name="import"),
    path("imports/<int:number>/columns/", import_steps.columns_page, name="import_columns"),
    path("imports/<int:number>/place/", import_steps.place_page, name="import_place"),
    path("imports/<int:number>/answers/", import_steps.answers_page, name="import_answers"),
    path("imports/<int:number>/apply/", import_steps.apply_page, name="import_apply"),
    path("imports/<int:number>/undo/", import_steps.undo_page, name="import_undo"),
    path("imports/<int:number>/abandon/", imports.abandon_page, name="import_abandon"),
    path("imports/<int:number>/problems.xlsx", imports.mending_file, name="import_mending"),
    *[
        path(f"imports/<int:number>/{what}/", imports.list_page, {"what": what}, name=f"import_{what}")
        for what in imports.LISTS
    ],
    path("posts/", posts.posts_page, name="posts"),
    path("posts/fill/", appoint_page, name="appoint"),
    path("posts/<int:number>/", posts.post_page, name="post"),
    path("accounts/", accounts.accounts_page, name="accounts"),
    path("accounts/<int:number>/", accounts.account_page, name="account"),
    path("accounts/<int:number>/link/", accounts.link_for, name="link_for"),
    path("accounts/<int:number>/close/", accounts.close, name="close_account"),
    path("accounts/<int:number>/reopen/", accounts.reopen, name="reopen_account"),
    path("accounts/<int:number>/menu/", accounts.menu_page, name="menu_of"),
]
