from __future__ import annotations

from phonehome.report.check import FORMATS
from phonehome.report.check.material import Checked


def test_every_output_says_what_is_broken_and_steers_no_terminal(checked: Checked) -> None:
    said = {name: b"".join(output.render(checked)).decode() for name, output in FORMATS.items()}
    assert {name for name, text in said.items() if "OnePlus gets no serial number." in text} == set(FORMATS)
    assert [name for name, text in said.items() if "\x1b" in text] == []
