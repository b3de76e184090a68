"""/members/<village>/phones.pdf: the phones of a village's leaders and contact members, on paper and on record."""

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from api.web import throttling
from geodata.audit.concept import Action
from geodata.base import periods
from geodata.base.errors import BadInput
from geodata.base.scope import Right
from geodata.contacts.phone_list import phone_list
from geodata.papers.pdf import MEDIA_TYPE
from geodata.papers.phone_lists import phone_list_pdf
from geodata.territory.models import Area
from gridmap.error_pages import too_often
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.downloads import download
from gridmap.pages.pairing.areas import place_of
from gridmap.recording import record
from gridmap.tokens import takes_token


@takes_token
@require_safe
def phone_list_page(request: ScopedRequest, code: str) -> HttpResponse | FileResponse:
    """Of today. A village's people are some dozens: it is made at once."""
    place = place_of(request, on=periods.today(), right=Right.EXPORT, code=code)
    if place.area.level != Area.Level.VILLAGE:
        raise BadInput(
            _("Phone lists are made village by village."),
            field="area",
            value=code,
            remedy=_("Choose a village."),
        )
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    phones, at = phone_list(place.area, on=place.on), timezone.localtime()
    pdf = phone_list_pdf(phones, place.area, on=place.on, by=request.user.name, at=at)
    name = f"{_('Phone list')}_{place.area.name}_{place.on}.pdf"
    answer = download(name, MEDIA_TYPE, lambda target: target.write(pdf))
    details = {"list": "phones", "on": place.on.isoformat(), "rows": phones.rows, "format": "pdf"}
    record(Action.EXPORT, request.user, subject=code, details=details)
    return answer
