"""Slips with one-time links on paper: ten to a page of A4, to be cut apart and handed over. Made once and kept nowhere in clear."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.safestring import SafeString

from geodata.accounts.models import User
from geodata.base.scope import Right, Scope
from geodata.contacts.slips import Slip, check
from geodata.jobs.models import Job
from geodata.jobs.service import start
from geodata.papers import qr
from geodata.papers.pdf import bound, paper
from geodata.territory.models import Area

KIND = "accounts.slips"
PAGE = 10
PART = 10
"""Pages rendered at once: what bounds the memory."""


@dataclass(frozen=True, slots=True)
class Face:
    """A slip as it is printed: the address in clear, which may break between its two parts, and as a picture."""

    slip: Slip
    root: str
    path: str
    qr: SafeString


def face(slip: Slip, root: str) -> Face:
    """`root`: the address of the service."""
    path = f"link/{slip.link.account}/{slip.link.code}/"
    return Face(slip, root, path, qr.drawn(f"{root}{path}"))


def slips_pdf(
    slips: Sequence[Slip],
    root: str,
    *,
    village: Area,
    by: str,
    at: dt.datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> bytes:
    """The slips in their order as one file, in memory: nothing of it lies on a disk."""
    papers, step = [], PAGE * PART
    for begin in range(0, len(slips), step):
        progress(begin, len(slips))
        faces = [face(slip, root) for slip in slips[begin : begin + step]]
        pages = [faces[first : first + PAGE] for first in range(0, len(faces), PAGE)]
        papers.append(paper("print/slips.html", {"pages": pages, "village": village}, by=by, at=at))
    target = io.BytesIO()
    bound(papers, target)
    return target.getvalue()


@transaction.atomic
def ask_for_slips(
    *,
    village: Area,
    again: bool,
    root: str,
    by: User,
    scope: Scope,
    at: dt.datetime,
    on: dt.date,
    request_id: str = "",
) -> Job:
    """A job that issues the links and makes the slips: see jobs.py. What it would refuse is refused at once."""
    check(village=village, again=again, scope=scope, at=at, on=on)
    # Whoever opens any account holds that right in no area; all others hold theirs in the village.
    anywhere = scope.may(Right.ACCOUNTS)
    return start(
        KIND,
        by=by,
        at=at,
        arguments={"village": village.code, "again": again, "root": root},
        subject="" if anywhere else village.code,
        about=village.name,
        rights=[Right.ACCOUNTS if anywhere else Right.APPOINT],
        request_id=request_id,
    )
