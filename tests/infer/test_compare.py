"""The opt-out and the two firmwares of OnePlus in 2017, cell by cell; what noise and short captures say."""

from __future__ import annotations

from pathlib import Path

import pytest

from infer.captured import case_of, compared
from infer.given import DAY, HOUR, START, Found, Sent, given
from phonehome.infer.change import Comparison, RecipientChange
from phonehome.infer.compare import TWO_PHONES, compare
from phonehome.infer.sides import Split
from phonehome.masking import mask
from phonehome.phones import Options

DAYS = 3
# Keys of the device information: what firmware A sent, and what B still does.
# fmt: off
BOTH = [
    "id", "ac", "non", "noi", "ncn", "nci", "pcba", "br", "mn", "av", "ov", "rw", "rh", "ro", "la", "not",
    "npc", "tz", "sov", "romv", "doze", "ts", "iac", "it", "mdmv", "log",
]
# fmt: on
ONLY_A = ["im", "im1", "ge", "ga", "gc", "gn", "ma", "npn", "nws", "nwh", "nwb", "nwl", "nwa", "bs", "bl", "co"]
ONLY_B = ["chs", "ch1"]
# Link, joined: is device information sent, are usage streams?
OPT_OUT = {
    ("wifi", True): (True, True),
    ("wifi", False): (True, False),
    ("mobile", True): (True, False),
    ("mobile", False): (True, False),
    ("roaming", True): (False, False),
    ("roaming", False): (False, False),
}


@pytest.fixture(scope="module", params=["oneplus-odm-a", "oneplus-odm-b"])
def conditions(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, bool], Path]:
    """A case for every cell of the table of the opt-out."""
    folder = tmp_path_factory.mktemp(request.param)
    cases = {}
    for link, joined in OPT_OUT:
        options = Options(DAYS, 1, opted_out=not joined, roaming=link == "roaming")
        cases[link, joined] = case_of(folder / f"{link}-{joined}", request.param, options, wifi=link == "wifi")
    return cases


@pytest.fixture(scope="module")
def firmwares(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp("firmwares")
    a, b = (case_of(folder / name, f"oneplus-odm-{name}", Options(DAYS, 1)) for name in "ab")
    return compared(a, b)


def _states(comparison: Comparison) -> dict[str, str]:
    (change,) = comparison.recipients
    return {one.theme: one.state for one in change.streams}


@pytest.mark.parametrize(("link", "joined"), OPT_OUT)
def test_cell_of_the_opt_out(conditions: dict[tuple[str, bool], Path], link: str, joined: bool) -> None:  # noqa: FBT001
    states = _states(compared(conditions["wifi", True], conditions[link, joined]))
    device, usage = OPT_OUT[link, joined]
    expected = {True: "continues", False: "stopped"}
    assert (states["device information"], states["usage"]) == (expected[device], expected[usage])


def test_the_verdict_names_the_stream_that_survives(conditions: dict[tuple[str, bool], Path]) -> None:
    comparison = compared(conditions["wifi", True], conditions["wifi", False])
    assert comparison.sentence.startswith("Opting out stopped the usage stream (")
    rest = comparison.sentence.partition(". ")[2]
    assert rest.startswith("Device information is still sent every 4 h with the IMEI")
    assert ("the serial number" in rest, "the e-mail address" in rest, comparison.certainty) == (True, True, "high")


def _places(change: RecipientChange, key: str) -> set[str]:
    """The states of what was found under a key of the device information."""
    ends = (f".oi.{key}", f".oi.{key} > chs []")
    return {one.state for one in change.places if f"{one.wrapping} {one.place}".endswith(ends)}


def _field(change: RecipientChange, key: str) -> tuple[bool, bool]:
    (field,) = [one for one in change.fields if one.place.endswith(f"$.ode[].oi.{key}")]
    return bool(field.before), bool(field.after)


@pytest.mark.parametrize("key", BOTH)
def test_key_of_both_firmwares(firmwares: Comparison, key: str) -> None:
    (change,) = firmwares.recipients
    assert (_field(change, key), _places(change, key) <= {"continues"}) == ((True, True), True)


@pytest.mark.parametrize("key", ONLY_A)
def test_key_of_the_first_firmware_alone(firmwares: Comparison, key: str) -> None:
    (change,) = firmwares.recipients
    assert (_field(change, key), _places(change, key)) == ((True, False), {"stopped"})


@pytest.mark.parametrize("key", ONLY_B)
def test_key_of_the_second_firmware_alone(firmwares: Comparison, key: str) -> None:
    (change,) = firmwares.recipients
    assert (_field(change, key), _places(change, key)) == ((False, True), {"new"})


def test_the_code_is_seen_as_the_same_imei_in_another_form(firmwares: Comparison) -> None:
    (change,) = firmwares.recipients
    (imei,) = [one for one in change.kinds if one.kind == "imei"]
    assert (imei.state, imei.forms_before, imei.forms_after) == (
        "changed form",
        ("in clear",),
        ("in a reversible code (chs)",),
    )
    (place,) = [one for one in change.places if one.place == "$.ode[].oi.im" and one.stream == "device information"]
    assert (place.state, place.counterpart_form) == ("stopped", "in a reversible code (chs)")
    assert place.counterpart.startswith("body > gzip > json $.ode[].oi.ch")
    assert "The IMEI changed its form: in clear before, in a reversible code (chs) after." in change.verdict


def test_kinds_that_the_second_firmware_gave_up(firmwares: Comparison) -> None:
    (change,) = firmwares.recipients
    gone = {one.kind for one in change.kinds if one.state == "stopped"}
    assert gone == {"mac_address", "phone_number", "ssid", "bssid", "signal", "cell_id", "battery"}
    assert change.verdict.startswith("The other version of the system stopped the Wi-Fi MAC address, the phone number")


def _sent(hours: int, every: int, case_no: int, *, start: int = START) -> list[Sent]:
    """OnePlus every so many hours, somebody else every hour."""
    mine = [Sent(start + hour * HOUR, case_no=case_no) for hour in range(0, hours, every)]
    return mine + [Sent(start + hour * HOUR, "cdn.example", "", case_no=case_no) for hour in range(hours + 1)]


def _found(sent: list[Sent], kind: str = "imei", case_no: int = 0) -> list[Found]:
    return [
        Found(place, kind, "490154203237518")
        for place, one in enumerate(sent)
        if one.organisation and one.case_no == case_no
    ]


def _one_kind(sent: list[Sent], found: list[Found]) -> tuple[str, str]:
    (change,) = compare(given(sent, found), Split()).recipients
    (kind,) = change.kinds
    return kind.state, kind.often


def test_silence_of_a_long_capture_is_an_end() -> None:
    sent = [*_sent(72, 4, 0), *_sent(72, 4, 1)]
    assert _one_kind(sent, _found(sent)) == ("stopped", "unknown")


def test_silence_of_a_short_capture_tells_nothing() -> None:
    sent = [*_sent(72, 12, 0), *_sent(6, 12, 1)]
    comparison = compare(given(sent, _found(sent)), Split())
    assert (comparison.recipients[0].kinds[0].state, comparison.certainty) == ("not seen after", "medium")
    assert "too short to tell: the IMEI" in comparison.recipients[0].verdict


def test_what_was_seen_once_has_neither_stopped_nor_a_rate() -> None:
    others = [Sent(START + minute * 60_000, "cdn.example", "", case_no=no) for no in (0, 1) for minute in range(8)]
    sent = [Sent(START), *others]
    comparison = compare(given(sent, _found(sent)), Split())
    (kind,) = comparison.recipients[0].kinds
    assert (kind.state, kind.before.per_hour, comparison.certainty) == ("not seen after", None, "low")


def test_a_burst_of_several_addresses_is_one_occasion() -> None:
    burst = [Sent(START + part * 10_000, f"h{part}.oneplus.net") for part in range(4)]
    sent = [*burst, *_sent(72, 4, 1)]
    (change,) = compare(given(sent, _found(sent)), Split()).recipients
    assert [(kind.before.count, kind.state) for kind in change.kinds] == [(1, "not seen after")]


def test_twice_as_long_is_not_twice_as_often() -> None:
    sent = [*_sent(72, 4, 0), *_sent(720, 4, 1)]
    assert _one_kind(sent, [*_found(sent), *_found(sent, case_no=1)]) == ("continues", "as often")


def test_every_twelve_hours_is_less_often_than_every_hour() -> None:
    sent = [*_sent(72, 1, 0), *_sent(72, 12, 1)]
    assert _one_kind(sent, [*_found(sent), *_found(sent, case_no=1)]) == ("continues", "less often")


def test_an_upload_of_many_parts_is_one_occasion() -> None:
    parts = [Sent(START + hour * HOUR + part * 500) for hour in range(0, 24, 4) for part in range(5)]
    sent = [*parts, *_sent(24, 4, 1)]
    (change,) = compare(given(sent, [*_found(sent), *_found(sent, case_no=1)]), Split()).recipients
    (stream,) = change.streams
    assert (stream.before.count, stream.after.count, stream.every_before, stream.every_after) == (6, 6, 4.0, 4.0)


def test_what_is_only_possible_is_not_compared() -> None:
    sent = [*_sent(72, 4, 0), *_sent(72, 4, 1)]
    maybe = [Found(one.exchange, one.kind, one.value, "possible") for one in _found(sent)]
    comparison = compare(given(sent, maybe), Split())
    assert (comparison.recipients, comparison.certainty) == ((), "none")
    assert comparison.sentence == "Neither side holds personal data that is likely or confirmed."


def test_without_times_nothing_is_said_of_an_end() -> None:
    sent = [Sent(None), Sent(None), Sent(None, case_no=1)]
    comparison = compare(given(sent, _found(sent)), Split())
    assert (comparison.recipients[0].kinds[0].state, comparison.certainty) == ("not seen after", "low")
    assert "before has no times" in comparison.uncertainty


def test_one_request_with_a_time_is_too_little() -> None:
    sent = [Sent(), Sent(START + HOUR, case_no=1), Sent(START + HOUR, case_no=1)]
    comparison = compare(given(sent, _found(sent)), Split())
    assert "before holds one request, too little to say how often" in comparison.uncertainty
    assert "after covers one moment alone, too little to say how often" in comparison.uncertainty


def test_nothing_changed_and_no_remark_stands_twice() -> None:
    sent = [Sent(), Sent(case_no=1)]
    found = [*_found(sent), *_found(sent, case_no=1)]
    comparison = compare(given(sent, found), Split(names=("a", "a")))
    assert comparison.sentence.startswith("Nothing that was seen changed.")
    assert (comparison.uncertainty.count("a holds one request"), comparison.certainty) == (1, "low")


IMEI = "490154203237518"
PHONES: list[tuple[tuple[str, str], tuple[str, str], bool]] = [
    (("imei", IMEI), ("imei", "356938035643809"), True),
    (("imei", IMEI), ("imei", "49-015420-323751-8"), False),
    (("imei", IMEI), ("serial", "A1B2C3D4"), False),
    (("imei", IMEI), ("imei", "d41d8cd98f00b204e9800998ecf8427e"), False),
    (("user_id", "1"), ("user_id", "2"), False),
]


@pytest.mark.parametrize(("before", "after", "two"), PHONES)
def test_two_phones_are_said_to_be_two(before: tuple[str, str], after: tuple[str, str], two: bool) -> None:  # noqa: FBT001
    sent = [*_sent(72, 4, 0), *_sent(72, 4, 1)]
    told = before, after
    found = [Found(one.exchange, *told[no]) for no in (0, 1) for one in _found(sent, case_no=no)]
    comparison = compare(given(sent, found), Split())
    assert (TWO_PHONES in comparison.uncertainty, comparison.certainty) == (two, "medium" if two else "high")


def test_numbers_in_an_address_make_no_new_stream() -> None:
    sent = [*_sent(48, 4, 0), *_sent(48, 4, 1, start=START + 9 * DAY)]
    evidence = given(sent, [*_found(sent), *_found(sent, case_no=1)])
    evidence.tables.execute("CREATE TABLE numbered AS FROM every_exchange")
    evidence.tables.execute(
        "UPDATE numbered SET url = 'https://' || host || '/v2/users/' || (7000 + exchange) || '/up?x=1'"
    )
    evidence.tables.execute("CREATE OR REPLACE VIEW exchanges AS FROM numbered")
    (change,) = compare(evidence, Split()).recipients
    assert [(one.address, one.state) for one in change.streams] == [("open.oneplus.net/v2/users/*/up", "continues")]


def test_long_lists_are_cut_and_say_so() -> None:
    sent = [Sent(START + hour * HOUR, case_no=case_no) for case_no in (0, 1) for hour in range(24)]
    found = [Found(place, "imei", "1", path=f"$.a{n}") for place in (0, 24) for n in range(230)]
    (change,) = compare(given(sent, found), Split()).recipients
    assert (len(change.places), change.more) == (200, {"places": 30})


def test_a_kind_that_is_left_out_makes_no_other_stream() -> None:
    sent = [*_sent(72, 4, 0), *_sent(72, 4, 1)]
    kinds = ("imei", "imsi", "phone_number", "email")
    found = [one for kind in kinds for one in _found(sent, kind)]
    found += [one for kind in kinds[:2] for one in _found(sent, kind, case_no=1)]
    (change,) = compare(given(sent, found), Split()).recipients
    assert [(one.theme, one.state) for one in change.streams] == [("device information", "continues")]
    assert change.verdict.startswith("Stopped: the phone number and the e-mail address. Device information is still")


def test_values_in_paths_are_hidden_in_places_and_proof() -> None:
    sent = [Sent(), Sent(case_no=1)]
    path = '$["someone@mail.example"].a'
    found = [Found(place, "email", "someone@mail.example", path=path) for place in (0, 1)]
    comparison = compare(given(sent, found, say=mask), Split())
    said = [one.location for one in comparison.proof] + [one.place for one in comparison.recipients[0].places]
    assert (len(said), [one for one in said if "someone" in one]) == (3, [])
