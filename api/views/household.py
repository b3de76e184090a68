"""One household: who looks after it, when it was visited, and why it has its status."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api.features.households import Listing
from api.permissions import visible_household
from api.schema import TOKEN, documented
from api.serializers.areas import OnDay
from api.serializers.households import CareShape, LinkShape, OneHouseholdShape, VisitShape
from api.views.base import GeoView
from geodata import periods
from geodata.contacts.models import ContactLink
from geodata.coverage import disclosure, states
from geodata.errors import NotFound
from geodata.people.masking import masked_phones
from geodata.people.models import CareRecord, Household
from geodata.territory.scope import Right
from geodata.visits.models import Visit
from geodata.visits.reasons import in_words, rhythm_of

LATEST = 50


class OneHousehold(GeoView):
    right = Right.HOUSEHOLDS

    @documented(
        "household",
        _("One household"),
        {200: OneHouseholdShape},
        query=OnDay,
        path=[TOKEN],
        problems=[404],
        geojson=OneHouseholdShape,
    )
    def get(self, request: Request, token: str) -> HttpResponse:
        """One household with its state of the day. Opening one with records of special care is put on record."""
        on = OnDay.read(request).get("on") or periods.today()
        household = visible_household(self.scope, token)
        details = self.scope.to(Right.DETAILS)
        free = details.holds_household(pk=household.pk, village=household.village_id, grid=household.grid_id)
        disclosure.check(free=free, on=on, window=disclosure.WINDOWS[0])
        question = states.Question(states.Selection(households=(household.pk,)), on=on)
        listing = Listing(question, "households", details, near=True)
        found, _more = listing.page(after=None, limit=1)
        if not found:
            raise NotFound(token)
        shown = found[0]["properties"]
        shown |= _common(household) | (
            _hidden(household) if shown["masked"] else _open(household, shown, on=on)
        )
        return self.geojson({**found[0], "on": on.isoformat()})


def _common(household: Household) -> dict[str, Any]:
    links = ContactLink.objects.filter(household=household).select_related("member__user")
    return {
        "group": household.group,
        "point_quality": household.point_quality,
        "contacts": [LinkShape(link).data for link in links.order_by("-period")],
    }


def _hidden(household: Household) -> dict[str, Any]:
    return {
        "phones": masked_phones(household.phones),
        "point_datum": "",
        "reason": None,
        "care": None,
        "visits": None,
    }


def _open(household: Household, state: dict[str, Any], *, on: dt.date) -> dict[str, Any]:
    care = CareRecord.objects.filter(household=household).select_related("category", "resident")
    visits = Visit.objects.filter(household=household).valid().up_to(on).prefetch_related("visitors__user")
    last_met = dt.date.fromisoformat(state["last_met"]) if state["last_met"] else None
    return {
        "phones": household.phones,
        "point_datum": household.point_datum,
        "reason": in_words(rhythm_of(household, on=on), status=state["status"], last_met=last_met, on=on),
        "care": [CareShape(record).data for record in care.order_by("-period")],
        "visits": [VisitShape(visit).data for visit in visits.order_by("-day", "-pk")[:LATEST]],
    }
