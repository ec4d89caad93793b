from __future__ import annotations

import pytest
from rich.text import Text

from phonehome.report.material import Look
from phonehome.report.terminal import printed


def test_parts_stand_one_below_the_other() -> None:
    assert printed([Text("a  "), "", Text("b"), ""], Look()) == b"a\n\nb\n"


def test_a_text_is_as_wide_as_the_look() -> None:
    assert printed([Text("one two three")], Look(width=8)) == b"one two\nthree\n"


@pytest.mark.parametrize(("colour", "shown"), [(True, b"\x1b[1mx\x1b[0m\n"), (False, b"x\n")])
def test_colours_are_shown_where_they_can_be(*, colour: bool, shown: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert printed([Text("x", style="bold")], Look(colour=colour)) == shown
