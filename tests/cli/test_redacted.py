from __future__ import annotations

from collections import Counter

import pytest

from phonehome.cli.redacted import sentences
from phonehome.model import Damage, Owner
from phonehome.read import har
from phonehome.shield.proof import Proof
from phonehome.shield.redact_file import Form
from phonehome.shield.redactor import Redactor
from shield.redacting import OWNER, redactor


def done(owner: Owner = OWNER) -> Redactor:
    one = redactor(owner)
    one.done.exchanges = 1_200
    return one


def test_everything_that_was_done_is_said_in_its_order() -> None:
    one = done()
    one.done.kinds.update({("imei", "replace"): 1_100, ("battery", "coarsen"): 2, ("email", "zero"): 3})
    one.done.parts.update({"certificates left out": 4, "comments emptied": 0})
    one.done.opaque = 96
    one.done.leave_out("it is cut off")
    one.done.lost(Damage(7, 2_000, "flow 3 is broken inside"))
    one.done.lost(Damage(0, 0, "1 of 5 TLS connections was not opened: there is no key for it"))
    assert list(sentences(Form(har, converted="JSON Lines"), one, Proof(stayed={"language", "device_model"}))) == [
        "converted from JSON Lines to HAR; bodies of answers are not kept",
        "1,200 exchanges",
        "    1,100  IMEI: replaced",
        "        3  E-mail address: emptied",
        "        2  Battery: made coarser",
        "        4  certificates left out",
        "       96  bytes that nothing opens: zeros now",
        "        1  left out: it is cut off",
        "not read: flow 3 is broken inside (2,000 bytes)",
        "not read: 1 of 5 TLS connections was not opened: there is no key for it",
        "as they were: times, sizes, recipients; by the rules: device model, language",
        "examined again: none of the owner's 2 values is left",
    ]


def test_what_is_not_sought_of_places_is_said() -> None:
    said = list(sentences(Form(har), done(Owner({"location": ("52.5163,13.3777",)})), Proof()))
    assert said[-2] == "places are sought where they stand alone, not within a longer text: read those yourself"


@pytest.mark.parametrize(
    ("owner", "proof", "last"),
    [
        (Owner(), Proof(), ["as they were: times, sizes, recipients"]),
        (
            OWNER,
            Proof(Counter({"imei": 3, "email": 1})),
            ["NOT SAFE TO SHARE, values of the owner are left: IMEI (3), e-mail address (1)"],
        ),
        (
            OWNER,
            Proof(passed=Counter({"imei": 3})),
            [
                "the rules let the owner's values of these kinds pass: IMEI (3)",
                "examined again: none of the owner's 2 values is left but those",
            ],
        ),
    ],
)
def test_the_last_line_says_whether_anything_is_left(owner: Owner, proof: Proof, last: list[str]) -> None:
    assert list(sentences(Form(har), done(owner), proof))[-len(last) :] == last
