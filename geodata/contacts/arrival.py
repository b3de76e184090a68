"""Who comes with a request and what the scope follows from, asked at once with its beginning: see geodata/sql/arrive.sql.

It is asked anew for every request and taken once: within a request that changes posts, whoever asks again is told what
holds by then.
"""

import datetime as dt
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from psycopg.types.json import Jsonb

from geodata.accounts.models import ApiToken, User, printable
from geodata.base.rls import Rows, Statement
from geodata.contacts.duties import Duties
from geodata.posts.two_factor import asks_for_second_step

COLUMNS = tuple(field.attname for field in User._meta.concrete_fields)
ASK = (
    "SELECT a.second_step, a.counted, a.duties, version_of_villages(a.duties -> 'villages', %s),"  # noqa: S608 (names of columns alone)
    f" u.{', u.'.join(COLUMNS)}"
    " FROM arrive(%s, %s, %s, %s, %s, %s, %s, %s, %s) a JOIN geodata_user u ON u.id = a.who"
)


@dataclass(frozen=True)
class Caller:
    """By what somebody comes: the digest of a token, or the account of a session."""

    digest: str = ""
    account: int | None = None
    device: str = ""
    network: str = ""

    @classmethod
    def with_token(cls, token: str, *, device: str, network: str) -> Self:
        return cls(ApiToken.digest_of(token), None, printable(device), network)


@dataclass(frozen=True)
class Coming:
    """A request of which is asked who comes. It is counted by its kind in the present stretch of `every` seconds."""

    caller: Caller
    at: dt.datetime
    on: dt.date
    kind: str
    every: int
    stretch: int
    beginning: str | None = None
    """How the codes of the villages begin whose version is asked along; None: it is not asked."""

    @property
    def question(self) -> Statement:
        """What goes along with the beginning of the transaction."""
        caller, counted_as = self.caller, f"{self.every}:{self.kind}-"
        used = (self.at - ApiToken.NOTED, caller.device, caller.network)
        return ASK, [
            self.beginning,
            caller.digest,
            caller.account,
            self.at,
            self.on,
            *used,
            counted_as,
            self.stretch,
        ]

    def version_of(self, arrival: "Arrival") -> Statement | None:
        """Asked elsewhere than where somebody arrived: what the data is there."""
        if self.beginning is None:
            return None
        return "SELECT version_of_villages(%s, %s)", [Jsonb(dict(arrival.duties.villages)), self.beginning]

    def read(self, rows: Rows) -> "Arrival | None":
        """The answer; None: nobody, or nobody whom it lets in."""
        if not rows:
            return None
        second_step, counted, duties, version, *columns = rows[0]
        user = User.from_db("default", COLUMNS, columns)
        told = Version(*version) if version else None
        return Arrival(self.caller, self.kind, self.on, user, second_step, counted, Duties.read(duties), told)


class Version(NamedTuple):
    """What the data was when the request began: see geodata/sql/marks_follow.sql."""

    territory: int
    villages: int
    """Of those asked for, and of what everybody's answers rest upon."""


@dataclass(frozen=True)
class Arrival:
    """The active user who has come, and how many requests of that kind these are by now."""

    caller: Caller
    kind: str
    on: dt.date
    user: User
    has_second_step: bool
    counted: int
    duties: Duties
    version: Version | None = None

    def with_version(self, rows: Rows) -> Self:
        """The same where the data is as these rows say: see `Coming.version_of`."""
        return replace(self, version=Version(*rows[0][0]) if rows and rows[0][0] else None)

    @property
    def must_set_up(self) -> bool:
        """Do the posts of the day ask for a second step that is not there?"""
        held = ((post.kind, post.level) for post in self.duties.posts)
        return not self.has_second_step and asks_for_second_step(self.user, held)


not_taken: ContextVar[Arrival | None] = ContextVar("arrival", default=None)
"""Of the request under way, until its scope is asked for."""


def taken(user: User, *, on: dt.date) -> Duties | None:
    """What came with the request, if it is that user's of that day and nobody has taken it."""
    arrival = not_taken.get()
    not_taken.set(None)
    if arrival is None or (arrival.user.pk, arrival.on) != (user.pk, on):
        return None
    return arrival.duties
