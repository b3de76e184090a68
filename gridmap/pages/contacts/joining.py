"""/members/add/: somebody becomes a contact member of a village: with an account already, or somebody new."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from api.web.access import visible_area
from geodata.base import periods, phones
from geodata.base.access import require
from geodata.base.errors import DomainError, NotAllowed, NotFound
from geodata.base.scope import Right
from geodata.contacts.members import MOST
from geodata.contacts.membership import Joining, branches_for, join_member
from geodata.contacts.models import Member
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.typed import Form


class JoinForm(Form):
    """Who, in which branch, of which kind, and what he or she can do."""

    named = frozenset(("name",))

    username = forms.CharField(
        label=gettext_lazy("Login name of someone with an account"), required=False, max_length=40
    )
    name = forms.CharField(label=gettext_lazy("Or the name of someone new"), required=False, max_length=60)
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "maxlength": 40}),
    )
    branch = forms.TypedChoiceField(label=gettext_lazy("Branch"), coerce=int)
    kind = forms.ChoiceField(label=pgettext_lazy("of a member", "Kind"), choices=Member.Kind.choices)
    ability = forms.ChoiceField(label=gettext_lazy("Ability to help"), choices=Member.Ability.choices)
    capacity = forms.IntegerField(label=gettext_lazy("Capacity"), min_value=0, max_value=MOST, initial=20)
    since = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any = None, *, village: Area) -> None:
        super().__init__(data, initial={"since": periods.today()})
        self.offer_choices("branch", ((one.pk, one.name) for one in branches_for(village)))

    def clean_phone(self) -> str:
        """One number, however its digits are grouped."""
        numbers = phones.numbers(self.cleaned_data["phone"])
        if numbers is None or len(numbers) > 1:
            raise forms.ValidationError(_("A phone number may contain only digits, spaces and dashes."))
        return numbers[0] if numbers else ""


@require_http_methods(["GET", "HEAD", "POST"])
def join_page(request: ScopedRequest) -> HttpResponse:
    """`area` of the address is the village."""
    require(request.scope, Right.APPOINT)
    today, code = periods.today(), request.GET.get("area", "")
    village = visible_area(request.scope, code, right=Right.APPOINT, on=today)
    if village.level != Area.Level.VILLAGE:
        raise Http404
    form = JoinForm(request.POST if request.method == "POST" else None, village=village)
    if form.is_bound and form.is_valid():
        joining = Joining(village=village, **form.cleaned_data)
        try:
            member = join_member(joining=joining, by=request.user, scope=request.scope, on=today)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            name = error.field if error.field in form.fields else None
            form.add_error(name, f"{error.message} {error.remedy}".strip())
        else:
            messages.success(request, _("%(name)s is a contact member now.") % {"name": member.user.name})
            may_link = village.pk in request.scope.to(Right.LINK).villages
            return redirect("member", number=member.pk) if may_link else redirect("home")
    context = {"form": form, "village": village}
    return render(request, "contacts/join.html", context, status=422 if form.is_bound else 200)
