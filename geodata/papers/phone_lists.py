"""The phones of a village's leaders and contact members on paper, to hang beside the desk."""

import datetime as dt

from geodata.contacts.phone_list import PhoneList
from geodata.papers.pdf import paper
from geodata.territory.models import Area


def phone_list_pdf(phones: PhoneList, village: Area, *, on: dt.date, by: str, at: dt.datetime) -> bytes:
    """With a watermark of who took it away: it holds the phones of people."""
    context = {"phones": phones, "village": village, "on": on}
    return paper("print/phone_list.html", context, by=by, at=at)
