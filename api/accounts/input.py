"""What is sent to sign in and out."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import TextField
from api.base.serializers import Body, Query


class LoginName(TextField):
    """Whose it is stands on record without ID numbers; whatever its office once chose for a name opens the account."""

    leaves_out_id_numbers = True


class TokenIn(Body):
    username = LoginName(max_length=150)
    password = serializers.CharField(max_length=200, write_only=True, trim_whitespace=False)
    code = TextField(
        write_only=True,
        max_length=20,
        required=False,
        help_text=_(
            "The code of the second step, for accounts that have one: six digits, or a recovery code."
        ),
    )


class EndTokenQuery(Query):
    all = serializers.BooleanField(required=False, help_text=_("Revoke all tokens of this user."))
