"""Asking for households that may be one, of a village and of a county, and comparing all their names, phones and places anew."""

from django.db import connection, transaction
from django.db.models import Count

from bench.timing import Line, median
from geodata.base import periods
from geodata.base.rls import as_web_role
from geodata.contacts.rights import scope_in_force, scope_of
from geodata.people.models import Household
from geodata.posts.models import Post
from geodata.register.comparing import duplicates
from geodata.territory.models import Area

VILLAGE, COUNTY = 150, 3_000
"""Milliseconds."""


def measure() -> list[Line]:
    on = periods.today()
    officer = Post.objects.filter(kind="county_officer", area__level="county").first().user
    scope = scope_of(officer, on=on)
    county = Area.objects.on(on).level(Area.Level.COUNTY).first()
    villages = Area.objects.on(on).level(Area.Level.VILLAGE).under(county.code)
    most = Household.objects.values("village").annotate(homes=Count("pk")).order_by("-homes").first()
    village = villages.get(pk=most["village"])

    def asked(area: Area) -> object:
        with as_web_role():
            scope_in_force(officer, on=on)
            return duplicates(scope=scope, area=area, on=on)

    def compared(areas: list[int]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT refresh_duplicates(NULL, %s)", [areas])

    everywhere = list(villages.values_list("pk", flat=True))
    homes = f"{Household.objects.filter(village__in=everywhere).count():,} households"
    of_village = f"a village of {most['homes']:,} households"
    return [
        Line(
            f"pairs of {of_village}", median(lambda: asked(village)), at_most=VILLAGE, peer_name="bound in ms"
        ),
        Line(f"pairs of {homes}", median(lambda: asked(county)), at_most=COUNTY, peer_name="bound in ms"),
        Line(
            f"comparing {of_village}",
            median(lambda: compared([village.pk])),
            at_most=VILLAGE,
            peer_name="bound in ms",
        ),
        Line(
            f"comparing {homes}",
            median(lambda: compared(everywhere), times=5),
            at_most=COUNTY,
            peer_name="bound in ms",
        ),
    ]
