"""Addresses of saved views below /api/v1/."""

from django.urls import path

from api.saved.views import CopySaved, OneSaved, Saved

urlpatterns = [
    path("saved-views/", Saved.as_view(), name="saved_views"),
    path("saved-views/<uuid:saved>/", OneSaved.as_view(), name="saved_view"),
    path("saved-views/<uuid:saved>/copy/", CopySaved.as_view(), name="copy_saved"),
]
