"""/policies/<code>/: one policy in plain words, its rule as a sentence, its versions, and what may be done with each."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from geodata.base import periods
from geodata.base.errors import BadInput, Conflict, NotAllowed, Stale, join
from geodata.base.filters.tree import in_words
from geodata.policies.examples import EXPECTED
from geodata.policies.finding import Line, find_policy, find_version, may_draft
from geodata.policies.models import PolicyVersion
from geodata.policies.moving import DATED, move_version, offered
from geodata.policies.rules import read_known
from geodata.policies.trial import shown, trial_of, try_version
from geodata.policies.words import Move, State, Unit
from gridmap.middleware import ScopedRequest


@require_safe
def policy_page(request: ScopedRequest, policy: str) -> HttpResponse:
    """What holds today, or with ?version= another one that the reader may see."""
    line = find_policy(policy, scope=request.scope, on=periods.today())
    number = request.GET.get("version", "")
    if number and not any(str(one.number) == number for one in line.versions):
        raise Http404
    version = next((one for one in line.versions if str(one.number) == number), line.told)
    return render(request, "policies/policy.html", _context(request, line, version))


def _context(request: ScopedRequest, line: Line, version: PolicyVersion) -> dict[str, Any]:
    may_write = may_draft(line.policy, request.scope)
    trial = trial_of(version, scope=request.scope)
    return {
        "line": line,
        "policy": line.policy,
        "version": version,
        "unit": Unit(version.unit).label if version.unit else "",
        "rule": in_words(read_known(version.rule, line.policy.subject)),
        "examples": _examples(version) if may_write else [],
        "moves": [
            {"move": move, "label": move.label, "dated": move in DATED}
            for move in offered(version, by=request.user, scope=request.scope)
        ],
        "may_write": may_write,
        "may_change": may_write and version.state == State.DRAFT,
        "may_try": may_write and version.state in (State.DRAFT, State.CHECKED),
        "being_written": any(one.period is None for one in line.versions),
        "trial": trial,
        "tried": shown(trial) if trial else None,
        "today": periods.today(),
    }


def _examples(version: PolicyVersion) -> list[dict[str, Any]]:
    """What each is about and what is expected of it."""
    said = {"yes": _("yes"), "no": _("no"), "unknown": _("unknown")}
    return [
        {"about": one.get("about", ""), "expect": said[one["expect"]]}
        for one in version.examples
        if isinstance(one, dict) and one.get("expect") in EXPECTED
    ]


@require_POST
def move_page(request: ScopedRequest, policy: str, number: str) -> HttpResponse:
    """Checked, opened again, put in force or ended, on the version that was seen."""
    today = periods.today()
    find_version(policy, int(number), scope=request.scope, on=today)
    move = request.POST.get("move", "")
    if move not in Move.values:
        raise Http404
    try:
        done = move_version(
            move, code=policy, number=int(number), day=_day(request.POST.get("day", "")), seen=_seen(request),
            by=request.user, scope=request.scope, at=timezone.now(), today=today,
        )  # fmt: skip
    except (BadInput, Conflict, Stale, NotAllowed) as error:
        if isinstance(error, NotAllowed) and not error.remedy:
            raise
        messages.error(request, join([_where(error), error.message, error.remedy]))
    else:
        messages.success(
            request, _("Recorded. The version is “%(state)s”.") % {"state": done.get_state_display()}
        )
    return redirect(_address(policy, number))


def _where(error: Any) -> str:
    """Which example does not hold."""
    field = error.field or ""
    if field.startswith("examples["):
        return _("Example %(number)s:") % {"number": int(field[9:-1]) + 1}
    return ""


@require_POST
def try_page(request: ScopedRequest, policy: str, number: str) -> HttpResponse:
    """Workers count; the page tells when it is loaded again."""
    try:
        try_version(
            code=policy,
            number=int(number),
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            on=periods.today(),
        )
    except Conflict as error:
        messages.error(request, join([error.message, error.remedy]))
    else:
        messages.success(request, _("The rule is being tried. Load the page again in a minute."))
    return redirect(_address(policy, number))


def _address(policy: str, number: str) -> str:
    return f"{reverse('policy', args=[policy])}?version={int(number)}"


def _seen(request: ScopedRequest) -> int:
    """The version that the page showed; of an address that somebody made up none that there is."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
