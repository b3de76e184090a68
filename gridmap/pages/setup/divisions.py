"""/first-steps/divisions/: a county with its townships and villages, from the list that comes along or from a file."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from api.web import throttling
from geodata.base.access import require
from geodata.base.errors import BadInput, DomainError
from geodata.base.scope import Right
from geodata.base.wording import figure
from geodata.files.problems import Problem
from geodata.setup.adding import add_county
from geodata.setup.divisions import County, Division, chosen
from geodata.setup.lists import of_file, shipped
from gridmap.error_pages import too_often
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.typed import Form

SALT = "gridmap.pages.setup.divisions"
LASTS = 3600
MOST = 30
"""Counties of one list: those of a city, and more."""
SHOWN = 50
"""Problems that the page names."""


class ListForm(Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("List of divisions"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.xls", "required": True}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def divisions_page(request: ScopedRequest) -> HttpResponse:
    """Nothing is written before it was shown: what a list holds stands, sealed, in the form that confirms it."""
    require(request.scope, Right.ACCOUNTS)
    if request.method != "POST":
        return _page(request)
    try:
        if "county" in request.POST:
            return _added(request)
        return _read(request)
    except DomainError as error:
        return _page(request, error=error, status=422)


def _read(request: ScopedRequest) -> HttpResponse:
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    if wait := throttling.wait_to_import(request.user):
        return too_often(request, wait)
    found, problems = _counties(form.cleaned_data["file"])
    return _page(request, found=found, problems=problems, status=422 if problems else 200)


def _counties(sent: "UploadedFile[bytes]") -> tuple[list[County], list[Problem]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(sent.name or '').suffix.lower()}"
        with path.open("wb") as target:
            for piece in sent.chunks():
                target.write(piece)
        found, problems = of_file(path)
    if not found and not problems:
        raise BadInput(
            _("The list has no county with townships."),
            field="file",
            remedy=_("It needs the row of the county and those of its townships and villages."),
        )
    if len(found) > MOST:
        raise BadInput(
            _("The list holds more than %(most)s counties.") % {"most": figure(MOST)},
            field="file",
            remedy=_("Keep the rows of your county, or of its city."),
        )
    return found, problems


def _added(request: ScopedRequest) -> HttpResponse:
    county = _unsealed(request.POST["list"]) if "list" in request.POST else None
    county = county or chosen(shipped(), request.POST["county"])
    added = add_county(county, by=request.user, scope=request.scope)
    messages.success(
        request,
        _("%(county)s is added. Townships: %(townships)s, villages: %(villages)s.")
        % {
            "county": county.name,
            "townships": figure(added.townships),
            "villages": figure(added.villages),
        },
    )
    return redirect("first_steps")


def _page(
    request: ScopedRequest,
    *,
    form: ListForm | None = None,
    found: Sequence[County] = (),
    problems: Sequence[Problem] = (),
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form or ListForm(),
        "shipped": shipped(),
        "found": [(county, sealed(county)) for county in found] if not problems else [],
        "problems": problems[:SHOWN],
        "more": max(0, len(problems) - SHOWN),
        "error": error,
    }
    return render(request, "setup/divisions.html", context, status=status)


def sealed(county: County) -> str:
    """A county as text that only we could have written."""
    inside = [[each.code, each.name, each.level, each.kind] for each in county.inside]
    return signing.dumps([county.code, county.name, inside], salt=SALT, compress=True)


def _unsealed(text: str) -> County:
    try:
        code, name, inside = _opened(text)
    except signing.BadSignature as error:
        raise BadInput(
            _("This list was shown too long ago."), field="list", remedy=_("Upload the file again.")
        ) from error
    return County(code, name, [Division(*each) for each in inside])


def _opened(text: str) -> Any:
    return signing.loads(text, salt=SALT, max_age=LASTS)
