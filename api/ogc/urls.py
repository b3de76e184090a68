"""Addresses below /ogc/, without a closing slash as the standard writes them."""

from django.urls import path, re_path

from api.ogc import views

ONE = r"^collections/(?P<collection>[a-z_]{1,40})"
urlpatterns = [
    path("", views.Landing.as_view(), name="ogc"),
    path("conformance", views.Conformance.as_view(), name="ogc_conformance"),
    path("api", views.Api.as_view(), name="ogc_api"),
    path("collections", views.Collections.as_view(), name="ogc_collections"),
    re_path(rf"{ONE}$", views.OneCollection.as_view(), name="ogc_collection"),
    re_path(rf"{ONE}/queryables$", views.Queryables.as_view(), name="ogc_queryables"),
    re_path(rf"{ONE}/schema$", views.Schema.as_view(), name="ogc_schema"),
    re_path(rf"{ONE}/items$", views.Items.as_view(), name="ogc_items"),
    re_path(rf"{ONE}/items/(?P<feature>[\w.~-]{{1,80}})$", views.Item.as_view(), name="ogc_item"),
]
