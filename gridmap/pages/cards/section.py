"""The contact card on a household's page, for those who look after it."""

import datetime as dt

from django.template.loader import render_to_string

from geodata.coverage import cards, states
from geodata.people.models import Household
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import Rights


def of_household(request: ScopedRequest, household: Household, rights: Rights, *, on: dt.date) -> str:
    """Nothing where there is no card."""
    question = states.Question(states.Selection(households=(household.pk,)), on=on)
    if not rights.visit or not (held := cards.of_household(question)):
        return ""
    context = {"held": held, "card_label": cards.CardState(held.state).label, "household": household}
    return render_to_string("cards/parts/of_household.html", context, request)
