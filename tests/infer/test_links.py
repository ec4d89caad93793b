from __future__ import annotations

from infer.given import Sent, given
from infer.linking import daily, requests
from phonehome.infer.links import ask

OLD, NEW, IMEI = "39c8b14aa2da84f3", "a90747a5ecddd7dd", "490154203237518"


def test_nothing_to_link() -> None:
    answer = ask(given([Sent()], []))
    assert (answer.certainty, answer.identifiers, answer.holdings, answer.proof) == ("none", (), (), ())
    assert answer.sentence == "No two identifiers travelled together, and no two recipients hold the same one."


def test_who_holds_what() -> None:
    answer = ask(requests(*daily(range(2), "A", imei=IMEI, serial="53b1d26e", ssid="BTHub6-AB12")))
    (holding,) = answer.holdings
    assert (holding.recipient, holding.identifiers, holding.data) == ("A", ("imei", "serial"), ("ssid",))
    (link,) = answer.links
    kinds = {one.number: (one.kind, one.phone) for one in answer.identifiers}
    assert (kinds[link.one], kinds[link.other], link.recipient, link.exchanges) == (("imei", 0), ("serial", 0), "A", 2)
    assert (answer.phones, answer.certainty, answer.trades, answer.proved_by) == (1, "high", (), 2)


def test_who_could_trade() -> None:
    answer = ask(requests((0, "B", {"imei": IMEI}), (1, "A", {"imei": IMEI}), (2, "C", {"serial": "53b1d26e"})))
    (trade,) = answer.trades
    assert (trade.one, trade.other, trade.kinds) == ("A", "B", ("imei",))
    assert answer.sentence.startswith("1 pair of recipients holds the same identifier")


def test_a_reset_that_hid_nothing_is_said() -> None:
    before = daily(range(5), "A", gsf_id=OLD, imei=IMEI)
    answer = ask(requests(*before, *daily(range(5, 9), "A", gsf_id=NEW, imei=IMEI)))
    (bridge,) = answer.bridges
    assert (bridge.alone, bridge.hours, bridge.time.isoformat()) == (("A",), 24.0, "2017-01-21T00:00:00+00:00")
    assert answer.sentence.endswith(
        "resetting the gsf id hid nothing: within 24.0 hours A had the new one with the same imei."
    )


def test_people_and_phones() -> None:
    mail = {"email": "a@example.org"}
    first = daily(range(3), "A", serial="53b1d26e", **mail)
    second = daily(range(3), "A", serial="fe51e671", **mail)
    later = daily(range(5, 8), "A", serial="53b1d26e", email="b@example.org")
    answer = ask(requests(*first, *second, *later))
    assert [one.phones for one in answer.one_person] == [(0, 1)]
    assert [(one.phone, one.until.day, one.since.day) for one in answer.handed_on] == [(0, 18, 21)]
    assert "a family that shares an account looks the same" in answer.uncertainty
