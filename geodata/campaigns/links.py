"""Where roll-calls stand on pages."""

from geodata.campaigns.models import Campaign


def link_of(campaign: Campaign) -> str:
    return f"/campaigns/{campaign.key}/"
