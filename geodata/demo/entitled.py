"""What follows from 48 invented policies: possible entitlements, of which a part has gone its way to the money, and who has helped.

Rules find what is possible; how far it has come is written as sets, by what a household's key says: each state, with every step to it.
"""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import Count

from geodata.accounts.models import User
from geodata.base.periods import midnight
from geodata.contacts.rights import scope_of
from geodata.demo.copying import execute
from geodata.entitlements.comparing import Line, Listed, compare_list
from geodata.entitlements.models import Entitlement, Training
from geodata.people.models import Household
from geodata.policies.matching import match_villages
from geodata.policies.seeds import load_invented_policies
from geodata.territory.models import Area

MOVED, SERVED, TRAINED = 6_000, 526, 24
OF = 22_000
"""Households of a county of that many."""
FIRST = dt.timedelta(days=330)
WAY = """
CREATE TEMPORARY TABLE demo_way ON COMMIT DROP AS
WITH chosen AS (
    SELECT x.id, row_number() OVER (ORDER BY hashtextextended(x.name, %(seed)s)) AS n,
           (hashtextextended(x.name, %(seed)s + 1) & 1023) AS dice, (hashtextextended(x.name, %(seed)s + 2) & 127)::integer AS spread
    FROM (SELECT e.id, concat_ws(' ', e.household_id, p.code, e.resident_id) AS name
          FROM geodata_entitlement e JOIN geodata_policy p ON p.id = e.policy_id WHERE e.state = 'possible') x
), placed AS (
    SELECT id, spread,
           CASE WHEN dice < 90 THEN 'confirmed' WHEN dice < 230 THEN 'informed' WHEN dice < 300 THEN 'applying'
                WHEN dice < 370 THEN 'submitted' WHEN dice < 450 THEN 'granted' WHEN dice < 800 THEN 'paid'
                WHEN dice < 850 THEN 'expiring' WHEN dice < 880 THEN 'renewed' WHEN dice < 940 THEN 'refused'
                WHEN dice < 990 THEN 'not_wanted' ELSE 'not_applicable' END AS state
    FROM chosen WHERE n <= %(most)s
), ways (state, moves) AS (VALUES
    ('confirmed', '{confirm}'::text[]), ('informed', '{confirm,inform}'), ('applying', '{confirm,inform,apply}'),
    ('submitted', '{confirm,inform,apply,submit}'), ('granted', '{confirm,inform,apply,submit,grant}'),
    ('paid', '{confirm,inform,apply,submit,grant,pay}'), ('expiring', '{confirm,inform,apply,submit,grant,pay,expire}'),
    ('renewed', '{confirm,inform,apply,submit,grant,pay,expire,renew}'), ('refused', '{confirm,inform,apply,submit,refuse}'),
    ('not_wanted', '{confirm,inform,not_wanted}'), ('not_applicable', '{not_applicable}')
)
SELECT s.id, s.state, w.moves,
       %(at)s - (cardinality(w.moves) * 9 + s.spread %% 40 + 1) * '1 day'::interval AS since
FROM placed s JOIN ways w USING (state)"""
FOUND = """
UPDATE geodata_entitlement e
SET at = %(at)s - (abs(hashtextextended(e.household_id::text, %(seed)s)) %% 40) * '1 day'::interval,
    state_since = %(at)s - (abs(hashtextextended(e.household_id::text, %(seed)s)) %% 40) * '1 day'::interval
WHERE e.state = 'possible'"""
STEPS = """
INSERT INTO geodata_entitlementstep (entitlement_id, by_id, at, move, before, after, reason)
SELECT w.id, CASE m.move WHEN 'expire' THEN NULL ELSE %(by)s::bigint END, w.since + (m.n * 9) * '1 day'::interval, m.move,
       coalesce(lag(a.after) OVER (PARTITION BY w.id ORDER BY m.n), 'possible'), a.after,
       CASE WHEN m.move IN ('refuse', 'not_applicable') THEN '例：材料不符' ELSE '' END
FROM demo_way w CROSS JOIN LATERAL unnest(w.moves) WITH ORDINALITY m (move, n)
JOIN (VALUES ('confirm', 'confirmed'), ('inform', 'informed'), ('apply', 'applying'), ('submit', 'submitted'), ('grant', 'granted'),
             ('pay', 'paid'), ('expire', 'expiring'), ('renew', 'renewed'), ('refuse', 'refused'), ('not_wanted', 'not_wanted'),
             ('not_applicable', 'not_applicable')) a (move, after) ON a.move = m.move
ORDER BY w.id, m.n"""
MOVED_ON = """
UPDATE geodata_entitlement e
SET state = w.state, at = w.since - '20 days'::interval, state_since = w.since + cardinality(w.moves) * 9 * '1 day'::interval,
    version = 1 + cardinality(w.moves), via = CASE WHEN 'apply' = ANY (w.moves) THEN CASE WHEN e.id %% 3 = 0 THEN 'agent' ELSE 'self' END ELSE '' END,
    amount = CASE WHEN 'grant' = ANY (w.moves) THEN v.amount END,
    paid_on = CASE WHEN 'pay' = ANY (w.moves) THEN (w.since + 54 * '1 day'::interval)::date END,
    period = CASE w.state WHEN 'expiring' THEN daterange(%(on)s::date - 320, %(on)s::date + 45)
        WHEN 'renewed' THEN daterange(%(on)s::date - 400, %(on)s::date + 330)
        ELSE CASE WHEN 'grant' = ANY (w.moves) THEN daterange((w.since + 45 * '1 day'::interval)::date, NULL) END END,
    ended_at = CASE WHEN w.state IN ('refused', 'not_wanted', 'not_applicable')
        THEN w.since + cardinality(w.moves) * 9 * '1 day'::interval END
FROM demo_way w, geodata_policyversion v WHERE e.id = w.id AND v.id = e.policy_version_id"""
SERVICES = """
INSERT INTO geodata_agencyservice (client_id, body_hash, household_id, village_id, resident_id, entitlement_id, what, agent, handed_in,
                                   "where", result, day, by_id, at, synthetic)
SELECT md5(concat_ws(' ', 'demo', e.household_id, p.code, e.resident_id))::uuid, repeat('0', 64), e.household_id, e.village_id, e.resident_id, e.id, '例：代办' || p.name, '例代办员',
       '例：申请表、户口簿复印件', '例：镇便民服务中心',
       (ARRAY['done', 'handed_in', 'handed_in', 'prepared', 'returned'])[1 + e.id %% 5], e.state_since::date, %(by)s, e.state_since, true
FROM geodata_entitlement e JOIN geodata_policy p ON p.id = e.policy_id
WHERE e.state NOT IN ('possible', 'not_applicable') ORDER BY hashtextextended(concat_ws(' ', e.household_id, p.code, e.resident_id), %(seed)s + 3) LIMIT %(served)s"""


def entitle(county: str, *, day: dt.date, seed: int, households: int) -> int:
    """In the county of that code; as many as its size asks for. Gives how many entitlements have gone on."""
    place, by = Area.objects.get(code=county), User.objects.get(username="county")
    at = midnight(day)
    load_invented_policies(place, by=by, first=day - FIRST, at=at - FIRST)
    villages = list(Area.objects.on(day).under(county).level(Area.Level.VILLAGE))
    match_villages([one.pk for one in villages], on=day)
    share = min(households / OF, 1)
    told: dict[str, Any] = {
        "seed": seed, "at": at, "on": day, "by": by.pk, "most": round(MOVED * share), "served": round(SERVED * share) or 1,
    }  # fmt: skip
    with connection.cursor() as cursor:
        # What triggers have planned for the few rows of a village is not for ten thousand.
        cursor.execute("DISCARD PLANS")
        for statement in (FOUND, WAY, STEPS, MOVED_ON, SERVICES):
            cursor.execute(statement, told)
    execute("DROP TABLE demo_way")
    _train(villages, by, day=day, at=at)
    _compare(place, by, day=day, at=at)
    return Entitlement.objects.exclude(state="possible").count()


def _train(villages: list[Area], by: User, *, day: dt.date, at: dt.datetime) -> None:
    """Talks of the year, in one village after another."""
    talks = enumerate(villages[:TRAINED])
    Training.objects.bulk_create(
        Training(
            day=day - dt.timedelta(days=14 * n + 3), area=village, place="例：村委会", speaker="例：民政办", attended=20 + n * 7 % 60,
            by=by, at=at, synthetic=True,
        )
        for n, village in talks
    )  # fmt: skip


def _compare(place: Area, by: User, *, day: dt.date, at: dt.datetime) -> None:
    """The list of the policy that most receive: a few of ours are missing, a few of others stand there, one line is nobody's."""
    paid = Entitlement.objects.filter(state="paid", resident=None)
    most = paid.values("policy__code").annotate(n=Count("pk")).order_by("-n", "policy__code").first()
    if most is None:
        return
    code = most["policy__code"]
    rows = paid.filter(policy__code=code).order_by("household").select_related("household__village")
    ours = [row.household for row in rows[:180]]
    others = (
        Household.objects.here()
        .exclude(entitlements__policy__code=code)
        .order_by("pk")
        .select_related("village")
    )
    homes = [*ours[len(ours) // 10 :], *others[: max(len(ours) // 12, 1)]]
    lines = [Line(home.number, home.head_name, home.village.code) for home in homes]
    listed = Listed(
        policy=code, area=place.code, as_of=day - dt.timedelta(days=10), name="例：发放名单",
        lines=[*lines, Line("00-0000", "例无此户")],
    )  # fmt: skip
    compare_list(listed=listed, by=by, scope=scope_of(by, on=day), at=at, today=day)
