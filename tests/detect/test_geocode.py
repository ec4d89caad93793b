from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect.geocode import GEOHASH, PLUS, Geocode, geohash, plus_code
from phonehome.model import Owner

from .building import brief, get, post

HOME = Owner(values={"location": ("52.5163,13.3777", "48.137")})


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [(57.64911, 10.40744, "u4pruydqqvj8"), (42.6, -5.6, "ezs42e44yx96"), (0.0, 0.0, "s00000000000")],
)
def test_published_geohashes(latitude: float, longitude: float, code: str) -> None:
    assert geohash(latitude, longitude) == code


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [(47.365590, 8.524997, "8FVC9G8F+6X"), (20.3700625, 2.7821875, "7FG49QCJ+2V"), (90.0, 1.0, "CFX3X2X2+X2")],
)
def test_published_plus_codes(latitude: float, longitude: float, code: str) -> None:
    assert plus_code(latitude, longitude) == code


@pytest.mark.parametrize(
    ("token", "certainty"),
    [
        ("u33db2m5kq1e"[:6], "possible"),
        (geohash(52.5163, 13.3777)[:7], "confirmed"),
        (geohash(52.5163, 13.3777), "confirmed"),
        (plus_code(52.5163, 13.3777), "confirmed"),
        (plus_code(52.5163, 13.3777).lower() + "5", "confirmed"),
    ],
)
def test_the_cell_of_a_place_is_recognised(token: str, certainty: str) -> None:
    found = list(Geocode(HOME).find(get(f"https://a.example/?g={token.replace('+', '%2B')}")))
    assert [(clue.kind, clue.certainty, clue.value) for clue in found] == [("location", certainty, token)]


@pytest.mark.parametrize("token", ["u33db", "u33db2a", "u33db2m5kq1e99", "xu33db2m", "u33dbzzz", "u33db2m-photo"])
def test_other_cells_and_longer_words_are_not(token: str) -> None:
    assert brief(Geocode(HOME).find(get(f"https://a.example/?g={token}"))) == set()


def test_a_key_is_no_cell() -> None:
    assert brief(Geocode(HOME).find(post(b'{"u33db2m5": 1}'))) == set()


def test_without_a_place_nothing_is_looked_for() -> None:
    assert brief(Geocode(Owner()).find(get("https://a.example/?g=u33db2m5"))) == set()


@given(st.floats(-89.9, 89.9), st.floats(-179.9, 179.9))
def test_codes_use_their_alphabets(latitude: float, longitude: float) -> None:
    assert set(geohash(latitude, longitude)) <= set(GEOHASH)
    assert set(plus_code(latitude, longitude).replace("+", "")) <= set(PLUS)
