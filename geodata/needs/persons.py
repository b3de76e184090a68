"""What a department is told names nobody: it reads a task and never the need, the household or a phone number.

Looked for are phone numbers, and the names of heads and residents of the village as they are registered: of the households
that the need is about whatever their length, of all others from three signs on, since two are an everyday word too often.
"""

import re
import unicodedata
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.needs.models import Need

PHONE = re.compile(r"(?<!\d)(?:(?:\+?86)?1[3-9]\d{9}|0\d{2,3}[2-9]\d{6,7}|[2-9]\d{6,7})(?!\d)")
"""A mobile, a landline with its area code, and one without."""
BETWEEN = re.compile(r"(?<=\d)[\s\-‐-―()（）.·]+(?=\d)")
LONG = 3
"""Signs of a name that is looked for in the whole village."""

NAMED = r"""
SELECT name FROM (
    SELECT h.id AS home, h.head_name AS name FROM geodata_household h WHERE h.village_id = %(village)s
    UNION ALL SELECT r.household_id, r.name FROM geodata_resident r WHERE r.village_id = %(village)s) people
WHERE length(name) >= CASE WHEN home = ANY (%(homes)s) THEN 2 ELSE %(long)s END
  AND strpos(%(task)s, lower(regexp_replace(name, '\s', '', 'g'))) > 0
ORDER BY length(name) DESC, name LIMIT 1"""


def refuse_persons(task: str, *, need: Need) -> None:
    """Raises BadInput for a name or a phone number in it, which it tells, and how to do without."""
    even = unicodedata.normalize("NFKC", task)
    if phone := PHONE.search(BETWEEN.sub("", even)):
        raise BadInput(
            _("The task holds a phone number: %(number)s.") % {"number": phone[0]},
            field="task",
            remedy=_remedy(),
        )
    if name := _named(even, need):
        raise BadInput(
            _("The task names somebody of the village: %(name)s.") % {"name": name},
            field="task",
            remedy=_remedy(),
        )


def _remedy() -> str:
    return _(
        "The department does not see whose need it is. Write “the household” or “the resident” instead; its number and place"
        " are shown where you choose so, and what has to be asked is asked of you."
    )


def _named(task: str, need: Need) -> str:
    with connection.cursor() as cursor:
        homes = [need.household_id, *need.others.values_list("household_id", flat=True)]
        said: dict[str, Any] = {
            "village": need.village_id, "homes": [home for home in homes if home], "long": LONG,
            "task": re.sub(r"\s", "", task).lower(),
        }  # fmt: skip
        cursor.execute(NAMED, said)
        row = cursor.fetchone()
    return str(row[0]) if row else ""
