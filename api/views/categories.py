"""Care categories."""

import difflib

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.serializers.base import Query
from api.views.base import View
from geodata.errors import BadInput
from geodata.people.models import CareCategory


class Categories(View):
    def get(self, request: Request) -> Response:
        """The care categories of this installation."""
        Query.read(request)
        chinese = (get_language() or "").startswith("zh")
        found = CareCategory.objects.values("code", "name", "name_en", "special")
        return Response(
            {"results": [{**row, "label": row["name" if chinese else "name_en"]} for row in found]}
        )


def known_category(code: str | None) -> str | None:
    """The code, if there is such a category. Raises BadInput naming the nearest."""
    if code is None:
        return None
    known = list(CareCategory.objects.values_list("code", flat=True))
    if code in known:
        return code
    near = difflib.get_close_matches(code, known, n=1)
    raise BadInput(
        _("There is no care category “%(code)s”.") % {"code": code},
        field="category",
        value=code,
        remedy=_("Did you mean “%(name)s”?") % {"name": near[0]}
        if near
        else _("Choose one of: %(names)s.") % {"names": ", ".join(known)},
    )
