from __future__ import annotations

import json

import pytest

from phonehome.attribute import attributor
from phonehome.knowledge.lists import read, with_list
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Organisation

RADAR = "DuckDuckGo Tracker Radar"
OURS = b'[[organisation]]\nname = "Example"\nrole = "maker"\ncountry = "DE"\ndomains = ["example.org"]\n'
DUCKDUCKGO = {
    "trackers": {
        "Ads.example.org": {"owner": {"name": "Example Ltd", "displayName": "Example"}, "categories": ["Advertising"]},
        "b.example.org": {"owner": {"name": "Other"}},
        "c.example.org": {},
    },
    "entities": {},
}
DISCONNECT = {
    "license": "x",
    "categories": {
        "Analytics": [{"Example": {"https://example.org/": ["Example.org", "example.com"], "performance": "true"}}]
    },
}


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (OURS, [Organisation("Example", "maker", "DE", ("example.org",))]),
        (
            json.dumps(DUCKDUCKGO).encode(),
            [
                Organisation("Example", "third party", "", ("ads.example.org",), RADAR, "advertising"),
                Organisation("Other", "third party", "", ("b.example.org",), RADAR),
                Organisation("c.example.org", "third party", "", ("c.example.org",), RADAR),
            ],
        ),
        (
            json.dumps(DISCONNECT).encode(),
            [Organisation("Example", "third party", "", ("example.org", "example.com"), "Disconnect", "analytics")],
        ),
    ],
)
def test_three_formats_are_read(data: bytes, rows: list[Organisation]) -> None:
    assert list(read(data, "mine")) == rows


@pytest.mark.parametrize("data", [b"", b"no list", b"{", b'{"categories": 1}', b'{"trackers": []}', b"\xff", b"{}"])
def test_other_files_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^mine\.txt: no list of recipients"):
        read(data, "mine.txt")


def test_a_list_of_ones_own_is_believed() -> None:
    data = b'[[organisation]]\nname = "Mine"\nrole = "unknown"\ncountry = ""\ndomains = ["oneplus.net"]\n'
    attribute = attributor(with_list(load(), data, "mine.toml"))
    assert attribute("open.oneplus.net").organisation == "Mine"
    assert attribute("open.oneplus.cn").organisation == "OnePlus"
