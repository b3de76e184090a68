"""Addresses of the pages of entitlements."""

from django.urls import path, re_path

from api.web.addresses import NUMBER, TOKEN
from gridmap.pages.entitlements.agency import agency_page
from gridmap.pages.entitlements.entitlement import entitlement_page, move_page
from gridmap.pages.entitlements.funnel import funnel_page
from gridmap.pages.entitlements.lists import list_page, lists_page, take_page
from gridmap.pages.entitlements.sheet import sheet_page
from gridmap.pages.entitlements.trainings import trainings_page
from gridmap.pages.entitlements.worklist import confirm_page, worklist_page

urlpatterns = [
    path("entitlements/", worklist_page, name="entitlements"),
    path("entitlements/moves/", confirm_page, name="move_entitlements"),
    path("entitlements/funnel/", funnel_page, name="entitlements_funnel"),
    path("entitlements/lists/", lists_page, name="entitlement_lists"),
    re_path(rf"^entitlements/lists/{NUMBER}/$", list_page, name="entitlement_list"),
    re_path(rf"^entitlements/lists/lines/{NUMBER}/take/$", take_page, name="take_over_line"),
    path("entitlements/trainings/", trainings_page, name="trainings"),
    re_path(rf"^entitlements/{NUMBER}/$", entitlement_page, name="entitlement"),
    re_path(rf"^entitlements/{NUMBER}/move/$", move_page, name="move_entitlement"),
    re_path(rf"^households/{TOKEN}/agency/$", agency_page, name="record_agency"),
    re_path(rf"^households/{TOKEN}/sheet/$", sheet_page, name="household_sheet"),
]
