from __future__ import annotations

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import ECB
from hypothesis import given
from hypothesis import strategies as st

from phonehome.phones.des import encrypted

KEY = bytes.fromhex("133457799bbcdff1")


def decrypted(data: bytes, key: bytes) -> bytes:
    decryptor = Cipher(TripleDES(3 * key), ECB()).decryptor()  # noqa: S305
    padded = decryptor.update(data) + decryptor.finalize()
    assert 1 <= padded[-1] <= 8
    return padded[: -padded[-1]]


def test_a_known_block_is_encrypted_as_published() -> None:
    assert encrypted(bytes.fromhex("0123456789abcdef"), KEY)[:8].hex() == "85e813540f0ab405"


@given(st.binary(max_size=64), st.binary(min_size=8, max_size=8))
def test_encryption_is_undone_with_the_key(data: bytes, key: bytes) -> None:
    assert decrypted(encrypted(data, key), key) == data


def test_a_full_block_gets_a_block_of_padding() -> None:
    assert [len(encrypted(bytes(size), KEY)) for size in (0, 7, 8, 9)] == [8, 8, 16, 16]
