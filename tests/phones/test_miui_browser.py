from __future__ import annotations

import base64
import gzip
from urllib.parse import parse_qs

import msgspec
import pytest

from phonehome.phones.clock import iso
from phonehome.phones.miui_browser import PROFILE, Action, actions
from phonehome.phones.scene import Options, Scene, Told
from phonehome.phones.visits import Visit
from phones.scenes import scene_of, told_within


class Event(msgspec.Struct, forbid_unknown_fields=True):
    distinct_id: str
    anonymous_id: str
    time: int
    type: str
    event: str
    lib: dict[str, str]
    properties: dict[str, str]


@pytest.fixture(scope="module")
def month() -> Scene:
    return scene_of(PROFILE, Options(days=28))


@pytest.fixture(scope="module")
def sent(month: Scene) -> list[Told]:
    return told_within(PROFILE, month)


def opened(told: Told) -> list[Event]:
    """The wire undone by hand."""
    form = parse_qs(told.exchange.body.decode(), strict_parsing=True)
    assert (set(form), form["gzip"]) == ({"data_list", "gzip"}, ["1"])
    packed = base64.b64decode(form["data_list"][0], validate=True)
    return msgspec.json.decode(gzip.decompress(packed), type=list[Event])


def test_capture_begins_on_a_monday() -> None:
    assert iso(PROFILE.start) == "2020-03-02T00:00:00.000Z"


def test_address_names_project_and_country(sent: list[Told]) -> None:
    assert {told.exchange.url for told in sent} == {
        "https://sa.api.intl.miui.com/sa?project=browser_invented&r=GB",
    }


URL = "https://a.example.org/"
LOADED = [
    Action(6, "page_load_event_start", "url", "browsing", URL),
    Action(905, "page_load_event_finish", "url", "browsing", URL),
]


@pytest.mark.parametrize(
    ("visit", "logged"),
    [
        (Visit(5, URL), LOADED),
        (Visit(5, URL, "search", "a b"), [Action(5, "search", "search_word", "search", "a b"), *LOADED]),
        (Visit(5, URL, "video", "a b"), [Action(5, "youtube_search_op", "search_word", "search", "a b"), *LOADED]),
        (Visit(5, URL, "download"), [Action(5, "download_files", "url", "browsing", URL)]),
    ],
)
def test_each_visit_is_logged_by_its_means(visit: Visit, logged: list[Action]) -> None:
    assert list(actions(visit)) == logged


def test_every_visit_is_told(month: Scene, sent: list[Told]) -> None:
    visits = [visit for visit in month.life.visits if month.calendar.start <= visit.time < month.calendar.end]
    urls = [event.properties["url"] for told in sent for event in opened(told) if "url" in event.properties]
    words = [event.properties["search_word"] for told in sent for event in opened(told) if "search" in event.event]
    assert set(urls) <= {visit.url for visit in month.life.visits}
    assert {visit.url for visit in visits[:-20]} <= set(urls)
    assert set(words) == {visit.words for visit in visits if visit.words}


def test_random_ids_never_change(sent: list[Told]) -> None:
    ids = {(event.distinct_id, event.anonymous_id) for told in sent for event in opened(told)}
    assert len(ids) == 1
    assert all(tuple(value for _, value in told.planted[:2]) in ids for told in sent)


def test_what_is_planted_is_what_the_events_say(sent: list[Told]) -> None:
    kinds = {"url": "browsing", "search_word": "search"}
    for told in sent:
        properties = [pair for event in opened(told) for pair in event.properties.items()]
        assert told.planted[2:] == (("country", "GB"), *((kinds[key], value) for key, value in properties))


def test_a_batch_leaves_after_a_use_of_the_browser(sent: list[Told]) -> None:
    assert all(told.time - opened(told)[-1].time == 15_000 for told in sent)
    assert max(len(opened(told)) for told in sent) <= 100
    assert len(sent) > 100


def test_a_long_use_of_the_browser_is_more_than_one_batch(month: Scene) -> None:
    visits = tuple(Visit(month.calendar.start + 20_000 * place, URL) for place in range(120))
    long = msgspec.structs.replace(month, life=msgspec.structs.replace(month.life, visits=visits))
    assert [len(opened(told)) for told in told_within(PROFILE, long)] == [100, 100, 40]
