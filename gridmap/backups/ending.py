"""What a restored database must not bring back: sessions, API tokens, one-time links, accounts that were closed since."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import psycopg

from geodata.base.rls import NO_TEMPORARY
from gridmap.backups.place import Place

SIGNED_IN = ("django_session", "usersessions_usersession")
# A link is good as long as the password that cannot be used is the one with which it was made.
LINKS = """
    UPDATE geodata_user SET password = '!' || translate(encode(sha256(gen_random_uuid()::text::bytea), 'base64'), '+/=', 'abc')
    WHERE left(password, 1) = '!'
"""
CLOSE = """
    UPDATE geodata_user SET is_active = false, password = '!' || gen_random_uuid()::text
    WHERE is_active AND username = ANY (%s) RETURNING username
"""


@dataclass(frozen=True)
class Ended:
    """How many sessions and tokens let nobody in any more, and whose accounts are closed again."""

    sessions: int
    tokens: int
    links: int
    closed: list[str]


def closed_in(place: Place) -> list[str] | None:
    """Login names of the accounts that are closed there now; None where there are no accounts to ask."""
    with place.connect() as connection:
        connection.execute("SET search_path = public")
        if _lacks(connection, "geodata_user"):
            return None
        rows = connection.execute("SELECT username FROM geodata_user WHERE NOT is_active ORDER BY username")
        return [row[0] for row in rows.fetchall()]


def end_all(place: Place, *, closed: Collection[str]) -> Ended:
    """End whatever lets somebody in without signing in anew, and close these accounts. In one transaction."""
    with place.connect() as connection, connection.transaction():
        connection.execute("SET LOCAL search_path = public")
        if _lacks(connection, "geodata_user"):
            return Ended(0, 0, 0, [])
        sessions = [connection.execute(f"DELETE FROM {table}").rowcount for table in SIGNED_IN]  # noqa: S608
        tokens = connection.execute("DELETE FROM geodata_apitoken").rowcount
        links = connection.execute(LINKS).rowcount
        if not _lacks(connection, "geodata_onetimelink"):
            connection.execute("DELETE FROM geodata_onetimelink")
        again = connection.execute(CLOSE, [list(closed)]).fetchall()
        connection.execute(NO_TEMPORARY)
        return Ended(sessions[0], tokens, links, sorted(row[0] for row in again))


def _lacks(connection: psycopg.Connection[Any], table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s) IS NULL", [f"public.{table}"]).fetchone()
    return bool(row and row[0])
