"""What lies sealed in the database."""

import pytest

from geodata.base.sealed import ID, NONCE, Place, Unreadable, is_opened_by_a_key, seal, unseal

HERE = Place("geodata_need", "text", "7")


def test_it_is_opened_where_it_lies():
    assert unseal(seal("例".encode(), at=HERE), at=HERE).decode() == "例"


def test_nothing_of_it_can_be_read_and_no_two_are_alike():
    one, other = seal(b"secret words", at=HERE), seal(b"secret words", at=HERE)
    assert b"secret" not in one
    assert one[ID:] != other[ID:]


@pytest.mark.parametrize(
    "elsewhere",
    [Place("geodata_need", "text", "8"), Place("geodata_need", "note", "7"), Place("x", "text", "7")],
)
def test_moved_to_another_place_it_opens_nothing(elsewhere):
    with pytest.raises(Unreadable):
        unseal(seal(b"a", at=HERE), at=elsewhere)


def test_changed_or_cut_it_opens_nothing():
    sealed = seal(b"a", at=HERE)
    for broken in (
        sealed[:-1],
        sealed[: ID + NONCE],
        sealed[:-1] + bytes([sealed[-1] ^ 1]),
        b"",
        b"\x00" * 40,
    ):
        with pytest.raises(Unreadable):
            unseal(broken, at=HERE)


def test_a_former_key_opens_what_it_has_sealed(settings):
    sealed, newer = seal(b"a", at=HERE), "another key of this service, made of chance"
    settings.SEALING_KEYS = [newer, *settings.SEALING_KEYS]
    assert unseal(sealed, at=HERE) == b"a"
    assert is_opened_by_a_key(sealed[:ID]) and seal(b"a", at=HERE)[:ID] != sealed[:ID]
    settings.SEALING_KEYS = [newer]
    assert not is_opened_by_a_key(sealed[:ID])
    with pytest.raises(Unreadable):
        unseal(sealed, at=HERE)
