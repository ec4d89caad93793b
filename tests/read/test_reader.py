from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.read import READERS, har, reader_of
from phonehome.read.reader import HEAD


def test_a_har_is_known_by_its_content() -> None:
    assert reader_of(b'{"log":{"entries":[]}}') is har


@pytest.mark.parametrize("head", [b"", b"\x1f\x8b", b"[]", b'{"headers": []}', b"GET / HTTP/1.1\r\n"])
def test_what_no_format_claims_is_refused_with_the_formats(head: bytes) -> None:
    with pytest.raises(ValueError, match=r"^not a capture phonehome can read \(HAR\)$"):
        reader_of(head)


def test_each_format_has_its_own_name() -> None:
    names = [reader.NAME for reader in READERS]
    assert sorted(set(names)) == sorted(names)


@given(st.binary(max_size=300))
def test_any_bytes_are_recognised_or_not_and_read_or_refused(data: bytes) -> None:
    for reader in READERS:
        assert reader.recognises(data[:HEAD]) in {True, False}
        try:
            list(reader.read(io.BytesIO(data)))
        except ValueError as error:
            assert str(error)  # noqa: PT017 - either outcome is right, a refusal says why
