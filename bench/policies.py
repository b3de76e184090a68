"""What the policies in force say of every household, beside the compiled SELECT of each policy into an unlogged table.

`python -m bench.policies` on the database of DATABASE_URL; everything is taken back again.
"""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.databases import begin
from bench.timing import Line, show

TIMES = 2.0
ONE, ANSWER = 10.0, 20.0
ALONE = "INSERT INTO bench_pairs SELECT household_id, {policy}, {value} FROM (SELECT household_id{leaves} FROM {joins} WHERE {here}) k"
PERSONS = """
INSERT INTO bench_pairs SELECT household_id, {policy}, CASE WHEN bool_or({value}) THEN true WHEN bool_and({value} IS NOT NULL) THEN false END
FROM (SELECT household_id{leaves} FROM {joins}) k GROUP BY household_id"""


def main() -> int:
    return 0 if show("Policies", [*county(), *one()]) else 1


@contextmanager
def taken_back() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        seeded()
        yield
        transaction.set_rollback(True)


def seeded() -> None:
    from django.utils import timezone

    from geodata.accounts.models import User
    from geodata.policies.models import Policy
    from geodata.policies.seeds import load_invented_policies
    from geodata.posts.department_defaults import load_missing_departments
    from geodata.territory.models import Area

    if not Policy.objects.exists():
        load_missing_departments()
        top, by = Area.objects.filter(level="county").order_by("pk")[0], User.objects.order_by("pk")[0]
        load_invented_policies(top, by=by, first=dt.date(2020, 1, 1), at=timezone.now())


def county() -> Iterator[Line]:
    """All households of the first county, alternately; the quickest of three each."""
    from django.db import connection, transaction

    from geodata.base.periods import today
    from geodata.policies.matching import match_villages
    from geodata.territory.models import Area

    with taken_back(), connection.cursor() as cursor:
        top = Area.objects.filter(level="county").order_by("pk")[0]
        villages = list(Area.objects.under(top.code).level("village").values_list("pk", flat=True))
        cursor.execute(
            "CREATE UNLOGGED TABLE bench_pairs (household_id bigint, policy integer, value boolean)"
        )
        ours, theirs, again = [], [], []
        for _ in range(3):
            with transaction.atomic():
                began = time.perf_counter()
                selects(cursor, villages, today())
                theirs.append(1000 * (time.perf_counter() - began))
                transaction.set_rollback(True)
            cursor.execute("DELETE FROM geodata_matching")
            found = match_villages(villages, on=today())
            ours.append(1000 * found.seconds)
            again.append(1000 * match_villages(villages, on=today()).seconds)
        assert found.yes + found.no + found.unknown == found.pairs
        print(f"{found.pairs:,} pairs: {found.yes:,} yes, {found.no:,} no, {found.unknown:,} unknown")
    yield Line("matching, written as a row a household", min(ours), min(theirs), TIMES, "48 SELECTs")
    yield Line("  the next day, where nothing has changed", min(again), min(theirs), TIMES, "48 SELECTs")


def selects(cursor: Any, villages: list[int], on: dt.date) -> None:
    """Each policy by itself."""
    from geodata.base.filters.compiling import Bits, Question
    from geodata.policies.rules import rules_in_force

    for rule in rules_in_force(on):
        household = rule.subject == "household"
        question = Question(
            [rule.tree], subject="household" if household else "resident", on=on, bits=Bits([rule.tree])
        )
        joins = question.joins("x.village_id = ANY (%(among)s)", base="home" if household else "person")
        statement = (ALONE if household else PERSONS).format(
            policy=rule.policy, value=question.values[0], leaves=question.leaves(), joins=joins, here="home.occupancy <> 'dissolved'"
        )  # fmt: skip
        cursor.execute(statement, {**question.params, "among": villages})


def one() -> Iterator[Line]:
    """One household, as its officer sees it, and an answer at its door; the median of forty."""
    import uuid

    from django.utils import timezone

    from geodata.base.periods import today
    from geodata.base.rls import as_web_role
    from geodata.contacts.rights import scope_in_force
    from geodata.people.models import Household
    from geodata.policies.answering import Said, answer_question
    from geodata.policies.matching import match_households
    from geodata.posts.models import Post

    with taken_back():
        post = Post.objects.filter(kind="township_officer", period__upper_inf=True).select_related(
            "user", "area"
        )[0]
        homes = list(
            Household.objects.filter(village__code__startswith=post.area.code, occupancy="lived_in")[:40]
        )
        alone, answers = [], []
        with as_web_role():
            scope = scope_in_force(post.user, on=today())
            for home in homes:
                began = time.perf_counter()
                match_households([home.pk], on=today())
                alone.append(1000 * (time.perf_counter() - began))
                told = Said(question="heated", household=home.token, value=False, on=today())
                began = time.perf_counter()
                answer_question(
                    client_id=uuid.uuid4(),
                    said=told,
                    by=post.user,
                    scope=scope,
                    at=timezone.now(),
                    today=today(),
                )
                answers.append(1000 * (time.perf_counter() - began))
    yield Line("one household", sorted(alone)[len(alone) // 2], None, ONE, "ms")
    yield Line("an answer, with all that hangs on it", sorted(answers)[len(answers) // 2], None, ANSWER, "ms")


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
