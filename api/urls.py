"""Every address below /api/v1/: those of each concept, found by its manifest."""

from django.urls import path, re_path

from api.site.description import Docs, Schema
from api.site.index import Index
from api.site.unknown import Unknown
from geodata.base.manifest import modules

app_name = "api"
urlpatterns = [
    path("", Index.as_view(), name="index"),
    path("docs/", Docs.as_view(), name="docs"),
    path("schema/", Schema.as_view(), name="schema"),
    *[address for module in modules("api.{}.urls") for address in module.urlpatterns],
    # Last: it takes whatever is left.
    re_path(r"^.*/$", Unknown.as_view(), name="unknown"),
]
