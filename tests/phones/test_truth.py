from __future__ import annotations

import tomllib

import msgspec
import pytest

from phonehome.model import Event, Owner
from phonehome.phones.truth import Planted, lines, of_activity, of_event, of_session, owner_toml

TIME = 1_484_177_517_017
CLOCK = "2017-01-11T23:31:57.017Z"


@pytest.mark.parametrize(
    ("event", "planted"),
    [
        (Event("screen_off", TIME), ("screen_event", f"screen_off {CLOCK}")),
        (Event("unlock", TIME), ("screen_event", f"unlock {CLOCK}")),
        (Event("abnormal_reboot", TIME), ("boot_event", f"abnormal_reboot {CLOCK}")),
        (Event("screen_lock", TIME), ("screen_event", f"screen_lock {CLOCK}")),
        (Event("shutdown", TIME), ("boot_event", f"shutdown {CLOCK}")),
        (Event("boot", TIME), ("boot_event", f"boot {CLOCK}")),
        (Event("crash", TIME, app="com.Slack"), ("crash_event", f"crash com.Slack {CLOCK}")),
    ],
)
def test_event_has_a_canonical_text(event: Event, planted: tuple[str, str]) -> None:
    assert of_event(event) == planted


def test_a_stop_is_told_by_the_time_it_stopped() -> None:
    assert of_activity(Event("stop", TIME - 5000, TIME, "com.Slack")) == ("app_usage", f"stop com.Slack {CLOCK}")


def test_a_session_is_told_by_both_times() -> None:
    text = f"com.Slack {CLOCK}/2017-01-11T23:31:58.017Z"
    assert of_session(Event("session", TIME, TIME + 1000, "com.Slack")) == ("app_usage", text)


def test_truth_file_has_one_object_a_line() -> None:
    planted = [
        Planted(0, "imei", "490154203237518", "open.oneplus.net"),
        Planted(1, "ssid", "Café", "open.oneplus.net"),
    ]
    written = b"".join(lines(planted))
    assert written.startswith(b'{"exchange":0,"kind":"imei","value":"490154203237518","host":"open.oneplus.net"}\n')
    assert [msgspec.json.decode(line, type=Planted) for line in written.splitlines()] == planted


def test_owner_file_is_read_back() -> None:
    owner = Owner({"ssid": ('Café "Zoë"\\',), "imei": ("1", "2")}, "GB", "Europe/London")
    assert tomllib.loads(owner_toml(owner)) == {
        "values": {"ssid": ['Café "Zoë"\\'], "imei": ["1", "2"]},
        "context": {"region": "GB", "timezone": "Europe/London"},
    }
