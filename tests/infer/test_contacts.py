from __future__ import annotations

from msgspec import structs

from infer.given import HOUR, START, Found, Held, Sent, given
from phonehome.infer.contacts import Contact, contacts, lines, spoken
from phonehome.infer.evidence import Evidence

NATIONAL, INTERNATIONAL = "07700900123", "+44 7700 900123"
LOG = "body > json"


def _held(place: int, said: dict[str, str], exchange: int = 0) -> list[Held]:
    return [Held(exchange, value, LOG, f"$.log[{place}].{key}") for key, value in said.items()]


def _british(evidence: Evidence) -> Evidence:
    return structs.replace(evidence, cases=tuple(structs.replace(case, region="GB") for case in evidence.cases))


def _contacts(found: list[Found], held: list[Held], sent: int = 1) -> list[Contact]:
    evidence = _british(given([Sent(START + 5 * HOUR)] * sent, found, held=held))
    return contacts(lines(evidence), evidence)


def test_one_party_in_two_writings() -> None:
    found = [
        Found(0, "call_log", NATIONAL, layers=LOG, path="$.log[0].no"),
        Found(0, "message", INTERNATIONAL, layers=LOG, path="$.log[1].no"),
    ]
    held = _held(0, {"ts": str(START), "dir": "in", "dur": "120"})
    held += _held(1, {"date": str(START // 1000 + 3600), "type": "2"})
    (one,) = _contacts(found, held)
    assert (one.number, one.calls, one.messages, one.incoming, one.outgoing, one.minutes) == (
        "+447700900123",
        1,
        1,
        1,
        1,
        2,
    )
    assert (one.days, one.first is not None and one.first.hour, one.last is not None and one.last.hour) == (1, 0, 1)
    assert (one.hours[:3], one.saved) == ((1, 1, 0), False)


def test_a_message_in_two_files_is_one() -> None:
    found = [Found(0, "message", NATIONAL, layers=layers, path="$[0].no") for layers in ("a > json", "b > json")]
    held = [Held(0, str(START), layers, "$[0].ts") for layers in ("a > json", "b > json")]
    held.append(Held(0, "out", "b > json", "$[0].dir"))
    (one,) = _contacts(found, held)
    assert (one.messages, one.outgoing) == (1, 1)


def test_a_log_sent_again_is_counted_once() -> None:
    found = [Found(exchange, "call_log", NATIONAL, layers=LOG, path="$.log[0].no") for exchange in (0, 1)]
    held = [one for exchange in (0, 1) for one in _held(0, {"ts": str(START)}, exchange)]
    assert [one.calls for one in _contacts(found, held, sent=2)] == [1]


def test_without_a_time_of_its_own_the_request_has_one() -> None:
    (one,) = _contacts([Found(0, "message", NATIONAL, layers="body > form", path="from")], [])
    assert (one.messages, one.incoming, one.first is not None and one.first.hour) == (1, 0, 5)


def test_words_of_a_message_are_nobody() -> None:
    assert _contacts([Found(0, "message", "Call me when you are alone")], []) == []


def test_a_number_of_a_call_is_not_a_saved_contact_too() -> None:
    found = [Found(0, kind, NATIONAL, path="$.no") for kind in ("contact", "call_log")]
    assert [(one.calls, one.saved) for one in _contacts(found, [])] == [(1, False)]


def test_a_saved_name() -> None:
    (one,) = _contacts([Found(0, "contact", "Bert Meier")], [])
    assert (one.number, one.saved, one.calls, one.first) == ("Bert Meier", True, 0, None)


def test_what_is_no_number_stays_as_it_is() -> None:
    found = [
        Found(0, "message", value, path=f"$.{place}") for place, value in enumerate(("0800", "12 34", "7" * 20, "X1"))
    ]
    assert sorted(one.number for one in _contacts(found, [])) == ["0800", "1234", "7" * 20]


def test_strongest_tie_first() -> None:
    found = [Found(0, "call_log", NATIONAL, layers=LOG, path=f"$.log[{place}].no") for place in range(2)]
    found += [Found(0, "call_log", "07700900456", layers=LOG, path=f"$.log[{place}].no") for place in (2, 3, 4)]
    days = (0, 30, 1, 2, 3)
    held = [one for place, hour in enumerate(days) for one in _held(place, {"ts": str(START + hour * HOUR)})]
    several = _contacts(found, held)
    assert [(one.number[-3:], one.calls, one.days) for one in several] == [("123", 2, 2), ("456", 3, 1)]
    assert list(spoken(several)) == [
        "2 others are known with 5 calls and 0 messages; the strongest tie is to +447700900123, on 2 days."
    ]


def test_nobody_is_spoken_of() -> None:
    assert list(spoken([])) == []
