"""The box that somebody writes into an address."""

import pytest
from rest_framework.exceptions import ValidationError

from api.geojson.bbox import BoxField

field = BoxField()
BAD = {
    "not_four": [
        "", ",", ",,", "1,2", "112,27,113", "112,27,113,28,29", "112;27;113;28", "112 27 113 28", "[112,27,113,28]x,",
        "112,27,10,113,28,20", None, 4, 1.5, [], [112, 27, 113, 28], {}, {"west": 112}, True, "1," * 500, "x",
        "112.1,27.6,112.6,28.1" + "0" * 200,
    ],
    "not_finite": [
        ",,,", "a,b,c,d", "nan,nan,nan,nan", "NaN,27,113,28", "inf,27,113,28", "-inf,27,113,28", "112,27,Infinity,28",
        "1e2,27,113,28", "112,27,113,1e400", "0x70,27,113,28", "１１２,27,113,28", "١١٢,27,113,28", "112,27,113,28\x00",
        "112°,27°,113°,28°", "112,27,113,", " , , , ", "112E,27N,113E,28N", "112.,27,113,28", ".5,27,113,28", "--112,27,113,28",
        "112_0,27,113,28", "99999,27,113,28", "112,27,113,28'", "112,27,113,28;DROP TABLE x", "{{7*7}},27,113,28",
        "112,27,113,\u202e28", "112,27,113,9" + "9" * 100, "112.5.5,27,113,28", "True,27,113,28",
    ],
    "swapped": ["27,112,28,113", "27.6,112.1,28.1,112.6", "3,73,54,136", "53,135,54,136"],
    "reversed": [
        "113,27,112,28", "112,28,113,27", "113,28,112,27", "112,27,112,28", "112,27,113,27", "112,27,112,27", "113,27,112.999999,28",
    ],
    "elsewhere": [
        "0,0,1,1", "-113,27,-112,28", "112,-28,113,-27", "2,48,3,49", "112,27,1000,28", "-9999,-9999,9999,9999",
        "-180,-90,0,0", "137,10,138,20", "181,27,182,28",
    ],
}  # fmt: skip
CASES = [(code, value) for code, values in BAD.items() for value in values]


def test_there_are_many_bad_ones():
    assert len(CASES) >= 60


@pytest.mark.parametrize(("code", "value"), CASES)
def test_a_bad_box_is_refused_with_a_remedy(code, value):
    with pytest.raises(ValidationError) as refused:
        field.to_internal_value(value)
    assert [error.code for error in refused.value.detail] == [code]
    assert field.remedies[code]


@pytest.mark.parametrize(
    "value",
    ["112,27,113,28", " 112.1 , 27.6 , 112.6 , 28.1 ", "+112,27,113,28", "-180,-90,180,90", "70,0,80,10"],
)
def test_a_good_box_has_four_numbers(value):
    box = field.to_internal_value(value)
    assert box.west < box.east
    assert box.south < box.north


@pytest.mark.parametrize("path", ["households/", "areas/"])
def test_every_list_answers_400_in_words(county, path):
    for value in (value for _code, value in CASES if isinstance(value, str)):
        answer = county.client.get(f"/api/v1/{path}", {"bbox": value})
        assert answer.status_code == 400, value
        error = answer.json()["errors"][0]
        assert (error["field"], bool(error["message"]), bool(error["remedy"])) == ("bbox", True, True)
