"""One text, however it was typed."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.base import texts


def test_unseen_are_all_format_and_control_characters_but_joiners_and_white_space() -> None:
    meant = {
        sign
        for sign in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(sign) in ("Cf", "Cc") and sign not in "\u200c\u200d" and not sign.isspace()
    }
    gone = {sign for sign in map(chr, range(sys.maxunicode + 1)) if not texts.seen(f"a{sign}b")[1:-1]}
    assert meant - gone == set()
    assert {sign for sign in gone - meant if unicodedata.category(sign) != "Cn"} <= {
        "\x1c",
        "\x1d",
        "\x1e",
        "\x1f",
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("王 芳", "王芳"),
        (" 王　芳\u200b", "王芳"),
        ("王\u200d芳", "王芳"),
        ("\ufeff王芳\u202c", "王芳"),
        ("𬭎 㛃", "𬭎㛃"),
        ("〇 七", "〇七"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提 . 艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("买买提‧艾力", "买买提·艾力"),
        ("Ｌｉ　Ｗｅｉ", "Li Wei"),
        ("Li  Wei", "Li Wei"),
        ("Li Wei Jr.", "Li Wei Jr."),
        ("例３村", "例3村"),
        ("نۇر\u200cگۈل", "نۇر\u200cگۈل"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("e\u0301va", "éva"),
        ("神\ufa19", "神\ufa19"),
        ("⻩⾦⾼", "黄金高"),
        ("\ue863例", "䶮例"),
        ("\ue81e例", "龴例"),
    ],
)
def test_a_name(typed: str, meant: str) -> None:
    assert texts.name(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "01-0001",
        "０１－０００１",
        "01—0001",
        "01 - 0001",
        "\ufeff01-0001",
        "01\u200b-0001",
        "01‑0001",
        "01-0001\xa0",
        "01\xad-0001",
        "01−0001",
    ],
)
def test_a_number(typed: str) -> None:
    assert texts.number(typed) == "01-0001"


@pytest.mark.parametrize(
    "typed", ["430382100201", " 4303 8210 0201", "４３０３８２１００２０１", "430382\u200b100201"]
)
def test_a_code(typed: str) -> None:
    assert texts.digits(typed) == "430382100201"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_notes_have_one_kind_of_line_end(end: str) -> None:
    assert texts.free(f"{end}一{end}{end}二\u200b{end}") == "一\n\n二"


def test_an_address_keeps_its_punctuation() -> None:
    assert texts.place("例路３号（Ａ栋）　二楼") == "例路3号（A栋） 二楼"


@pytest.mark.parametrize(
    "strength", [texts.free, texts.line, texts.name, texts.number, texts.digits, texts.place]
)
def test_once_more_changes_nothing(strength) -> None:
    for text in (
        "王 芳\u200b",
        "０１ － ０００１",
        "a\r\nb",
        "买买提 . 艾力",
        "　例路３号（Ａ栋）",
        "Ａ‑1",
        "\u3164",
    ):
        assert strength(strength(text)) == strength(text)


@pytest.mark.parametrize(
    "sign", [sign for sign in map(chr, range(0x3100)) if texts.free(f"a{sign}b") != f"a{sign}b"]
)
def test_what_free_changes_is_uneven(sign: str) -> None:
    assert texts.UNEVEN.search(sign)


def test_a_sign_that_looks_like_a_usual_one_is_that_one_in_every_text() -> None:
    for typed, meant in (("⽼⺟村", "老母村"), ("⻢⽂", "马文"), ("\ue863\ue864", "䶮龻")):
        assert {strength(typed) for strength in (texts.free, texts.line, texts.name, texts.place)} == {meant}
        assert texts.UNEVEN.search(typed)


def test_no_sign_is_left_that_looks_like_another_of_these() -> None:
    """Whatever a usual font draws alike: all of Kangxi's radicals, and all that old GBK keeps in private places."""
    for sign in [*map(chr, range(0x2F00, 0x2FD6)), *map(chr, range(0xE815, 0xE865))]:
        assert texts.seen(sign) != sign and len(texts.seen(sign)) == 1


@given(
    st.text(st.characters(min_codepoint=0x30, max_codepoint=0xFAFF), min_size=1, max_size=6)
    | st.from_regex("[一-龯0-9A-Za-z ·-]{1,6}")
)
def test_what_is_plain_is_one_already(text):
    """The short way says what the long one says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "is_plain", lambda _text: False)
        long = [kind(text) for kind in (texts.name, texts.number, texts.place)]
    assert [kind(text) for kind in (texts.name, texts.number, texts.place)] == long
