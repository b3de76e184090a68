"""Slips of 300 accounts as a job: the links issued, printed, sealed and kept, beside the paper alone.

`python -m bench.slips` prints the table for the database of DATABASE_URL, which holds an invented county; what it writes is
taken back.
"""

import time
from collections.abc import Callable

from bench.databases import begin

ACCOUNTS, AT_MOST = 300, 20_000
"""Slips, and milliseconds for all of them."""


def main() -> int:
    begin()
    from bench.timing import show

    return 0 if show("Slips", measure()) else 1


def measure() -> list[object]:
    from django.db import transaction

    from bench.timing import Line

    lines: list[object] = []
    with transaction.atomic():
        village, by = _people()
        whole, busy = _timed(lambda: _job(village, by))
        slips = _slips(village, by)
        paper, drawn = _timed(lambda: _paper(slips, village))
        lines.append(Line(f"slips of {ACCOUNTS} accounts, as a job", whole, None, AT_MOST))
        lines.append(Line("… processor time of it", busy, None, AT_MOST))
        lines.append(Line("the paper of them alone", paper, None, None))
        lines.append(Line("… processor time of it", drawn, None, None))
        transaction.set_rollback(True)
    return lines


def _people() -> tuple[object, object]:
    """A village with so many contact members who have no password, and its office."""
    from geodata.accounts.models import User
    from geodata.base.periods import since, today
    from geodata.contacts.models import Branch, Member
    from geodata.posts.models import Post
    from geodata.territory.models import Area

    village = Area.objects.on(today()).level("village").order_by("code").first()
    assert village is not None
    branch = Branch.objects.create(name="例支部", kind="village", synthetic=True)
    users = User.objects.bulk_create(
        User(username=f"slip{number}", name=f"例{number}", password="!", synthetic=True)
        for number in range(ACCOUNTS)
    )
    Member.objects.bulk_create(
        Member(user=user, branch=branch, village=village, period=since(today()), synthetic=True)
        for user in users
    )
    office = User.objects.create(username="slips-office", name="例经办", synthetic=True)
    Post.objects.create(user=office, kind="township_officer", area=village.parent, period=since(today()))
    return village, office


def _timed(run: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of this process's own work: where others are busy too, only the latter says much."""
    start, work = time.perf_counter(), time.process_time()
    run()
    return (time.perf_counter() - start) * 1000, (time.process_time() - work) * 1000


def _job(village: object, by: object) -> None:
    from django.utils import timezone

    from geodata.base.periods import today
    from geodata.contacts.rights import scope_of
    from geodata.jobs.running import run_now
    from geodata.papers.slips import ask_for_slips

    asked = {"again": False, "root": "https://grid.example/", "at": timezone.now(), "on": today()}
    job = run_now(ask_for_slips(village=village, by=by, scope=scope_of(by, on=today()), **asked))  # type: ignore[arg-type]
    assert job.state == "done", job.error
    print(job.result["says"][0], f"{job.files.get().size:,} bytes")


def _slips(village: object, by: object) -> object:
    from django.utils import timezone

    from geodata.base.periods import today
    from geodata.contacts.rights import scope_of
    from geodata.contacts.slips import issue_slips

    asked = {"again": True, "at": timezone.now(), "on": today()}
    return issue_slips(village=village, by=by, scope=scope_of(by, on=today()), **asked)  # type: ignore[arg-type]


def _paper(slips: object, village: object) -> None:
    from django.utils import timezone

    from geodata.papers.slips import slips_pdf

    slips_pdf(slips, "https://grid.example/", village=village, by="例经办", at=timezone.localtime())  # type: ignore[arg-type]


if __name__ == "__main__":
    raise SystemExit(main())
