"""A policy is drafted, and its draft changed: by its department, or by the county's office."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from geodata.base import periods
from geodata.base.access import refuse, require
from geodata.base.errors import DomainError, NotAllowed, NotFound
from geodata.base.scope import Right, Scope
from geodata.policies import writing
from geodata.policies.finding import find_policy, find_version, may_draft
from geodata.policies.lifecycle import may_write
from geodata.policies.models import PolicyVersion
from geodata.policies.words import State, Subject
from geodata.posts.departments import Department
from gridmap.middleware import ScopedRequest
from gridmap.pages.policies.forms import ContentForm, NamedForm


def _as_tree(request: HttpRequest) -> bool:
    return request.GET.get("as") == "tree"


@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: ScopedRequest) -> HttpResponse:
    """A policy and its first version."""
    require(request.scope, Right.POLICY)
    data = request.POST if request.method == "POST" else None
    named = NamedForm(data, departments=_departments(request.scope))
    subject = request.POST.get("subject", "")
    form = ContentForm(
        data, subject=subject if subject in Subject.values else Subject.HOUSEHOLD, as_tree=_as_tree(request)
    )

    def save() -> PolicyVersion:
        return writing.draft_policy(named=named.values(), content=form.content(), **_by(request))

    # Both are asked, so that everything that is wrong is told at once.
    if data is not None and all([named.is_valid(), form.is_valid()]) and (made := _done(named, form, save)):
        return _drafted(request, made)
    return _shown(request, form, {"named": named})


def _departments(scope: Scope) -> list[tuple[int, str]]:
    rows = Department.objects.on(periods.today()).select_related("area").order_by("code")
    return [(one.pk, str(one)) for one in rows if may_write(scope, code=one.area.code, department=one.pk)]


@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: ScopedRequest, policy: str) -> HttpResponse:
    """A further version, begun with what the newest one says."""
    line = find_policy(policy, scope=request.scope, on=periods.today())
    if not may_draft(line.policy, request.scope):
        refuse(Right.POLICY)
    data = request.POST if request.method == "POST" else None
    form = ContentForm(data, subject=line.policy.subject, known=line.versions[0], as_tree=_as_tree(request))

    def save() -> PolicyVersion:
        return writing.draft_version(code=policy, content=form.content(), **_by(request))

    if data is not None and form.is_valid() and (made := _done(None, form, save)):
        return _drafted(request, made)
    return _shown(request, form, {"policy": line.policy})


@require_http_methods(["GET", "HEAD", "POST"])
def change_page(request: ScopedRequest, policy: str, number: str) -> HttpResponse:
    """A draft, on the version that was seen."""
    version = find_version(policy, int(number), scope=request.scope, on=periods.today())
    if not may_draft(version.policy, request.scope):
        refuse(Right.POLICY)
    if version.state != State.DRAFT:
        messages.error(request, _("Only a draft can be changed."))
        return redirect(_address(version))
    data = request.POST if request.method == "POST" else None
    form = ContentForm(data, subject=version.policy.subject, known=version, as_tree=_as_tree(request))

    def save() -> PolicyVersion:
        seen = form.cleaned_data["version"]
        return writing.change_version(
            code=policy,
            number=int(number),
            content=form.content(),
            seen=-1 if seen is None else seen,
            **_by(request),
        )

    if data is not None and form.is_valid() and (made := _done(None, form, save)):
        messages.success(request, _("The draft has been changed."))
        return redirect(_address(made))
    return _shown(request, form, {"policy": version.policy, "version": version})


def _by(request: ScopedRequest) -> dict[str, Any]:
    return {"by": request.user, "scope": request.scope, "at": timezone.now()}


def _done(
    named: NamedForm | None, form: ContentForm, save: Callable[[], PolicyVersion]
) -> PolicyVersion | None:
    try:
        return save()
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        field = str(getattr(error, "field", "") or "")
        if named is not None and field in named.fields:
            named.add_error(field, f"{error.message} {error.remedy}".strip())
        else:
            form.refuse(error)
    return None


def _drafted(request: ScopedRequest, made: PolicyVersion) -> HttpResponse:
    messages.success(
        request, _("The draft is saved. It holds for nobody until the county’s office puts it in force.")
    )
    return redirect(_address(made))


def _address(version: PolicyVersion) -> str:
    return f"{reverse('policy', args=[version.policy.code])}?version={version.number}"


def _shown(request: ScopedRequest, form: ContentForm, more: dict[str, Any]) -> HttpResponse:
    context = {"form": form, "as_tree": form.as_tree, **more}
    return render(request, "policies/form.html", context, status=422 if form.is_bound else 200)
