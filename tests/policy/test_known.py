from __future__ import annotations

import pytest
from msgspec.structs import replace

from phonehome.knowledge.load import load
from phonehome.knowledge.policy import Policy
from phonehome.policy.known import refuse_strangers
from policy.court import SERIAL

CALLED = ("", "api.weather.example", "Weather Inc")
KNOWN = ["OnePlus", "oneplus", "open.oneplus.net", "*.oneplus.net", "api.weather.example", "*.example", "weather inc"]
STRANGERS = [
    ("OnePlsu", "; did you mean 'OnePlus'?"),
    ("api.waether.example", "; did you mean 'api.weather.example'?"),
    ("weather.example", "; did you mean 'api.weather.example'?"),
    ("*.nowhere.invalid", ""),
    ("Zzyzxq", ""),
    ("", ""),
]


def _policy(name: str) -> Policy:
    return Policy("t", "a", "s", statements=(replace(SERIAL, recipients=(name,)),))


@pytest.mark.parametrize("name", KNOWN)
def test_who_is_known_passes(name: str) -> None:
    refuse_strangers("mine.toml", _policy(name), CALLED, load())


@pytest.mark.parametrize(("name", "hint"), STRANGERS)
def test_a_stranger_is_refused_with_the_nearest_name(name: str, hint: str) -> None:
    with pytest.raises(ValueError, match="statement") as refused:
        refuse_strangers("mine.toml", _policy(name), CALLED, load())
    said = f"neither the tables nor the captures know {name!r}{hint}"
    assert str(refused.value) == f"mine.toml: statement 'serial': recipients: {said}"


def test_a_policy_about_anybody_names_nobody() -> None:
    refuse_strangers("mine.toml", Policy("t", "a", "s", statements=(SERIAL,)), (), load())
