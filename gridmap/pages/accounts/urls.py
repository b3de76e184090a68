"""Addresses of the pages of accounts."""

from allauth.socialaccount import views as identities
from allauth.socialaccount.providers.openid_connect import views as identity
from django.urls import path, re_path

from gridmap.look.preference import look_page
from gridmap.pages.accounts import accounts, profile, two_factor
from gridmap.pages.accounts.kept import kept_page
from gridmap.pages.accounts.link import link_page
from gridmap.pages.accounts.login import Login, PasswordAgain, language, logout
from gridmap.pages.accounts.slips import slips_page

PROVIDER = r"(?P<provider_id>[A-Za-z0-9_-]{1,50})"

urlpatterns = [
    # The names by which django-allauth knows its pages.
    path("login/", Login.as_view(), name="account_login"),
    path("login/code/", two_factor.EnterCode.as_view(), name="mfa_authenticate"),
    path("login/again/", PasswordAgain.as_view(), name="account_reauthenticate"),
    path("login/code/again/", two_factor.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("login/identity/cancelled/", identities.login_cancelled, name="socialaccount_login_cancelled"),
    path("login/identity/failed/", identities.login_error, name="socialaccount_login_error"),
    re_path(rf"^login/oidc/{PROVIDER}/login/$", identity.login, name="openid_connect_login"),
    re_path(rf"^login/oidc/{PROVIDER}/login/callback/$", identity.callback, name="openid_connect_callback"),
    path("logout/", logout, name="account_logout"),
    path("link/<str:account>/<str:token>/", link_page, name="use_link"),
    path("me/", profile.mine_page, name="mine"),
    path("me/", profile.mine_page, name="mfa_index"),
    path("me/", profile.mine_page, name="socialaccount_connections"),
    path("me/password/", profile.password_page, name="account_change_password"),
    path("me/sessions/end/", profile.end_session, name="end_session"),
    path("me/tokens/end/", profile.end_tokens, name="end_tokens"),
    path("me/identities/end/", profile.disconnect, name="disconnect_identity"),
    path("me/second-step/", two_factor.SetUp.as_view(), name="mfa_activate_totp"),
    path("me/second-step/remove/", two_factor.TakeAway.as_view(), name="mfa_deactivate_totp"),
    path("me/recovery-codes/", two_factor.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("me/recovery-codes/new/", two_factor.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("kept/", kept_page, name="kept"),
    path("language/", language, name="language"),
    path("look/", look_page, name="look"),
    path("accounts/", accounts.accounts_page, name="accounts"),
    path("accounts/list.xlsx", accounts.accounts_xlsx, name="accounts_xlsx"),
    path("accounts/slips/", slips_page, name="account_slips"),
    path("accounts/<int:number>/", accounts.account_page, name="account"),
    path("accounts/<int:number>/link/", accounts.link_for, name="link_for"),
    path("accounts/<int:number>/close/", accounts.close, name="close_account"),
    path("accounts/<int:number>/reopen/", accounts.reopen, name="reopen_account"),
    path("accounts/<int:number>/menu/", accounts.menu_page, name="menu_of"),
]
