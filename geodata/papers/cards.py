"""Contact cards on paper: 10 of 90 × 54 mm to a page of A4, with marks to cut along."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from geodata.base.scope import Right
from geodata.cards.models import Card
from geodata.exports.extracts.extract import AreaQuestion
from geodata.papers import qr
from geodata.papers.pdf import paper

PAGE = 10
PART = 30
"""Pages rendered at once: what bounds the memory."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows. No category, no name of the household, no code of a grid: those change or are private."""

    name: str
    post: str
    phone: str
    village: str
    number: str
    qr: SafeString


def printed(question: AreaQuestion) -> QuerySet[Card]:
    """The contact cards of the area that were printed on that day, in the order in which they are handed out."""
    cards = Card.objects.within(question.scope.to(Right.LINK)).filter(
        question.households(grid="household__grid"), kind=Card.Kind.CONTACT, printed_on=question.on
    )
    cards = cards.select_related("member__user__phone_number", "member__branch", "household__village")
    return cards.order_by(
        "household__village__code", "household__grid__code", "member_id", "household__number"
    )


def face(card: Card, root: str) -> Face:
    """`root`: the address of the service, under which the card's token opens the household for those who may see it."""
    assert card.member is not None
    return Face(
        name=card.member.user.name,
        post=card.member.branch.name,
        phone=card.member.user.phone,
        village=card.household.village.name,
        number=card.household.number,
        qr=qr.drawn(f"{root}c/{card.token}/"),
    )


def parts(
    question: AreaQuestion, root: str, progress: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[bytes]:
    cards = list(printed(question))
    step = PAGE * PART
    for start in range(0, len(cards), step):
        progress(start // PAGE, -(-len(cards) // PAGE))
        faces = [face(card, root) for card in cards[start : start + step]]
        pages = [faces[at : at + PAGE] for at in range(0, len(faces), PAGE)]
        yield paper("print/cards.html", {"pages": pages}, by=question.by, at=question.at)
