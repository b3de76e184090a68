"""/help/: the page of the reader's own post, and those of the others. Whoever is signed in may read all: none holds data."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geodata.base import periods
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.frame import RIGHTS
from gridmap.pages.help.guide import PAGES, menu_of_page, pages_of, rights_of_page, text


@require_safe
def help_page(request: ScopedRequest) -> HttpResponse:
    """The first of the reader's own pages at once: “what is missing” has one address for everybody."""
    own = pages_of(request.user, on=periods.today())
    if own:
        return _shown(request, own[0], own)
    return render(request, "help/index.html", _around("", own))


@require_safe
def post_page(request: ScopedRequest, page: str) -> HttpResponse:
    if page not in PAGES:
        raise Http404
    return _shown(request, page, pages_of(request.user, on=periods.today()))


@login_not_required
@require_safe
def about_page(request: HttpRequest) -> HttpResponse:
    """What this service is, and what it is not: for anybody, signed in or not."""
    return render(request, text("about"))


def _shown(request: ScopedRequest, page: str, own: list[str]) -> HttpResponse:
    rights = rights_of_page(page)
    context = {
        "rights": [words for right, words in RIGHTS.items() if right in rights],
        "entries": menu_of_page(page),
        **{part: text(f"parts/{part}") for part in ("empty", "missing", "data")},
    }
    return render(request, text(f"posts/{page}"), context | _around(page, own))


def _around(page: str, own: list[str]) -> dict[str, Any]:
    """What stands around a page: its name, and the others, one's own first."""
    return {
        "page": page,
        "name": PAGES.get(page, ""),
        "own": [(other, PAGES[other]) for other in own],
        "others": [(other, name) for other, name in PAGES.items() if other not in own],
    }
