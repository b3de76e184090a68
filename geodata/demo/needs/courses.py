"""How invented needs go: what each is meant to come to, and what whoever holds it does next about it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from geodata.demo.arrays import Rng
from geodata.demo.needs import texts
from geodata.demo.needs.texts import Matter
from geodata.demo.needs.way import Way
from geodata.needs.beside_models import Consultation, Supervision
from geodata.needs.sealing import seal_result, seal_text
from geodata.needs.words import CONTENT, ENDED, Answer, How, Move, SettledIn, State
from geodata.posts.models import Post

SETTLE, CONSULT, ASSIGN = "settle", "consult", "assign"


@dataclass
class Plan:
    """What is meant to become of a need. Whoever is late has it sent up all the same."""

    level: int = 1
    """Where it is to be settled."""
    how: str = SETTLE
    stop: str = ""
    """The state in which nobody goes on with it."""
    answers: list[str] = field(default_factory=lambda: [Answer.SATISFIED.value])
    """Of those concerned, one a time; empty: nobody asks."""
    pace: float = 1.0
    ends: str = ""
    """declined, withdrawn, or nothing."""
    why: str = "asks_nothing"
    neglected: bool = False
    """The village does not take it up, so that it goes up by itself."""
    returned: bool = False
    refused: bool = False
    longer: str = ""
    """More time is asked for, and granted, refused, or neither yet (asked)."""
    urged: bool = False
    outcome: str = "agreed"
    """Of a dispute."""
    revisited: bool = True
    department: str = ""

    def __post_init__(self) -> None:
        self.answers = list(self.answers)  # it is used up


def pick(rng: Rng, values: Any) -> Any:
    values = list(values)
    return values[int(rng.integers(len(values)))]


def any_plan(rng: Rng, *, dispute: bool, level: int) -> Plan:
    """As most go: small matters in the village, larger ones in the township, hard ones in the county."""
    chance = rng.random(8).tolist()
    reached = max(level, 1 if chance[0] < 0.77 else 2 if chance[0] < 0.96 else 3)
    hows = {
        1: (SETTLE,) * 15 + (CONSULT,) * 3 + (ASSIGN,) * 2,
        2: (SETTLE,) * 6 + (CONSULT,) * 2 + (ASSIGN,) * 2,
        3: (ASSIGN,) * 8 + (CONSULT, SETTLE),
    }
    answers = [Answer.SATISFIED.value if chance[1] < 0.74 else Answer.MOSTLY.value]
    if chance[2] < 0.05:
        answers = [Answer.NOT.value, *answers] if chance[3] < 0.8 else [Answer.NOT.value] * 2
    elif chance[2] < 0.16:
        answers = []
    return Plan(
        level=reached,
        how=pick(rng, hows[reached]),
        answers=answers,
        pace=2.6 if chance[4] < 0.05 else 0.6 + float(chance[5]),
        ends="" if chance[6] > 0.045 or dispute else pick(rng, (Move.DECLINE, Move.DECLINE, Move.WITHDRAW)),
        why=pick(rng, texts.DECLINED),
        returned=reached == 2 and chance[7] < 0.08,
        refused=reached == 3 and chance[7] < 0.1,
        longer=pick(rng, ("granted", "refused")) if chance[7] > 0.96 else "",
        urged=reached > 1 and 0.5 < chance[7] < 0.62,
        revisited=chance[5] < 0.95,
        outcome="agreed" if chance[6] < 0.86 else pick(rng, ("failed", "court", "failed")),
    )


@dataclass
class Story:
    """A need on its way, with its plan and what it is about."""

    way: Way
    plan: Plan
    matter: Matter

    def tell(self) -> None:
        """Until it ends, the demo's time is over, or nobody goes on with it."""
        need = self.way.need
        while need.state not in ENDED:
            if need.state == self.plan.stop and need.level >= self.plan.level and not self._asks_more():
                self._before_rest()
                self.way.rest()
            NEXT[State(need.state)](self)

    def _asks_more(self) -> bool:
        """Is something to come yet in the state where it is to be left?"""
        if self.plan.refused and not _made(self.way, Move.REFUSE):
            return True
        return self.plan.longer in ("granted", "refused") and not _made(self.way, Move.EXTEND_ASK)

    def hours(self, *of_urgency: float) -> float:
        """How long somebody takes, about: for an ordinary, an urgent and an emergency need."""
        return (
            of_urgency[self.way.need.urgency - 1] * self.plan.pace * float(self.way.rng.lognormal(-0.1, 0.45))
        )

    def pick(self, values: Any) -> Any:
        return pick(self.way.rng, values)

    def done(self, move: str, how: str) -> None:
        way, need = self.way, self.way.need
        by = way.offices.holder(need)
        result = self.matter.result
        need.result, need.sealed_result = ("", seal_result(need, result)) if need.sensitive else (result, b"")
        way.go(
            move,
            by,
            how=how,
            settled_at=way.now,
            settled_level=need.level,
            settled_in=self.settled_in(by.pk),
            finished_by=by,
        )

    def settled_in(self, by: int) -> str:
        need, offices = self.way.need, self.way.offices
        if need.level > 1:
            return SettledIn.TOWNSHIP if need.level == 2 else SettledIn.COUNTY
        village = offices.of_area[need.village_id]
        wider = {user.pk for kind in WIDER for user in village[kind]}
        return SettledIn.VILLAGE if by in wider else SettledIn.GRID

    def _before_rest(self) -> None:
        """What is laid beside a need that is left where it is."""
        way, plan = self.way, self.plan
        if plan.longer == "asked" and way.need.state == State.IN_PROGRESS:
            _ask_for_more(self)
        if plan.urged:
            _urge(self)


WIDER = (Post.Kind.VILLAGE_OFFICER.value, Post.Kind.MEDIUM_LEADER.value)
NEXT: Mapping[State, Callable[[Story], None]]


def _new(story: Story) -> None:
    way, plan = story.way, story.plan
    weeks = 10_000 if plan.neglected and way.need.level == 1 else 0
    if not way.wait(weeks or story.hours(10, 3, 0.3)):
        return
    if plan.ends == Move.DECLINE:
        way.go(
            Move.DECLINE,
            way.offices.holder(way.need),
            reason=texts.DECLINED[plan.why],
            payload={"why": plan.why},
            declined_for=plan.why,
        )
    elif plan.ends == Move.WITHDRAW:
        way.go(Move.WITHDRAW, way.need.by, reason=story.pick(texts.WITHDRAWN))
    else:
        way.go(Move.ACCEPT, way.offices.holder(way.need))


def _accepted(story: Story) -> None:
    way, plan, need = story.way, story.plan, story.way.need
    if not way.wait(story.hours(14, 2, 0.2)):
        return
    by = way.offices.holder(need)
    if need.level < plan.level:
        way.go(Move.ESCALATE, by, reason=story.pick(texts.UP if need.level == 1 else texts.UP_AGAIN))
        return
    if plan.returned and need.level > 1 and need.level > need.least_level and not _made(way, Move.RETURN):
        plan.level = need.level - 1
        way.go(Move.RETURN, by, reason=story.pick(texts.DOWN))
        return
    how = SETTLE if need.reopened else plan.how
    if how == CONSULT:
        way.go(Move.CONSULT, by)
    elif how == ASSIGN:
        _assign(story)
    elif plan.stop != State.IN_PROGRESS and way.rng.random() < 0.4:
        _mediate(story)
        story.done(Move.SETTLE, How.SPOT)
    else:
        way.go(Move.BEGIN, by)


def _made(way: Way, move: str) -> bool:
    return any(step.move == move for step in way.steps)


def _assign(story: Story) -> None:
    way, need = story.way, story.way.need
    task = story.pick(texts.TASKS)
    if need.level == 1:
        village = way.offices.of_area[need.village_id]
        user = (village[Post.Kind.MEDIUM_LEADER.value] or village[Post.Kind.VILLAGE_OFFICER.value])[0]
        way.assign(task, user=user)
    elif need.level == 2:
        way.assign(task, shows=True)
    else:
        code = story.plan.department or texts.OFFICES.get(need.category.code, "emergency")
        if any(one.state == "refused" for one in way.assignments):
            code = "emergency" if code != "emergency" else "housing"
        way.assign(task, department=way.offices.departments[code], shows=way.rng.random() < 0.5)


def _consulting(story: Story) -> None:
    way, need = story.way, story.way.need
    if not way.wait(story.hours(20, 4, 0.4)):
        return
    by = way.offices.holder(need)
    way.consultations.append(
        Consultation(
            need=need,
            day=timezone.localdate(way.now),
            participants=story.pick(texts.PRESENT),
            result=story.matter.result,
            by=by,
            at=way.now,
        )
    )
    way.go(Move.CONCLUDE, by)


def _assigned(story: Story) -> None:
    way, plan = story.way, story.plan
    weeks = 10_000 if plan.neglected and way.need.level == 1 else 0
    if not way.wait(weeks or story.hours(10, 3, 0.3)):
        return
    if plan.refused and not _made(way, Move.REFUSE):
        way.refuse(texts.NOT_OURS)
    else:
        way.take_up()


def _in_progress(story: Story) -> None:
    way, plan, need = story.way, story.plan, story.way.need
    if plan.longer and not _made(way, Move.EXTEND_ASK):
        _ask_for_more(story)
        _decide_on_more(story)
        return
    if plan.urged and not way.supervisions:
        _urge(story)
    if not way.wait(story.hours(36, 6, 0.6)):
        return
    _mediate(story)
    way.report(story.matter.result)
    how = How.ASSIGNED if need.handed_out else How.CONSULTED if way.consultations else How.SPOT
    story.done(Move.FINISH, how)


def _ask_for_more(story: Story) -> None:
    way, need = story.way, story.way.need
    if need.due_at is None or way.now >= need.due_at:
        story.plan.longer = ""
        return
    until = need.due_at + dt.timedelta(days=7)
    by = way.assignee() if need.handed_out else way.offices.holder(need)
    told = {"until": until.isoformat()}
    way.go(Move.EXTEND_ASK, by, reason=story.pick(texts.LONGER), payload=told, extension=until)


def _decide_on_more(story: Story) -> None:
    """By whoever has assigned it, else the level above; at the county somebody of it who has not asked."""
    way, need = story.way, story.way.need
    if need.extension is None or not way.wait(story.hours(4, 1, 0.2)):
        return
    by = way.offices.officer(need.village, need.level if need.handed_out else min(need.level + 1, 3))
    asked = next(step for step in way.steps if step.move == Move.EXTEND_ASK)
    if by.pk == asked.by_id:
        return
    if story.plan.longer == "refused":
        way.go(Move.EXTEND_REFUSE, by, reason=texts.NOT_NOW, extension=None)
        return
    until = need.extension
    told = {"until": until.isoformat()}
    way.go(
        Move.EXTEND_GRANT, by, payload=told, due_at=until, extension=None, counted_from=None, remind_at=None
    )
    for one in way.assignments:
        if one.state in ("given", "accepted"):
            one.due_at = until


def _urge(story: Story) -> None:
    """By the office above, or the county itself; some answer it."""
    way, need = story.way, story.way.need
    by = way.offices.officer(need.village, 2 if need.level < 3 else 3)
    answer_by = way.now + dt.timedelta(days=3) if way.rng.random() < 0.5 else None
    made = Supervision(
        need=need, level=need.level, by=by, at=way.now, kind="answer_by" if answer_by else "urge",
        note=story.pick(texts.URGED), answer_by=answer_by,
    )  # fmt: skip
    if answer_by and way.rng.random() < 0.6 and (answered := way.now + dt.timedelta(hours=20)) < way.end:
        made.answer, made.answered_at = story.pick(texts.ANSWERED), answered
        made.answered_by = way.offices.holder(need)
    way.supervisions.append(made)


def _mediate(story: Story) -> None:
    """A dispute is brought to an agreement, or not, before it is done."""
    way, dispute = story.way, story.way.dispute
    if dispute is None or dispute.outcome:
        return
    dispute.outcome, dispute.decided_at = story.plan.outcome, way.now
    if way.rng.random() < 0.7:
        dispute.mediator = way.offices.officer(way.need.village, way.need.level)
    else:
        dispute.mediator_name = story.pick(texts.MEDIATORS)
    if dispute.outcome == "agreed":
        day = timezone.localdate(way.now)
        dispute.agreement = seal_text(way.need, "agreement", story.matter.result)
        dispute.revisit_on = day + dt.timedelta(days=30)
        revisited_on = dispute.revisit_on + dt.timedelta(days=int(way.rng.integers(0, 6)))
        if story.plan.revisited and revisited_on < timezone.localdate(way.end):
            dispute.revisited_on = revisited_on


def _done(story: Story) -> None:
    way, need = story.way, story.way.need
    by = way.offices.follower(need)
    if not story.plan.answers or by is None:
        way.rest_until_ended()
        return
    if not way.wait(story.hours(90, 60, 30)):
        return
    answer = story.plan.answers.pop(0)
    reason = story.pick(texts.UNSATISFIED) if answer == Answer.NOT else ""
    way.go(Move.FOLLOW_UP, by, reason=reason, payload={"answer": answer}, answer=answer, answered_by=by)
    if answer == Answer.NOT and not need.reopened:
        way.reopen(by, reason)


def _followed_up(story: Story) -> None:
    way, need = story.way, story.way.need
    if need.answer in CONTENT:
        way.rest_until_ended()
        return
    if way.wait(story.hours(30, 20, 10)):
        way.go(Move.CLOSE, way.offices.holder(need), reason=texts.ENOUGH)


NEXT = {
    State.NEW: _new,
    State.ACCEPTED: _accepted,
    State.CONSULTING: _consulting,
    State.ASSIGNED: _assigned,
    State.IN_PROGRESS: _in_progress,
    State.DONE: _done,
    State.FOLLOWED_UP: _followed_up,
}
