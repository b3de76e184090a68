"""Accounts: who signs in, and by what."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Kept, MenuEntry, later
from geodata.base.menu import OFFICE
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    SIGN_IN = "sign_in", _("signed in")
    SIGN_IN_REFUSED = "sign_in_refused", _("sign-in refused")
    LOCKED_OUT = "locked_out", _("locked out after failed sign-ins")
    SIGN_OUT = "sign_out", _("signed out")
    SESSION_ENDED = "session_ended", _("ended a session")
    TOKEN_ENDED = "token_ended", _("revoked API tokens")
    PASSWORD_SET = "password_set", _("set a password")
    STEP_SET_UP = "step_set_up", _("set up the second step")
    STEP_REMOVED = "step_removed", _("removed the second step")
    CODES_MADE = "codes_made", _("generated new recovery codes")
    IDENTITY_ADDED = "identity_added", _("connected an outside identity")
    IDENTITY_REMOVED = "identity_removed", _("disconnected an outside identity")
    ACCOUNT_OPENED = "account_opened", _("opened an account")
    ACCOUNT_CLOSED = "account_closed", _("closed an account")
    ACCOUNT_REOPENED = "account_reopened", _("reopened a closed account")
    LINK_ISSUED = "link_issued", _("issued a one-time link")
    MENU_VIEWED = "menu_viewed", _("viewed the menu of an account")


CONCEPT = Concept(
    name="accounts",
    models=("models", "one_time_links"),
    written=("geodata_phonenumber", "geodata_user"),
    rights={
        Right.ACCOUNTS: _("fill any post, and open or close any account"),
    },
    menu=(
        MenuEntry(
            "accounts",
            _("Accounts"),
            120,
            (Right.APPOINT, Right.ACCOUNTS),
            group=OFFICE,
            about=_("Who can sign in, and the links to set a password."),
        ),
        MenuEntry(
            "account_slips",
            _("Slips"),
            121,
            (Right.APPOINT, Right.ACCOUNTS),
            group=OFFICE,
            about=_("One-time links for a village, printed on slips."),
        ),
    ),
    kept=(
        Kept(
            "failures",
            _("failed sign-ins"),
            later("geodata.accounts.retention.failures"),
            "KEEP_LOGS_DAYS",
            3 * 365,
        ),
        Kept("sessions", _("ended sessions"), later("geodata.accounts.retention.sessions")),
        Kept("tokens", _("ended API tokens"), later("geodata.accounts.retention.tokens")),
        Kept("counts", _("counts of requests"), later("geodata.accounts.retention.counts")),
        Kept(
            "guesses",
            _("counts of sign-in attempts, and known networks"),
            later("geodata.accounts.retention.guesses"),
        ),
    ),
    actions=Action,
    by_themselves=(
        "account",
        "account_change_password",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_slips",
        "accounts",
        "accounts_xlsx",
        "api:account_slips",
        "api:one_token",
        "api:token",
        "api:tokens",
        "close_account",
        "disconnect_identity",
        "end_session",
        "end_tokens",
        "link_for",
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_reauthenticate",
        "mine",
        "reopen_account",
        "socialaccount_connections",
        "use_link",
    ),
    silent={
        "language": "one's own language",
        "look": "one's own look",
        "kept": "gives a form back to whoever filled it in, and sends nothing",
        "openid_connect_login": "leads to the county's sign-in",
        "openid_connect_callback": "signing in records by itself",
        "socialaccount_login_cancelled": "says that nothing happened",
        "socialaccount_login_error": "says that nothing happened",
        "mfa_view_recovery_codes": "one's own codes",
    },
)
