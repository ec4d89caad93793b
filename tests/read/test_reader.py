from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.read import READERS, flows, har, reader_of
from phonehome.read.reader import HEAD

CAPTURES = Path(__file__).parents[3] / "shared" / "captures" / "mitmproxy"


def test_a_har_is_known_by_its_content() -> None:
    assert reader_of(b'{"log":{"entries":[]}}') is har


@pytest.mark.parametrize("head", [b"", b"\x1f\x8b", b"[]", b'{"headers": []}', b"GET / HTTP/1.1\r\n"])
def test_what_no_format_claims_is_refused_with_the_formats(head: bytes) -> None:
    with pytest.raises(ValueError, match=r"^not a capture phonehome can read \(mitmproxy flows, .*, HAR, .*\)$"):
        reader_of(head)


def test_each_format_has_its_own_name() -> None:
    names = [reader.NAME for reader in READERS]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.skipif(not CAPTURES.is_dir(), reason="the real captures are not beside the repository")
def test_every_real_capture_is_claimed_by_its_reader_and_only_by_it() -> None:
    claims = {path: [reader.NAME for reader in READERS if reader.recognises(head(path))] for path in files()}
    readers = {".mitm": flows.NAME, ".har": har.NAME, ".zhar": READERS[-1].NAME}
    # mitmproxy's own JSON of a HAR, an excerpt of one and a list of headers are no captures.
    others = {"har_extractor.har", "broken_headers.json", *(path.name for path in files() if path.suffix == ".json")}
    assert claims == {path: [readers[path.suffix]] if path.name not in others else [] for path in files()}


def files() -> list[Path]:
    return sorted(path for path in CAPTURES.rglob("*") if path.is_file())


def head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


@given(st.binary(max_size=300))
def test_any_bytes_are_recognised_or_not_and_read_or_refused(data: bytes) -> None:
    for reader in READERS:
        assert reader.recognises(data[:HEAD]) in {True, False}
        try:
            list(reader.read(io.BytesIO(data)))
        except ValueError as error:
            assert str(error)  # noqa: PT017 - either outcome is right, a refusal says why
