"""Guesses at one account, from wherever they come: after the first ones each has to wait longer until it is looked at.

A delay, and no lock that a stranger could turn against somebody: guesses from places where the account has never
signed in are counted together, those from a known place for that place alone. A place is a browser, or else a network:
many share one address (a village office, a carrier's gateway), and there the browser that has signed in before is not
slowed by what others type. So the right person gets in at once from where he or she has been before, and from
elsewhere after the delay. Keys are keyed hashes: neither names nor addresses are kept.
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from django.db import connection
from django.utils.crypto import salted_hmac

from geodata.accounts.models import Guesses, KnownNetwork


class Kind(StrEnum):
    PASSWORD = "password"  # noqa: S105
    CODE = "code"
    LINK = "link"


FREE = 10
"""So many in a row cost nothing: people mistype."""
FIRST = dt.timedelta(seconds=30)
"""The delay after one more; it doubles with each."""
MOST = {
    Kind.PASSWORD: dt.timedelta(minutes=15),
    Kind.CODE: dt.timedelta(hours=1),
    Kind.LINK: dt.timedelta(minutes=15),
}
"""A code has six digits, and the same phone's three are good at a time: 24 guesses a day name one in 40 years."""
FORGOTTEN = dt.timedelta(hours=24)
KNOWN_FOR = dt.timedelta(days=180)
ONE_BY_ONE = 3
"""From so many failures on one guess is looked at at a time, or many at once would all be looked at."""


def wait(kind: Kind, name: str, places: Iterable[str], *, at: dt.datetime) -> float:
    """Seconds until the next guess is looked at; 0 if it is now. `places`: where it comes from, the nearest first."""
    key = _key(kind, name, places, at=at)
    guesses = Guesses.objects.filter(key=key, at__gt=at - FORGOTTEN).first()
    if guesses is None or guesses.failures < ONE_BY_ONE:
        return 0
    # A second to wait rather than a queue: workers that wait for a lock are workers that answer nobody.
    if not _alone(key):
        return 1
    return max(0.0, (guesses.at + delay(kind, guesses.failures) - at).total_seconds())


def delay(kind: Kind, failures: int) -> dt.timedelta:
    """How long the next guess waits after so many failures."""
    if failures < FREE:
        return dt.timedelta()
    # Bounded before the power: a million failures must not make a number that no delay can hold.
    longer: int = 2 ** min(failures - FREE, 20)
    return min(FIRST * longer, MOST[kind])


def count(kind: Kind, name: str, places: Iterable[str], *, at: dt.datetime) -> None:
    """One more has failed. One statement."""
    parameters: dict[str, str | dt.datetime] = {
        "key": _key(kind, name, places, at=at),
        "at": at,
        "old": at - FORGOTTEN,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, parameters)


def let_in(name: str, places: Iterable[str], *, at: dt.datetime) -> None:
    """Signed in, second step included: what failed from there is forgotten, and the places are known."""
    places = tuple(places)
    keys = [_key(kind, name, places, at=at) for kind in (Kind.PASSWORD, Kind.CODE)]
    # Before the place becomes known: these keys are of the places as they were when it failed.
    Guesses.objects.filter(key__in=keys).update(failures=0, at=at)
    for place in places:
        KnownNetwork.objects.update_or_create(key=_place_key(name, place), defaults={"seen_at": at})


def known_place(name: str, places: Iterable[str], *, at: dt.datetime) -> str:
    """The nearest of these places from which the account has signed in; empty if it has from none."""
    keys = {_place_key(name, place): place for place in places}
    seen = set(
        KnownNetwork.objects.filter(key__in=keys, seen_at__gt=at - KNOWN_FOR).values_list("key", flat=True)
    )
    return next((place for key, place in keys.items() if key in seen), "")


def _key(kind: Kind, name: str, places: Iterable[str], *, at: dt.datetime) -> str:
    return _hash(f"{kind}\n{name}\n{known_place(name, places, at=at) or 'elsewhere'}")


def _place_key(name: str, place: str) -> str:
    return _hash(f"network\n{name}\n{place}")


def _hash(text: str) -> str:
    return salted_hmac("geodata.accounts.guesses", text, algorithm="sha256").hexdigest()


def _alone(key: str) -> bool:
    """Is no other guess with that key under way? Held to the end of the transaction, and never waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        alone: bool = cursor.fetchone()[0]
    return alone


COUNT = """
INSERT INTO geodata_guesses (key, failures, at) VALUES (%(key)s, 1, %(at)s)
ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN geodata_guesses.at < %(old)s THEN 1 ELSE geodata_guesses.failures + 1 END, at = EXCLUDED.at"""
