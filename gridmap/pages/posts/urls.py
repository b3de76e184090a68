"""Addresses of the pages of posts."""

from django.urls import path

from gridmap.pages.posts import departments, posts
from gridmap.pages.posts.appoint import appoint_page

urlpatterns = [
    path("departments/", departments.departments_page, name="departments"),
    path("departments/officers/", departments.officers_page, name="department_officers"),
    path("departments/<int:number>/", departments.department_page, name="department"),
    path("posts/", posts.posts_page, name="posts"),
    path("posts/fill/", appoint_page, name="appoint"),
    path("posts/<int:number>/", posts.post_page, name="post"),
]
