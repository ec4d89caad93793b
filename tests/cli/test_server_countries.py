"""Where servers stand, from the capture's addresses to the reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .said import Phonehome


def capture(folder: Path, *addresses: str) -> Path:
    request = {"method": "GET", "url": "https://cdn.cookielaw.org/a?imei=490154203237518", "headers": []}
    entries = [
        {"startedDateTime": "2017-01-11T23:31:57Z", "serverIPAddress": address, "request": request}
        for address in addresses
    ]
    file = folder / "log.har"
    file.write_text(json.dumps({"log": {"entries": entries}}))
    return file


def test_json_names_the_countries_and_the_category(tmp_path: Path, phonehome: Phonehome) -> None:
    said = phonehome("audit", capture(tmp_path, "8.8.8.8", "5.9.1.1", "192.0.2.1"), "--format", "json")
    (recipient,) = json.loads(said.out)["recipients"]
    assert (recipient["server_countries"], recipient["category"]) == (["DE", "US"], "consent")


@pytest.mark.parametrize("form", ["text", "html"])
def test_headings_say_where_the_servers_stand(tmp_path: Path, phonehome: Phonehome, form: str) -> None:
    said = phonehome("audit", capture(tmp_path, "8.8.8.8", "5.9.1.1"), "--format", form)
    assert "servers in DE, US" in said.out


def test_an_address_of_nobody_has_no_country(tmp_path: Path, phonehome: Phonehome) -> None:
    assert "servers in" not in phonehome("audit", capture(tmp_path, "192.0.2.1", "10.0.0.1")).out
