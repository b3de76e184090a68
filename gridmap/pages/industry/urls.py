"""Addresses of the pages of industry."""

from django.urls import path, re_path

from api.web.addresses import NUMBER
from gridmap.pages.industry.boards import BOARDS, board_page, change_page, cooperative_page, enterprise_page
from gridmap.pages.industry.overview import industry_page

CHANGES = {
    "cooperatives": "change_cooperative",
    "enterprises": "change_enterprise",
    "specialists": "change_specialist",
    "guidance": "change_guidance",
    "sales": "change_sale",
    "offers": "change_offer",
}

urlpatterns = [
    path("industry/", industry_page, name="industry"),
    *(path(f"industry/{kind}/", board_page, {"kind": kind}, name=kind) for kind in BOARDS),
    re_path(rf"^industry/cooperatives/{NUMBER}/$", cooperative_page, name="cooperative"),
    re_path(rf"^industry/enterprises/{NUMBER}/$", enterprise_page, name="enterprise"),
    *(
        re_path(rf"^industry/{kind}/{NUMBER}/change/$", change_page, {"kind": kind}, name=name)
        for kind, name in CHANGES.items()
    ),
]
