from __future__ import annotations

import base64
import hashlib

import pytest

from phonehome.model import Owner
from phonehome.shield.pseudonym import Pseudonyms
from phonehome.shield.writings import Writings

IMEI, MAC, PHONE = "490154203237518", "94:65:2d:11:22:33", "+447700900123"
OWNER = Owner({"imei": (IMEI,), "mac_address": (MAC,), "phone_number": (PHONE,)}, region="GB")
PSEUDONYMS = Pseudonyms(b"k" * 32, "OnePlus")
WRITINGS = Writings(OWNER, PSEUDONYMS)
NEW_IMEI, NEW_MAC, NEW_PHONE = (
    PSEUDONYMS.of(kind, value) for kind, value in (("imei", IMEI), ("mac_address", MAC), ("phone_number", PHONE))
)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("imei", f"imei={IMEI};", f"imei={NEW_IMEI};"),
        ("imei", IMEI[:14], NEW_IMEI[:14]),
        ("imei", f"{IMEI[:14]}07", f"{NEW_IMEI[:14]}07"),
        ("imei", IMEI[::-1], NEW_IMEI[::-1]),
        ("mac_address", MAC.upper(), NEW_MAC.upper()),
        ("mac_address", MAC.replace(":", ""), NEW_MAC.replace(":", "")),
        ("mac_address", str(int(MAC.replace(":", ""), 16)), str(int(NEW_MAC.replace(":", ""), 16))),
        ("phone_number", "07700 900123", f"07{NEW_PHONE[4:7]} {NEW_PHONE[7:]}"),
        ("phone_number", f"{PHONE} and 07700900123", f"{NEW_PHONE} and 0{NEW_PHONE[3:]}"),
        ("imei", "nothing", "nothing"),
        ("email", "anna@example.org", "anna@example.org"),
    ],
)
def test_a_writing_becomes_that_of_the_pseudonym(kind: str, old: str, new: str) -> None:
    assert WRITINGS.replaced(kind, old) == new


def sha(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (hashlib.md5(IMEI.encode()).hexdigest(), hashlib.md5(NEW_IMEI.encode()).hexdigest()),
        (sha(IMEI).hex().upper(), sha(NEW_IMEI).hex().upper()),
        (f"id:{sha(IMEI).hex()[:20]}!", f"id:{sha(NEW_IMEI).hex()[:20]}!"),
        (base64.urlsafe_b64encode(sha(IMEI))[:16].decode(), base64.urlsafe_b64encode(sha(NEW_IMEI))[:16].decode()),
        (str(int.from_bytes(sha(IMEI)[:8])), str(int.from_bytes(sha(NEW_IMEI)[:8]))),
        (
            hashlib.sha1(hashlib.md5(IMEI.encode()).hexdigest().encode()).hexdigest(),
            hashlib.sha1(hashlib.md5(NEW_IMEI.encode()).hexdigest().encode()).hexdigest(),
        ),
        ("no hash", "no hash"),
    ],
)
def test_a_hash_becomes_the_same_hash_of_the_pseudonym(old: str, new: str) -> None:
    assert WRITINGS.rehashed("imei", IMEI, old) == new
