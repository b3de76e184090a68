"""The API's description: OpenAPI, and a page that shows it. Both are open; they hold no data."""

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    permission_classes = [AllowAny]
    authentication_classes = []


@extend_schema(exclude=True)
class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files; its script has an address of its own, so none stands in the page."""

    permission_classes = [AllowAny]
    authentication_classes = []
    url_name = "api:schema"
