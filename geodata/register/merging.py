"""The change by which two households that are one become one: what is proposed, whatever door asks for it."""

import datetime as dt
import uuid

from geodata.people.models import Household
from geodata.register.proposing import Proposal


def merger(*, goes: Household, stays: Household, client_id: uuid.UUID, on: dt.date) -> Proposal:
    """`goes` was entered twice: it goes on in `stays`, whose number is kept. The persons are those of one household, not of two."""
    size = stays.size or goes.size
    payload = {"into": stays.token, "number": "other"} | ({"size": size} if size else {})
    return Proposal(client_id, "merged", on, household=goes.token, payload=payload)
