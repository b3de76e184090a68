"""The account of the village's officer, a token, and links and providers that are none."""

from geodata.accounts.models import ApiToken
from tests.attack.world import Home

ARGUMENTS = {"account": "link", "provider_id": "provider"}
NUMBERS = {"accounts/": "account", "api/v1/tokens/": "token"}


def _account(home: Home) -> int:
    return home.people["holder"].pk


def _token(home: Home) -> int:
    """The planner's."""
    return ApiToken.objects.get(user=home.people["planner"]).pk


MADE = {
    "account": _account,
    "token": _token,
    "link": lambda _home: "MQ",
    "provider": lambda _home: "nobody",
}
