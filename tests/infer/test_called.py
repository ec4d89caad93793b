from __future__ import annotations

from infer.given import HOUR, START, Found, Held, Sent, given
from phonehome.infer.called import Stream, streams, taken


def _said(some: list[Stream]) -> list[tuple[str, tuple[str, ...], list[int]]]:
    return [(one.path, one.kinds, [int(time - START) // HOUR for time in one.segments[0]]) for one in some]


def test_an_address_is_a_stream_and_so_are_kinds_that_not_all_requests_carry() -> None:
    sent = [Sent(START + place * HOUR, path="/up") for place in range(8)]
    found = [Found(place, kind) for place in range(0, 8, 2) for kind in ("message", "call_log")]
    found += [Found(place, "imei") for place in range(8)]
    assert _said(streams(given(sent, found))) == [
        ("/up", (), list(range(8))),
        ("/up", ("call_log", "message"), [0, 2, 4, 6]),
    ]


def test_ids_in_a_path_make_no_streams() -> None:
    sent = [Sent(START + place * HOUR, path=f"/asset/{1000 + place}/a?x={place}") for place in range(4)]
    assert _said(streams(given(sent, []))) == [("/asset/*/a", (), [0, 1, 2, 3])]


def test_what_is_rare_or_has_no_time_is_no_stream() -> None:
    assert streams(given([Sent(), Sent(), Sent(), *(Sent(None) for _ in range(9))], [])) == []


def test_cases_are_stretches_of_one_stream() -> None:
    sent = [Sent(START + place * HOUR, case_no=place // 4) for place in range(8)]
    (one,) = streams(given(sent, []))
    assert [len(segment) for segment in one.segments] == [4, 4]


def test_times_in_payloads_are_taken_where_samples_are() -> None:
    sent = [Sent(START + place * 4 * HOUR) for place in range(10)]
    stamps = [
        Held(place, str(START + (4 * place - 3) * HOUR), path=f"$.dl[{place}].ts", type="integer")
        for place in range(10)
    ]
    battery = [Found(place, "battery") for place in range(10)]
    (one,) = taken(given(sent, battery, held=stamps))
    assert (one.kinds, one.taken, one.address) == (("battery",), True, ("OnePlus", "open.oneplus.net", "/"))
    assert _said([one])[0][2] == [4 * place - 3 for place in range(10)]
    assert taken(given(sent, [Found(place, "message") for place in range(10)], held=stamps)) == []


def test_a_number_of_another_year_is_no_time() -> None:
    sent = [Sent(START + place * HOUR) for place in range(10)]
    held = [Held(place, f"{1_000_000_000 + place}", type="integer") for place in range(10)]
    assert taken(given(sent, [Found(place, "battery") for place in range(10)], held=held)) == []
