"""Addresses of saved views."""

from django.urls import path

from gridmap.pages.saved.saved import change_page, copy_page, delete_page, new_page, open_page, saved_page

urlpatterns = [
    path("saved/", saved_page, name="saved_views"),
    path("saved/new/", new_page, name="save_view"),
    path("saved/<uuid:saved>/", open_page, name="saved_view"),
    path("saved/<uuid:saved>/change/", change_page, name="change_saved"),
    path("saved/<uuid:saved>/copy/", copy_page, name="copy_saved"),
    path("saved/<uuid:saved>/delete/", delete_page, name="delete_saved"),
]
