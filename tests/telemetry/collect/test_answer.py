from __future__ import annotations

import subprocess
import sys

import pytest

from phonehome.telemetry.collect.answer import Mean, kept


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (Mean(2.0, 1.0, 3.0), Mean(2.0, 1.0, 3.0)),
        (Mean(-0.5, -1.0, 3.0), Mean(0.0, 0.0, 3.0)),
        (Mean(5.0, 3.5, 6.0), Mean(4.0, 3.5, 4.0)),
        (Mean(5.0, 4.5, 6.0), Mean(4.0, 4.0, 4.0)),
    ],
)
def test_a_mean_is_kept_to_what_it_can_be(found: Mean, shown: Mean) -> None:
    assert kept(found, 0.0, 4.0) == shown


def test_who_reads_an_answer_needs_no_numbers_library() -> None:
    loaded = "import phonehome.telemetry.collect.answer, sys; print({'numpy', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
