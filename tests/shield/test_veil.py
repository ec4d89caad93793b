from __future__ import annotations

import pytest

from phonehome.model import Owner
from phonehome.shield.veil import veil

OWNER = Owner({"imei": ("490154203237518",), "mac_address": ("c0:ee:fb:12:34:56",), "full_name": ("Erika Muster",)})


@pytest.mark.parametrize(
    ("said", "veiled"),
    [
        ("body > json $.dl[0].imei1", "body > json $.dl[0].imei1"),
        ("query 490154203237518", "query 49**********518"),
        ("header x-c0eefb123456", "header x-c0*******456"),
        ("form C0:EE:FB:12:34:56", "form C0************:56"),
        ("json $.Erika Muster.seen", "json $.Er*******ter.seen"),
        ("json $.359881030314356[2]", "json $.35**********356[2]"),
        ("cookie a@b.example", "cookie a****@b****"),
        ("header x-forwarded-for", "header x-forwarded-for"),
        ("490154203237518.tracker.example", "49**********518.tracker.example"),
        ("ec2-3-120-7-9.eu-central-1.compute.amazonaws.com", "ec2-3-120-7-9.eu-central-1.compute.amazonaws.com"),
    ],
)
def test_a_value_that_is_a_name_is_masked(said: str, veiled: str) -> None:
    assert veil(OWNER)(said) == veiled


def test_without_an_owner_looks_are_masked() -> None:
    assert veil(Owner())("query 490154203237518 Erika") == "query 49**********518 Erika"
