"""Roll-calls: opening one of everybody, how it stands in the database, and a result with its visit beside the visit alone.

`python -m bench.campaigns` on the database of DATABASE_URL; everything is taken back again. Where that holds a city, its opening
is told beside that of one county of it. Processor time is that of the process and of its database connection.
"""

import datetime as dt
import statistics
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bench.databases import begin
from bench.register import taken_back
from bench.timing import Line, milliseconds, show, work, work_beside

SECONDS, LIVE, TIMES, GROWTH = 10.0, 100.0, 2.0, 1.2
"""GROWTH: ten times as many households are opened in twelve times the time."""
EVERYBODY = {"occupancy": ["lived_in", "seasonal", "empty"]}
TOLD = """
INSERT INTO geodata_campaignresult (client_id, body_hash, campaign_id, target_id, household_id, village_id, made_at, at, by_id, how, state,
                                    answers, synthetic)
SELECT gen_random_uuid(), '', t.campaign_id, t.id, t.household_id, t.village_id, t.added_at + (t.id %% 600) * '1 second'::interval,
       t.added_at + '11 minutes'::interval, %(by)s, 'neighbour', CASE WHEN t.id %% 9 = 0 THEN 'unreached' ELSE 'ok' END, '{}', true
FROM geodata_campaigntarget t WHERE t.campaign_id = %(campaign)s AND t.id %% 2 = 0"""


def main() -> int:
    from geodata.territory.models import Area

    city = Area.objects.filter(level=Area.Level.CITY).first()
    with taken_back():
        one_process()
        return 0 if show("Roll-calls", list(of_a_city(city.code) if city else lines())) else 1


def one_process() -> None:
    """All work of the database is that of this connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")


def of_a_city(code: str) -> Iterator[Line]:
    """Its opening beside that of one of its counties, each of everybody."""
    office, scope, county = county_office()
    above = type(scope)(tuple(replace(grant, code=code) for grant in scope.grants))
    few, many = opening(office, scope, county).targets, opening(office, above, code).targets
    whole, alone = [], []
    for _ in range(3):
        alone.append(work(lambda: opening(office, scope, county), 1))
        whole.append(work(lambda: opening(office, above, code), 1))
    ours, theirs = statistics.median(whole), statistics.median(alone)
    bound = GROWTH * many / few
    yield Line(f"opening, {many:,} households, processor time", ours, theirs, bound, f"{few:,}")


def opening(office: Any, scope: Any, area: str) -> Any:
    from django.utils import timezone

    from geodata.campaigns.opening import Asked, draft_campaign, open_campaign

    at = timezone.now() - dt.timedelta(minutes=30)
    told: dict[str, Any] = {"by": office, "scope": scope, "at": at}
    asked = Asked(title="x", reason="cold", area=area, filter=EVERYBODY, due_at=at + dt.timedelta(hours=24))
    return open_campaign(campaign=draft_campaign(asked=asked, **told), **told)


def lines() -> Iterator[Line]:
    from django.db import connection
    from django.utils import timezone

    from geodata.campaigns.figures import live

    office, scope, county = county_office()
    opened: list[Any] = []
    took = milliseconds(lambda: opened.append(opening(office, scope, county)))
    campaign, targets = opened[0].campaign, opened[0].targets
    yield Line(f"opening, {targets:,} households", took, None, 1000 * SECONDS)
    with connection.cursor() as cursor:
        cursor.execute(TOLD, {"by": office.pk, "campaign": campaign.pk})
        cursor.execute("ANALYZE geodata_campaigntarget, geodata_campaignresult")
    now = timezone.now()
    stands = statistics.median(work(lambda: live(campaign, scope=scope, at=now), 1) for _ in range(9))
    yield Line("how it stands, half of them told of, processor time", stands, None, LIVE)
    ours, theirs = results(campaign, now)
    yield Line("a result at the door, processor time", ours, theirs, TIMES, "a visit alone")


def county_office() -> tuple[Any, Any, str]:
    from geodata.base.periods import today
    from geodata.contacts.rights import scope_of
    from geodata.posts.models import Post

    post = Post.objects.filter(kind="county_officer").order_by("pk").select_related("area", "user")[0]
    return post.user, scope_of(post.user, on=today()), post.area.code


def results(campaign: Any, now: dt.datetime) -> tuple[float, float]:
    """By contact members of one village, in turns."""
    from geodata.base.periods import today
    from geodata.campaigns.results import ResultReport, record_result
    from geodata.contacts.models import ContactLink
    from geodata.contacts.rights import scope_of
    from geodata.visits.record import Report
    from geodata.visits.sending import Sent, take_visit

    link = ContactLink.objects.filter(
        primary=True, period__upper_inf=True, household__campaign_targets__campaign=campaign
    )
    found = link.select_related("household", "member__user").order_by("pk")[0]
    who, home, day = found.member.user, found.household, today()
    told: dict[str, Any] = {"by": who, "scope": scope_of(who, on=day), "at": now, "today": day}

    def ours() -> None:
        report = ResultReport(uuid.uuid4(), home.token, now.replace(microsecond=0))
        record_result(campaign=campaign, report=report, **told)

    def theirs() -> None:
        said = Report(household=home.pk, day=day, mode="door", outcome="met")
        take_visit(sent=Sent(uuid.uuid4(), home.token, said), **told)

    return work_beside(ours, theirs)


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
