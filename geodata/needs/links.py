"""Where a need is found on this site."""

from geodata.needs.models import Need

MINE = "/needs/mine/"
"""Where several that are due or late are told of together; the same in TOLD of service.py."""
LEDGER = "/needs/"
"""Where they were before: notices of then still lead there."""
ALL_NEW = "/needs/?state=new"
"""Those that wait to be accepted, where there are many."""


def link_of(need: Need) -> str:
    return f"/needs/{need.number}/"
