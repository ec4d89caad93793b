from __future__ import annotations

from phonehome.phones.oneplus_firmware import KEYS_A, KEYS_B, A, B

BOTH = "br mn av ov rw rh ro la not npc tz sov romv doze ts iac it mdmv log id ac non noi ncn nci pcba"
ONLY_A = "im im1 ge ga gc gn ma npn nws nwh nwb nwl nwa bs bl co"


def test_key_sets_are_exactly_those_of_each_firmware() -> None:
    assert set(KEYS_A) == {*BOTH.split(), *ONLY_A.split()}
    assert set(KEYS_B) == {*BOTH.split(), "chs", "ch1"}


def test_no_key_is_listed_twice() -> None:
    assert [len(set(keys)) for keys in (KEYS_A, KEYS_B)] == [len(KEYS_A), len(KEYS_B)]


def test_client_of_firmware_a_has_its_known_version() -> None:
    assert A.model.mdmv == "2.00.170515"


def test_only_b_codes_the_imeis() -> None:
    assert (A.imei_keys, B.imei_keys) == (("im", "im1"), ("chs", "ch1"))
