"""Sealing anew, by the present key, what former keys have sealed: a batch at a time, each a transaction of its own.

What is sealed anew is not found again, so that a rotation which is broken off goes on where it was. What no key opens is
counted and left: its key may come back.
"""

import base64
from dataclasses import dataclass

from django.db import connection, transaction

from geodata.base.manifest import Sealed, concepts
from geodata.base.sealed import ID, Place, Unreadable, present, seal, unseal


@dataclass
class Resealed:
    """How many texts were sealed anew, and how many no key opens."""

    anew: int = 0
    unreadable: int = 0


def places() -> list[Sealed]:
    return [place for each in concepts() for place in each.sealed]


def waiting(place: Sealed) -> int:
    """How many texts another key than the present one has sealed."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_sealed_before(place)}", [ID, present()])
        return int(cursor.fetchone()[0])


def reseal(place: Sealed, *, batch: int) -> Resealed:
    """All texts of a place that another key has sealed, in the order of their rows."""
    done, after = Resealed(), ""
    while after := _batch(place, after, batch, done) or "":
        pass
    return done


@transaction.atomic
def _batch(place: Sealed, after: str, batch: int, done: Resealed) -> str | None:
    """The key of its last row, as text; None when there is no row."""
    key, last = f"t.{place.id}::text", None
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {place.key}, {place.value} {_sealed_before(place)} AND {key} > %s"
            f" ORDER BY {key} LIMIT %s",
            [ID, present(), after, batch],
        )
        for last, of, sealed in cursor.fetchall():
            at = Place(place.table, place.column, str(of))
            try:
                content = seal(unseal(bytes(sealed), at=at), at=at)
            except Unreadable:
                done.unreadable += 1
                continue
            # Written only where nobody wrote meanwhile; that was sealed by the present key.
            cursor.execute(*_written(place, content, last, bytes(sealed)))
            done.anew += cursor.rowcount
    return last


def _written(place: Sealed, content: bytes, key: str, before: bytes) -> tuple[str, tuple[bytes | str, ...]]:
    change = (
        f"UPDATE {place.table} t SET {place.column} = %s WHERE t.{place.id}::text = %s AND {place.value} = %s"
    )
    if not place.within:
        return change, (content, key, before)
    inside = f"jsonb_set({place.column}, '{{{place.within}}}', to_jsonb(%s::text))"
    return change.replace("= %s", f"= {inside}", 1), (base64.b64encode(content).decode(), key, before)


def _sealed_before(place: Sealed) -> str:
    """Names of tables and columns are of manifests."""
    return f"FROM {place.table} t {place.join} WHERE {place.value} <> ''::bytea AND substr({place.value}, 1, %s) <> %s"
