"""Hashes of a text in every usual family, writing and truncation, as the literals that give them away.

Each digest is looked for by its first 64 bits in hexadecimal, base64 and base64url and as a 64-bit integer, so every
longer truncation is found too; CRC-32 has only 32 bits and proves nothing alone.
"""

from __future__ import annotations

import hashlib
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator

from msgspec import Struct

FAMILIES = (
    "md5",
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "sha3_224",
    "sha3_256",
    "sha3_384",
    "sha3_512",
    "blake2b",
    "blake2s",
)
REHASHED = ("md5", "sha1", "sha256")


class Digest(Struct, frozen=True, gc=False):
    """The beginning of a digest as it may stand in text, with the name of its family."""

    text: str
    family: str
    weak: bool = False


def digests(text: str) -> Iterator[Digest]:
    """Every literal under which a hash of ``text`` may stand."""
    for family, digest in hashed(text):
        yield from _writings(digest, family)
    yield Digest(f"{zlib.crc32(text.encode()):08x}", "CRC-32", weak=True)


def hashed(text: str) -> Iterator[tuple[str, bytes]]:
    """Every family with the digest of a text, and the digests of digests."""
    data = text.encode()
    for family in FAMILIES:
        yield label(family), hashlib.new(family, data).digest()
    for inner in REHASHED:
        once = hashlib.new(inner, data)
        for outer in REHASHED:
            for written, how in ((once.hexdigest().encode(), "hexadecimal "), (once.digest(), "")):
                yield f"{label(outer)} of the {how}{label(inner)}", hashlib.new(outer, written).digest()


def label(family: str) -> str:
    """The standard's name of a family (``sha3_256`` is SHA3-256, ``sha1`` is SHA-1)."""
    if family.startswith("sha3"):
        return family.replace("_", "-").upper()
    return family.replace("sha", "SHA-").replace("blake", "BLAKE").replace("md5", "MD5")


def _writings(digest: bytes, family: str) -> Iterator[Digest]:
    yield Digest(digest[:8].hex(), family)
    yield Digest(b64encode(digest)[:11].decode(), family)
    yield Digest(urlsafe_b64encode(digest)[:11].decode(), family)
    yield Digest(str(int.from_bytes(digest[:8])), family)
    yield Digest(str(int.from_bytes(digest[:8], signed=True)), family)
