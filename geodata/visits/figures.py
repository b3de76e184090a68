"""What is counted of visits: in a window, and by each household's own interval."""

from django.utils.translation import gettext_lazy as _

from geodata.base.figures import Figure

AHEAD = (7, 14, 30)
"""Days ahead of which it is asked what falls due."""
UNSEEN = "status IN ('never', 'overdue', 'long')"
"""Not met within the interval, or never."""

FIGURES = (
    Figure(name="visited", label=_("Visited in the window"), condition="visits > 0", place=30),
    Figure(
        name="not_visited",
        label=_("Not visited in the window"),
        condition="visits = 0",
        place=40,
        gap="not_visited",
        breaks="10,25,50,75",
    ),
    Figure(
        name="never",
        label=_("Never visited"),
        condition="status = 'never'",
        place=50,
        gap="never",
        breaks="2,5,10,20",
    ),
    Figure(name="ok", label=_("Visited in time"), condition="status = 'ok'", place=60),
    Figure(name="due", label=_("due"), condition="status = 'due'", place=70, gap="due"),
    Figure(name="overdue", label=_("Overdue"), condition="status = 'overdue'", place=80, gap="overdue"),
    Figure(name="long", label=_("Long overdue"), condition="status = 'long'", place=90, gap="long"),
    Figure(
        name="unvisited",
        label=_("Not visited within the interval"),
        condition=UNSEEN,
        place=110,
        gap="unvisited",
        breaks="5,15,30,50",
    ),
    Figure(
        name="special_overdue",
        label=_("Special households overdue"),
        condition=f"special AND {UNSEEN}",
        place=130,
        of="special",
        gap="special_overdue",
        breaks="2,10,25,50",
    ),
    *(
        Figure(
            name=f"due_in_{days}",
            label=label,
            condition=f"status IN ('ok', 'due') AND %(on)s - last_met + {days} > \"interval\"",
            place=200 + days,
            gap=f"due_in_{days}",
        )
        for days, label in zip(
            AHEAD,
            (_("Falls due within 7 days"), _("Falls due within 14 days"), _("Falls due within 30 days")),
            strict=True,
        )
    ),
)
"""What falls due is not owed today, and will be on that day if nobody goes there (geodata/coverage/ahead/)."""
