from __future__ import annotations

import pytest

from phonehome.model import Exchange
from phonehome.shield.signed import stale

MIUI = "https://tracking.miui.com/tracks"
ABROAD = "https://tracking.intl.miui.com/tracks"
SAMSUNG = "https://dls.di.atlas.samsung.com/v1/logs?ts=1&type=dvc&tid=2&hc="


def sent(url: str, body: bytes = b"", *headers: tuple[str, str]) -> Exchange:
    return Exchange(0, "POST", url, headers=headers, body=body)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (sent(MIUI, b"t=a&value=1&s=0"), sent(MIUI, b"t=a&value=2&s=0"), "the field s signs value"),
        (sent(ABROAD, b"t=a&value=1&s=0"), sent(ABROAD, b"t=b&value=1&s=0"), "the field s signs t"),
        (sent(MIUI, b"t=a&value=1&s=0&x=1"), sent(MIUI, b"t=a&value=1&s=0&x=2"), ""),
        (sent(MIUI, b"t=a&value=1&x=1"), sent(MIUI, b"t=a&value=2&x=1"), ""),
        (sent(f"{SAMSUNG}0"), sent(f"{SAMSUNG}0".replace("ts=1", "ts=2")), "the field hc signs ts"),
        (sent(f"{SAMSUNG}0", b"la=en&a=b"), sent(f"{SAMSUNG}0", b"la=de&a=b"), ""),
        (sent("https://a.example/tracks", b"value=1&s=0"), sent("https://a.example/tracks", b"value=2&s=0"), ""),
        (sent(MIUI, b"1", ("X-Sign", "0")), sent(MIUI, b"2", ("X-Sign", "0")), "the header X-Sign signs the body"),
        (sent(MIUI, b"1", ("X-Sign", "0")), sent(MIUI, b"1", ("X-Sign", "0")), ""),
    ],
)
def test_what_signs_something_that_changed_is_named(old: Exchange, new: Exchange, why: str) -> None:
    assert stale(old, new) == why
