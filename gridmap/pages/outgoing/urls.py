"""Addresses of what is said of notices by e-mail."""

from django.urls import path

from gridmap.pages.outgoing import mail

urlpatterns = [
    path("me/mail/", mail.wanted, name="mail_wanted"),
    path("accounts/<int:number>/mail/", mail.address, name="mail_address"),
]
