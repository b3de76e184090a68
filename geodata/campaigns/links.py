"""Where roll-calls stand on pages."""

from geodata.campaigns.models import Campaign


def link_of(campaign: Campaign) -> str:
    return f"/campaigns/{campaign.key}/"


def calls_of(campaign: Campaign) -> str:
    """Where whoever is told of it goes on at once: the households that wait."""
    return f"{link_of(campaign)}calls/"
