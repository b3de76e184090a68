"""Addresses of industry."""

from django.urls import path, re_path

from api.industry import views
from api.web.addresses import NUMBER

urlpatterns = [
    path("industry/summary/", views.IndustrySummary.as_view(), name="industry_summary"),
    path("industry/cooperatives/", views.Cooperatives.as_view(), name="cooperatives"),
    re_path(rf"^industry/cooperatives/{NUMBER}/$", views.OneCooperative.as_view(), name="cooperative"),
    re_path(
        rf"^industry/cooperatives/{NUMBER}/moves/$",
        views.CooperativeMoves.as_view(),
        name="cooperative_moves",
    ),
    path("industry/enterprises/", views.Enterprises.as_view(), name="enterprises"),
    re_path(rf"^industry/enterprises/{NUMBER}/$", views.OneEnterprise.as_view(), name="enterprise"),
    re_path(
        rf"^industry/enterprises/{NUMBER}/moves/$", views.EnterpriseMoves.as_view(), name="enterprise_moves"
    ),
    path("industry/specialists/", views.Specialists.as_view(), name="specialists"),
    re_path(
        rf"^industry/specialists/{NUMBER}/moves/$", views.SpecialistMoves.as_view(), name="specialist_moves"
    ),
    path("industry/guidance/", views.Guidances.as_view(), name="guidance"),
    re_path(rf"^industry/guidance/{NUMBER}/moves/$", views.GuidanceMoves.as_view(), name="guidance_moves"),
    path("industry/sales/", views.Sales.as_view(), name="sales"),
    re_path(rf"^industry/sales/{NUMBER}/moves/$", views.SaleMoves.as_view(), name="sale_moves"),
    path("industry/offers/", views.Offers.as_view(), name="offers"),
    re_path(rf"^industry/offers/{NUMBER}/moves/$", views.OfferMoves.as_view(), name="offer_moves"),
    path("industry/incomes/", views.Incomes.as_view(), name="incomes"),
]
