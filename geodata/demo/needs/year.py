"""An invented year of needs: 2,200 problems, suggestions and requests and 300 disputes in a county of 22,000 households, fewer in a
smaller one. All of them are written at once, under the laws that everybody writes under.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.utils import timezone

from geodata.accounts.models import User
from geodata.demo.arrays import Ints, Rng, stream
from geodata.demo.copying import analyze, copy_rows, execute, unforced
from geodata.demo.needs import texts
from geodata.demo.needs.beginnings import Recorder, Teller
from geodata.demo.needs.courses import Story, any_plan
from geodata.demo.needs.offices import Offices, offices_of
from geodata.demo.needs.seen import offer_notes, shown_to_logins
from geodata.demo.needs.way import Over, Way
from geodata.needs.beside_models import Assignment, Consultation, Dispute, Supervision
from geodata.needs.models import Need, NeedHousehold, NeedStep
from geodata.needs.settings_models import NeedCategory
from geodata.needs.telling import tell_assigned, tell_holders
from geodata.needs.words import State
from geodata.people.models import Household
from geodata.territory.models import Area
from geodata.visits.models import Visit

NEEDS, DISPUTES = 2_200, 300
OF_HOUSEHOLDS = 22_000
FIRST_AGE = 360
"""Days before the demo's own: the office of the county is there for a year."""
NEEDS_KEY = 1_901
"""Of the stream of chance: the arrays take lower ones."""
TOLD_OF = 12
"""Of the newest so many their holders have a notice."""


def live_a_year(county: str, chief: str, *, day: dt.date, seed: int) -> None:
    """Of the county and its chief village (codes), up to the day before."""
    rng = stream(seed, int(county), NEEDS_KEY)
    area = Area.objects.get(code=county)
    offices = offices_of(area, day=day - dt.timedelta(days=1))
    _propose_departments(offices)
    end = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    categories = {one.code: one for one in NeedCategory.objects.select_related("department")}
    recorder = Recorder(offices, categories, rng, end)
    stories = shown_to_logins(recorder, chief=Area.objects.get(code=chief), day=day)
    stories += _crowd(recorder, county, day=day, beside=stories)
    for story in stories:
        with suppress(Over):
            story.tell()
    _write([story.way for story in stories])
    offer_notes(day=day)


def _propose_departments(offices: Offices) -> None:
    """Each category proposes the department that usually gets it, where an office has said nothing else."""
    for category, department in texts.OFFICES.items():
        bare = NeedCategory.objects.filter(code=category, department=None)
        bare.update(department=offices.departments[department])


def _crowd(recorder: Recorder, county: str, *, day: dt.date, beside: Sequence[Story]) -> list[Story]:
    """As many as there are to be, less those that are there for the logins."""
    share = min(1.0, Household.objects.filter(village__code__startswith=county).count() / OF_HOUSEHOLDS)
    shown = sum(story.way.dispute is not None for story in beside)
    disputes = max(round(DISPUTES * share) - shown, 0)
    needs = max(round(NEEDS * share) - (len(beside) - shown), 0)
    visits = _visits(county, day, needs + disputes, recorder.rng)
    teller = _teller(recorder, visits)
    quarrels = set(recorder.rng.choice(len(visits), disputes, replace=False).tolist())
    stories = []
    for place, visit in enumerate(visits):
        told = teller.tell(visit, dispute=place in quarrels)
        plan = any_plan(recorder.rng, dispute=place in quarrels, level=told.level)
        stories.append(recorder.story(told, plan))
    return stories


def _visits(county: str, day: dt.date, number: int, rng: Rng) -> list[Visit]:
    """On which somebody was met, in order of their days; one of a household at most on a day."""
    met = Visit.objects.filter(
        outcome=Visit.Outcome.MET, state=Visit.State.VALID, day__gt=day - dt.timedelta(days=FIRST_AGE),
        day__lt=day, household__grid__isnull=False, household__occupancy=Household.Occupancy.LIVED_IN,
        village__code__startswith=county,
    )  # fmt: skip
    keys: Ints = rng.permutation(sorted(met.values_list("pk", flat=True)))
    return list(Visit.objects.filter(pk__in=keys[:number].tolist()).order_by("pk"))


def _teller(recorder: Recorder, visits: Sequence[Visit]) -> Teller:
    homes = Household.objects.in_bulk({visit.household_id for visit in visits})
    users = User.objects.in_bulk({visit.entered_by_id for visit in visits})
    recorder.offices.know(homes)
    neighbours: dict[int, list[int]] = defaultdict(list)
    for home in sorted(homes.values(), key=lambda home: home.pk):
        neighbours[home.grid_id or 0].append(home.pk)
    return Teller(recorder.offices, recorder.rng, users, homes, neighbours)


# -- Writing ----------------------------------------------------------------------------------------------------------
def _write(ways: list[Way]) -> None:
    """In the order in which they were recorded, which is that of their numbers; what was merged comes after its other."""
    ways.sort(key=lambda way: (way.need.merged_into is not None, way.steps[0].at))
    needs = [way.need for way in ways]
    assignments = [one for way in ways for one in way.assignments]
    with unforced(WRITTEN):
        execute("SET CONSTRAINTS ALL DEFERRED")
        copy_rows(Need, needs)
        numbers = dict(Need.objects.filter(pk__gte=needs[0].pk).values_list("pk", "number"))
        for need in needs:
            need.number = numbers[need.pk]
        for one in assignments:
            one.number = one.need.number
        copy_rows(Assignment, assignments)
        steps = sorted((step for way in ways for step in way.steps), key=lambda step: step.at)
        for step in steps:
            step.payload = _told(step.payload)
        copy_rows(NeedStep, steps)
        copy_rows(Dispute, [way.dispute for way in ways if way.dispute is not None])
        copy_rows(NeedHousehold, [one for way in ways for one in way.others])
        copy_rows(Consultation, [one for way in ways for one in way.consultations])
        copy_rows(Supervision, [one for way in ways for one in way.supervisions])
    _give_notice(needs, assignments)
    analyze(WRITTEN)


WRITTEN = (Need, NeedStep, Assignment, Dispute, NeedHousehold, Consultation, Supervision)


def _told(payload: dict[str, Any]) -> dict[str, Any]:
    """With the key of its assignment, which has one by now, and the number of what it was merged into."""
    return {
        name: value.pk
        if isinstance(value, Assignment)
        else value.number
        if isinstance(value, Need)
        else value
        for name, value in payload.items()
    }


def _give_notice(needs: Sequence[Need], assignments: Sequence[Assignment]) -> None:
    for need in [need for need in needs if need.state == State.NEW][-TOLD_OF:]:
        tell_holders(need, at=need.at, by=need.by_id)
    for given in [one for one in assignments if one.state == "given"][-TOLD_OF:]:
        tell_assigned(given, at=given.at)
