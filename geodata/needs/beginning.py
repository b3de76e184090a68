"""What goes with a need that was just written: its first step, the entry on record, and the notices of who is to accept it."""

import datetime as dt

from django.db import connection

from geodata.accounts.models import User
from geodata.audit.record import ENTRY, along, entry_of
from geodata.needs.concept import Action
from geodata.needs.models import Need
from geodata.needs.telling import TELLS_HOLDERS, told_new
from geodata.needs.words import Move

# The step is asked back for nothing: to give it back the second line would look for its need once more. The need itself cannot
# go along, since the second line finds no row of the same statement.
BEGUN = f"""WITH step AS (
    INSERT INTO geodata_needstep (need_id, by_id, at, move, before, after, reason, level, level_after, due_at, payload)
    VALUES (%(need)s, %(by)s, %(at)s, %(move)s, '', %(state)s, '', %(level)s, %(level)s, %(due_at)s, '{{}}')
), entry AS ({ENTRY})
{TELLS_HOLDERS}"""  # noqa: S608  (our own texts)


def begin(need: Need, move: Move, *, by: User, at: dt.datetime) -> None:
    """One statement. Of what was settled at once nobody is told: nothing waits."""
    step = {
        "need": need.pk, "by": by.pk, "move": str(move), "state": str(need.state), "level": need.level, "due_at": need.due_at,
    }  # fmt: skip
    entry = along(entry_of(user=by, action=Action.NEED_RECORDED, at=at, subject=need.number))
    told = told_new(need, at=at, by=by.pk, tell=move == Move.RECORD)
    with connection.cursor() as cursor:
        cursor.execute(BEGUN, told | entry | step)
