"""Addresses of the pages of plans."""

from django.urls import path, re_path

from api.web.addresses import CODE, NUMBER
from gridmap.pages.plans import plan, plans
from gridmap.pages.plans.compare import compare_page
from gridmap.pages.plans.drawing import drawing_page
from gridmap.pages.plans.history import history_page

urlpatterns = [
    re_path(rf"^areas/{CODE}/history/$", history_page, name="history"),
    path("plans/", plans.plans_page, name="plans"),
    path("plans/new/", plans.new_page, name="new_plan"),
    path("plans/compare/", compare_page, name="compare_plans"),
    re_path(rf"^plans/{NUMBER}/$", plan.plan_page, name="plan"),
    re_path(rf"^plans/{NUMBER}/households/$", plan.moved_page, name="plan_households"),
    re_path(rf"^plans/{NUMBER}/draw/$", drawing_page, name="draw_plan"),
]
