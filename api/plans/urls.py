"""Addresses of plans below /api/v1/."""

from django.urls import path, re_path

from api.plans.drawing import Check, Drawing, Halves, Impacts, Lasso, Lines, Slivers
from api.plans.files import PlanFile, PlanGeoPackage
from api.plans.moves import Moves, Propose
from api.plans.views import OnePlan, Plans
from api.web.addresses import NUMBER

PLAN = rf"plans/{NUMBER}/"

urlpatterns = [
    path("plans/", Plans.as_view(), name="plans"),
    re_path(rf"^{PLAN}$", OnePlan.as_view(), name="plan"),
    re_path(rf"^{PLAN}drawing/$", Drawing.as_view(), name="drawing"),
    re_path(rf"^{PLAN}drawing/check/$", Check.as_view(), name="drawing_check"),
    re_path(rf"^{PLAN}file/$", PlanFile.as_view(), name="plan_file"),
    re_path(rf"^{PLAN}file\.gpkg$", PlanGeoPackage.as_view(), name="plan_geopackage"),
    re_path(rf"^{PLAN}halves/$", Halves.as_view(), name="plan_halves"),
    re_path(rf"^{PLAN}impact/$", Impacts.as_view(), name="plan_impact"),
    re_path(rf"^{PLAN}lasso/$", Lasso.as_view(), name="plan_lasso"),
    re_path(rf"^{PLAN}slivers/$", Slivers.as_view(), name="plan_slivers"),
    re_path(rf"^{PLAN}lines/$", Lines.as_view(), name="plan_lines"),
    re_path(rf"^{PLAN}moves/$", Moves.as_view(), name="plan_moves"),
    re_path(rf"^{PLAN}propose/$", Propose.as_view(), name="plan_propose"),
]
