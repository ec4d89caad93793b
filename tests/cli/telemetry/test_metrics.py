"""phonehome telemetry metrics."""

from __future__ import annotations

from cli.said import Phonehome, Said
from phonehome.telemetry.metrics import catalogue, parse, read


def test_the_catalogue_is_printed_as_it_is_read(phonehome: Phonehome) -> None:
    said = phonehome("telemetry", "metrics")
    assert said == Said(0, catalogue().read_text(encoding="utf-8"), "")
    assert parse(said.out) == read(catalogue())
