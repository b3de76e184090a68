"""One household: who looks after it, when it was visited, and why it has its status."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api.base.schema import TOKEN, documented
from api.base.views import GeoView
from api.geojson.households import Listing
from api.people.input import OneHouseholdQuery
from api.people.output import CareOut, LinkOut, OneHouseholdOut, VisitOut
from api.web.access import who
from geodata.base import keyset, periods
from geodata.base.errors import NotFound
from geodata.base.scope import Right
from geodata.contacts.models import ContactLink
from geodata.coverage import disclosure, states
from geodata.people.access import can_see_details, open_household
from geodata.people.masking import masked_phones
from geodata.people.models import CareRecord, Household
from geodata.visits.explanation import in_words, rhythm_of
from geodata.visits.models import VisitKey
from geodata.visits.pages import visits_of


class OneHousehold(GeoView):
    right = Right.HOUSEHOLDS

    @documented(
        "household",
        _("One household"),
        {200: OneHouseholdOut},
        query=OneHouseholdQuery,
        path=[TOKEN],
        problems=[404],
        geojson=OneHouseholdOut,
    )
    def get(self, request: Request, token: str) -> HttpResponse:
        """One household with its state of the day. Opening one with records of special care is put on record."""
        query = OneHouseholdQuery.read(request)
        on = query.get("on") or periods.today()
        household = open_household(token, by=who(request), scope=self.scope, at=timezone.now())
        details, free = self.scope.to(Right.DETAILS), can_see_details(self.scope, household)
        disclosure.check(free=free, on=on, window=disclosure.WINDOWS[0])
        question = states.Question(states.Selection(households=(household.pk,)), on=on)
        listing = Listing(question, "households", details, near=True)
        # One that has left stands in no list, and has its own page.
        features = (
            listing.page(after=None, limit=1).features
            or replace(listing, figure="left").page(after=None, limit=1).features
        )
        if not features:
            raise NotFound(token)
        shown = features[0]["properties"]
        shown |= _common(household) | (
            _hidden(household)
            if shown["masked"]
            else _open(household, shown, on=on, before=query.get("before"))
        )
        return self.geojson({**features[0], "on": on.isoformat()})


def _common(household: Household) -> dict[str, Any]:
    links = ContactLink.objects.filter(household=household).select_related("member__user")
    return {
        "group": household.group,
        "point_quality": household.point_quality,
        "contacts": [LinkOut(link).data for link in links.order_by("-period")],
    }


def _hidden(household: Household) -> dict[str, Any]:
    return {
        "phones": masked_phones(household.phones),
        "point_datum": "",
        "reason": None,
        "care": None,
        "visits": None,
        "older": None,
    }


def _open(
    household: Household, state: dict[str, Any], *, on: dt.date, before: VisitKey | None
) -> dict[str, Any]:
    care = CareRecord.objects.filter(household=household).select_related("category", "resident")
    page = visits_of(household, on=on, before=before)
    last_met = dt.date.fromisoformat(state["last_met"]) if state["last_met"] else None
    return {
        "phones": household.phones,
        "point_datum": household.point_datum,
        "reason": in_words(rhythm_of(household, on=on), status=state["status"], last_met=last_met, on=on),
        "care": [CareOut(record).data for record in care.order_by("-period")],
        "visits": [VisitOut(visit).data for visit in page.visits],
        "older": keyset.joined(*page.older) if page.older else None,
    }
