from __future__ import annotations

from msgspec.structs import replace

from phonehome.report.check import FORMATS
from phonehome.report.check.material import Checked
from phonehome.report.material import Look


def test_every_output_says_what_is_broken_and_steers_no_terminal(checked: Checked) -> None:
    said = {name: b"".join(output.render(checked)).decode() for name, output in FORMATS.items()}
    assert {name for name, text in said.items() if "OnePlus gets no serial number." in text} == set(FORMATS)
    assert [name for name, text in said.items() if "\x1b" in text] == []


def test_every_output_says_that_a_capture_is_older_than_the_promise(before: Checked, checked: Checked) -> None:
    remark = "Captured before the promise was made; it shows how things were before."
    told = {name: b"".join(output.render(before)).decode().count(remark) for name, output in FORMATS.items()}
    assert told == {"text": 2, "json": 2, "sarif": 3, "junit": 2}
    assert [name for name, output in FORMATS.items() if remark in b"".join(output.render(checked)).decode()] == []


def test_the_headline_says_it_too(before: Checked) -> None:
    lines = b"".join(FORMATS["text"].render(replace(before, look=Look(180)))).decode().splitlines()
    assert lines[1] == (
        "1 kept, 1 broken, 1 not testable, captured before the promise was made · promise · 72 h of capture"
    )
