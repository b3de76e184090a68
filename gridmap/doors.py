"""What each door leaves on the record of access: who opened a special household, and who changed something.

Many verbs record by themselves, with more to tell; where a request has appended nothing, the door says at least that it
was used. A change counts that was not refused by its status.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.audit.record import appended
from geodata.people.models import CareRecord, Household
from gridmap.recording import record

Did = AccessEntry.Action
SAFE = ("GET", "HEAD", "OPTIONS")
LEAVES: dict[str, AccessEntry.Action] = dict.fromkeys(
    ("correct_visit", "void_visit", "undo_visit", "api:visit", "api:void_visit", "api:undo_visit"),
    Did.VISIT_CORRECTED,
)
LEAVES |= dict.fromkeys(
    (
        "contact", "end_contact", "assign", "undo_step", "approve_step", "hand_over", "decide_proposal",
        "api:contact", "api:hand_over", "api:pairings", "api:undo_step",
    ),
    Did.CONTACTS_CHANGED,
)  # fmt: skip
LEAVES |= dict.fromkeys(("member",), Did.MEMBER_CHANGED)
LEAVES |= dict.fromkeys(("rules", "end_rule", "api:rules", "api:end_rule"), Did.RULES_CHANGED)
LEAVES |= dict.fromkeys(
    ("print_cards", "hand_out_cards", "hand_card", "api:cards", "api:cards_delivered"), Did.CARDS_CHANGED
)
LEAVES |= dict.fromkeys(
    (
        "import_upload", "import_columns", "import_place", "import_answers", "import_apply", "import_undo", "import_abandon",
        "api:imports", "api:import_mapping", "api:import_check", "api:import_apply", "api:import_undo", "api:import_abandon",
    ),
    Did.IMPORT_PREPARED,
)  # fmt: skip
LEAVES |= dict.fromkeys(("new_plan", "plan", "api:plans", "api:plan", "api:plan_file"), Did.PLAN_CHANGED)
LEAVES |= dict.fromkeys(
    (
        "export_xlsx", "export_csv", "export_geojson", "export_gpkg", "export_file", "ledger_xlsx", "ledger_csv", "proposals", "records_export", "import_mending", "roster_pdf", "cards_pdf",
        "api:plan_propose",
    ),
    Did.JOB_STARTED,
)  # fmt: skip
"""By the name of an address: what a change through it leaves."""

BY_THEMSELVES = {
    "account_login", "account_logout", "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate", "use_link",
    "account_change_password", "end_session", "end_tokens", "disconnect_identity", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mine", "mfa_index", "socialaccount_connections",
    "link_for", "close_account", "reopen_account", "accounts", "account", "appoint", "post", "api:plan_moves",
    "api:token", "api:one_token", "api:tokens",
}  # fmt: skip
"""Their verbs append an entry of their own (signing in, accounts, posts, moves of a plan), or it is one's own device."""

NOTHING = {
    "record_visit": "the visit itself says who entered it, and when",
    "sheet": "the visit itself says who entered it, and when",
    "api:visits": "the visit itself says who entered it, and when",
    "decide_held": "the entry in the inbox says who decided, and when",
    "api:accept_held": "the entry in the inbox says who decided, and when",
    "api:refuse_held": "the entry in the inbox says who decided, and when",
    "api:inbox": "the entry in the inbox says who sent it, and when",
    "api:withdraw_held": "one's own entry in the inbox",
    "api:sent_visits": "asks, and changes nothing",
    "today_left": "what comes along stands in the inbox with its maker and time",
    "read_notices": "one's own notices",
    "language": "one's own language",
    "kept": "gives a form back to whoever filled it in, and sends nothing",
    "cancel_job": "one's own work",
    "api:cancel_job": "one's own work",
    "draw_plan": "a draft moves nobody, and its opening is on record",
    "api:drawing": "a draft moves nobody, and its opening is on record",
    "api:drawing_check": "asks, and changes nothing",
    "api:plan_lasso": "asks, and changes nothing",
    "api:plan_slivers": "asks, and changes nothing",
    "scanned": "hands over to a page that records",
    "openid_connect_login": "leads to the county's sign-in",
    "openid_connect_callback": "signing in records by itself",
    "socialaccount_login_cancelled": "says that nothing happened",
    "socialaccount_login_error": "says that nothing happened",
    "mfa_view_recovery_codes": "one's own codes",
    "api:unknown": "there is nothing",
}
"""Changes that leave no entry, and why."""


class OnRecord:
    """After the answer, inside its transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = appended.get()
        response = self.get_response(request)
        match = request.resolver_match
        user = getattr(request, "user", None)
        if match and isinstance(user, User) and appended.get() == before:
            _leave(request, user, match, response.status_code)
        return response


def _leave(request: HttpRequest, user: User, match: ResolverMatch, status: int) -> None:
    way = {"by": "api"} if match.namespace else {}
    if request.method not in SAFE and status < 400:
        if action := LEAVES.get(match.view_name):
            number = {"number": int(match.kwargs["number"])} if "number" in match.kwargs else {}
            record(action, user, subject=_subject(match), details=number | way)
    elif status in (200, 422) and (token := _opened(match)):
        record(Did.OPEN_HOUSEHOLD, user, subject=token, details=way)


def _subject(match: ResolverMatch) -> str:
    """The token of the household or the code of the area, where the address names one."""
    return _token(match) or str(match.kwargs.get("code", ""))


def _opened(match: ResolverMatch) -> str:
    """The token of a household that has, or had, records of special care; masked or not, a reader learns of it."""
    token = _token(match)
    special = CareRecord.objects.filter(household__token=token, category__special=True)
    return token if token and special.exists() else ""


def _token(match: ResolverMatch) -> str:
    told = match.kwargs
    if "token" in told and "households/" in match.route:
        return str(told["token"])
    if "visit" in told:
        return (
            Household.objects.filter(visits__client_id=told["visit"]).values_list("token", flat=True).first()
            or ""
        )
    return ""
