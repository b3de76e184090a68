"""What an import would do or has done, for people and as plain values."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from geodata.base.wording import figure, listed
from geodata.files.compressed_rows import Packed
from geodata.files.problems import Problem
from geodata.imports.runs.findings import Entry, Question

SHOWN = 20
"""Lines shown of one kind of problem; `as_json` holds them all."""


@dataclass(frozen=True)
class Report:
    """`problems` stop the import; `remarks` are things to know, such as a point outside its grid.

    `questions` want a decision of a person before anything is written. `created`, `altered` and `gone` list rows;
    what is gone from the file stays in the register. `left_out` are the problems of rows left out on demand. `datum` is what coordinates were read as.
    """

    what: str
    rows: int
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    fields: dict[str, list[str]] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: Sequence[Problem] = ()
    remarks: Sequence[Problem] = ()
    questions: list[Question] = field(default_factory=list)
    created: Sequence[Entry] = ()
    altered: Sequence[Entry] = ()
    gone: Sequence[Entry] = ()
    left_out: Sequence[Problem] = ()
    datum: str = ""
    applied: bool = False

    @property
    def open_questions(self) -> list[Question]:
        return [question for question in self.questions if not question.answer]

    @property
    def stops(self) -> bool:
        """Is there anything to be mended or decided first?"""
        return bool(self.problems or self.open_questions)

    @property
    def says_no_change(self) -> bool:
        return not (self.new or self.changed or self.problems)

    def as_json(self) -> Iterator[str]:
        """All of it as one object, in parts of which none is long."""
        for place, name in enumerate(one.name for one in fields(self)):
            yield f'{"," if place else "{"}"{name}":'
            yield from _as_json(getattr(self, name))
        yield "}"


def _as_json(value: object) -> Iterator[str]:
    if not isinstance(value, Packed):
        yield orjson.dumps(value, default=list).decode()
        return
    yield "["
    for place, block in enumerate(value.blocks()):
        yield ("," if place else "") + orjson.dumps(block)[1:-1].decode()
    yield "]"


WHAT = {
    "areas": gettext_lazy("areas"),
    "households": pgettext_lazy("register", "households"),
    "members": gettext_lazy("contact members"),
    "links": gettext_lazy("contact links"),
    "leaders": gettext_lazy("leaders"),
    "departments": gettext_lazy("departments"),
    "visits": gettext_lazy("past visits"),
    "care": gettext_lazy("care records"),
    "residents": gettext_lazy("residents"),
    "absences": gettext_lazy("absences"),
    "needs": gettext_lazy("needs"),
    "hotline": gettext_lazy("needs from a hotline"),
    "entitlements": pgettext_lazy("import", "who receives a policy"),
}
LABELS = {
    "code": gettext_lazy("code"),
    "parent_code": gettext_lazy("code of the area above"),
    "level": gettext_lazy("level"),
    "kind": gettext_lazy("kind"),
    "name": gettext_lazy("name"),
    "boundary": gettext_lazy("boundary"),
    "geometry": gettext_lazy("geometry"),
    "point": gettext_lazy("point"),
    "village_code": gettext_lazy("village code"),
    "village": gettext_lazy("village"),
    "township": gettext_lazy("township"),
    "county": gettext_lazy("county"),
    "grid": gettext_lazy("grid"),
    "group": gettext_lazy("villager group"),
    "household_no": gettext_lazy("household number"),
    "head_name": gettext_lazy("head of household"),
    "phone": gettext_lazy("phone"),
    "family_size": gettext_lazy("persons"),
    "address": pgettext_lazy("of a household", "address"),
    "building": gettext_lazy("building"),
    "entrance": gettext_lazy("entrance"),
    "door": gettext_lazy("door"),
    "occupancy": gettext_lazy("occupancy"),
    "lon": gettext_lazy("longitude"),
    "lat": gettext_lazy("latitude"),
    "person_name": pgettext_lazy("of a person", "name"),
    "person_code": gettext_lazy("login name"),
    "person_phone": gettext_lazy("phone"),
    "member_name": gettext_lazy("contact member"),
    "member_code": gettext_lazy("login name of the member"),
    "member_phone": gettext_lazy("phone of the member"),
    "branch": gettext_lazy("branch"),
    "ability": gettext_lazy("able to help"),
    "member_kind": pgettext_lazy("of a member", "kind"),
    "capacity": gettext_lazy("capacity"),
    "since": gettext_lazy("first day"),
    "until": gettext_lazy("last day"),
    "primary": gettext_lazy("first contact"),
    "reason": gettext_lazy("reason for the end"),
    "post": gettext_lazy("post"),
    "department": gettext_lazy("department"),
    "area_code": gettext_lazy("code of the area"),
    "department_code": gettext_lazy("code of the department"),
    "name_en": gettext_lazy("name in English"),
    "visit_key": gettext_lazy("key of the visit"),
    "day": gettext_lazy("day"),
    "visitors": gettext_lazy("visitors"),
    "mode": gettext_lazy("mode"),
    "outcome": gettext_lazy("outcome"),
    "note": gettext_lazy("note"),
    "category": gettext_lazy("care category"),
    "resident": gettext_lazy("resident"),
    "birth_year": gettext_lazy("year of birth"),
    "relation": gettext_lazy("relation to the head"),
    "died_on": gettext_lazy("died on"),
    "moved_out_on": gettext_lazy("moved out on"),
    "where": gettext_lazy("where"),
    "stays": gettext_lazy("who stays"),
    "source": gettext_lazy("source"),
    "verified_on": gettext_lazy("day verified"),
    "need_key": gettext_lazy("number of the need"),
    "hotline_no": gettext_lazy("number of the hotline"),
    "raised_on": gettext_lazy("raised on"),
    "need_kind": gettext_lazy("kind of need"),
    "need_category": gettext_lazy("need category"),
    "urgency": gettext_lazy("urgency"),
    "need_title": gettext_lazy("title of the need"),
    "need_text": gettext_lazy("text of the need"),
    "need_place": gettext_lazy("place of the need"),
    "need_source": gettext_lazy("how it came"),
    "source_number": gettext_lazy("number at the source"),
    "need_state": gettext_lazy("state of the need"),
    "need_level": gettext_lazy("level of the need"),
    "need_result": gettext_lazy("what was done"),
    "settled_on": gettext_lazy("settled on"),
    "need_answer": gettext_lazy("answer of those concerned"),
    "due": gettext_lazy("due on"),
    "sensitive": gettext_lazy("sensitive"),
    "policy": gettext_lazy("policy"),
    "as_of": pgettext_lazy("list", "as of"),
    "amount": gettext_lazy("amount"),
}
"""Fields as people call them; a column of the file keeps its own heading."""


@dataclass(frozen=True, slots=True)
class Group:
    """Problems of one kind: the first few of so many. `remedy` is "" where each has its own."""

    message: str
    remedy: str
    count: int
    first: list[Problem]


def groups(problems: Iterable[Problem], *, shown: int = 5) -> list[Group]:
    """The most frequent kind first."""
    counts: Counter[str] = Counter()
    first: dict[str, list[Problem]] = defaultdict(list)
    unlike: set[str] = set()
    for problem in problems:
        counts[problem.message] += 1
        same = first[problem.message]
        if same and same[0].remedy != problem.remedy:
            unlike.add(problem.message)
        if len(same) < shown:
            same.append(problem)
    return [
        Group(message, "" if message in unlike else first[message][0].remedy, count, first[message])
        for message, count in counts.most_common()
    ]


def as_text(report: Report) -> str:
    """The report as lines for a terminal, in the active language."""
    return "\n".join(
        [
            *(_head(report) if report.rows else []),
            *_listed(_("Problems"), report.problems),
            *_asked(report.open_questions),
            *_listed(_("Notes"), report.remarks),
            *_end(report),
        ]
    )


def _head(report: Report) -> list[str]:
    counts = {
        "what": WHAT[report.what],
        "rows": figure(report.rows),
        "new": figure(report.new),
        "changed": figure(report.changed),
        "unchanged": figure(report.unchanged),
    }
    lines = [
        _("Rows of %(what)s: %(rows)s (%(new)s new, %(changed)s changed, %(unchanged)s unchanged).") % counts
    ]
    if report.changes:
        changes = listed(f"{_label(name)} {figure(count)}" for name, count in report.changes.items())
        lines.append(_("Changed: %(changes)s") % {"changes": changes})
    if report.fields:
        read = listed(f"{'+'.join(headings)} → {_label(name)}" for name, headings in report.fields.items())
        lines.append(_("Read: %(read)s") % {"read": read})
    if report.unused:
        lines.append(_("Columns not used: %(names)s") % {"names": listed(report.unused)})
    return lines + report.notes


def _listed(title: str, problems: Sequence[Problem]) -> list[str]:
    if not problems:
        return []
    lines = ["", f"{title} ({figure(len(problems))})"]
    for group in groups(problems, shown=SHOWN):
        lines.append(f"  {group.message} ({figure(group.count)}) {group.first[0].remedy}")
        lines += [f"    {_place(one)}" for one in group.first]
        if group.count > SHOWN:
            lines.append("    " + _("and %(count)s more") % {"count": figure(group.count - SHOWN)})
    return lines


def _asked(questions: list[Question]) -> list[str]:
    """Each question with its cases and the option that answers it."""
    if not questions:
        return []
    lines = ["", _("Questions (%(count)s)") % {"count": figure(len(questions))}]
    for question in questions:
        lines.append(f"  {question.message} ({figure(len(question.cases))}) {question.remedy}")
        lines += [f"    --answer {question.key}={value}: {words}" for value, words in question.choices]
        lines += [
            "    "
            + " · ".join(
                filter(None, (_("line %(line)s") % {"line": one.line}, one.subject, one.value, one.beside))
            )
            for one in question.cases[:SHOWN]
        ]
        if len(question.cases) > SHOWN:
            lines.append("    " + _("and %(count)s more") % {"count": figure(len(question.cases) - SHOWN)})
    return lines


def _place(problem: Problem) -> str:
    line = _("line %(line)s") % {"line": problem.line} if problem.line else _("the whole file")
    return " · ".join(part for part in (line, _label(problem.column), problem.value) if part)


def _label(name: str) -> str:
    return str(LABELS.get(name, name))


def _end(report: Report) -> list[str]:
    if report.stops:
        return []
    if report.says_no_change:
        return ["", _("No changes.")]
    if report.applied:
        return ["", _("Written.")]
    return ["", _("This was a dry run: nothing was written. Add --apply to write.")]
