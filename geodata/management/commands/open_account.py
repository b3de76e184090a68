from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.concept import Action
from geodata.audit.record import record_access
from geodata.base import periods
from geodata.base.errors import DomainError
from geodata.base.scope import Grant, Right, Scope
from geodata.contacts.office_accounts import open_account
from geodata.posts.appointing import appoint
from geodata.posts.models import Post


class Command(BaseCommand):
    help = "Open an account with the post of administrator, and print its one-time link: the first of an installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the person's name")
        parser.add_argument("--username", default="", help="login name; without it the name in pinyin")
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="of the service, for the link")

    def handle(self, *args: Any, **options: Any) -> None:
        everything = Scope((Grant(rights=frozenset({Right.ACCOUNTS})),))
        try:
            with transaction.atomic():
                user, link = open_account(
                    name=options["name"], username=options["username"], scope=everything
                )
                appoint(
                    user=user, kind=Post.Kind.ADMINISTRATOR, area=None, on=periods.today(), scope=everything
                )
                record_access(
                    user=None,
                    action=Action.ACCOUNT_OPENED,
                    at=timezone.now(),
                    subject=user.username,
                    details={"by": "command", "post": Post.Kind.ADMINISTRATOR},
                )
        except DomainError as error:
            raise CommandError(f"{error.message} {error.remedy}".strip()) from error
        self.stdout.write(_("Login name: %(name)s") % {"name": user.username})
        self.stdout.write(f"{options['address'].rstrip('/')}/link/{link.account}/{link.code}/")
