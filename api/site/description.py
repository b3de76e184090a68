"""The API's description: OpenAPI, and a page that shows it. Both are open; they hold no data."""

from typing import Any

from django.conf import settings
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from api.base.serializers import Query
from api.base.views import View


class SchemaQuery(Query):
    lang = serializers.ChoiceField([code for code, _name in settings.LANGUAGES], required=False)


# Open to everybody and slow to make: once an hour for each language and form.
@method_decorator(cache_page(3600, key_prefix="schema"), name="dispatch")
@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    permission_classes = [AllowAny]
    authentication_classes = []
    options = View.options  # type: ignore[assignment]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nothing else may stand in the address: it would go into headers, and make the description anew."""
        super().initial(request, *args, **kwargs)
        SchemaQuery.read(request)


@extend_schema(exclude=True)
class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files; its script has an address of its own, so none stands in the page."""

    permission_classes = [AllowAny]
    authentication_classes = []
    options = View.options  # type: ignore[assignment]
    url_name = "api:schema"
