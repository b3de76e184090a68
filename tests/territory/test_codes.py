import pytest

from geodata.territory import codes


@pytest.mark.parametrize(
    ("code", "level"),
    [("43", "province"), ("430382", "county"), ("430382100201001", "grid"), ("4303821", None)],
)
def test_the_length_of_a_code_tells_its_level(code, level):
    assert codes.level_of(code) == level


@pytest.mark.parametrize("text", ["", "43038a", "４３", "43\n", " 43"])
def test_what_is_no_code_has_no_level(text):
    assert codes.level_of(text) is None


def test_the_parents_code_is_the_prefix_one_level_up():
    assert codes.parent_code("430382100201001") == "430382100201"
    assert codes.parent_code("43") is None


def test_ancestors_go_from_the_top_down():
    assert codes.ancestors("430382100") == ["43", "4303", "430382"]


def test_levels_below_a_township():
    assert codes.levels_below("township") == ("village", "grid")
    assert codes.level_below("grid") is None
