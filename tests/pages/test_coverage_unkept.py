"""The map week by week where no day is kept yet."""

from geodata.base.periods import today


def test_a_frame_is_shown_only_of_what_is_known(county):
    frames = county.get("/coverage/weeks/").json()
    assert frames["days"] == [today().isoformat()]
