from __future__ import annotations

from collections.abc import Callable

import pytest

from infer.given import DAY, HOUR, START, Found, Sent, given
from phonehome.infer.answer import Proof
from phonehome.masking import mask

SCREEN = Found(0, "screen_event", event=("screen_on", START - HOUR, None, ""))


def test_an_event_sent_twice_happened_once() -> None:
    evidence = given([Sent(), Sent(START + HOUR)], [SCREEN, Found(1, "screen_event", event=SCREEN.event)])
    assert [(one.start, one.exchange, one.sent_at) for one in evidence.happenings()] == [(START - HOUR, 0, START)]


def test_the_same_event_told_to_two_organisations_is_two() -> None:
    evidence = given([Sent(), Sent(organisation="Other")], [SCREEN, Found(1, "screen_event", event=SCREEN.event)])
    assert [one.organisation for one in evidence.happenings()] == ["OnePlus", "Other"]


def test_a_host_nobody_is_known_behind_stands_for_itself() -> None:
    (one,) = given([Sent(host="a.example", organisation="")], [SCREEN]).happenings()
    assert one.organisation == "a.example"


def test_events_that_are_only_possible_do_not_count() -> None:
    assert given([Sent()], [Found(0, "screen_event", certainty="possible", event=SCREEN.event)]).happenings() == []


def test_a_time_the_phone_cannot_have_meant_is_set_apart() -> None:
    wrong = Found(0, "screen_event", event=("screen_on", START - 400 * DAY, None, ""))
    evidence = given([Sent()], [SCREEN, wrong])
    assert [one.start for one in evidence.happenings()] == [START - HOUR]
    assert [one.start for one in evidence.happenings(misdated=True)] == [START - 400 * DAY]


def test_happenings_of_some_kinds() -> None:
    app = Found(0, "app_usage", event=("", START - 2 * HOUR, START - HOUR, "com.whatsapp"))
    evidence = given([Sent()], [SCREEN, app])
    assert [one.app for one in evidence.happenings("app_usage")] == ["com.whatsapp"]
    assert [one.kind for one in evidence.happenings("app_usage", "screen_event")] == ["app_usage", "screen_event"]


def test_proof_names_the_first_and_counts_all() -> None:
    evidence = given([Sent()], [Found(0, "imei", str(place)) for place in range(30)])
    proof, count = evidence.proof((0, 0, number) for number in (5, 3, 3, *range(10, 30)))
    assert (len(proof), count, proof[0]) == (12, 22, Proof(0, 0, "imei", "e0 body > json $.a"))


def test_no_proof() -> None:
    assert given([Sent()], []).proof([]) == ((), 0)


def test_the_clock_is_the_phones_own() -> None:
    evidence = given([Sent()], [Found(0, "timezone", "GMT+0800")], timezone="Europe/London")
    assert evidence.clock.offset(START) == 8 * HOUR


@pytest.mark.parametrize(("say", "shown"), [(str, True), (mask, False)])
def test_a_key_that_is_a_value_is_masked_in_a_proof(say: Callable[[str], str], *, shown: bool) -> None:
    called = Found(0, "call_log", path='$.calls["+447700900123"]')
    ((proof,), _) = given([Sent()], [called], say=say).proof([(0, 0, 0)])
    assert ("+447700900123" in proof.location) == shown
