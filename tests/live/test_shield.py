"""Real clients through a shield to a real server: what it got are pseudonyms, and nothing else is changed."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from live.served import Running, Server, program, shielded

IMEI, MAC = "490154203237518", "c0:ee:fb:12:34:56"
OWNER = f'[values]\nimei = ["{IMEI}"]\nmac_address = ["{MAC}"]\n'


@pytest.fixture
def shield(server: Server, authority: Path, tmp_path: Path) -> Iterator[Running]:
    server.got.clear()
    owner = tmp_path / "owner.toml"
    owner.write_text(OWNER, encoding="utf-8")
    options = ("--trust", str(server.authority), "--owner", str(owner), "--log", str(tmp_path / "shield.log"))
    with shielded(tmp_path, *options, authority=authority) as running:
        yield running


@pytest.mark.parametrize(("option", "version"), [("--http1.1", "1.1"), ("--http2", "2")])
def test_what_curl_sent_arrives_with_pseudonyms(shield: Running, server: Server, option: str, version: str) -> None:
    url = f"https://localhost:{server.port}"
    call = [program("curl"), "-sS", option, "--proxy", shield.proxy, "--cacert", str(shield.authority)]
    packed = gzip.compress(json.dumps({"device": {"imei": IMEI, "mac": MAC}}).encode())
    for extra in (
        [f"{url}/plain?imei={IMEI}"],
        ["-H", "Content-Encoding: gzip", "-H", "Content-Type: application/json", "--data-binary", "@-", f"{url}/g"],
    ):
        subprocess.run([*call, *extra], check=True, capture_output=True, timeout=60, input=packed)
    assert shield.end() == 0
    (_, one, target, _), (_, two, _, body) = server.got
    device = json.loads(gzip.decompress(body))["device"]
    assert {one, two} == {version}
    assert target == f"/plain?imei={device['imei']}"
    assert (len(device["imei"]), len(device["mac"])) == (15, 17)
    assert (device["imei"] != IMEI, device["mac"] != MAC) == (True, True)
    assert (IMEI in shield.said(), MAC in shield.said()) == (False, False)
