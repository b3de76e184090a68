"""A message as an e-mail, by the server of the settings."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from geodata.outgoing.models import MailAddress, Outgoing
from geodata.outgoing.texts import body, title


def address_of(message: Outgoing) -> str:
    """ "" where its user has none any more, wants nothing any more, or may not sign in any more."""
    rows = MailAddress.objects.filter(user=message.user_id, user__is_active=True)
    return rows.exclude(wanted=MailAddress.Wanted.NOTHING).values_list("address", flat=True).first() or ""


def send_mail(message: Outgoing, *, to: str) -> None:
    """Raises what the server or the way to it raises."""
    host = urlsplit(settings.ADDRESS).hostname or "gridmap"
    # Should it come twice all the same, programs know it by this.
    headers = {"Message-ID": f"<{message.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(
        title(message),
        body(message),
        to=[to],
        headers=headers,
        connection=get_connection(fail_silently=False),
    ).send()
