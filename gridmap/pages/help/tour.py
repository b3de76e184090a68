"""/tour/: what to look at first, each step a page of this installation; in the demo also the county's own story."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from geodata.base.scope import Right, Scope
from geodata.saved.keeping import is_open
from gridmap.demo_logins import is_demo
from gridmap.middleware import ScopedRequest


class Step(NamedTuple):
    """A page (the name of its address), what it is called, and what there is to be seen."""

    page: str
    title: Promise | str
    text: Promise | str


STEPS = (
    Step("home", _("Home"), _("The first sentence says where to go this week. Each figure opens into its list, with its course and the change since last week.")),
    Step("coverage", _("Coverage map"), _("The five areas that need it most are ringed and named. Press one: a panel says who leads it, who lacks a contact and why, and what can be done.")),
    Step("trend", _("Trend"), _("The same figure over 53 weeks, for the area and those below it, each day with the borders of that day.")),
    Step("gaps", _("Household lists"), _("Whoever is behind a figure, by what is missing, with the remedy beside each. Save the view below the filters, and it stands on your home page.")),
    Step("today", _("Today"), _("What a contact member sees on the phone: who is due, in a walking order. It works without a network, and nothing is lost.")),
    Step("workbench", _("Contacts"), _("A proposal lays out who could look after whom by distance and load. You take all of it, or a village, or a line.")),
    Step("plans", _("Boundary plans"), _("Borders are shared lines: move one and both sides follow, with the price beside it. Three proposals lie side by side.")),
    Step("needs_board", _("Board of needs"), _("What people asked for, by whose turn it is and until when.")),
    Step("records", _("Access log"), _("Who opened, changed or took away what. Nobody is ranked anywhere.")),
    Step("help", _("Help"), _("A page for each post, in the words of its work.")),
)  # fmt: skip


class Chapter(NamedTuple):
    """A part of the county's story: who signs in to see it, and where it is."""

    login: str
    page: str
    query: str
    text: Promise | str


STORY = (
    Chapter("county", "coverage", "", _("Most villages are visited in time; one got worse since spring, and one recovered. The map opens where it is worst.")),
    Chapter("planner", "plans", "", _("Its largest grid was divided last summer: the first plan is in force, and figures of days before still have the old borders. A second plan waits, a third is a draft.")),
    Chapter("county", "plans", "", _("Whoever drew a plan does not approve it: the officer of the county opens the one that waits, sees what it moves, and says yes or no.")),
    Chapter("village", "workbench", "", _("The village lets contacts be proposed, and takes what shortens the ways.")),
    Chapter("contact", "today", "", _("A member walks round: who is due, what was seen, what somebody needs.")),
    Chapter("township", "imports", "", _("By mistake the township imported the list of absences of the year before, and undid the import the next day: the register is as it was, and both are on record.")),
    Chapter("auditor", "records", "", _("All of it is on record: who opened a household, and who took a list away.")),
)  # fmt: skip


@require_safe
def tour_page(request: ScopedRequest) -> HttpResponse:
    steps = [
        {"address": reverse(step.page), "title": str(step.title), "text": str(step.text)}
        for step in STEPS
        if _opens(step.page, request.scope)
    ]
    context = {"steps": steps, "story": STORY if is_demo() else ()}
    return render(request, "help/tour.html", context)


def _opens(page: str, scope: Scope) -> bool:
    """Whether the reader's posts lead there; /today/ is no line of the menu."""
    if page in ("home", "help"):
        return True
    return scope.may(Right.VISIT) if page == "today" else is_open(page, scope)
