"""ID numbers in what people type: the recogniser together with the villages that are known."""

from geodata.base.id_numbers import find_id_numbers
from geodata.territory.models import Area


def types_id_number(text: str) -> bool:
    """Does the text hold an ID number? One that stands alone and begins with a village's code is a household's or a grid's."""
    seen = find_id_numbers(text)
    if not seen:
        return False
    codes = [one.digits[:12] for one in seen]
    known = Area.objects.level(Area.Level.VILLAGE).filter(code__in=codes).values_list("code", flat=True)
    return bool(find_id_numbers(text, villages=set(known)))
