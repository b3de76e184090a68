"""Every address of the site: those of each concept, found by its manifest."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from geodata.base.manifest import modules
from gridmap import error_pages
from gridmap.pages.styleguide import styleguide_page
from gridmap.probes import PROBES

handler400 = error_pages.bad_request
handler403 = error_pages.forbidden
handler404 = error_pages.not_found
handler500 = error_pages.server_error

urlpatterns: list[URLPattern | URLResolver] = [
    # Answered before they are looked up (gridmap/availability.py); here for their names.
    *[path(address.lstrip("/"), probe, name=address.lstrip("/")) for address, probe in PROBES.items()],
    path("api/v1/", include("api.urls")),
    path("ogc/", include("api.ogc.urls")),
    path("tiles/", include("api.tiles.urls")),
    *([path("styleguide/", styleguide_page, name="styleguide")] if settings.STYLEGUIDE else []),
    *[address for module in modules("gridmap.pages.{}.urls") for address in module.urlpatterns],
]
