"""Addresses of accounts below /api/v1/."""

from django.urls import path, re_path

from api.accounts.profile import Myself
from api.accounts.slips import AccountSlips
from api.accounts.tokens import OneToken, Token, Tokens
from api.web.addresses import NUMBER

urlpatterns = [
    path("accounts/slips/", AccountSlips.as_view(), name="account_slips"),
    path("me/", Myself.as_view(), name="me"),
    path("token/", Token.as_view(), name="token"),
    path("tokens/", Tokens.as_view(), name="tokens"),
    re_path(rf"^tokens/{NUMBER}/$", OneToken.as_view(), name="one_token"),
]
