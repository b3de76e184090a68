"""Care categories."""

import difflib

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.schema import documented
from api.serializers.base import Query
from api.views.base import View
from geodata.errors import BadInput
from geodata.people.models import CareCategory
from geodata.wording import listed


class CategoryShape(serializers.ModelSerializer[CareCategory]):
    label = serializers.CharField(help_text=_("The name in the language of the request."))  # type: ignore[assignment]

    class Meta:
        model = CareCategory
        fields = ["code", "name", "name_en", "label", "special"]


class CategoriesShape(serializers.Serializer[object]):
    results = CategoryShape(many=True)


class Categories(View):
    @documented("categories", _("Care categories"), {200: CategoriesShape})
    def get(self, request: Request) -> Response:
        """The care categories of this installation."""
        Query.read(request)
        chinese = (get_language() or "").startswith("zh")
        found = CareCategory.objects.values("code", "name", "name_en", "special")
        return Response(
            {"results": [{**row, "label": row["name" if chinese else "name_en"]} for row in found]}
        )


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
