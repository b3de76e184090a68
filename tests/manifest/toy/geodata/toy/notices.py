"""Which notices of lanterns still stand."""

from django.db.models import Q

from geodata.base.scope import Scope


def dark(_scope: Scope) -> Q:
    return Q(link="/lanterns/")
