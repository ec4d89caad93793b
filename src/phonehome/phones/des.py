"""DES in electronic codebook mode (FIPS 46-3, FIPS 81) with the padding of PKCS #7 (RFC 5652, 6.3).

Long broken; phones of 2016 used it nevertheless. The library has it as Triple DES with one key thrice.
"""

from __future__ import annotations

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.padding import PKCS7

BLOCK_BITS = 64


def encrypted(data: bytes, key: bytes) -> bytes:
    """The data padded to whole blocks and encrypted with a key of eight bytes."""
    padder = PKCS7(BLOCK_BITS).padder()
    padded = padder.update(data) + padder.finalize()
    encryptor = Cipher(TripleDES(3 * key), ECB()).encryptor()  # noqa: S305
    return encryptor.update(padded) + encryptor.finalize()
