"""What becomes of needs by itself when its time has come: reminding, escalating, supervising and closing.

Everything that is due is found by its state, in a few statements whatever the number: days of standstill are caught up by one run, and
running twice, or being killed between, changes nothing more. People and service move by the same table (lifecycle.py), whose laws are
the database's.
"""

import datetime as dt
from dataclasses import astuple, dataclass, fields
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from geodata.base.periods import covers
from geodata.calendar import workdays
from geodata.needs.concept import NoticeKind
from geodata.needs.due import Deadline, deadline
from geodata.needs.settings_models import NeedRule
from geodata.needs.telling import KINDS
from geodata.needs.words import CONTENT, OPEN

LOCK = 20_260_203
"""An advisory lock of ours, beside those of days and jobs."""
ANEW = 2_147_483_647
"""The calendar of a need whose rule was changed (setting.py): it is reckoned anew at once, whatever its unit."""
UNANSWERED = dt.timedelta(days=14)
"""After that a need that is done is closed without an answer."""


@dataclass(frozen=True, slots=True)
class Done:
    """How many needs."""

    reminded: int = 0
    escalated: int = 0
    supervised: int = 0
    closed: int = 0
    recalculated: int = 0


RECALCULATED = """
WITH anew AS (
    SELECT n.id, n.state, n.level, r.unit, x.due_at, n.due_at IS DISTINCT FROM x.due_at AS differs,
           CASE WHEN r.remind > 0 THEN x.remind_at END AS remind_at
    FROM geodata_need n JOIN geodata_needrule r ON r.id = n.rule_id
    LEFT JOIN unnest(%(rules)s::bigint[], %(days)s::date[], %(dues)s::timestamptz[], %(reminds)s::timestamptz[])
         t (rule_id, day, due_at, remind_at)
      ON t.rule_id = n.rule_id AND t.day = (n.counted_from AT TIME ZONE %(zone)s)::date
    CROSS JOIN LATERAL (
        SELECT CASE r.unit WHEN 'workdays' THEN t.due_at WHEN 'hours' THEN n.counted_from + r.amount * '1 hour'::interval
               ELSE n.counted_from + r.amount * '1 day'::interval END AS due_at,
               CASE r.unit WHEN 'workdays' THEN t.remind_at
               WHEN 'hours' THEN n.counted_from + (r.amount - r.remind) * '1 hour'::interval
               ELSE n.counted_from + (r.amount - r.remind) * '1 day'::interval END AS remind_at
    ) x
    WHERE n.state = ANY (%(open)s) AND x.due_at IS NOT NULL
      AND (n.calendar = %(anew)s OR n.calendar <> %(calendar)s AND r.unit = 'workdays')
    FOR UPDATE OF n
), moved AS (
    UPDATE geodata_need n
    SET due_at = a.due_at, calendar = CASE a.unit WHEN 'workdays' THEN %(calendar)s ELSE 0 END,
        version = n.version + a.differs::int,
        remind_at = CASE WHEN n.remind_at IS NULL THEN NULL ELSE a.remind_at END
    FROM anew a WHERE a.id = n.id RETURNING n.id, a.state, a.level, a.due_at, a.differs
), stepped AS (
    INSERT INTO geodata_needstep (need_id, at, move, before, after, reason, level, level_after, due_at, payload)
    SELECT id, %(at)s, 'recalculate', state, state, '', level, level, due_at, '{}' FROM moved WHERE differs
    RETURNING need_id
)
SELECT array_agg(need_id) FROM stepped"""

REMINDED = """
WITH due AS (
    UPDATE geodata_need SET remind_at = NULL
    WHERE state = ANY (%(open)s) AND remind_at <= %(at)s RETURNING id, due_at
)
SELECT array_agg(id) FROM due WHERE due_at > %(at)s"""

ESCALATED = """
WITH late AS (
    SELECT n.id, n.level, n.state, next.id AS rule_id, t.due_at, t.remind_at,
           CASE n.level WHEN 1 THEN v.parent_id ELSE town.parent_id END AS unit_area_id
    FROM geodata_need n
    JOIN geodata_area v ON v.id = n.village_id JOIN geodata_area town ON town.id = v.parent_id
    LEFT JOIN geodata_needrule own ON own.id = n.rule_id
    LEFT JOIN LATERAL (
        SELECT r.id FROM geodata_needrule r LEFT JOIN geodata_area a ON a.id = r.area_id
        WHERE r.level = n.level + 1 AND r.urgency = n.urgency AND r.period @> %(day)s::date
          AND (r.category_id IS NULL OR r.category_id = n.category_id)
          AND (r.area_id IS NULL OR starts_with(v.code, a.code))
        ORDER BY coalesce(length(a.code), 0) DESC, r.category_id NULLS LAST, r.id LIMIT 1
    ) next ON true
    LEFT JOIN unnest(%(rules)s::bigint[], %(dues)s::timestamptz[], %(reminds)s::timestamptz[])
         t (rule_id, due_at, remind_at) ON t.rule_id = next.id
    WHERE n.state = ANY (%(open)s) AND n.due_at <= %(at)s AND n.level < 3 AND coalesce(own.late, 'escalate') = 'escalate'
      AND NOT EXISTS (SELECT FROM geodata_needstep s
                      WHERE s.need_id = n.id AND s.level = n.level AND s.move = 'escalate' AND s.by_id IS NULL)
    FOR UPDATE OF n
), moved AS (
    UPDATE geodata_need n
    SET level = n.level + 1, state = CASE n.state WHEN 'new' THEN 'new' ELSE 'accepted' END, state_since = %(at)s,
        version = n.version + 1, unit_area_id = l.unit_area_id, unit_department_id = NULL, handler_id = NULL,
        handed_out = false, rule_id = l.rule_id, counted_from = %(at)s, due_at = l.due_at, remind_at = l.remind_at,
        calendar = %(calendar)s, extension = NULL
    FROM late l WHERE l.id = n.id
    RETURNING n.id, l.state AS before, n.state AS after, l.level, n.level AS level_after, n.due_at
), stepped AS (
    INSERT INTO geodata_needstep (need_id, at, move, before, after, reason, level, level_after, due_at, payload)
    SELECT id, %(at)s, 'escalate', before, after, '', level, level_after, due_at, '{}' FROM moved
), withdrawn AS (
    UPDATE geodata_assignment a SET state = 'withdrawn', decided_at = %(at)s, version = a.version + 1
    FROM moved m WHERE a.need_id = m.id AND a.state IN ('given', 'accepted')
)
SELECT array_agg(id) FROM moved"""

SUPERVISED = """
WITH made AS (
    INSERT INTO geodata_supervision (need_id, level, at, kind, note, answer)
    SELECT n.id, n.level, %(at)s, 'urge', '', ''
    FROM geodata_need n
    WHERE n.state = ANY (%(open)s) AND n.due_at <= %(at)s
      AND NOT EXISTS (SELECT FROM geodata_supervision s WHERE s.need_id = n.id AND s.level = n.level AND s.by_id IS NULL)
    RETURNING need_id
)
SELECT array_agg(need_id) FROM made"""
"""What is late still is not escalated: it is with the county, its rule says so, or it was escalated from there before."""

CLOSED = """
WITH over AS (
    SELECT id, state, level, due_at FROM geodata_need
    WHERE state = 'followed_up' AND answer = ANY (%(content)s) OR state = 'done' AND state_since <= %(unanswered)s
    FOR UPDATE
), moved AS (
    UPDATE geodata_need n
    SET state = 'closed', ended_at = %(at)s, state_since = %(at)s, version = n.version + 1,
        answer = CASE o.state WHEN 'done' THEN 'none' ELSE n.answer END
    FROM over o WHERE o.id = n.id RETURNING n.id, o.state, o.level, o.due_at
), stepped AS (
    INSERT INTO geodata_needstep (need_id, at, move, before, after, reason, level, level_after, due_at, payload)
    SELECT id, %(at)s, 'close', state, 'closed', '', level, level, due_at, '{}' FROM moved
)
SELECT array_agg(id) FROM moved"""

TOLD = """
WITH place AS (
    SELECT n.level, v.code AS village, g.code AS grid, n.unit_department_id, n.handler_id, n.named,
           CASE WHEN n.sensitive THEN n.number ELSE '' END AS apart, count(*) AS number, min(n.number) AS one
    FROM geodata_need n
    JOIN geodata_area v ON v.id = n.village_id LEFT JOIN geodata_area g ON g.id = n.grid_id
    WHERE n.id = ANY (%(ids)s) GROUP BY 1, 2, 3, 4, 5, 6, 7
), told AS (
    SELECT p.user_id, l.apart, l.number, l.one FROM place l
    JOIN geodata_area a ON a.code = ANY (CASE l.level WHEN 1 THEN ARRAY[l.village, l.grid]
        WHEN 2 THEN ARRAY[left(l.village, 9)] ELSE ARRAY[left(l.village, 6), left(l.village, 4)] END)
    JOIN geodata_duty p ON p.area_id = a.id AND p.period @> %(day)s::date
     AND p.kind = ANY (CASE l.level WHEN 1 THEN %(village_kinds)s::text[] WHEN 2 THEN %(town_kinds)s::text[] ELSE %(county_kinds)s::text[] END)
    WHERE NOT p.user_id = ANY (l.named)
    UNION ALL SELECT l.handler_id, l.apart, l.number, l.one FROM place l
    WHERE l.handler_id IS NOT NULL AND NOT l.handler_id = ANY (l.named)
)
INSERT INTO geodata_notice (id, user_id, kind, subject, villages, link, at)
SELECT gen_random_uuid(), t.user_id, %(kind)s, CASE WHEN sum(t.number) = 1 THEN min(t.one) ELSE sum(t.number)::text END,
       '{}', CASE WHEN sum(t.number) = 1 THEN '/needs/' || min(t.one) || '/' ELSE '/needs/mine/' END, %(at)s
FROM told t GROUP BY t.user_id, t.apart"""
"""Of several together how many there are, but of each sensitive one by its own number: what is told outside knows it by that
(geodata/sql/queue_notices.sql), and a county's chat is not told of it, not even in a count.
"""


@transaction.atomic
def do_what_is_due(*, at: dt.datetime, apply: bool = True) -> Done:
    """For all needs that the role in force sees. Without `apply` only what would be done is told.

    Another run at the same time finds nothing to do.
    """
    if not _locked():
        return Done()
    told = _Run(at)
    done = Done(
        recalculated=told.recalculate(),
        closed=len(told.ids(CLOSED)),
        reminded=told.tell(REMINDED, NoticeKind.NEED_DUE),
        escalated=told.tell(ESCALATED, NoticeKind.NEED_LATE),
        supervised=told.tell(SUPERVISED, NoticeKind.NEED_LATE),
    )
    if not apply:
        transaction.set_rollback(True)
    return done


def _locked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


class _Run:
    """One run, with what all its statements are told."""

    def __init__(self, at: dt.datetime) -> None:
        self.at, self.day, self.calendar = at, timezone.localdate(at), workdays.calendar()
        rules = [rule for rule in NeedRule.objects.filter(covers(self.day)) if rule.level > 1]
        terms = [deadline(rule, start=at, calendar=self.calendar) for rule in rules]
        self.values: dict[str, Any] = {
            "at": at,
            "day": self.day,
            "open": [str(state) for state in OPEN],
            "content": [str(answer) for answer in CONTENT],
            "unanswered": at - UNANSWERED,
            "calendar": self.calendar.version,
            "anew": ANEW,
            "zone": timezone.get_current_timezone_name(),
            **_columns([rule.pk for rule in rules], terms),
            "village_kinds": [str(kind) for kind in KINDS[1]],
            "town_kinds": [str(kind) for kind in KINDS[2]],
            "county_kinds": [str(kind) for kind in KINDS[3]],
        }

    def ids(self, statement: str, **more: Any) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(statement, self.values | more)
            return cursor.fetchone()[0] or []

    def tell(self, statement: str, kind: str) -> int:
        """Whose level it is are told once each, however many there are."""
        if ids := self.ids(statement):
            with connection.cursor() as cursor:
                cursor.execute(TOLD, self.values | {"ids": ids, "kind": str(kind)})
        return len(ids)

    def recalculate(self) -> int:
        """Deadlines that were reckoned by another calendar or by a rule of before: where it changes nothing no step is made."""
        asked = """
            SELECT DISTINCT n.rule_id, (n.counted_from AT TIME ZONE %(zone)s)::date
            FROM geodata_need n JOIN geodata_needrule r ON r.id = n.rule_id AND (r.unit = 'workdays' OR n.calendar = %(anew)s)
            WHERE n.state = ANY (%(open)s) AND n.calendar <> %(calendar)s AND n.counted_from IS NOT NULL"""
        with connection.cursor() as cursor:
            cursor.execute(asked, self.values)
            pairs = cursor.fetchall()
        if not pairs:
            return 0
        rules = NeedRule.objects.in_bulk([rule for rule, _day in pairs])
        terms = [deadline(rules[rule], start=_midday(day), calendar=self.calendar) for rule, day in pairs]
        days = [day for _rule, day in pairs]
        return len(self.ids(RECALCULATED, days=days, **_columns([rule for rule, _day in pairs], terms)))


def _midday(day: dt.date) -> dt.datetime:
    """Working days are reckoned by the day alone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def _columns(rules: list[int], terms: list[Deadline]) -> dict[str, Any]:
    return {
        "rules": rules,
        "dues": [term.due_at for term in terms],
        "reminds": [term.remind_at for term in terms],
    }


def as_numbers(done: Done) -> dict[str, int]:
    return dict(zip([field.name for field in fields(done)], astuple(done), strict=True))
