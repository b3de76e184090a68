"""The register: confirming 500 changes at once, and saving a proposal beside the raw transaction.

`python -m bench.register` on the database of DATABASE_URL; everything is taken back again.
"""

import datetime as dt
import itertools
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.databases import begin
from bench.timing import Line, milliseconds, show

MANY = 500
SECONDS = 2.0
PROPOSALS = 200
MIX = {
    "phones": 140, "point": 30, "head": 50, "moved": 40, "empty": 40, "moved_out": 30, "seasonal": 40, "care_verified": 40,
    "care_added": 25, "care_ended": 10, "resident_added": 10, "new": 15, "moved_in": 8, "split": 7, "dissolved": 5,
    "merged": 5, "again": 5,
}  # fmt: skip
"""Of what kinds 500 changes of a township are in a busy month; “again” is a second one of the same household."""


def main() -> int:
    lines = [*confirming(), saving()]
    return 0 if show("Register", lines) else 1


def confirming() -> Iterator[Line]:
    """A township's 500, as its officer, with everything that the end of the transaction asks for; then taken back."""
    from django.db import connection
    from django.utils import timezone

    from geodata.base import periods
    from geodata.base.rls import as_web_role
    from geodata.contacts.rights import scope_in_force
    from geodata.register.confirming import confirm_all

    officer, today, took = township_officer(), periods.today(), []
    for _ in range(4):
        with taken_back():
            changes = proposed(officer, today)
            with as_web_role():
                scope = scope_in_force(officer, on=today)

                def confirm(scope: Any = scope, changes: Any = changes) -> None:
                    at = timezone.now()
                    decided = confirm_all(changes=changes, by=officer, scope=scope, at=at, today=today)
                    with connection.cursor() as cursor:
                        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    for one in decided:
                        assert one.error is None, (one.change.kind, one.error.message)

                before = processor_time()
                took.append((milliseconds(confirm), processor_time() - before))
    print("confirming: " + ", ".join(f"{ms:.0f} ms ({busy:.0f} of processors)" for ms, busy in took))
    # What else the machine does can only make it longer.
    quickest, busy = (min(each) for each in zip(*took, strict=True))
    yield Line(f"confirming {MANY}, the quickest of {len(took)}", quickest, None, SECONDS * 1000, "ms")
    yield Line("  processor time, here and in the database", busy, None, SECONDS * 1000, "ms")


def processor_time() -> float:
    """Milliseconds of this process and of the one that answers it in the database, where that is on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        beside = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    ticks = beside.read_text().rsplit(")", 1)[1].split()[11:13] if beside.exists() else []
    return time.process_time() * 1000 + sum(map(int, ticks)) * 1000 / os.sysconf("SC_CLK_TCK")


def saving() -> Line:
    """A contact member's proposal by the verb beside the rows and notices that it cannot do without, by SQL."""
    from django.utils import timezone

    from geodata.base import periods
    from geodata.base.rls import as_web_role
    from geodata.contacts.models import ContactLink
    from geodata.contacts.rights import scope_in_force
    from geodata.register.proposing import Proposal, propose

    today = periods.today()
    links = ContactLink.objects.filter(
        primary=True, period__upper_inf=True, member__period__upper_inf=True
    ).select_related("member__user", "household")
    pairs = [
        (link.member.user, link.household)
        for link in links.filter(household__occupancy="lived_in").order_by("pk")[:PROPOSALS]
    ]
    numbers = itertools.count(13_900_000_000)

    def ours(user: Any, home: Any) -> None:
        with as_web_role():
            scope = scope_in_force(user, on=today)
            phones = [str(next(numbers))]
            said = Proposal(
                uuid.uuid4(), "corrected", today, household=home.token, payload={"phones": phones}
            )
            propose(proposal=said, by=user, scope=scope, at=timezone.now(), today=today)

    mine, theirs = [], []
    with taken_back():
        for user, home in pairs:
            mine.append(milliseconds(lambda user=user, home=home: ours(user, home)))
            theirs.append(milliseconds(lambda user=user, home=home: raw_proposal(user, home, today)))
    half = len(pairs) // 2
    return Line(
        f"saving a proposal, median of {PROPOSALS}",
        sorted(mine)[half],
        sorted(theirs)[half],
        2.0,
        "the raw transaction",
    )


def raw_proposal(user: Any, home: Any, today: dt.date) -> None:
    """The role, the user's scope, the household looked up, the rows and their triggers."""
    from django.db import connection

    from geodata.base.rls import as_web_role
    from geodata.contacts.rights import scope_in_force

    with as_web_role(), connection.cursor() as cursor:
        scope_in_force(user, on=today)
        cursor.execute("SELECT h.* FROM geodata_household h WHERE token = %s", [home.token])
        cursor.execute(
            """INSERT INTO geodata_registerchange (client_id, body_hash, kind, household_id, village_id, grid_id, households,
                   payload, effective_on, proposed_by_id, proposed_at, state, reason, version)
               VALUES (%s, %s, 'corrected', %s, %s, %s, '{}', '{"phones": ["13900000000"]}', %s, %s, now(), 'proposed', '', 1)""",
            [uuid.uuid4(), "0" * 64, home.pk, home.village_id, home.grid_id, today, user.pk],
        )
        cursor.execute(
            """INSERT INTO geodata_accessentry (id, user_id, action, at, subject, details, request_id)
               VALUES (%s, %s, 'register_changed', now(), %s, '{}', '')""",
            [uuid.uuid4(), user.pk, home.token],
        )
        cursor.execute(
            "SELECT 1 FROM geodata_registerchange WHERE village_id = %s AND state = 'proposed' LIMIT 1",
            [home.village_id],
        )


def township_officer() -> Any:
    from geodata.posts.models import Post

    return Post.objects.filter(kind="township_officer").order_by("pk").select_related("area").first().user


def proposed(officer: Any, today: dt.date) -> list[Any]:
    """The 500, as contact members have proposed them; what they need (care, residents) is there."""
    from django.utils import timezone

    from geodata.contacts.models import ContactLink
    from geodata.people.models import CareRecord, Household
    from geodata.posts.models import Post
    from geodata.register.models import RegisterChange

    code = Post.objects.get(user=officer, kind="township_officer").area.code
    homes = list(
        Household.objects.filter(village__code__startswith=code, occupancy="lived_in", point__isnull=False)
        .select_related("village", "grid")
        .order_by("number", "pk")[:3000]
    )
    cared = {
        record.household_id: record
        for record in CareRecord.objects.filter(period__upper_inf=True, household__in=homes)
    }
    proposers = dict(
        ContactLink.objects.filter(household__in=homes, primary=True, period__upper_inf=True).values_list(
            "household", "member__user"
        )
    )
    with_care = iter([home for home in homes if home.pk in cared])
    plain = iter([home for home in homes if home.pk not in cared])
    made, now, numbers = [], timezone.now(), itertools.count(13_800_000_000)
    for name, count in MIX.items():
        for _ in range(count):
            home = next(with_care if name in ("care_verified", "care_ended") else plain)
            if name == "again":
                home = made[len(made) % 100].household
            kind, payload = said(name, home, cared.get(home.pk), str(next(numbers)))
            if name == "merged":
                other = next(one for one in plain if one.village_id == home.village_id)
                payload = {"into": other.token}
            about = None if kind in ("new", "moved_in") else home
            made.append(
                RegisterChange(
                    body_hash="0" * 64, kind=kind, household=about, village=home.village, grid=home.grid, payload=payload,
                    effective_on=today - dt.timedelta(days=len(made) % 5), proposed_at=now,
                    proposed_by_id=proposers.get(home.pk, officer.pk),
                )
            )  # fmt: skip
    assert len(made) == MANY, len(made)
    return RegisterChange.objects.bulk_create(made)


def said(name: str, home: Any, record: Any, phone: str) -> tuple[str, dict[str, Any]]:
    """The kind of change, and what it says."""
    near = {"lon": home.point.x + 0.0001, "lat": home.point.y, "quality": "phone"}
    return {
        "phones": ("corrected", {"phones": [phone]}),
        "again": ("corrected", {"phones": [phone], "address": "例路1号"}),
        "point": ("corrected", {"point": near}),
        "head": ("new_head", {"why": "death", "head_name": "例新户主"}),
        "moved": ("moved", {"address": "例路2号", "point": near}),
        "care_verified": ("care_verified", {"record": record.pk if record else 0}),
        "care_ended": ("care_ended", {"record": record.pk if record else 0}),
        "care_added": ("care_added", {"category": "low_income", "name": "例居民"}),
        "resident_added": ("resident_added", {"name": "例居民"}),
        "new": ("new", {"head_name": "例新户", "phones": [phone], "point": near}),
        "moved_in": ("moved_in", {"head_name": "例新户", "phones": [phone], "came_from": "例县"}),
        "split": ("split", {"head_name": "例分户", "size": 1}),
        "seasonal": ("seasonal", {"where": "例市", "phone": phone}),
    }.get(name, (name, {}))


@contextmanager
def taken_back() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
