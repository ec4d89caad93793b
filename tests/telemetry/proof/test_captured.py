from __future__ import annotations

from msgspec import structs

from phonehome.model import Owner
from phonehome.phones.clock import DAY
from phonehome.telemetry.proof.captured import AGAIN, in_2017, owned, together
from phonehome.telemetry.proof.population import Population

SHORT = Population(lives=1, phones=1, days=8, captured=4)


def test_all_goes_to_the_maker_before_the_reset_and_after_it() -> None:
    sent, start = in_2017(SHORT, 0), SHORT.start * DAY
    times = [[one.time or 0 for one in some] for some in (sent.before, sent.after)]
    assert start <= min(times[0]) < max(times[0]) < start + 4 * DAY <= min(times[1])
    assert max(times[1]) < start + (4 + AGAIN) * DAY
    assert {one.url.split("/")[2] for one in (*sent.before, *sent.after)} == {"open.oneplus.net"}


def test_the_truth_is_of_the_captured_days() -> None:
    true, longer = owned(SHORT, 0), owned(structs.replace(SHORT, captured=6), 0)
    assert 2 <= len(true.nights) <= 4
    assert len(longer.nights) == len(true.nights) + 2
    assert true.home in true.owner.values["ssid"]


def test_owners_are_looked_for_together() -> None:
    one, other = Owner({"imei": ("1",), "ssid": ("a", "b")}, "GB"), Owner({"ssid": ("b", "c")}, "GB")
    assert together([one, other]) == Owner({"imei": ("1",), "ssid": ("a", "b", "c")}, "GB")
