"""Who could look after one more household?"""

import datetime as dt

from django.db.models import Count, F, Q, QuerySet

from geodata.contacts.models import Member
from geodata.periods import covers
from geodata.territory.models import Area


def able_members(*, village: Area, on: dt.date) -> QuerySet[Member]:
    """Members of the village who are able to help on that day, with their `load` in households; most room first."""
    load = Count("links__household", filter=Q(links__period__contains=on), distinct=True)
    able = Member.objects.filter(covers(on), village=village, ability=Member.Ability.ABLE)
    found = able.select_related("user", "branch").annotate(load=load)
    return found.order_by(F("load") - F("capacity"), "user__name", "pk")
