"""/accounts/: who has an account, and which posts on which days. For administrators and, of their area, for offices."""

from functools import partial

from allauth.mfa.adapter import get_adapter as steps
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from api.web import throttling
from api.web.two_factor import has_second_step, remove
from geodata.accounts.concept import Action
from geodata.accounts.links import LIFE
from geodata.accounts.models import User
from geodata.audit.concept import Action as Audited
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import DomainError, NotAllowed
from geodata.base.scope import Right, Scope
from geodata.contacts.account_states import AccountQuery, SignIn, state_of, with_sign_in
from geodata.contacts.models import Member
from geodata.contacts.office_accounts import accounts_of, close_account, issue_link, reopen_account
from geodata.contacts.rights import rights_of
from geodata.display.timelines import of_account
from geodata.exports.account_list import AccountReport
from geodata.exports.files import TYPES, write
from geodata.jobs import at_once
from geodata.jobs.models import Job
from geodata.jobs.service import start
from geodata.posts.models import Post
from geodata.posts.queries import areas_of, tops_of
from geodata.posts.two_factor import needs_second_step
from gridmap.error_pages import too_often
from gridmap.logs import request_id
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import as_job, download, only_as_asked
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.frame import RIGHTS, menu_of
from gridmap.pages.outgoing.mail import mail_of
from gridmap.recording import record
from gridmap.sessions import end_sessions
from gridmap.tokens import takes_token

PAGE = 50


def require_office(scope: Scope) -> None:
    if not (scope.may(Right.ACCOUNTS) or scope.may(Right.APPOINT)):
        require(scope, Right.ACCOUNTS)


class AccountFilters(Filters):
    """A part of the name or the login name, whether somebody has signed in or may, and where the posts or membership are."""

    sorts = {
        "name": ("name", "pk"),
        "login": ("username",),
        "signed_in": ("last_login", "name", "pk"),
        "state": ("is_active", "signs_in", "name", "pk"),
    }

    who = forms.CharField(label=gettext_lazy("Name or login name"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("all accounts")), *SignIn.choices],
    )

    def query(self) -> AccountQuery:
        asked = self.told()
        return AccountQuery(who=asked["who"], state=asked["state"], area=asked["area"])


@answers_at_once
@require_safe
def accounts_page(request: ScopedRequest) -> HttpResponse:
    """Those who may sign in first, then by name."""
    require_office(request.scope)
    on, at = periods.today(), timezone.now()
    filters = AccountFilters(request.GET)
    asked = filters.query()
    filters.pick_of(asked.area, areas_of(request.scope), tops=tops_of(request.scope), on=on)
    users = filters.ordered(asked.accounts(request.scope, on=on, at=at))
    page = Paginator(users, PAGE).get_page(request.GET.get("page"))
    members = Member.objects.filter(user__in=page.object_list, period__contains=on)
    villages = dict(members.values_list("user", "village__name"))
    for user in page:
        user.state = state_of(user, at=at)  # type: ignore[attr-defined]
        user.of_village = villages.get(user.pk, "")  # type: ignore[attr-defined]
    slips = f"{reverse('account_slips')}?area={asked.area}" if asked.area else reverse("account_slips")
    context = {"page": page, "filters": filters, "slips": slips}
    return render(request, "accounts/accounts.html", context)


@takes_token
@require_http_methods(["GET", "HEAD", "POST"])
def accounts_xlsx(request: ScopedRequest) -> HttpResponse | FileResponse:
    """All that the filters find as a spreadsheet, on record. A long one is offered as a job, which POST starts."""
    require_office(request.scope)
    filters = AccountFilters(request.GET)
    only_as_asked(filters)
    query = filters.query()
    if query.area:
        get_object_or_404(areas_of(request.scope).on(periods.today()), code=query.area)
    if request.method == "POST":
        return redirect("job", _job(request, query).pk)
    report = AccountReport(query, request.scope, by=request.user.name, at=timezone.localtime())
    if (rows := report.count(most=(most := at_once.rows("accounts.xlsx")))) > most:
        back = f"{reverse('accounts')}?{filters.address()}"
        return as_job(request, partial(_job, request, query), most=most, back=back, kind="xlsx")
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    answer = download(report.file_name, TYPES["xlsx"], partial(write, "xlsx", report))
    taken = {"list": "accounts", **query.as_arguments(), "rows": rows, "format": "xlsx"}
    record(Audited.EXPORT, request.user, subject=query.area, details=taken)
    return answer


def _job(request: ScopedRequest, query: AccountQuery) -> Job:
    anywhere = request.scope.may(Right.ACCOUNTS)
    return start(
        "reports.accounts",
        by=request.user,
        at=timezone.now(),
        arguments=query.as_arguments(),
        subject="" if anywhere else query.area,
        rights=[Right.ACCOUNTS if anywhere else Right.APPOINT],
        request_id=request_id.get(),
    )


@require_safe
def account_page(request: ScopedRequest, number: int) -> HttpResponse:
    """One account: whose it is, the posts of all days, and what the office may do with it."""
    user, on = _find(request, number), periods.today()
    user.state = state_of(user, at=timezone.now())  # type: ignore[attr-defined]
    context = {
        "account": user,
        "posts": Post.objects.filter(user=user).select_related("area").order_by("-period", "kind"),
        "member": Member.objects.filter(user=user).select_related("village", "branch").first(),
        "second_step": has_second_step(user),
        "required": needs_second_step(user, on=on),
        "on": on,
        "own": user.pk == request.user.pk,
        "sees_menu": request.scope.may(Right.ACCOUNTS),
        "moments": of_account(user),
        **(mail_of(user) if request.scope.may(Right.ACCOUNTS) else {}),
    }
    return render(request, "accounts/account.html", context)


@never_cache
@require_POST
def link_for(request: ScopedRequest, number: int) -> HttpResponse:
    """A new one-time link, shown this once. Where the phone is lost, the second step goes with the password."""
    user, on = _find(request, number), periods.today()
    if user.pk == request.user.pk:
        raise NotAllowed(_("You cannot issue a link for your own account. Change your password instead."))
    with transaction.atomic():
        link = issue_link(user=user, scope=request.scope, on=on)
        if "second_step" in request.POST and remove(user):
            record(Action.STEP_REMOVED, request.user, subject=user.username)
        _end_all_sessions(user)
        record(Action.LINK_ISSUED, request.user, subject=user.username)
    return show_link(request, user, link)


@never_cache
@require_POST
def close(request: ScopedRequest, number: int) -> HttpResponse:
    user = _find(request, number)
    try:
        with transaction.atomic():
            close_account(user=user, by=request.user, scope=request.scope, on=periods.today())
            _end_all_sessions(user)
            record(Action.ACCOUNT_CLOSED, request.user, subject=user.username)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
    else:
        messages.success(request, _("The account is closed. Its sessions and API tokens have ended."))
    return redirect("account", number=number)


@never_cache
@require_POST
def reopen(request: ScopedRequest, number: int) -> HttpResponse:
    user = _find(request, number)
    try:
        with transaction.atomic():
            link = reopen_account(user=user, scope=request.scope, on=periods.today())
            record(Action.ACCOUNT_REOPENED, request.user, subject=user.username)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}".strip())
        return redirect("account", number=number)
    return show_link(request, user, link)


@require_safe
def menu_page(request: ScopedRequest, number: int) -> HttpResponse:
    """What the menu of that account shows today. Nothing of its data, and nothing can be pressed."""
    require(request.scope, Right.ACCOUNTS)
    user, on = _find(request, number), periods.today()
    rights = rights_of(user, on=on)
    record(Action.MENU_VIEWED, request.user, subject=user.username)
    context = {
        "account": user,
        "entries": menu_of(rights) if user.is_active else [],
        "rights": [(right, RIGHTS[right], right in rights) for right in Right],
        "posts": Post.objects.on(on).filter(user=user).select_related("area").order_by("kind", "area__code"),
    }
    return render(request, "accounts/menu.html", context)


def show_link(request: ScopedRequest, user: User, link: tuple[str, str], **context: object) -> HttpResponse:
    """The link in clear and as a picture for the person's phone: shown once, kept nowhere (callers forbid caching)."""
    address = request.build_absolute_uri(reverse("use_link", args=link))
    context |= {
        "account": user,
        "address": address,
        # Our own address, drawn by us.
        "picture": mark_safe(steps().build_totp_svg(address)),  # noqa: S308
        "until": timezone.localtime() + LIFE,
        "required": needs_second_step(user, on=periods.today()),
    }
    return render(request, "accounts/link.html", context)


def _find(request: ScopedRequest, number: int) -> User:
    require_office(request.scope)
    user: User = get_object_or_404(with_sign_in(accounts_of(request.scope, on=periods.today())), pk=number)
    return user


def _end_all_sessions(user: User) -> None:
    end_sessions(list(UserSession.objects.filter(user=user).values_list("session_key", flat=True)))
