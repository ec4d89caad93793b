from __future__ import annotations

import hashlib
import zlib
from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.detect.digests import FAMILIES, digests, label

IMEI = "490154203237518"


def families_in(text: str, sent: str) -> set[str]:
    return {digest.family for digest in digests(text) if sent.lower().startswith(digest.text.lower())}


@given(st.text(), st.sampled_from(FAMILIES))
def test_every_writing_of_a_hash_begins_with_one_of_its_digests(text: str, family: str) -> None:
    digest = hashlib.new(family, text.encode()).digest()
    writings = [
        digest.hex(),
        digest.hex().upper(),
        digest.hex()[:16],
        b64encode(digest).decode(),
        urlsafe_b64encode(digest).decode().rstrip("="),
        str(int.from_bytes(digest[:8])),
        str(int.from_bytes(digest[:8], signed=True)),
    ]
    assert all(label(family) in families_in(text, sent) for sent in writings)


@pytest.mark.parametrize(
    ("sent", "family"),
    [
        ("0eaed834a1e6f4b2bf0c024e0013dea1", "MD5"),
        ("l6IQUjLsyHVvA6Ap", "SHA-1"),
        (hashlib.sha256(hashlib.md5(IMEI.encode()).hexdigest().encode()).hexdigest(), "SHA-256 of the hexadecimal MD5"),
        (hashlib.sha1(hashlib.sha1(IMEI.encode()).digest()).hexdigest(), "SHA-1 of the SHA-1"),
        (f"{zlib.crc32(IMEI.encode()):08x}", "CRC-32"),
    ],
)
def test_the_family_is_named(sent: str, family: str) -> None:
    assert families_in(IMEI, sent) == {family}


def test_only_crc_32_is_weak() -> None:
    assert {digest.family for digest in digests(IMEI) if digest.weak} == {"CRC-32"}


@pytest.mark.parametrize(
    ("family", "name"),
    [("md5", "MD5"), ("sha1", "SHA-1"), ("sha512", "SHA-512"), ("sha3_256", "SHA3-256"), ("blake2b", "BLAKE2b")],
)
def test_a_family_has_its_standards_name(family: str, name: str) -> None:
    assert label(family) == name
