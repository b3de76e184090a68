"""A department's list of who receives a policy, compared with what stands here: see geodata/entitlements/comparing.py.

Whoever is in it is found by number, village and name together, nobody by a name alone; a line that is nobody's is a finding and no
problem. A list that has been compared already is compared once.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from geodata.accounts.models import User
from geodata.base import periods, texts
from geodata.base.errors import BadInput
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.contacts.rights import scope_of
from geodata.entitlements.comparing import MOST, Line, Listed, compare_list, may_compare
from geodata.files import columns as read
from geodata.files.dates import day
from geodata.files.problems import Problem
from geodata.imports.kinds.households.household_rows import NUMBER
from geodata.imports.kinds.row_kind import Fault, RowKind, Rows
from geodata.imports.kinds.row_sql import RowImporter, Told
from geodata.imports.kinds.staging import rows_of, run
from geodata.imports.runs.findings import Case, Question, packed_cases
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report
from geodata.policies.models import Policy
from geodata.territory.models import Area

COLUMNS = {"place": "text", "policy": "text", "as_of": "date", "amount": "numeric(10, 2)", "area": "text"}
SQL = RowImporter(
    table="geodata_listrow",
    key="false",
    new={},
    created=Told("concat_ws(' ', s.number, s.head_name)", "coalesce(s.place, '')", ""),
)
# Of lists that were compared already no line is new; of one that has a further line all are.
KNOWN = """
    UPDATE import_row SET fresh = true, as_of = coalesce(as_of, %(on)s);
    UPDATE import_row s SET fresh = false WHERE NOT EXISTS (
        SELECT FROM import_row o WHERE o.policy IS NOT DISTINCT FROM s.policy AND o.as_of = s.as_of AND NOT EXISTS (
            SELECT FROM geodata_listrow r JOIN geodata_listrun l ON l.id = r.run_id JOIN geodata_policy p ON p.id = l.policy_id
            WHERE p.code = o.policy AND l.as_of = o.as_of AND r.number = coalesce(o.number, '')
              AND r.name = coalesce(o.head_name, '') AND r.place = coalesce(o.place, '')
              AND r.amount IS NOT DISTINCT FROM o.amount AND r.line IS NOT NULL))
"""
NAMED = "SELECT line, concat_ws(' ', number, head_name, place) FROM import_row ORDER BY line"
READY = """
    SELECT policy, as_of, coalesce(number, ''), coalesce(head_name, ''), coalesce(place, ''), amount
    FROM import_row WHERE fresh ORDER BY policy, as_of, line
"""
PROBLEMS = (
    Fault("head_name", gettext_lazy("The row names nobody."), gettext_lazy("Fill in the name, or delete the row."),
          "SELECT line FROM import_row WHERE head_name IS NULL ORDER BY line"),
)  # fmt: skip


class Entitlements(RowKind):
    """Lines are compared by number, village and name; a policy is known by its code or name, or is chosen for the whole list."""

    name = "entitlements"
    label = pgettext_lazy("import", "who receives a policy")
    fields = ("village_code", "village", "household_no", "head_name", "policy", "as_of", "amount")
    needed = ("household_no", "head_name")
    columns, sql, problems = COLUMNS, SQL, PROBLEMS

    def read(self, rows: Rows) -> Mapping[str, Sequence[Any]]:
        roster = rows.roster
        codes, names = (roster.texts(name) for name in ("village_code", "village"))
        chosen = rows.wishes.answers.get("policy")
        known = _policies(rows.wishes.scope)
        said = roster.read("policy", partial(_policy, _names(known)))
        return {
            "line": list(roster.table.lines),
            "place": [texts.line(code or name) or rows.wishes.village or None
                      for code, name in zip(codes, names, strict=True)],
            "number": roster.read("household_no", read.code(NUMBER)),
            "head_name": roster.read("head_name", read.words(60, texts.name)),
            "policy": [one or (chosen if any(chosen == each.code for each in known) else None) for one in said],
            "as_of": roster.read("as_of", partial(day, first=periods.FIRST_DAY, last=rows.on)),
            "amount": roster.read("amount", _money),
        }  # fmt: skip

    def find_households(self, rows: Rows) -> tuple[list[Problem], list[Problem]]:
        """Whose a line is stands in the comparison: that it is nobody's is what is looked for."""
        return [], []

    def match(self, rows: Rows) -> None:
        run(KNOWN, rows.values)

    def asked(self, rows: Rows) -> list[Question]:
        """What the list is about, where it has no column for it."""
        choices = tuple((one.code, str(one)) for one in _policies(rows.wishes.scope))
        if rows.roster.has("policy") or not choices:
            return []
        answer = rows.wishes.answers.get("policy", "")
        return [
            Question(
                "policy",
                _("Which policy do those in this list receive?"),
                _("Choose it, or add a column with its name."),
                choices,
                packed_cases(Case(*row) for row in rows_of(NAMED, {})),
                answer=answer if answer in dict(choices) else "",
            )
        ]

    def elsewhere(self, rows: Rows) -> Iterable[Problem]:
        """What lies elsewhere is nobody's that is known here."""
        return ()

    def with_own(self, problems: list[Problem], rows: Rows) -> list[Problem]:
        mine = [*_unsaid(rows), *_too_long(rows), *_by_nobody(rows)]
        return super().with_own([*problems, *mine], rows)

    def apply(self, report: Report, *, on: dt.date, wishes: Wishes) -> None:
        assert wishes.by is not None  # Else it has a problem.
        user, at = User.objects.get(pk=wishes.by), timezone.now()
        scope = wishes.scope or scope_of(user, on=on)
        for (policy, as_of), lines in _lists().items():
            area = _area_of(lines, scope, on)
            listed = Listed(policy=policy, area=area, as_of=as_of, name=str(self.label), lines=lines)
            compare_list(listed=listed, by=user, scope=scope, at=at, today=on)


def _policies(scope: Scope | None) -> list[Policy]:
    """Those whose lists somebody may compare, by code. An operator's command: all."""
    every = Policy.objects.select_related("area").order_by("code")
    return [one for one in every if scope is None or _may(scope, one)]


def _may(scope: Scope, policy: Policy) -> bool:
    """In some area of the scope that lies in the policy's own."""
    codes = [grant.code for grant in scope.to(Right.ENTITLE).grants if grant.code]
    return any(code.startswith(policy.area.code) and may_compare(scope, policy, Area(code=code)) for code in codes)  # fmt: skip


def _names(policies: Iterable[Policy]) -> dict[str, str]:
    """What a list may call each, to its code; a name that two have is none."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in policies:
        for said in filter(None, (one.code, one.name, one.name_en.casefold())):
            found[said].add(one.code)
    return {said: min(codes) for said, codes in found.items() if len(codes) == 1}


def _policy(names: Mapping[str, str], text: str) -> str:
    said = texts.line(text)
    code = names.get(said) or names.get(said.casefold())
    if code is None:
        raise BadInput(
            _("No policy here has this name."),
            remedy=_("Write the name or the code as the catalogue has it."),
        )
    return code


def _money(text: str) -> Decimal:
    """An amount in yuan. BadInput: none."""
    try:
        found = Decimal(read.usual(text).strip().removesuffix("元").replace(",", ""))
    except InvalidOperation:
        found = Decimal(-1)
    if not (found.is_finite() and 0 <= found < 10**8):
        raise BadInput(_("This is no amount."), remedy=_("Write yuan as digits, such as 300 or 105.50."))
    return found.quantize(Decimal("0.01"))


def _unsaid(rows: Rows) -> Iterator[Problem]:
    if not _policies(rows.wishes.scope):
        yield Problem(None, "policy", "", _("You may compare no list of a policy."),
                      _("Hand it to the office of the township or the county."))  # fmt: skip
    if not rows.roster.has("policy"):
        return
    for (line,) in rows_of("SELECT line FROM import_row WHERE policy IS NULL ORDER BY line", {}):
        yield Problem(line, "policy", "", _("The row names no policy."), _("Write its name or its code."))


def _too_long(rows: Rows) -> Iterator[Problem]:
    if len(rows.roster) > MOST:
        said = _("A list has 1 to %(most)s rows.") % {"most": figure(MOST)}
        yield Problem(None, "rows", str(len(rows.roster)), said, _("Divide it by townships."))


def _by_nobody(rows: Rows) -> Iterator[Problem]:
    if rows.wishes.by is None:
        yield Problem(None, "by", "", _("A list is compared by an account."), _("Say with --by whose account imports it."))  # fmt: skip


def _lists() -> dict[tuple[str, dt.date], list[Line]]:
    found: dict[tuple[str, dt.date], list[Line]] = defaultdict(list)
    for policy, as_of, number, name, place, amount in rows_of(READY, {}):
        found[policy, as_of].append(Line(number, name, place, amount))
    return found


def _area_of(lines: Iterable[Line], scope: Scope, on: dt.date) -> str:
    """The narrowest area that holds all villages named; of none, the widest that the office holds."""
    held = [one.code for one in scope.to(Right.ENTITLE).grants if one.code]
    said = {line.village for line in lines}
    villages = Area.objects.on(on).level(Area.Level.VILLAGE).filter(pk__in=scope.to(Right.ENTITLE).villages)
    named = [code for code, name in villages.values_list("code", "name") if said & {code, name}]
    around = [
        code
        for code in Area.objects.on(on).exclude(level=Area.Level.GRID).values_list("code", flat=True)
        if all(one.startswith(code) for one in named) and any(code.startswith(each) for each in held)
    ]
    return max(around, key=len) if named and around else min(held, key=len)
