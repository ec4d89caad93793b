from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path

import pytest

import packets
from phonehome.cli import run
from phonehome.live.journal import NAME
from phonehome.model import Exchange, Owner
from phonehome.read.record import Asked, Began, Closed, Packer, Record
from shield.redacting import raw
from talks import over_tls

IMEI = "490154203237518"
HAR = {"log": {"entries": [{"request": {"method": "GET", "url": f"https://a.example/?imei={IMEI}"}}]}}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    capture, owner, out = (tmp_path / name for name in ("c.har", "owner.toml", "safe.har"))
    capture.write_text(json.dumps(HAR))
    owner.write_text(f'[values]\nimei = ["{IMEI}"]\n')
    return capture, owner, out


def test_a_redacted_capture_is_ones_own_and_holds_no_value(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    capture, owner, out = files
    assert run(["redact", str(capture), "-o", str(out), "--owner", str(owner)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 exchange",
        "        1  IMEI: replaced",
        "as they were: times, sizes, recipients",
        "examined again: none of the owner's 1 value is left",
    ]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert IMEI not in out.read_text()
    assert sorted(path.name for path in out.parent.iterdir()) == ["c.har", "owner.toml", "safe.har"]


def test_a_capture_never_replaces_itself(files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    capture, _, _ = files
    before = capture.read_bytes()
    assert run(["redact", str(capture), "-o", str(capture), "--force"]) == 2
    assert capsys.readouterr().err == f"phonehome: {capture} is the capture itself; give another name\n"
    assert capture.read_bytes() == before


def test_a_file_that_is_there_is_kept_unless_forced(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    capture, _, out = files
    out.write_text("mine")
    assert run(["redact", str(capture), "-o", str(out)]) == 2
    assert "is there already; --force replaces it" in capsys.readouterr().err
    assert out.read_text() == "mine"
    assert run(["redact", str(capture), "-o", str(out), "--force"]) == 0
    assert out.read_text() != "mine"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("PK", "not a capture"), ('{"log": {"pages": []}}', 'without its "entries"'), ("", "the capture is empty")],
)
def test_what_is_no_capture_is_refused_and_nothing_is_left(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str], content: str, complaint: str
) -> None:
    capture, _, out = files
    capture.write_text(content)
    assert run(["redact", str(capture), "-o", str(out)]) == 2
    assert complaint in capsys.readouterr().err
    assert sorted(path.name for path in out.parent.iterdir()) == ["c.har", "owner.toml"]


def test_unknown_rules_are_refused(files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    capture, _, out = files
    assert run(["redact", str(capture), "-o", str(out), "--rules", "nothing"]) == 2
    assert "neither a file nor a rule set phonehome knows" in capsys.readouterr().err


def test_an_owner_file_is_named_as_it_is_called(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    capture, owner, out = files
    anna = owner.rename(owner.with_name("anna.toml"))
    anna.write_text('[values]\nimei = ["1"]\n')
    assert run(["redact", str(capture), "-o", str(out), "--owner", str(anna)]) == 2
    assert capsys.readouterr().err.startswith("phonehome: anna.toml: [values] imei")


def test_a_file_that_cannot_be_written_is_named_as_it_was_given(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    capture, _, out = files
    there = out.parent / "none" / "safe.har"
    assert run(["redact", str(capture), "-o", str(there)]) == 2
    assert capsys.readouterr().err == f"phonehome: {there}: No such file or directory\n"


@pytest.mark.parametrize(("out", "complaint"), [("-", "--out is a file"), ("safe.pcap", "into a HAR only")])
def test_a_target_that_cannot_be_is_refused(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str], out: str, complaint: str
) -> None:
    capture, _, _ = files
    capture.write_bytes(Packer().frame(Began(0)))
    assert run(["redact", str(capture), "-o", out if out == "-" else str(capture.with_name(out))]) == 2
    assert complaint in capsys.readouterr().err


def test_a_dump_of_which_nothing_can_be_kept_is_an_empty_one(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    capture, out = files[0], files[2].with_suffix(".mitm")
    capture.write_bytes(b"9:4:type,}}x}")
    assert run(["redact", str(capture), "-o", str(out)]) == 0
    assert ("1  left out:" in capsys.readouterr().out, out.read_bytes()) == (True, b"")


def test_values_that_the_rules_let_pass_are_told(
    files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    capture, owner, out = files
    rules = out.with_name("rules.toml")
    rules.write_text('default = "pass"\n')
    assert run(["redact", str(capture), "-o", str(out), "--owner", str(owner), "--rules", str(rules)]) == 0
    assert "the rules let the owner's values of these kinds pass: IMEI" in capsys.readouterr().out


def test_a_recording_is_redacted_for_the_owner_it_was_begun_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    owner, said = Owner({"name": ("Anna Mustermann",)}), Exchange(0, "GET", "https://a.example/?n=Anna+Mustermann")
    (tmp_path / "case").mkdir()
    records: tuple[Record, ...] = Began(0, owner), Asked(said), Closed(1)
    (tmp_path / "case" / NAME).write_bytes(b"".join(map(Packer().frame, records)))
    out = tmp_path / "safe.har"
    assert run(["redact", str(tmp_path / "case"), "-o", str(out)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "converted from phonehome recording to HAR; bodies of answers are not kept"
    assert told[-1] == "examined again: none of the owner's 1 value is left"
    assert b"Mustermann" not in out.read_bytes()


def test_a_case_without_a_recording_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["redact", str(tmp_path), "-o", str(tmp_path / "safe.har")]) == 2
    assert "is a folder without a recording" in capsys.readouterr().err


def test_a_packet_capture_becomes_a_har(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if shutil.which("tshark") is None:
        assert os.environ.get("CI") != "true", "CI has no tshark, so no packet capture is read"
        pytest.skip("no tshark on this machine")
    asked = f"GET /?imei={IMEI} HTTP/1.1\r\nHost: a.example\r\n\r\n".encode()
    talk = over_tls([(True, asked), (False, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")], "a.example")
    names = [str(tmp_path / name) for name in ("c.pcap", "keys.log", "owner.toml", "safe.har")]
    contents = (packets.pcap(packets.tcp(talk.wire)), talk.keys, f'[values]\nimei = ["{IMEI}"]\n'.encode())
    for name, content in zip(names, contents, strict=False):
        Path(name).write_bytes(content)
    assert run(["redact", names[0], "--keys", names[1], "--owner", names[2], "-o", names[3]]) == 0
    assert "converted from packet capture (pcap, pcapng) to HAR" in capsys.readouterr().out
    (entry,) = json.loads(Path(names[3]).read_bytes())["log"]["entries"]
    assert entry["request"]["url"].startswith("https://a.example/?imei=0010170")
    assert raw(Path(names[3]).read_bytes()) == []
