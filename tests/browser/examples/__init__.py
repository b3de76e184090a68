"""Pages of each concept as a browser opens them, in a module of its name that is found by the manifest.

OPENED: by who opens it the name of each address, and for each part of it the thing that stands there. Optional: QUERIES (what
is asked of it), LEAD_ON, LEAD_BACK and GONE (see tests/browser/addresses.py), and `things`, which makes what stands in its addresses.
"""

import datetime as dt
from dataclasses import dataclass

from geodata.accounts.models import User
from geodata.contacts.models import Member
from geodata.people.models import Household
from tests import village as v
from tests.pages.conftest import Reader

Parts = dict[str, dict[str, str]]
"""By the name of an address: the thing of each of its parts."""


@dataclass(frozen=True)
class Stage:
    """Who and what there is before things are made: the small county, its officer, a planner, a leader, a household's member."""

    county: v.County
    officer: User
    office: Reader
    planner: User
    leader: User
    home: Household
    member: Member
    now: dt.datetime
    on: dt.date
