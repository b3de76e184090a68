"""/households/<token>/sheet/: a household's own sheet is printed, or a sheet or leaflet noted as handed over."""

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from api.web import throttling
from geodata.base import periods
from geodata.entitlements.sheet import hand_over, print_sheet
from geodata.papers.pdf import MEDIA_TYPE
from geodata.papers.sheet import sheet_pdf
from gridmap.error_pages import too_often
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.back import back_to_card
from gridmap.pages.base.downloads import download


@require_POST
def sheet_page(request: ScopedRequest, token: str) -> HttpResponse | FileResponse:
    """One sheet is made at once."""
    on, now = periods.today(), timezone.now()
    if "print" not in request.POST:
        card = hand_over(household=token, by=request.user, scope=request.scope, at=now, on=on)
        return back_to_card(card.household.token, "policy_card")
    if wait := throttling.wait_to_export(request.user):
        return too_often(request, wait)
    agreed = request.POST.get("agreed") == "1"
    sheet = print_sheet(household=token, agreed=agreed, by=request.user, scope=request.scope, at=now, on=on)
    pdf = sheet_pdf(sheet, by=request.user.name, at=timezone.localtime())
    return download(
        f"{_('Policies of your household')}_{on}.pdf", MEDIA_TYPE, lambda target: target.write(pdf)
    )
