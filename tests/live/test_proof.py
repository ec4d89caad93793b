from __future__ import annotations

import pytest
from msgspec.structs import replace

from live.given import IMEI, MAKER, field, found, sent
from phonehome.live.proof import Proof, cut
from phonehome.model import Line, Location, Step

FIELDS = [field(f"$.dl[0].f{number}", str(number)) for number in range(20)]


@pytest.mark.parametrize(
    ("at", "shown"), [(0, range(5)), (1, range(6)), (10, range(6, 15)), (19, range(15, 20))], ids=str
)
def test_the_fields_next_to_a_finding_prove_it(at: int, shown: range) -> None:
    finding = found("imei", f"$.dl[0].f{at}", str(at))
    lines = Proof(sent(MAKER, finding, fields=FIELDS)).lines(finding)
    assert lines == tuple(
        Line(f"$.dl[0].f{number}", str(number), ("imei",) if number == at else ()) for number in shown
    )


def test_a_finding_that_is_a_record_is_proved_by_what_it_holds() -> None:
    event = found("app_usage", "$.dl[0]", "x")
    lines = Proof(sent(MAKER, event, found("battery", "$.dl[0].b", "7"), fields=[field("$.dl[0].b", "7")])).lines(event)
    assert lines == (Line("$.dl[0].b", "7", ("app_usage", "battery")),)


def test_a_placeholder_is_no_kind_of_its_line() -> None:
    dummy = found("imei", "$.a", "0", "dummy")
    assert Proof(sent(MAKER, dummy, fields=[field("$.a", "0")])).lines(dummy) == (Line("$.a", "0"),)


def test_other_layers_and_similar_names_prove_nothing() -> None:
    elsewhere = replace(found("imei", "$.f1", IMEI), location=Location(0, (Step("query", "f1"),)))
    proof = Proof(sent(MAKER, elsewhere, fields=[field("$.f1", IMEI), field("$.f12", IMEI)]))
    assert (proof.lines(elsewhere), proof.lines(found("imei", "$.f", IMEI))) == ((), ())


def test_what_is_long_is_cut() -> None:
    assert (cut("a" * 240), cut("a" * 241)) == ("a" * 240, "a" * 239 + "…")
