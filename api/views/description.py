"""The API's description: OpenAPI, and a page that shows it. Both are open; they hold no data."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from api.views.base import View


# Open to everybody and slow to make: once an hour for each language and form.
@method_decorator(cache_page(3600, key_prefix="schema"), name="dispatch")
@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    permission_classes = [AllowAny]
    authentication_classes = []
    options = View.options  # type: ignore[assignment]


@extend_schema(exclude=True)
class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files; its script has an address of its own, so none stands in the page."""

    permission_classes = [AllowAny]
    authentication_classes = []
    options = View.options  # type: ignore[assignment]
    url_name = "api:schema"
