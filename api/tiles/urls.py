"""Addresses below /tiles/."""

from django.urls import re_path

from api.tiles.views import Tile, TileJson

LAYER = r"^(?P<layer>[a-z]{1,20})"
urlpatterns = [
    re_path(rf"{LAYER}\.json$", TileJson.as_view(), name="tilejson"),
    re_path(
        rf"{LAYER}/(?P<zoom>[0-9]{{1,2}})/(?P<x>[0-9]{{1,6}})/(?P<y>[0-9]{{1,6}})\.pbf$",
        Tile.as_view(),
        name="tile",
    ),
]
