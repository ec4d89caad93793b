"""Files of a user's own that nest without end are named, whichever option brings them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.said import Phonehome, refused


@pytest.mark.parametrize(
    "call",
    [
        ("audit", "week.har", "--owner"),
        ("audit", "week.har", "--adapter"),
        ("audit", "week.har", "--recipients"),
        ("redact", "week.har", "-o", "safe.har", "--rules"),
        ("shield", "--rules"),
        ("telemetry", "certificate", "--metrics"),
    ],
    ids=lambda call: f"{call[0]} {call[-1]}",
)
def test_a_file_that_nests_without_end_is_named(phonehome: Phonehome, tmp_path: Path, call: tuple[str, ...]) -> None:
    deep = tmp_path / "deep.toml"
    deep.write_text(f"a = {'[' * 20_000}{']' * 20_000}\n", encoding="utf-8")
    assert phonehome(*call, deep) == refused("deep.toml: nests too deeply to be read")
