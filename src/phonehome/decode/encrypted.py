"""DES (FIPS 46-3) and AES (FIPS 197) in ECB and CBC (SP 800-38A) with PKCS#7 padding, where the key is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from msgspec import Struct

from phonehome.decode.closing import bytes_of, close
from phonehome.decode.codec import Medium, Parts
from phonehome.model import Value

_LENGTHS = {"des-ecb": (8,), "aes-ecb": (16, 24, 32), "aes-cbc": (16, 24, 32)}
_DES_BLOCK, _AES_BLOCK = 8, 16


class Key(Struct, frozen=True):
    """A key that a fact table gives for a host. Without ``iv``, CBC's stands before the blocks."""

    cipher: Literal["des-ecb", "aes-ecb", "aes-cbc"]
    key: bytes
    iv: bytes = b""


class Encrypted(Struct, frozen=True):
    """The codec of one key. Right padding is no proof: what it opens counts only where it is text or opens further."""

    key: Key

    STARTS = bytes(range(256))
    LEAST = _DES_BLOCK
    READS: Medium = "bytes"
    SIGNS = b""
    KEEPS = 1

    @property
    def NAME(self) -> str:  # noqa: N802
        """The cipher."""
        return self.key.cipher

    def opens(self, data: bytes, room: int) -> Parts | None:  # noqa: ARG002
        """One part: whole blocks whose padding is right, without it."""
        blocks, iv = _split(data, self.key)
        block = _block(self.key)
        if not blocks or len(blocks) % block:
            return None
        decryptor = _cipher(self.key, iv).decryptor()
        padded = decryptor.update(blocks) + decryptor.finalize()
        padding = padded[-1]
        if not 0 < padding <= block or padded[-padding:] != bytes([padding]) * padding:
            return None
        return [("", padded[:-padding])]

    def closes(self, data: bytes, changes: Mapping[str, Value]) -> bytes | None:
        """Encrypted anew with the same key and initialisation vector."""
        return close(self.opens, data, changes, self._write)

    def _write(self, data: bytes, parts: dict[str, Value]) -> bytes:
        plain, block = bytes_of(parts[""]), _block(self.key)
        padding = block - len(plain) % block
        blocks, iv = _split(data, self.key)
        encryptor = _cipher(self.key, iv).encryptor()
        return data[: len(data) - len(blocks)] + encryptor.update(plain + bytes([padding]) * padding)


def codec(key: Key) -> Encrypted:
    """The codec of a key; ``ValueError`` for a key or initialisation vector of a wrong length."""
    if len(key.key) not in _LENGTHS[key.cipher]:
        lengths = " or ".join(map(str, _LENGTHS[key.cipher]))
        raise ValueError(f"a key for {key.cipher} has {lengths} bytes, not {len(key.key)}")
    if len(key.iv) not in ((0, _AES_BLOCK) if key.cipher == "aes-cbc" else (0,)):
        raise ValueError(f"an initialisation vector of {len(key.iv)} bytes does not fit {key.cipher}")
    return Encrypted(key)


def _block(key: Key) -> int:
    return _DES_BLOCK if key.cipher == "des-ecb" else _AES_BLOCK


def _split(data: bytes, key: Key) -> tuple[bytes, bytes]:
    """The blocks and the initialisation vector."""
    stands_before = key.cipher == "aes-cbc" and not key.iv
    return (data[_AES_BLOCK:], data[:_AES_BLOCK]) if stands_before else (data, key.iv)


def _cipher(key: Key, iv: bytes) -> Cipher[modes.ECB] | Cipher[modes.CBC]:
    if key.cipher == "des-ecb":
        # DES is Triple DES with three equal keys.
        return Cipher(TripleDES(key.key * 3), modes.ECB())  # noqa: S305
    if key.cipher == "aes-ecb":
        return Cipher(AES(key.key), modes.ECB())  # noqa: S305
    return Cipher(AES(key.key), modes.CBC(iv))
