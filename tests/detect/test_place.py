from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from phonehome.detect.place import Place
from phonehome.detect.request import request_of
from phonehome.model import Exchange, Field, Owner, Value

from .building import get, said

BERLIN = "52.5163,13.3777"
PLACE = Place(Owner({"location": (BERLIN,)}))


def found(message: object, place: Place = PLACE) -> list[tuple[str, str]]:
    return sorted((clue.certainty, clue.value) for clue in place.find(said(message)))


def place_at(*values: str) -> Place:
    return Place(Owner({"location": values}))


@pytest.mark.parametrize(
    ("message", "values"),
    [
        ({"lat": 52.5163, "lon": 13.3777}, ["13.3777", "52.5163"]),
        ({"lat": "52.516", "lon": "13.378"}, ["13.378", "52.516"]),
        ({"lat": "52.516", "lon": "13.377"}, ["13.377", "52.516"]),
        ({"lat": 52.51634567, "lon": 13.37771234}, ["13.37771234", "52.51634567"]),
        ({"latE7": 525163000, "lonE7": 133777000}, ["133777000", "525163000"]),
        ({"a": 52516312, "b": 13377705}, ["13377705", "52516312"]),
        ({"ll": "52.5163,13.3777"}, ["13.3777", "52.5163"]),
        ({"ll": "POINT(13.3777 52.5163)"}, ["13.3777", "52.5163"]),
        ({"ll": "52.5163N 13.3777E"}, ["13.3777", "52.5163"]),
    ],
)
def test_both_coordinates_are_confirmed(message: object, values: list[str]) -> None:
    assert found(message) == [("confirmed", value) for value in values]


@pytest.mark.parametrize(
    ("message", "certainty"),
    [
        ({"lat": 52.5163}, "likely"),
        ({"lat": "52.51634"}, "likely"),
        ({"lat": "52.516"}, "possible"),
        ({"lat": 525163000}, "possible"),
        ({"52.5163": 1}, "likely"),
    ],
)
def test_a_coordinate_alone_is_weaker(message: object, certainty: str) -> None:
    assert [one[0] for one in found(message)] == [certainty]


@pytest.mark.parametrize(
    "message",
    [
        {"price": 52.51, "other": "13.37"},
        {"price": 52.6163, "other": 13.4777},
        {"version": "52.516.3"},
        {"version": "1.52.5163"},
        {"size": 152.5163},
        {"hash": "a525163000"},
        {"hash": "525163000f"},
        {"order": "5251630001234"},
        {"order": 525160000},
        {"lat": -52.5163},
        {"when": "52516"},
    ],
)
def test_other_numbers_are_no_coordinates(message: object) -> None:
    assert found(message) == []


def test_a_time_is_no_coordinate_of_the_east() -> None:
    east = place_at("-36.8485,174.7633")
    assert found({"seconds": 1747633000, "ms": 1747633000123}, east) == []
    assert found({"lat": -368485000, "lon": 1747633000}, east) == [
        ("confirmed", "-368485000"),
        ("confirmed", "1747633000"),
    ]


def test_coordinates_of_two_places_are_no_pair() -> None:
    two = place_at(BERLIN, "48.8584,2.2945")
    assert found({"lat": 52.5163, "lon": 2.2945}, two) == [("likely", "2.2945"), ("likely", "52.5163")]


@pytest.mark.parametrize(
    ("value", "message", "seen"),
    [
        ("51.4779,-0.0004", {"lat": 51.4779, "lon": -0.0004}, [("confirmed", "-0.0004"), ("confirmed", "51.4779")]),
        ("51.4779,-0.1276", {"lat": 51.4779, "lon": -1276000}, [("confirmed", "-1276000"), ("confirmed", "51.4779")]),
        ("51.4779", {"lat": 51.4779, "lon": 13.0}, [("likely", "51.4779")]),
        ("51.4779 , 0.1276", {"a": "-0.1276"}, []),
    ],
)
def test_places_near_zero_and_half_places(value: str, message: object, seen: list[tuple[str, str]]) -> None:
    assert found(message, place_at(value)) == seen


def test_coordinates_stand_in_paths_and_queries_too() -> None:
    clues = PLACE.find(get("https://a.example.org/at/52.5163?lon=13.3777"))
    assert [(clue.value, clue.field.codec, clue.field.path) for clue in clues] == [
        ("52.5163", "path", "[1]"),
        ("13.3777", "query", "lon"),
    ]


def test_the_reason_names_the_axis() -> None:
    assert [clue.reason.text for clue in PLACE.find(said({"a": 52.5163}))] == [
        "latitude of the owner's place, without its other coordinate"
    ]


@given(st.floats(-89.99, 89.99), st.floats(-179.99, 179.99), st.integers(3, 12))
def test_rounded_coordinates_lead_back_to_the_place(latitude: float, longitude: float, decimals: int) -> None:
    assume(min(abs(latitude), abs(longitude)) > 0.001)  # a coordinate of zero is no place
    place = place_at(f"{latitude:.6f},{longitude:.6f}")
    sent = {"lat": f"{latitude:.{decimals}f}", "lon": f"{longitude:.{decimals}f}"}
    assert {one[0] for one in found(sent, place)} == {"confirmed"}


@given(st.lists(st.text("0123456789.-, ") | st.text() | st.binary() | st.integers() | st.floats()))
def test_no_value_raises(values: list[Value]) -> None:
    request = request_of(Exchange(0, "GET", "x"), [Field("json", "$", value) for value in values])
    assert all(clue.kind == "location" for clue in PLACE.find(request))
