"""Addresses of entitlements below /api/v1/."""

from django.urls import path, re_path

from api.entitlements.lists import ListLines, Lists, TakeOver
from api.entitlements.sheets import HouseholdSheet
from api.entitlements.views import (
    AgencyServices,
    EntitlementMoves,
    Entitlements,
    Funnel,
    MovesTogether,
    OneEntitlement,
    Trainings,
)
from api.web.addresses import NUMBER, TOKEN

urlpatterns = [
    path("entitlements/", Entitlements.as_view(), name="entitlements"),
    path("entitlements/moves/", MovesTogether.as_view(), name="entitlements_move"),
    path("entitlements/agency/", AgencyServices.as_view(), name="agency_services"),
    path("entitlements/lists/", Lists.as_view(), name="entitlement_lists"),
    re_path(rf"^entitlements/lists/{NUMBER}/$", ListLines.as_view(), name="entitlement_list_lines"),
    re_path(rf"^entitlements/lists/lines/{NUMBER}/take/$", TakeOver.as_view(), name="take_over_line"),
    re_path(rf"^households/{TOKEN}/sheet/$", HouseholdSheet.as_view(), name="household_sheet"),
    path("entitlements/trainings/", Trainings.as_view(), name="trainings"),
    path("entitlements/funnel/", Funnel.as_view(), name="entitlements_funnel"),
    re_path(rf"^entitlements/{NUMBER}/$", OneEntitlement.as_view(), name="entitlement"),
    re_path(rf"^entitlements/{NUMBER}/moves/$", EntitlementMoves.as_view(), name="entitlement_moves"),
]
