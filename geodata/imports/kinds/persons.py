"""Which registered person a row means. By login name; else a person decides: nobody is matched by a name alone.

Proposed are those of the same name and phone, or, where there are none, those of the same name with a post or
membership where the row lies. Whether a phone agrees is told by the database, also of persons whose phone the scope does
not show. A person of a list that nobody is becomes a new account without a password.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import PhoneNumber, User
from geodata.accounts.names import FORM, suggest_usernames
from geodata.base import texts
from geodata.files.columns import Roster, phone, words
from geodata.files.problems import Problem
from geodata.imports.kinds.households.household_questions import answered, decided
from geodata.imports.kinds.staging import analyze, rows_of, run, table
from geodata.imports.runs.findings import Case, Question

PERSONS = {
    "line": "integer", "seat": "integer", "code": "text", "name": "text", "phone": "text", "place": "text",
    "user_id": "bigint", "settled": "boolean DEFAULT false",
}  # fmt: skip
CANDIDATES = {
    "line": "integer", "name": "text", "phone": "text", "place": "text", "user_id": "bigint", "agrees": "boolean",
}  # fmt: skip
BY_CODE = f"""
    UPDATE import_person p SET user_id = u.id, settled = true FROM geodata_user u WHERE lower(u.username) = lower(p.code);
    {table("import_candidate", CANDIDATES)}
    INSERT INTO import_candidate
    WITH asked AS (
        SELECT min(line) AS line, name, phone, place FROM import_person
        WHERE code IS NULL AND name IS NOT NULL GROUP BY name, phone, place
    ), ties AS (
        SELECT m.user_id, a.code FROM geodata_member m JOIN geodata_area a ON a.id = m.village_id
        UNION SELECT d.user_id, a.code FROM geodata_duty d JOIN geodata_area a ON a.id = d.area_id
    )
    SELECT k.line, k.name, k.phone, k.place, u.id AS user_id, coalesce(is_phone_of(u.id, k.phone), false) AS agrees
    FROM asked k JOIN geodata_user u ON u.name = k.name
    WHERE is_phone_of(u.id, k.phone) OR EXISTS (
        SELECT FROM ties t WHERE t.user_id = u.id AND (starts_with(t.code, k.place) OR starts_with(k.place, t.code)));
    DELETE FROM import_candidate c
    WHERE NOT agrees AND EXISTS (SELECT FROM import_candidate o WHERE o.line = c.line AND o.agrees);
"""
ONE = """
    SELECT c.line, c.name, coalesce(c.phone, ''), concat_ws(' ', u.name, u.username, n.number, (
        SELECT string_agg(DISTINCT a.name, ', ') FROM geodata_member m JOIN geodata_area a ON a.id = m.village_id
        WHERE m.user_id = u.id)), c.user_id
    FROM import_candidate c JOIN geodata_user u ON u.id = c.user_id
    LEFT JOIN geodata_phonenumber n ON n.user_id = u.id
    WHERE (SELECT count(*) FROM import_candidate o WHERE o.line = c.line) = 1 ORDER BY c.line
"""
MANY = """
    SELECT c.line, c.name, string_agg(u.username, ', ' ORDER BY u.username)
    FROM import_candidate c JOIN geodata_user u ON u.id = c.user_id
    GROUP BY c.line, c.name HAVING count(*) > 1 ORDER BY c.line
"""
TAKE = """
    UPDATE import_person p SET settled = true, user_id = CASE WHEN a.same THEN c.user_id END
    FROM unnest(%(lines)s::integer[], %(same)s::boolean[]) a (line, same) JOIN import_candidate c ON c.line = a.line
    WHERE p.code IS NULL AND p.name = c.name AND p.phone IS NOT DISTINCT FROM c.phone
      AND p.place IS NOT DISTINCT FROM c.place;
"""
SEATED = "UPDATE import_row s SET user_id = p.user_id FROM import_person p WHERE p.line = s.line"
"""The person of a row, where each has one."""
OTHER_NAME = """
    SELECT p.line, p.code, u.name FROM import_person p JOIN geodata_user u ON u.id = p.user_id
    WHERE p.code IS NOT NULL AND p.name <> u.name ORDER BY p.line
"""
NOBODY = """
    SELECT p.line, coalesce(p.code, p.name, '') FROM import_person p
    WHERE p.user_id IS NULL AND NOT EXISTS (
        SELECT FROM import_candidate c WHERE p.code IS NULL AND c.name = p.name
          AND c.phone IS NOT DISTINCT FROM p.phone AND c.place IS NOT DISTINCT FROM p.place)
    ORDER BY p.line, p.seat
"""
NEW = """
    SELECT coalesce('=' || lower(code), name || '+' || phone, '#' || line) AS who,
           min(code), min(name), coalesce(min(phone), '')
    FROM import_person WHERE user_id IS NULL AND name IS NOT NULL GROUP BY who ORDER BY min(line)
"""
ALIKE = """
    SELECT line, name, first FROM (
        SELECT line, name, first_value(line) OVER same AS first FROM import_person
        WHERE user_id IS NULL AND code IS NULL AND phone IS NULL AND name IS NOT NULL
        WINDOW same AS (PARTITION BY name, place ORDER BY line)
    ) t WHERE line <> first ORDER BY line
"""
GIVEN = """
    UPDATE import_person p SET user_id = a.id FROM unnest(%(who)s::text[], %(ids)s::bigint[]) a (who, id)
    WHERE p.user_id IS NULL AND coalesce('=' || lower(p.code), p.name || '+' || p.phone, '#' || p.line) = a.who
"""


def fill(rows: Iterable[Sequence[Any]]) -> None:
    """Stage persons: line, seat in the line, login name, name, phone, code of the area where they act."""
    with connection.cursor() as cursor:
        cursor.execute(table("import_person", PERSONS))
        with cursor.copy("COPY import_person (line, seat, code, name, phone, place) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(analyze("import_person"))


def fill_one_a_line(
    lines: Iterable[int], people: Mapping[str, Sequence[str | None]], places: Iterable[str | None]
) -> None:
    """Stage the person of each row of `read_list`, who acts in that place (code)."""
    rows = zip(lines, people["code"], people["name"], people["phone"], places, strict=True)
    fill((line, 0, *person) for line, *person in rows)


def resolve(answers: Mapping[str, str], *, new: bool, column: str) -> tuple[list[Question], list[Problem]]:
    """Find the account of each staged person. `new`: who is not registered will be; else that is a problem."""
    run(BY_CODE, {})
    problems = [
        Problem(line, column, code, _("This login name belongs to someone else: %(name)s.") % {"name": name},
                _("Correct the login name or the name."))
        for line, code, name in rows_of(OTHER_NAME, {})
    ] + [
        Problem(line, column, name, _("Several people here have this name."),
                _("Add a column with the login name: %(names)s") % {"names": names})
        for line, name, names in rows_of(MANY, {})
    ]  # fmt: skip
    asked = _same(answers, new=new)
    problems += _new_ones() if new else _missing(column)
    return ([asked] if asked else []), problems


def create() -> None:
    """Open an account, without a password, for each staged person who has none."""
    found = rows_of(NEW, {})
    names = iter(suggest_usernames([name for _who, code, name, _phone in found if not code]))
    users = [
        User(
            username=code.lower() if code else next(names),
            name=name,
            password=make_password(None),
            date_joined=timezone.now(),
        )
        for _who, code, name, _phone in found
    ]
    made = User.objects.bulk_create(users)
    PhoneNumber.give({user.pk: row[3] for user, row in zip(made, found, strict=True)})
    run(GIVEN, {"who": [row[0] for row in found], "ids": [user.pk for user in made]})


def _same(answers: Mapping[str, str], *, new: bool) -> Question | None:
    rows = rows_of(ONE, {})
    if not rows:
        return None
    same, other = ("same", _("The same person")), ("other", _("Another person: open an account"))
    question = answered(
        Question(
            "person",
            _("These names belong to registered people. Are they the same?"),
            _("Decide by phone and place, or add a column with the login name."),
            (same, other) if new else (same,),
            tuple(Case(*row[:4]) for row in rows),
            each=True,
        ),
        answers,
    )
    same_one = {line: choice == "same" for line, choice in decided(question, answers) if choice}
    run(TAKE, {"lines": list(same_one), "same": list(same_one.values())})
    return question


def _missing(column: str) -> list[Problem]:
    return [
        Problem(line, column, who, _("Nobody of this name works here.") if who else _("The row names nobody."),
                _("Correct the name, add the login name, or import the persons first."))
        for line, who in rows_of(NOBODY, {})
    ]  # fmt: skip


def _new_ones() -> list[Problem]:
    twice = [
        Problem(line, "person_name", name, _("This name appears twice, and nothing tells the two people"
                                             " apart."),
                _("Add phones or login names; the other is in line %(line)s.") % {"line": first})
        for line, name, first in rows_of(ALIKE, {})
    ]  # fmt: skip
    codes = rows_of(
        "SELECT line, code FROM import_person WHERE user_id IS NULL AND code IS NOT NULL ORDER BY line", {}
    )
    return twice + [
        Problem(line, "person_code", code, _("This is not a valid login name."),
                _("Use 3 to 40 lower-case letters, digits, dots or dashes, or leave it empty."))
        for line, code in codes if not FORM.fullmatch(code.lower())
    ]  # fmt: skip


def read_list(roster: Roster, *, kind: str = "person") -> dict[str, list[str | None]]:
    """Login name, name and phone of the person in each row. `kind`: how the fields begin."""
    codes = roster.texts(f"{kind}_code")
    for row, name in enumerate(roster.texts(f"{kind}_name")):
        if not (name or codes[row]):
            roster.note(
                row, f"{kind}_name", "", _("The name is missing."), _("Fill in the name, or delete the row.")
            )
    return {
        "code": roster.read(f"{kind}_code", words(40, texts.number)),
        "name": roster.read(f"{kind}_name", words(60, texts.name)),
        "phone": roster.read(f"{kind}_phone", phone),
    }
