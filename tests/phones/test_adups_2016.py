from __future__ import annotations

import io
import zipfile
from email import message_from_bytes
from itertools import pairwise
from urllib.parse import parse_qsl

import pytest

from makers.adups import LOGS, PERSONAL
from phonehome.phones import adups_files
from phonehome.phones.adups_2016 import PROFILE
from phonehome.phones.clock import DAY, HOUR, iso
from phonehome.phones.scene import Options, Scene, Told
from phones.scenes import header, host, scene_of, told_within

UPLOAD = "https://bigdata.adups.com/upload.do"
COMMANDS = "https://rebootv5.adsunflower.com/ps/fetch.do"
UPDATES = "https://fota4hw.adsunflower.com/ota/detectdown/detectScheduleCheck.do"


@pytest.fixture(scope="module")
def weeks() -> Scene:
    return scene_of(PROFILE, Options(days=21))


@pytest.fixture(scope="module")
def sent(weeks: Scene) -> list[Told]:
    return told_within(PROFILE, weeks)


def opened(told: Told) -> tuple[bytes, dict[str, bytes]]:
    """The form undone by hand: its text, and the files of the zip."""
    head = f"Content-Type: {header(told, 'Content-Type')}\r\n\r\n".encode()
    parts = [part for part in message_from_bytes(head + told.exchange.body).walk() if not part.is_multipart()]
    assert [part.get_param("name", header="content-disposition") for part in parts] == ["imei", "file"]
    text, packed = (part.get_payload(decode=True) for part in parts)
    assert isinstance(text, bytes)
    assert isinstance(packed, bytes)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return text, {name: archive.read(name) for name in archive.namelist()}


def uploads(sent: list[Told], names: set[str]) -> list[Told]:
    return [told for told in sent if host(told) == "bigdata.adups.com" and set(opened(told)[1]) == names]


def test_capture_begins_on_a_monday() -> None:
    assert iso(PROFILE.start) == "2016-10-03T00:00:00.000Z"


def test_three_addresses_are_asked(sent: list[Told]) -> None:
    assert {told.exchange.url for told in sent} == {UPLOAD, COMMANDS, UPDATES}


@pytest.mark.parametrize(("names", "every", "least"), [(PERSONAL, DAY, 20), (LOGS, 3 * DAY, 6)])
def test_each_part_has_its_cadence(sent: list[Told], names: set[str], every: int, least: int) -> None:
    times = [told.time for told in uploads(sent, names)]
    assert len(times) >= least
    assert all(abs(late - sooner - every) < every / 20 for sooner, late in pairwise(times))


def test_every_upload_is_one_of_both_parts(sent: list[Told]) -> None:
    both = len(uploads(sent, PERSONAL)) + len(uploads(sent, LOGS))
    assert both == sum(host(told) == "bigdata.adups.com" for told in sent)


def test_upload_holds_the_files_from_the_one_before(weeks: Scene, sent: list[Told]) -> None:
    sooner, late = uploads(sent, PERSONAL)[1:3]
    contents = adups_files.personal(weeks, sooner.time, late.time)
    assert opened(late) == (weeks.phone.imeis[0].encode(), contents.files)
    assert late.planted == (("imei", weeks.phone.imeis[0]), *contents.planted)


def test_logs_hold_what_was_said_since_the_logs_before(weeks: Scene, sent: list[Told]) -> None:
    sooner, late = uploads(sent, LOGS)[:2]
    contents = adups_files.logs_of(weeks, sooner.time, late.time)
    assert opened(late)[1] == contents.files
    assert late.planted[1:] == contents.planted


def test_boundaries_differ(sent: list[Told]) -> None:
    types = [header(told, "Content-Type") for told in sent if told.exchange.url == UPLOAD]
    assert len(set(types)) == len(types)


@pytest.mark.parametrize(
    ("url", "kinds"), [(COMMANDS, ("imei", "serial")), (UPDATES, ("imei", "device_model", "os_version"))]
)
def test_checks_come_daily_and_say_which_phone_asks(sent: list[Told], url: str, kinds: tuple[str, ...]) -> None:
    checks = [told for told in sent if told.exchange.url == url]
    assert all(abs(late.time - sooner.time - DAY) < 2 * HOUR for sooner, late in pairwise(checks))
    for told in checks:
        form = parse_qsl(told.exchange.body.decode(), strict_parsing=True)
        assert told.planted == tuple(zip(kinds, (value for _, value in form), strict=True))
