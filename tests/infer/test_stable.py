from __future__ import annotations

from collections.abc import Sequence

import pytest

from infer.given import DAY, HOUR, START, Found, Held, Sent, given
from phonehome.infer.evidence import Evidence
from phonehome.infer.stable import Stable, ask
from phonehome.masking import mask

TOKEN = "39c8b14aa2da84f3"
OTHER = "a90747a5ecddd7dd"
IMEI = "490154203237518"


def _sent(paths: Sequence[str] = ("/a", "/b"), days: int = 4, case_no: int = 0) -> list[Sent]:
    return [Sent(START + place * DAY, path=paths[place % len(paths)], case_no=case_no) for place in range(days)]


def _values(answer: Stable) -> list[tuple[str, str]]:
    return [(one.value, one.kind) for one in answer.values]


def test_a_value_in_several_streams_over_days_needs_no_name() -> None:
    answer = ask(given(_sent(), [], held=[Held(place, TOKEN) for place in range(4)]))
    (one,) = answer.values
    assert (one.value, one.kind, one.streams, one.exchanges, one.recipients) == (TOKEN, "", 2, 4, ("OnePlus",))
    assert (one.first.isoformat() if one.first else "", answer.certainty, answer.proved_by) == (
        "2017-01-16T00:00:00+00:00",
        "medium",
        0,
    )


@pytest.mark.parametrize(
    ("sent", "held"),
    [
        (_sent(["/a"]), [Held(place, TOKEN) for place in range(4)]),  # one stream: may be the app's key
        (_sent(), [Held(place, "52.5.16.1024") for place in range(4)]),  # a version
        (_sent(), [Held(place, f"{place}9c8b14aa2da84f3") for place in range(4)]),  # another one each time
        ([Sent(START + place * HOUR, path=f"/{place % 2}") for place in range(8)], [Held(i, TOKEN) for i in range(8)]),
        (_sent(days=40), [Held(place, TOKEN) for place in (0, 1, 38, 39)]),  # rare: what was looked at
        (_sent(["/a/1234", "/a/5678"]), [Held(place, TOKEN) for place in range(4)]),  # paths that differ by an id
    ],
)
def test_what_identifies_no_phone(sent: list[Sent], held: list[Held]) -> None:
    answer = ask(given(sent, [], held=held))
    assert (answer.values, answer.certainty) == ((), "none")
    assert answer.sentence == "No value came again over time that would identify the phone."


@pytest.mark.parametrize("kind", ["ssid", "os_version", "imei"])
def test_a_place_that_a_finding_explains_is_not_unnamed(kind: str) -> None:
    found = [Found(place, kind, IMEI, path="$.b") for place in range(4)]
    answer = ask(given(_sent(), found, held=[Held(place, TOKEN) for place in range(4)]))
    assert _values(answer) == ([(IMEI, "imei")] if kind == "imei" else [])


def test_named_identifiers_need_one_stream_only_and_more_than_a_repeated_request() -> None:
    sent = [Sent(START), Sent(START + 5_000), Sent(START + 2 * HOUR), Sent(START + 2 * HOUR)]
    found = [Found(0, "serial", "53b1d26e"), Found(1, "serial", "53b1d26e"), *(Found(i, "imei", IMEI) for i in (0, 2))]
    answer = ask(given(sent, found))
    assert (_values(answer), answer.certainty) == ([(IMEI, "imei")], "high")


def test_all_writings_of_a_value_are_one() -> None:
    found = [
        Found(0, "imei", IMEI),
        Found(1, "imei", IMEI[:14]),
        Found(2, "other_identifier", IMEI),
        Found(3, "mac_address", "c0:ee:fb:0d:12:e8"),
        Found(0, "mac_address", "C0EEFB0D12E8"),
        Found(1, "phone_number", "+447700900252"),
        Found(2, "phone_number", "07700900252"),
    ]
    answer = ask(given(_sent(), found))
    assert [(one.kind, one.exchanges) for one in answer.values] == [
        ("imei", 3),
        ("mac_address", 2),
        ("phone_number", 2),
    ]


@pytest.mark.parametrize(
    ("layers", "way", "hidden"),
    [("body > json $.chs > chs", "pattern", "code"), ("body > json", "hash", "hash"), ("body > json", "known", "")],
)
def test_what_hides_a_value_is_said(layers: str, way: str, hidden: str) -> None:
    found = [Found(place, "imei", IMEI, layers=layers, reason=(way, "", "")) for place in range(4)]
    assert [(one.value, one.hidden) for one in ask(given(_sent(), found)).values] == [(IMEI, hidden)]


def test_only_possible_findings_and_networks_identify_nobody() -> None:
    found = [Found(place, "imei", IMEI, certainty="possible") for place in range(4)]
    found += [Found(place, kind, "BTHub6-AB12") for place in range(4) for kind in ("ssid", "operator", "public_ip")]
    assert ask(given(_sent(), found)).values == ()


def _reset(imeis: tuple[str, str]) -> Evidence:
    """Two cases, each with an IMEI and an advertising ID of its own."""
    sent = [*_sent(), *(Sent(START + (10 + place) * DAY, path="/a", case_no=1) for place in range(4))]
    found = [Found(place, "imei", imeis[place // 4]) for place in range(8)]
    found += [Found(place, "advertising_id", (TOKEN, OTHER)[place // 4], path="$.g") for place in range(8)]
    return given(sent, found, held=[Held(place, "f3ZVKtaXRHRoo7dmfrAsDT") for place in range(8)])


def test_what_outlives_a_reset_is_told_from_what_is_replaced() -> None:
    answer = ask(_reset((IMEI, IMEI)))
    outlived = {one.value: one.outlived_reset for one in answer.values}
    assert outlived == {IMEI: True, "f3ZVKtaXRHRoo7dmfrAsDT": True, TOKEN: False, OTHER: None}
    assert [time.isoformat() for time in answer.resets] == ["2017-01-26T00:00:00+00:00"]


def test_what_two_phones_share_is_no_identifier_of_either() -> None:
    values = {one.value for one in ask(_reset((IMEI, "869999031236378"))).values}
    assert values == {IMEI, "869999031236378", TOKEN, OTHER}


def test_tokens_of_sessions_are_no_resets() -> None:
    sent = [Sent(START + place * 6 * HOUR) for place in range(40)]
    found = [Found(place, "push_token", f"{place // 2:032d}") for place in range(40)]
    assert ask(given(sent, found)).resets == ()


def test_values_are_masked() -> None:
    answer = ask(given(_sent(), [Found(place, "imei", IMEI) for place in range(4)], say=mask))
    assert [one.value for one in answer.values] == ["49**********518"]


def test_a_capture_without_times() -> None:
    answer = ask(given([Sent(None), Sent(None)], [Found(0, "imei", IMEI), Found(1, "imei", IMEI)]))
    assert [(one.value, one.first, one.outlived_reset) for one in answer.values] == [(IMEI, None, None)]
