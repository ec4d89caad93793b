"""The how-to for clients runs as it stands, with the metrics of the reference, and leaves nothing on the wire."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def block(page: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_the_page_runs_with_the_metrics_of_the_reference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "metrics.toml").write_text(block("reference/telemetry-metrics.md", "toml"))
    monkeypatch.chdir(tmp_path)
    exec(compile(block("how-to/telemetry-client.md", "python"), "telemetry-client.md", "exec"), {})  # noqa: S102
    said = capsys.readouterr().out
    assert said.startswith("May this phone help with this: Make the battery last longer")
    assert "POST /v1/reports HTTP/1.1" in said
    with closing(sqlite3.connect(tmp_path / "store/telemetry.sqlite")) as store:
        assert store.execute("SELECT given FROM choice ORDER BY number").fetchall() == [(1,), (0,)]
        assert store.execute("SELECT count(*) FROM waiting").fetchone() == (0,)
        assert store.execute("SELECT count(*) FROM log").fetchone() == (0,)
