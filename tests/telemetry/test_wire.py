from __future__ import annotations

import hashlib
from datetime import date

import msgspec
import pytest

from phonehome.telemetry import metrics
from phonehome.telemetry.wire import (
    REPORT,
    SIZE,
    WITHDRAWAL,
    Report,
    Withdrawal,
    binary,
    date_of,
    day_of,
    definition,
    nonce_of,
    number_of,
    pack,
    written,
)

DAY = date(2026, 10, 1)
NONCE, RECEIPT = "n" * 21 + "A", "r" * 42 + "A"


def test_every_message_is_as_long() -> None:
    messages: list[Report | Withdrawal] = [
        Report(1, "m", "0" * 16, DAY, 0, NONCE, ""),
        Report(1, "m" * 64, "0" * 16, DAY, 4_000_000_000, NONCE, ""),
        Withdrawal(1, "m", DAY, RECEIPT, ""),
    ]
    assert {len(pack(message)) for message in messages} == {SIZE}


def test_a_message_is_read_as_it_was_written() -> None:
    report, withdrawal = Report(1, "m", "0" * 16, DAY, 7, NONCE, ""), Withdrawal(1, "m", DAY, RECEIPT, "")
    assert msgspec.structs.replace(REPORT.decode(pack(report)), pad="") == report
    assert msgspec.structs.replace(WITHDRAWAL.decode(pack(withdrawal)), pad="") == withdrawal


@pytest.mark.parametrize("old", ['"v":1', '"metric"', "00000000", "2026-10-01", ":7,", "nA", '"pad"'])
def test_anything_else_is_refused(old: str) -> None:
    text = pack(Report(1, "m", "0" * 16, DAY, 7, NONCE, "")).decode()
    assert old in text
    with pytest.raises(msgspec.DecodeError):
        REPORT.decode(text.replace(old, old[:-1] + "-" + old[-1]))


def test_a_message_that_cannot_be_as_long_as_all_is_refused() -> None:
    with pytest.raises(ValueError, match=r"takes 6\d\d bytes, more than 512"):
        pack(Report(1, "m" * 500, "0" * 16, DAY, 0, NONCE, ""))


def test_all_metrics_of_the_catalogue_fit() -> None:
    for metric in metrics.read(metrics.catalogue()).metrics.values():
        largest = Report(1, metric.name, definition(metric), DAY, metric.oracle.outputs - 1, NONCE, "")
        assert REPORT.decode(pack(largest)).report == metric.oracle.outputs - 1


@pytest.mark.parametrize("change", ["epsilon", "bound", "labels", "name"])
def test_a_definition_changes_with_what_a_report_means(change: str) -> None:
    metric = metrics.read(metrics.catalogue()).metrics["screen_hours"]
    replace = msgspec.structs.replace
    other = {
        "epsilon": replace(metric, epsilon=metric.epsilon + 1),
        "bound": replace(metric, terms=replace(metric.terms, bound=2)),
        "labels": replace(metric, labels=metric.labels[1:]),
        "name": replace(metric, name="screen_time"),
    }[change]
    assert definition(metric) != definition(other)
    assert definition(metric) == definition(replace(metric, terms=replace(metric.terms, why="Another reason")))


def test_a_nonce_is_made_from_its_receipt() -> None:
    # (printf 'phonehome receipt'; head -c32 /dev/zero) | sha256sum
    assert nonce_of(bytes(32)).hex() == "95f357685eea0a0a25c03578d279d387"
    assert binary(written(bytes(range(16)))) == bytes(range(16))


def test_days() -> None:
    assert (date_of(0), date_of(20_000)) == (date(1970, 1, 1), date(2024, 10, 4))
    assert number_of(date(2024, 10, 4)) == 20_000
    assert (day_of(86_399.9), day_of(86_400)) == (0, 1)


@pytest.mark.parametrize(
    ("name", "order", "dimensions"), [("reboots", 0, 0), ("screen_hours", 3, 4), ("network_type", 2, 3)]
)
def test_a_definition_says_how_an_answer_is_randomised(name: str, order: int, dimensions: int) -> None:
    metric = metrics.read(metrics.catalogue()).metrics[name]
    labels, attribute = (msgspec.json.encode(some).decode() for some in (metric.labels, metric.attribute))
    terms = f'1000000,1,"{metric.terms.repeat}",{labels},{attribute}'
    written_out = f'["{name}",{terms},{order},{dimensions},{metric.oracle.threshold}]'
    assert definition(metric) == hashlib.sha256(written_out.encode()).hexdigest()[:16]
