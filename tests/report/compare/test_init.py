from __future__ import annotations

from phonehome.infer.change import Comparison
from phonehome.report.compare import FORMATS
from phonehome.report.material import Look


def test_every_output_says_the_verdict(comparison: Comparison) -> None:
    said = {name: b"".join(output.render(comparison, Look())).decode() for name, output in FORMATS.items()}
    assert {name for name, text in said.items() if "Opting out stopped the usage stream." in text} == set(FORMATS)
