"""Three invented roll-calls: a cold wave that is over, a drill in one township, and one that was opened last evening and goes on.

They are opened and closed by their verbs; what came of each household is written as sets, by what its number says, with the visits that it is.
"""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone

from geodata.accounts.models import User
from geodata.base.periods import midnight
from geodata.base.scope import Scope
from geodata.campaigns.models import Campaign
from geodata.campaigns.opening import Asked, draft_campaign, move_on, open_campaign
from geodata.campaigns.results import OUTCOMES
from geodata.campaigns.tasks import TaskReport, give_task
from geodata.contacts.rights import scope_of
from geodata.people.models import CareCategory, Household
from geodata.posts.departments import Department

CHECKLIST = (
    {"code": "heating", "label": "取暖正常", "bad": False},
    {"code": "food", "label": "粮油和水够三天", "bad": False},
    {"code": "medicine", "label": "药快吃完了", "bad": True},
)
TOLD = """
WITH asked AS (
    SELECT t.id, t.household_id, t.village_id, t.holder_id, h.token, abs(hashtextextended(v.code || h.number, %(seed)s)) AS dice
    FROM geodata_campaigntarget t JOIN geodata_household h ON h.id = t.household_id JOIN geodata_area v ON v.id = t.village_id
    WHERE t.campaign_id = %(campaign)s
), said AS (
    SELECT *, gen_random_uuid() AS client_id, coalesce(holder_id, %(by)s) AS by_id,
           %(opened)s::timestamptz + (5 + dice / 1000 %% %(minutes)s) * '1 minute'::interval AS made_at,
           (ARRAY['phone', 'phone', 'door', 'neighbour'])[1 + dice / 11 %% 4] AS how,
           CASE WHEN dice / 7 %% 100 < 82 THEN 'ok' WHEN dice / 7 %% 100 < 88 THEN 'away_ok' WHEN dice / 7 %% 100 < 92 THEN 'needs'
                WHEN dice / 7 %% 100 < 93 THEN 'refused' ELSE 'unreached' END AS state
    FROM asked WHERE dice %% 100 < %(share)s
), told AS MATERIALIZED (
    SELECT *, made_at + CASE WHEN dice %% 19 = 0 THEN '75 minutes' ELSE '1 minute' END::interval AS at,
           (made_at AT TIME ZONE %(zone)s)::date AS day, %(outcomes)s::jsonb ->> state AS outcome
    FROM said
), visited AS (
    INSERT INTO geodata_visit (client_id, body_hash, household_id, village_id, day, entered_at, entered_by_id, mode, outcome, note, brought,
                               person_times, state, void_reason, synthetic)
    SELECT client_id, encode(sha256(convert_to(format('["%%s","%%s","%%s","%%s","",[],[],null]', token, day, how, outcome), 'UTF8')), 'hex'),
           household_id, village_id, day, at, by_id, how, outcome, '', '{}', 1, 'valid', '', true
    FROM told WHERE how <> 'neighbour' AND NOT %(drill)s ORDER BY made_at, id
    RETURNING id, client_id, entered_by_id
), went AS (
    INSERT INTO geodata_visitor (visit_id, user_id) SELECT id, entered_by_id FROM visited
)
INSERT INTO geodata_campaignresult (client_id, body_hash, campaign_id, target_id, household_id, village_id, made_at, at, by_id, how, state,
                                    answers, visit_id, synthetic)
SELECT client_id, '', %(campaign)s, told.id, household_id, village_id, made_at, at, by_id, how, state,
       CASE state WHEN 'needs' THEN '{"heating": false}' WHEN 'ok' THEN '{"heating": true, "food": true}' ELSE '{}' END::jsonb,
       visited.id, true
FROM told LEFT JOIN visited USING (client_id) ORDER BY made_at, told.id"""
"""Results, and as sets what the verb writes beside each: a result at the door or by phone is the visit under the same id, except in a drill."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who opens them, as of which day."""

    by: User
    scope: Scope

    def opens(self, area: str, title: str, *, at: dt.datetime, hours: int, reason: str = "cold") -> Campaign:
        """Of all special households."""
        special = list(
            CareCategory.objects.filter(special=True).order_by("pk").values_list("code", flat=True)
        )
        asked = Asked(
            title=title, reason=reason, area=area, filter={"care": special}, due_at=at + dt.timedelta(hours=hours),
            checklist=CHECKLIST,
        )  # fmt: skip
        draft = draft_campaign(asked=asked, by=self.by, scope=self.scope, at=at)
        return open_campaign(campaign=draft, by=self.by, scope=self.scope, at=at).campaign

    def tells(self, campaign: Campaign, *, seed: int, minutes: int, share: int) -> None:
        """Of so many in a hundred, within so many minutes."""
        told: dict[str, Any] = {
            "campaign": campaign.pk, "opened": campaign.opened_at, "by": self.by.pk, "seed": seed, "minutes": minutes, "share": share,
            "drill": campaign.drill, "zone": timezone.get_default_timezone_name(),
            "outcomes": json.dumps({str(state): str(outcome) for state, outcome in OUTCOMES.items()}),
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(TOLD, told)

    def closes(self, campaign: Campaign, *, at: dt.datetime) -> None:
        move_on("close", campaign=campaign, by=self.by, scope=self.scope, at=at)


def call_everybody(county: str, chief: str, *, day: dt.date, seed: int) -> int:
    """The demo's logins are in the village `chief`. Gives how many roll-calls there are."""
    by, hour = User.objects.get(username="county"), dt.timedelta(hours=1)
    office, evening = Office(by, scope_of(by, on=day)), midnight(day) - 6 * dt.timedelta(hours=1)
    wave = evening - 20 * 24 * hour
    cold = office.opens(county, "例：寒潮应急排查", at=wave, hours=24)
    office.tells(cold, seed=seed, minutes=1320, share=97)
    office.closes(cold, at=wave + 25 * hour)
    drill = office.opens(chief[:9], "例：应急演练", at=wave - 40 * 24 * hour, hours=6, reason="drill")
    office.tells(drill, seed=seed + 1, minutes=200, share=90)
    office.closes(drill, at=wave - (40 * 24 - 6) * hour)
    now = office.opens(county, "例：低温雨雪排查", at=evening, hours=30)
    office.tells(now, seed=seed + 2, minutes=240, share=55)
    _clear_roads(now, office, chief, at=evening + hour)
    return Campaign.objects.count()


def _clear_roads(campaign: Campaign, office: Office, village: str, *, at: dt.datetime) -> None:
    """Two places that departments see to."""
    homes = Household.objects.filter(village__code=village, point__isnull=False).order_by("pk")[:2]
    departments = Department.objects.filter(area=campaign.area).order_by("code")
    for home, department, what in zip(homes, departments, ("road", "power"), strict=False):
        assert home.point
        place = Point(home.point.x, home.point.y, srid=4326)
        report = TaskReport(area=village, geometry=place, what=what, department=department.code, text="例")
        give_task(campaign=campaign, report=report, by=office.by, scope=office.scope, at=at)
