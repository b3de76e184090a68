"""The real codes and names under the invented county."""

from geodata.demo.county import counties_of
from geodata.demo.divisions import CITY_COUNTIES, in_county, read_divisions, read_outline


def test_the_county_has_its_real_townships_and_villages():
    divisions = read_divisions()
    townships = in_county(divisions, "430382", "township")
    assert [each.name for each in townships] == ["清溪镇", "银田镇", "韶山乡", "杨林乡"]
    assert len(in_county(divisions, "430382", "village")) == 38


def test_every_village_lies_in_a_township_of_its_county():
    divisions = read_divisions()
    for county in CITY_COUNTIES:
        townships = {each.code for each in in_county(divisions, county, "township")}
        assert {each.parent for each in in_county(divisions, county, "village")} == townships


def test_the_outline_is_a_closed_ring_of_degrees():
    ring = read_outline()
    assert ring.shape == (36, 2)
    assert (ring[0] == ring[-1]).all()
    assert (ring.min(axis=0) > (112.3, 27.8)).all() and (ring.max(axis=0) < (112.7, 28.1)).all()


def test_a_million_households_make_a_city_of_five_counties():
    counties = counties_of(1_000_001)
    assert [code for code, _ in counties] == list(CITY_COUNTIES)
    assert [households for _, households in counties] == [200_001, 200_000, 200_000, 200_000, 200_000]


def test_a_small_number_makes_one_county():
    assert counties_of(22_000) == [("430382", 22_000)]
