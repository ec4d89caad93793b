from __future__ import annotations

import base64
import gzip
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from phonehome.detect.endpoint import AtEndpoint
from phonehome.detect.request import Request
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Endpoint, EndpointField, EndpointRecord, Knowledge
from phonehome.model import Event

from .building import brief, post, said

ONEPLUS = AtEndpoint(load())
PUSHDATA = "https://open.oneplus.net/cloud/pushdata"
PUSH = "https://open.oneplus.net/cloud/push"
MOMENT = 1_484_177_517_017
FILLER = {"rv": "OnePlus2Oxygen_14.A.27_GLO_027_1612271635"}


def pushdata(message: object, url: str = PUSHDATA) -> Request:
    text = base64.encodebytes(json.dumps(message).encode().ljust(120))
    return post(b"data=" + text + b"&access_token=abc", url)


def push(message: object, url: str = PUSH) -> Request:
    headers = (("Content-Type", "OneplusSpecialContentType"), ("timeZone", "GMT+0000"), ("version", "A.27"))
    return post(gzip.compress(json.dumps(message).encode(), mtime=0), url, headers)


def at(endpoint: Endpoint) -> AtEndpoint:
    known = load()
    return AtEndpoint(
        Knowledge(
            known.groups,
            known.kinds,
            known.identifiers,
            known.dummies,
            known.names,
            known.vocabularies,
            known.events,
            known.organisations,
            (endpoint,),
        )
    )


def endpoint_of(row: EndpointField, host: str = "a.example.org", path: str = "/v1", opens: str = "") -> AtEndpoint:
    return at(Endpoint("Example", (host,), path, "https://example.org/docs", opens=opens, fields=(row,)))


SERIAL = EndpointField(("body > json $.s",), "serial", "documented")


def test_device_information_of_2017() -> None:
    record = {
        "id": "258cfeb1",
        "im": "123456789012345,987654321098765",
        "imei1": "123456789012345",
        "npn": "07123456789,07987654321",
        "noi": "23430,",
        "nws": '"CHRISDCMOORE"',
        "nwb": "ff:ee:dd:cc:bb:aa",
        "bl": 82,
        "ac": "",
        "unheard": "of",
    }
    assert brief(ONEPLUS.find(pushdata({"ty": 1, "dl": [record]}))) == {
        ("serial", "confirmed", "258cfeb1"),
        ("imei", "confirmed", "123456789012345"),
        ("imei", "confirmed", "987654321098765"),
        ("phone_number", "confirmed", "07123456789"),
        ("phone_number", "confirmed", "07987654321"),
        ("operator", "confirmed", "23430"),
        ("ssid", "confirmed", "CHRISDCMOORE"),
        ("bssid", "confirmed", "ff:ee:dd:cc:bb:aa"),
        ("battery", "confirmed", "82"),
    }


@pytest.mark.parametrize(
    ("stream", "record", "kind", "event"),
    [
        (
            2,
            {"pn": "com.android.chrome", "en": "start", "ts": MOMENT},
            "app_usage",
            Event("start", MOMENT, app="com.android.chrome"),
        ),
        (3, {"en": "screen_off", "ts": MOMENT}, "screen_event", Event("screen_off", MOMENT)),
        (3, {"en": "abnormal_reboot", "ts": MOMENT}, "boot_event", Event("abnormal_reboot", MOMENT)),
        (
            4,
            {"pn": "com.Slack20003701", "pvc": "20003701", "tk": [[MOMENT, MOMENT + 9]]},
            "app_usage",
            Event("", MOMENT, MOMENT + 9, "com.Slack"),
        ),
    ],
)
def test_events_of_2017(stream: int, record: dict[str, object], kind: str, event: Event) -> None:
    clues = [clue for clue in ONEPLUS.find(pushdata({"ty": stream, "dl": [record | FILLER]})) if clue.event]
    place = "$.dl[0]" + (".tk[0]" if "tk" in record else "")
    assert [(clue.kind, clue.certainty, clue.event, clue.record) for clue in clues] == [
        (kind, "confirmed", event, place)
    ]


def test_a_stream_is_read_by_its_own_table_only() -> None:
    record = {"en": "screen_off", "ts": MOMENT} | FILLER
    assert [clue for clue in ONEPLUS.find(pushdata({"ty": 1, "dl": [record]})) if clue.event] == []
    assert list(ONEPLUS.find(pushdata({"ty": 9, "dl": [record]}))) == []
    assert list(ONEPLUS.find(pushdata({"dl": [record]}))) == []


@pytest.mark.parametrize(
    "record",
    [
        {"en": "screen_off"},
        {"en": "screen_off", "ts": 12},
        {"en": "something_else", "ts": MOMENT},
        {"ts": MOMENT},
    ],
)
def test_a_record_without_a_known_event_and_a_time_tells_nothing(record: dict[str, object]) -> None:
    clues = ONEPLUS.find(pushdata({"ty": 3, "dl": [record | FILLER]}))
    assert [clue for clue in clues if clue.event] == []


@pytest.mark.parametrize("tokens", [[], [[MOMENT]], [[12, 13]], [["x", MOMENT]]])
def test_broken_pairs_are_no_sessions(tokens: list[list[object]]) -> None:
    record = {"pn": "com.Slack", "pvc": "", "tk": tokens} | FILLER
    assert [clue for clue in ONEPLUS.find(pushdata({"ty": 4, "dl": [record]})) if clue.event] == []


def test_later_sessions_are_counted_on() -> None:
    record = {"pn": "com.Slack", "tk": [[MOMENT, MOMENT + 1], [12, 13], [MOMENT + 5, MOMENT + 6]]} | FILLER
    clues = [clue.record for clue in ONEPLUS.find(pushdata({"ty": 4, "dl": [record]})) if clue.event]
    assert clues == ["$.dl[0].tk[0]", "$.dl[0].tk[2]"]


def test_the_second_generation() -> None:
    message = {
        "id": "258cfeb1",
        "chs": "lfkmgcglhmihinlckng3",
        "ode": [{"pn": "", "en": "screen_on", "ts": MOMENT, "oi": {"nws": '"HOME"', "im": "123456789012345"}}],
    }
    assert {clue[:2] for clue in brief(ONEPLUS.find(push(message)))} >= {
        ("serial", "confirmed"),
        ("ssid", "confirmed"),
        ("imei", "confirmed"),
        ("screen_event", "confirmed"),
        ("timezone", "confirmed"),
        ("os_version", "confirmed"),
    }


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://open.oneplus.net/cloud/pushdata", True),
        ("http://OPEN.oneplus.cn:8080/cloud/pushdata/?a=b", True),
        ("https://open.oneplus.com/cloud/pushdata", False),
        ("https://notopen.oneplus.net/cloud/pushdata", False),
        ("https://oneplus.net/cloud/pushdata", False),
        ("https://open.oneplus.net/cloud/pushdata/more", False),
        ("https://open.oneplus.net/oauth/token", False),
        ("https://example.org/?u=https://open.oneplus.net/cloud/pushdata", False),
        ("", False),
        ("https://x.open.oneplus.net/cloud/pushdata", False),
    ],
)
def test_only_its_own_address_is_asked(url: str, *, seen: bool) -> None:
    clues = list(ONEPLUS.find(pushdata({"ty": 3, "dl": [{"id": "258cfeb1"} | FILLER]}, url)))
    assert bool(clues) is seen


@pytest.mark.parametrize(
    ("host", "path", "url", "seen"),
    [
        ("*.example.org", "/v1", "https://a.example.org/v1", True),
        ("*.example.org", "/v1", "https://a.b.example.org/v1/", True),
        ("*.example.org", "/v1", "https://example.org/v1", False),
        ("*.example.org", "/v1", "https://aexample.org/v1", False),
        ("a.example.org", "/v1/", "https://a.example.org/v1", True),
        ("a.example.org", "/v1/*", "https://a.example.org/v1/x/y", True),
        ("a.example.org", "/v1/*", "https://a.example.org/v2/x", False),
        ("a.example.org", "*", "https://a.example.org/", True),
    ],
)
def test_hosts_and_paths_may_be_open_ended(host: str, path: str, url: str, *, seen: bool) -> None:
    assert bool(list(endpoint_of(SERIAL, host, path).find(said({"s": "258cfeb1"}, url)))) is seen


@pytest.mark.parametrize(
    ("row", "value", "values"),
    [
        (EndpointField(("$.s",), "serial", "observed", split=","), "a,b,", ["a", "b"]),
        (EndpointField(("$.s",), "serial", "observed", strip='"'), '"a" "', ['a" ']),
        (EndpointField(("$.s",), "serial", "observed", value=r"\d+"), "12", ["12"]),
        (EndpointField(("$.s",), "serial", "observed", value=r"\d+"), "12a", []),
        (EndpointField(("$.s",), "serial", "observed"), "", []),
        (EndpointField(("$.other",), "serial", "observed"), "a", []),
    ],
)
def test_split_strip_and_value(row: EndpointField, value: str, values: list[str]) -> None:
    way = endpoint_of(row, opens="body > json")
    assert [clue.value for clue in way.find(said({"s": value}, "https://a.example.org/v1"))] == values


def test_one_path_may_say_two_things() -> None:
    rows = (EndpointField(("$.s",), "serial", "observed"), EndpointField(("$.s",), "imei", "observed"))
    way = at(Endpoint("Example", ("a.example.org",), "/v1", "", opens="body > json", fields=rows))
    assert [clue.kind for clue in way.find(said({"s": "1"}, "https://a.example.org/v1"))] == ["serial", "imei"]


@pytest.mark.parametrize(
    ("row", "certainty", "text"),
    [
        (
            EndpointField(("$.s",), "serial", "documented", "the serial"),
            "confirmed",
            "the serial, documented by Example",
        ),
        (EndpointField(("$.s",), "serial", "decompiled"), "confirmed", "read in the decompiled client: Example"),
        (EndpointField(("$.s",), "serial", "name"), "likely", "by its name at Example"),
    ],
)
def test_the_reason_says_how_it_is_known(row: EndpointField, certainty: str, text: str) -> None:
    way = endpoint_of(row, opens="body > json")
    clues = way.find(said({"s": "1"}, "https://a.example.org/v1"))
    assert [(clue.certainty, clue.reason.text, clue.reason.source) for clue in clues] == [
        (certainty, text, "https://example.org/docs")
    ]


def test_a_record_may_need_no_name_and_find_its_app_in_another_key() -> None:
    row = EndpointRecord("$[]", "observed", kind="app_usage", time="t", app=("a", "b"))
    way = at(Endpoint("Example", ("a.example.org",), "/v1", "", opens="body > json", records=(row,)))
    message = [{"t": MOMENT, "a": "", "b": "com.Slack"}, {"a": "com.Slack"}]
    clues = [clue.event for clue in way.find(said(message, "https://a.example.org/v1"))]
    assert clues == [Event("", MOMENT, app="com.Slack")]


@given(st.text(max_size=40))
@example("[")
def test_no_url_raises(url: str) -> None:
    assert list(ONEPLUS.find(said({"a": 1}, f"https://{url}"))) == []


AT = "https://a.example.org/v1"


@pytest.mark.parametrize(
    ("row", "message", "values"),
    [
        (EndpointField(("$.s",), "language", "observed", not_value="xx"), {"s": "xx"}, []),
        (EndpointField(("$.s",), "language", "observed", not_value="xx"), {"s": "xxx"}, ["xxx"]),
        (EndpointField(("$.s",), "language", "observed"), {"s": "Unknown"}, []),
        (EndpointField(("$.s",), "consent_state", "observed"), {"s": "0"}, ["0"]),
        (EndpointField(("$.s",), "serial", "observed"), {"s": "0"}, []),
        (EndpointField(("$.s",), "android_id", "observed", hex=True), {"s": 255}, ["00000000000000ff"]),
        (EndpointField(("$.s",), "android_id", "observed", hex=True), {"s": "ff"}, ["ff"]),
        (EndpointField(("$.s",), "language", "observed"), {"s": ["de", "en"]}, ["de", "en"]),
        (EndpointField(("$.s[1]",), "language", "observed"), {"s": ["de", "en"]}, ["en"]),
        (EndpointField(("$.s.*",), "language", "observed"), {"s": {"a": {"b": "de"}}, "t": "x"}, ["de"]),
        (EndpointField(("$.eid_*_2",), "user_id", "observed"), {"eid_x_2": "abc", "eid_x_1": "no"}, ["abc"]),
    ],
)
def test_what_counts_as_a_value(row: EndpointField, message: object, values: list[str]) -> None:
    way = endpoint_of(row, opens="body > json")
    assert [clue.value for clue in way.find(said(message, AT))] == values


def test_a_condition_holds_for_the_record_it_stands_in() -> None:
    row = EndpointField(("$.l[].e[].v",), "user_id", "observed", beside={"$.l[].e[].k": "id", "$.l[].n": "A"})
    message = {
        "l": [
            {"n": "A", "e": [{"k": "id", "v": "found"}, {"k": "other", "v": "no"}]},
            {"n": "B", "e": [{"k": "id", "v": "neither"}]},
        ]
    }
    way = endpoint_of(row, opens="body > json")
    assert [clue.value for clue in way.find(said(message, AT))] == ["found"]


@pytest.mark.parametrize(
    ("has", "method", "seen"),
    [(("body > json",), "", True), (("body > form", "query"), "", False), ((), "POST", True), ((), "GET", False)],
)
def test_an_endpoint_may_ask_for_layers_and_a_method(has: tuple[str, ...], method: str, *, seen: bool) -> None:
    row = (EndpointField(("body > json $.s",), "serial", "observed"),)
    way = at(Endpoint("Example", ("a.example.org",), "/v1", "", has=has, method=method, fields=row))
    assert bool(list(way.find(said({"s": "258cfeb1"}, AT)))) is seen


def test_a_field_may_have_its_own_source() -> None:
    row = EndpointField(("$.s",), "serial", "documented", source="https://example.org/own")
    (clue,) = endpoint_of(row, opens="body > json").find(said({"s": "1x"}, AT))
    assert clue.reason.source == "https://example.org/own"


def test_codes_have_names_and_events_an_end() -> None:
    row = EndpointRecord(
        "$[]",
        "observed",
        events={"app_usage": ("start",)},
        names={"1": "start"},
        beside={"$[].k": "use"},
        event="e",
        time="t",
        end="u",
        app=("a",),
    )
    way = at(Endpoint("Example", ("a.example.org",), "/v1", "", opens="body > json", records=(row,)))
    message = [
        {"e": 1, "t": MOMENT, "u": MOMENT + 5, "a": "com.Slack", "k": "use"},
        {"e": 1, "t": MOMENT, "u": MOMENT + 5, "a": "com.Slack", "k": "other"},
    ]
    clues = [(clue.event, clue.record) for clue in way.find(said(message, AT))]
    assert clues == [(Event("start", MOMENT, MOMENT + 5, "com.Slack"), "$[0]")]


def test_a_record_may_be_a_whole_layer() -> None:
    row = EndpointRecord("$[] > json", "observed", kind="app_usage", time="$.t", app=("$.a",))
    way = at(Endpoint("Example", ("a.example.org",), "/v1", "", opens="body > json", records=(row,)))
    message = [json.dumps({"t": MOMENT + i, "a": "com.Slack"}) for i in range(2)]
    clues = [clue.event for clue in way.find(said(message, AT))]
    assert clues == [Event("", MOMENT + i, app="com.Slack") for i in range(2)]


def test_a_root_may_be_a_record() -> None:
    row = EndpointRecord("$", "observed", kind="app_usage", time="t")
    way = at(Endpoint("Example", ("a.example.org",), "/v1", "", opens="body > json", records=(row,)))
    assert [clue.record for clue in way.find(said({"t": MOMENT}, AT))] == ["$"]
