from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from phonehome.phones.chance import (
    at_quantile,
    between,
    digits,
    hexes,
    letters,
    lognormal,
    quantile,
    stream,
    uuid4,
    weighted,
    with_luhn,
)

TABLE = ((0.0, 0.0), (0.5, 10.0), (1.0, 30.0))
SEEDS = st.integers(0, 1 << 32)


def test_same_seed_and_name_draw_the_same_on_every_python() -> None:
    rng = stream(1, "test")
    drawn = (rng.getrandbits(32), rng.randrange(1000), rng.choice("abcdef"), round(rng.gauss(0, 1), 9), rng.random())
    assert drawn == (2977421300, 212, "d", 0.933815214, 0.06194062279380341)


def test_names_have_draws_of_their_own() -> None:
    assert stream(1, "a").random() != stream(1, "b").random()


@pytest.mark.parametrize(("share", "value"), [(0, 0), (0.25, 5), (0.5, 10), (0.75, 20), (1, 30)])
def test_quantiles_are_straight_between_points(share: float, value: float) -> None:
    assert at_quantile(TABLE, share) == value


@given(SEEDS)
def test_draws_stay_in_their_bounds(seed: int) -> None:
    rng = stream(seed, "bounds")
    assert 0 <= quantile(rng, TABLE) <= 30
    assert 2 <= between(rng, 2, 3) < 3
    assert lognormal(rng, 5, 1) > 0
    assert set(letters(rng, 20, "xyz")) <= set("xyz")
    assert len(digits(rng, 7)) == 7
    assert digits(rng, 7).isdigit()
    assert len(hexes(rng, 3)) == 3
    assert 0 <= int(hexes(rng, 3), 16) < 4096


def test_weights_decide_how_often() -> None:
    rng = stream(1, "weights")
    drawn = [weighted(rng, "abc", (1, 0, 3)) for _ in range(4000)]
    assert "b" not in drawn
    assert 2800 < drawn.count("c") < 3200


@given(SEEDS)
def test_uuid_is_version_4(seed: int) -> None:
    text = uuid4(stream(seed, "uuid"))
    known = uuid.UUID(text)
    assert (str(known), known.version, known.variant) == (text, 4, uuid.RFC_4122)


@given(st.text("0123456789", min_size=1, max_size=20))
def test_check_digit_is_valid(payload: str) -> None:
    assert luhn.is_valid(with_luhn(payload))
    assert with_luhn(payload)[:-1] == payload
