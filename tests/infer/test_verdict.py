from __future__ import annotations

import pytest

from phonehome.infer.change import KindChange, RecipientChange, State, Stream
from phonehome.infer.compare_rows import ToldRow
from phonehome.infer.rates import Amount, Often, rate
from phonehome.infer.verdict import cause_of, verdict
from phonehome.knowledge.load import load

NONE = Amount(0)


def _stream(theme: str, state: State, *kinds: str, often: Often = "as often", every: float | None = 4.0) -> Stream:
    before, after = 0 if state == "new" else 18, 0 if state in {"stopped", "not seen after"} else 18
    rates = rate(before, 72.0), rate(after, 72.0)
    cadence = every if after else None
    known = (kinds if before else (), kinds if after else ())
    return Stream("a.example/up", theme, state, often, *rates, None, NONE, NONE, every, cadence, *known)


def _kind(kind: str, state: State, form: str = "in clear") -> KindChange:
    rates = rate(18, 72.0), rate(0 if state == "stopped" else 18, 72.0)
    return KindChange(kind, state, "as often", *rates, None, ("in clear",), () if state == "stopped" else (form,))


def _said(streams: tuple[Stream, ...], kinds: tuple[KindChange, ...], told: tuple[ToldRow, ...] = ()) -> str:
    return verdict(RecipientChange("A", "", streams, kinds, (), (), {}), told, load())


LEFT = (ToldRow("A", "consent_state", 0, "1"), ToldRow("A", "consent_state", 1, "0"))


def test_what_stopped_and_what_survives() -> None:
    streams = (_stream("device information", "continues", "serial", "imei"), _stream("usage", "stopped", "app_usage"))
    kinds = (
        _kind("imei", "continues", "in a reversible code (chs)"),
        _kind("serial", "continues"),
        _kind("app_usage", "stopped"),
    )
    assert _said(streams, kinds, LEFT) == (
        "Opting out stopped the usage stream (app use). Device information is still sent every 4 h with the IMEI in a "
        "reversible code and the serial number."
    )


def test_nothing_changed() -> None:
    streams = (_stream("usage", "continues", "app_usage", every=None),)
    assert _said(streams, (_kind("app_usage", "continues"),)) == (
        "Nothing that was seen changed. What is done on the phone is still sent about 6 times a day with the app use."
    )


def test_kinds_without_a_whole_stream() -> None:
    streams = (_stream("device information", "continues", "serial", "ssid", often="less often"),)
    kinds = (_kind("serial", "continues"), _kind("ssid", "stopped"), _kind("battery", "stopped"))
    assert _said(streams, kinds) == (
        "Stopped: the Wi-Fi name. Device information is still sent every 4 h with the serial number, "
        "less often than before."
    )


def test_what_is_new_or_cannot_be_told() -> None:
    streams = (_stream("communications", "new", "call_log", every=1 / 6),)
    assert _said(streams, (_kind("call_log", "new"), _kind("ssid", "not seen after"))) == (
        "Communications are now sent every 10 min with the call log. "
        "New: the call log. Not seen any more, but the capture is too short to tell: the Wi-Fi name."
    )


def test_nothing_stopped_but_something_began() -> None:
    streams = (_stream("communications", "new", "call_log", every=1 / 6),)
    kinds = (_kind("call_log", "new"), _kind("imei", "not seen before"))
    assert _said(streams, kinds, LEFT).startswith("Opting out stopped nothing that was seen. Communications are now")
    assert _said(streams, kinds, LEFT).endswith(
        "New: the call log. Seen now, but the first capture is too short to tell whether it is new: the IMEI."
    )


def test_many_kinds_are_counted() -> None:
    names = [name for name, kind in load().kinds.items() if kind.group in {"hardware", "SIM", "person"}]
    said = _said((_stream("usage", "continues", *names),), tuple(_kind(name, "continues") for name in names))
    assert "the phone number and " in said
    assert "more kinds." in said


VERSIONS = tuple(ToldRow("A", "os_version", side, f"{side}{n}") for side in (0, 1) for n in "ab")
CAUSES = [
    (LEFT, "Opting out"),
    (tuple(ToldRow("A", one.kind, 1 - one.side, one.value) for one in LEFT), "Opting in"),
    (VERSIONS, "The other version of the system"),
    ((*LEFT, ToldRow("A", "consent_state", 1, "1")), ""),
    ((), ""),
]


@pytest.mark.parametrize(("told", "cause"), CAUSES)
def test_the_cause_is_what_the_phone_told(told: tuple[ToldRow, ...], cause: str) -> None:
    assert cause_of(told) == cause
