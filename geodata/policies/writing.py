"""Policies are drafted, checked, put in force and ended. What a version says is changed while it is a draft, and never after."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, NotFound, Stale
from geodata.base.filters.leaf import Subject as FilterSubject
from geodata.base.filters.tree import Node, asked, read
from geodata.base.periods import ended, since
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.policies.concept import Action
from geodata.policies.lifecycle import LIFE, may_write
from geodata.policies.models import CODE, DoorQuestion, Policy, PolicyVersion
from geodata.policies.words import Field, Level, Move, State, Subject, Unit
from geodata.posts.departments import Department

LONGEST = {
    "plain": 200, "plain_en": 400, "benefit": 200, "benefit_en": 400, "how": 500, "how_en": 900, "where": 200, "document": 100,
    "opens": 5, "closes": 5,
}  # fmt: skip
NEEDED = ("plain", "benefit")
MOST_MATERIALS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a policy is called and whose it is; its code, department and subject stay."""

    code: str
    name: str
    name_en: str = ""
    level: str
    field: str
    subject: str
    department: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a version says."""

    plain: str
    plain_en: str = ""
    benefit: str
    benefit_en: str = ""
    amount: Decimal | None = None
    unit: str = ""
    how: str = ""
    how_en: str = ""
    materials: Sequence[str] = ()
    where: str = ""
    opens: str = ""
    closes: str = ""
    document: str = ""
    rule: Any
    examples: Any = ()

    def checked(self, subject: str) -> dict[str, Any]:
        """The columns. Raises BadInput."""
        told = {
            name: texts.free(value) if isinstance(value, str) else value
            for name, value in asdict(self).items()
        }
        for name, most in LONGEST.items():
            if len(told[name]) > most or (name in NEEDED and not told[name]):
                raise _bad(name, told[name][:20], _("Enter at most %(most)s characters.") % {"most": most})
        told["materials"] = [texts.line(one)[:60] for one in self.materials if texts.line(one)]
        if len(told["materials"]) > MOST_MATERIALS:
            raise _bad("materials", None, _("Name at most %(most)s.") % {"most": figure(MOST_MATERIALS)})
        if (told["unit"] and told["unit"] not in Unit.values) or (
            self.amount is not None and not told["unit"]
        ):
            raise _bad("unit", told["unit"], _("Choose one that is offered."))
        if bool(self.opens) != bool(self.closes) or not all(
            map(_is_day, filter(None, (self.opens, self.closes)))
        ):
            raise _bad("opens", self.opens, _("Write month and day of both, such as 03-01, or neither."))
        read_rule(self.rule, subject)
        told["examples"] = list(self.examples)
        return told


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(f"2024-{text}")
    except ValueError:
        return False
    return len(text) == 5


def read_rule(rule: Any, subject: str) -> Node:
    """Raises BadInput, also for questions that nobody asks or that are about somebody else."""
    whose: FilterSubject = "resident" if subject == Subject.RESIDENT else "household"
    tree = read(rule, subject=whose)
    questions = dict(DoorQuestion.objects.values_list("code", "subject"))
    for leaf in asked(tree):
        if (code := leaf.said.get("answer")) is None:
            continue
        if code not in questions:
            raise BadInput(
                _("There is no door question “%(code)s”.") % {"code": code},
                field="rule",
                value=code,
                remedy=_("Choose a question that there is."),
            )
        if questions[code] == Subject.RESIDENT and whose == "household":
            raise BadInput(
                _("“%(code)s” is asked about persons, this policy is for households.") % {"code": code},
                field="rule",
                value=code,
                remedy=_("Choose another question, or make it a policy for persons."),
            )
    return tree


@transaction.atomic
def draft_policy(*, named: Named, content: Content, by: User, scope: Scope, at: dt.datetime) -> PolicyVersion:
    """A policy and its first version. Raises NotAllowed for another's department, NotFound for none, BadInput, Conflict for a code
    that there is.
    """
    department = (
        Department.objects.select_related("area").filter(pk=named.department, period__upper_inf=True).first()
    )
    if department is None:
        raise NotFound(str(named.department), field="department", value=named.department)
    if not may_write(scope, code=department.area.code, department=department.pk):
        refuse(Right.POLICY)
    _check_named(named)
    try:
        with transaction.atomic():
            policy = Policy.objects.create(
                code=named.code, name=texts.line(named.name), name_en=texts.line(named.name_en), level=named.level,
                field=named.field, subject=named.subject, department=department, area=department.area,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(
            _("There is already a policy with this code."),
            field="code",
            value=named.code,
            remedy=_("Give another code, or write a version of the one that is there."),
        ) from error
    return _draft(policy, content, by=by, at=at)


def _check_named(named: Named) -> None:
    if not re.fullmatch(CODE, named.code) or not 3 <= len(named.code) <= 40:
        raise _bad("code", named.code, _("Use 3 to 40 lower-case letters, digits or underscores."))
    for name, most in (("name", 60), ("name_en", 100)):
        if len(getattr(named, name)) > most or (name == "name" and not texts.line(named.name)):
            raise _bad(
                name, getattr(named, name)[:20], _("Enter at most %(most)s characters.") % {"most": most}
            )
    for name, choices in (("level", Level), ("field", Field), ("subject", Subject)):
        if getattr(named, name) not in choices.values:
            raise _bad(name, getattr(named, name), _("Choose one that is offered."))


@transaction.atomic
def draft_version(*, code: str, content: Content, by: User, scope: Scope, at: dt.datetime) -> PolicyVersion:
    """A further version of a policy. Raises NotFound, NotAllowed, BadInput, and Conflict while another is being written."""
    policy = Policy.objects.select_for_update().filter(code=code).first()
    if policy is None:
        raise NotFound(code, field="policy", value=code)
    if not may_write(scope, code=policy.area.code, department=policy.department_id):
        refuse(Right.POLICY)
    if policy.versions.filter(period=None).exists():
        raise Conflict(
            _("A version of this policy is being written already."),
            field="policy",
            value=code,
            remedy=_("Go on with that one."),
        )
    return _draft(policy, content, by=by, at=at)


def _draft(policy: Policy, content: Content, *, by: User, at: dt.datetime) -> PolicyVersion:
    told = content.checked(policy.subject)
    last = policy.versions.aggregate(last=Max("number"))["last"] or 0
    made = PolicyVersion.objects.create(policy=policy, number=last + 1, written_by=by, written_at=at, **told)
    LIFE.begin(made, by=by, at=at)
    record_access(
        user=by, action=Action.POLICY_WRITTEN, at=at, subject=policy.code, details={"version": made.number}
    )
    return made


def _version(code: str, number: int, seen: int | None = None) -> PolicyVersion:
    """Raises NotFound, and Stale where something else was seen."""
    found = PolicyVersion.objects.filter(policy__code=code, number=number).first()
    if found is None:
        raise NotFound(f"{code}/{number}", field="version", value=number)
    locked: PolicyVersion = LIFE.locked(found)
    if seen is not None and locked.version != seen:
        raise Stale(
            _("This draft was changed by someone else meanwhile."),
            field="version",
            value=locked.version,
            remedy=_("Load it again."),
        )
    return locked


@transaction.atomic
def change_version(
    *, code: str, number: int, content: Content, seen: int, by: User, scope: Scope, at: dt.datetime
) -> PolicyVersion:
    """Whoever changes it has written it. Raises NotFound, NotAllowed, BadInput, Conflict for no draft, Stale."""
    version = _version(code, number)
    policy = version.policy
    if not may_write(scope, code=policy.area.code, department=policy.department_id):
        refuse(Right.POLICY)
    if version.state != State.DRAFT:
        raise LIFE.impossible(version.state, Move.DRAFT)
    version = _version(code, number, seen)
    for name, value in content.checked(policy.subject).items():
        setattr(version, name, value)
    version.version += 1
    version.written_by, version.written_at = by, at
    version.save()
    record_access(user=by, action=Action.POLICY_WRITTEN, at=at, subject=code, details={"version": number})
    return version


@transaction.atomic
def check_version(
    *, code: str, number: int, by: User, scope: Scope, at: dt.datetime, on: dt.date, seen: int | None = None
) -> PolicyVersion:
    """Its rule and its own examples hold. Raises NotFound, NotAllowed, Conflict, BadInput, Stale."""
    from geodata.policies.examples import check_examples

    version = _version(code, number, seen)
    LIFE.check(version, Move.CHECK, by=by, scope=scope)
    subject = version.policy.subject
    tree = read_rule(version.rule, subject)
    check_examples(
        tree, version.examples, subject="resident" if subject == Subject.RESIDENT else "household", on=on
    )
    return _moved(version, Move.CHECK, by=by, scope=scope, at=at)


@transaction.atomic
def reopen_version(
    *, code: str, number: int, by: User, scope: Scope, at: dt.datetime, seen: int | None = None
) -> PolicyVersion:
    """Back to the draft. Raises NotFound, NotAllowed, Conflict, Stale."""
    return _moved(_version(code, number, seen), Move.REOPEN, by=by, scope=scope, at=at)


@transaction.atomic
def put_in_force(
    *,
    code: str,
    number: int,
    since_day: dt.date,
    today: dt.date,
    by: User,
    scope: Scope,
    at: dt.datetime,
    seen: int | None = None,
) -> PolicyVersion:
    """From that day on; the version before it ends there. Raises NotFound, NotAllowed (also for whoever wrote it), Conflict,
    BadInput for a day before today or before the version that is in force began, Stale.
    """
    version = _version(code, number, seen)
    LIFE.check(version, Move.PUT, by=by, scope=scope)
    if since_day < today:
        raise _bad("since", since_day.isoformat(), _("Choose today or a later day."))
    for before in version.policy.versions.filter(state=State.IN_FORCE).select_for_update():
        if before.period.lower is not None and before.period.lower >= since_day:
            raise _bad("since", since_day.isoformat(), _("Choose a day after the version in force began."))
        before.period = ended(before.period, since_day)
        LIFE.write(before, Move.END, by=by, at=at, scope=scope)
    version.period = since(since_day)
    return _moved(version, Move.PUT, by=by, scope=scope, at=at)


@transaction.atomic
def end_version(
    *,
    code: str,
    number: int,
    on: dt.date,
    today: dt.date,
    by: User,
    scope: Scope,
    at: dt.datetime,
    seen: int | None = None,
) -> PolicyVersion:
    """`on` is the first day on which it holds no more. Raises NotFound, NotAllowed, Conflict, Stale, BadInput for a day before today."""
    version = _version(code, number, seen)
    LIFE.check(version, Move.END, by=by, scope=scope)
    if on < today:
        raise _bad("on", on.isoformat(), _("Choose today or a later day."))
    version.period = ended(version.period, on)
    return _moved(version, Move.END, by=by, scope=scope, at=at)


def _moved(version: PolicyVersion, move: Move, *, by: User, scope: Scope, at: dt.datetime) -> PolicyVersion:
    LIFE.write(version, move, by=by, at=at, scope=scope)
    record_access(
        user=by, action=Action.POLICY_MOVED, at=at, subject=version.policy.code,
        details={"version": version.number, "move": str(move)},
    )  # fmt: skip
    return version


def _bad(field: str, value: Any, remedy: str) -> BadInput:
    return BadInput(_("This cannot be recorded."), field=field, value=value, remedy=remedy)
