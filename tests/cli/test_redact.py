from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from phonehome.cli import run

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
    assert capsys.readouterr().out == "1 exchanges\n        1  imei replaced\n"
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
    [("PK", "only HAR can be redacted"), ('{"log": {"pages": []}}', 'no list of "entries"')],
)
def test_what_is_no_har_is_refused_and_nothing_is_left(
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
