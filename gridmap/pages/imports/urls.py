"""Addresses of the pages of imports."""

from django.urls import path

from gridmap.pages.imports import imports, steps

urlpatterns = [
    path("imports/", imports.imports_page, name="imports"),
    path("imports/new/", imports.upload_page, name="import_upload"),
    path("imports/<int:number>/", imports.import_page, name="import"),
    path("imports/<int:number>/columns/", steps.columns_page, name="import_columns"),
    path("imports/<int:number>/place/", steps.place_page, name="import_place"),
    path("imports/<int:number>/answers/", steps.answers_page, name="import_answers"),
    path("imports/<int:number>/apply/", steps.apply_page, name="import_apply"),
    path("imports/<int:number>/undo/", steps.undo_page, name="import_undo"),
    path("imports/<int:number>/abandon/", imports.abandon_page, name="import_abandon"),
    path("imports/<int:number>/problems.xlsx", imports.mending_file, name="import_mending"),
    *[
        path(f"imports/<int:number>/{what}/", imports.list_page, {"what": what}, name=f"import_{what}")
        for what in imports.LISTS
    ],
]
