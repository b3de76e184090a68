"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path

from gridmap.pages.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("api.urls")),
]
