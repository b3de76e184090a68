"""/policies/leaflet.pdf: what holds today, on paper for everybody; whoever reads the catalogue may print it."""

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from api.web import throttling
from geodata.base import periods
from geodata.papers.leaflet import leaflet, leaflet_pdf
from geodata.papers.pdf import MEDIA_TYPE
from gridmap.error_pages import too_often
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import download


@require_safe
def leaflet_page(request: ScopedRequest) -> HttpResponse | FileResponse:
    """A county has some dozens of policies: it is made at once."""
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    told = leaflet(scope=request.scope, on=periods.today())
    pdf = leaflet_pdf(told, at=timezone.localtime())
    return download(f"{_('Policies for you')}_{told.on}.pdf", MEDIA_TYPE, lambda target: target.write(pdf))
