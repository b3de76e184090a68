"""Care categories."""

import difflib
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import documented
from api.base.serializers import Query
from api.base.views import View
from api.people.input import CategoryEnd, CategoryIn
from api.web.access import who
from geodata.base import periods
from geodata.base.errors import BadInput
from geodata.base.scope import Right
from geodata.base.wording import listed
from geodata.people.categories import category_name
from geodata.people.models import CareCategory
from geodata.people.setting_categories import Values, add_category, change_category, end_category


class CategoryOut(serializers.ModelSerializer[CareCategory]):
    label = serializers.CharField(help_text=_("The name in the language of the request."))  # type: ignore[assignment]

    class Meta:
        model = CareCategory
        fields = [
            "code", "name", "name_en", "label", "special", "reverify_days", "notice_days", "ended_on",
        ]  # fmt: skip


class CategoriesOut(serializers.Serializer[object]):
    results = CategoryOut(many=True)


class Categories(View):
    @documented("categories", _("Care categories"), {200: CategoriesOut})
    def get(self, request: Request) -> Response:
        """The care categories of this installation."""
        Query.read(request)
        return Response({"results": [_out(category) for category in CareCategory.objects.all()]})

    @documented("add_category", _("Add a care category"), {201: CategoryOut}, body=CategoryIn, problems=[409])
    def post(self, request: Request) -> Response:
        """The county's office adds one; the code never changes."""
        Query.read(request)
        told = CategoryIn.read(request)
        code = told.pop("code")
        made = add_category(code=code, values=Values(**told), by=who(request), scope=self.scope)
        return Response(_out(made), status=201)


class ChangeCategory(View):
    right = Right.RULES

    @documented(
        "change_category", _("Change a care category"), {200: CategoryOut}, body=CategoryIn, problems=[404]
    )
    def post(self, request: Request) -> Response:
        """All that may be said of the one with that code. What is on its way already keeps its days of notice."""
        Query.read(request)
        told = CategoryIn.read(request)
        code = told.pop("code")
        changed = change_category(code=code, values=Values(**told), by=who(request), scope=self.scope)
        return Response(_out(changed))


class EndCategory(View):
    right = Right.RULES

    @documented(
        "end_category", _("End a care category"), {200: CategoryOut}, body=CategoryEnd, problems=[404]
    )
    def post(self, request: Request) -> Response:
        """From today on nobody is taken in. Who is in it stays until the own record ends."""
        Query.read(request)
        told = CategoryEnd.read(request)
        on = None if told["again"] else periods.today()
        return Response(_out(end_category(code=told["code"], on=on, by=who(request), scope=self.scope)))


def _out(category: CareCategory) -> Any:
    category.label = category_name(category)  # type: ignore[attr-defined]
    return CategoryOut(category).data


def check_category(code: str | None) -> None:
    """To be asked when a category has nothing: is there such a one? Raises BadInput naming the nearest. One query."""
    known = list(CareCategory.objects.values_list("code", flat=True)) if code else []
    if code is None or code in known:
        return
    near = difflib.get_close_matches(code, known, n=1)
    raise BadInput(
        gettext("There is no care category “%(code)s”.") % {"code": code},
        field="category",
        value=code,
        remedy=gettext("Did you mean “%(name)s”?") % {"name": near[0]}
        if near
        else gettext("Choose one of: %(names)s.") % {"names": listed(known)},
    )
