"""Accounts, their links and second steps."""

from typing import Any

from geodata.accounts.links import new_link
from tests import village as v
from tests.browser.examples import Parts, Stage

ACCOUNT = {"number": "account"}
OPENED: dict[str, Parts] = {
    "office": {
        "language": {}, "look": {}, "account_logout": {}, "account_reauthenticate": {}, "mine": {}, "mfa_index": {},
        "socialaccount_connections": {}, "account_change_password": {}, "end_session": {}, "end_tokens": {},
        "disconnect_identity": {}, "socialaccount_login_error": {}, "kept": {}, "accounts": {}, "accounts_xlsx": {}, "account_slips": {}, "account": ACCOUNT,
        "link_for": ACCOUNT, "close_account": ACCOUNT, "reopen_account": ACCOUNT,
    },
    "administrator": {"menu_of": ACCOUNT},
    "guarded": {
        "mfa_reauthenticate": {}, "mfa_deactivate_totp": {}, "mfa_view_recovery_codes": {},
        "mfa_generate_recovery_codes": {},
    },
    "newcomer": {"mfa_activate_totp": {}},
    "halfway": {"mfa_authenticate": {}},
    "nobody": {
        "account_login": {}, "socialaccount_login_cancelled": {},
        "openid_connect_login": {"provider_id": "provider"},
        "openid_connect_callback": {"provider_id": "provider"},
        "use_link": {"account": "link_account", "token": "link_token"},
    },
}  # fmt: skip
LEAD_ON = {"use_link", "openid_connect_callback"}
LEAD_BACK = {"language", "look", "account_logout", "kept"}


def things(stage: Stage) -> dict[str, Any]:
    account, token = new_link(v.user())
    return {
        "account": stage.leader.pk,
        "provider": "office",
        "link_account": account,
        "link_token": token,
    }
