"""Which notices about roll-calls still stand, and what they are about."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import ngettext

from geodata.audit.models import Notice
from geodata.base.scope import Scope
from geodata.base.wording import figure
from geodata.campaigns.finding import visible
from geodata.campaigns.models import Campaign
from geodata.campaigns.words import State


def open_campaigns(_scope: Scope) -> Q:
    """Notices of before lead to the roll-call itself, and not to its calls."""
    path = Concat(Value("/campaigns/"), Cast("key", CharField()), Value("/"))
    still = Campaign.objects.filter(state=State.OPEN).alias(path=path, calls=Concat(path, Value("calls/")))
    return Q(Exists(still.filter(Q(path=OuterRef("link")) | Q(calls=OuterRef("link")))))


def named(notices: list[Notice], scope: Scope) -> Mapping[Any, str]:
    """By notice, the roll-call's title and how many households wait. One query."""
    keys = {notice.pk: uuid.UUID(notice.link.split("/")[2]) for notice in notices}
    titles = dict(visible(scope).filter(key__in=keys.values()).values_list("key", "title"))
    return {
        notice.pk: _said(titles[keys[notice.pk]], int(notice.subject))
        for notice in notices
        if keys[notice.pk] in titles
    }


def _said(title: str, number: int) -> str:
    words = ngettext("%(title)s: %(n)s household", "%(title)s: %(n)s households", number)
    return words % {"title": title, "n": figure(number)}
