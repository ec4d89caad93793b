"""Which period is asked of."""

from __future__ import annotations

import re
from datetime import date

import pytest

from phonehome.telemetry.server.period import asked
from phonehome.telemetry.server.store import Period
from telemetry.server.building import TODAY, YESTERDAY

FIRST = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("parameters", "period"),
    [
        ({"metric": "a"}, Period("a", date(2026, 9, 18), TODAY)),
        ({"metric": "a", "since": "2026-10-01"}, Period("a", FIRST, TODAY)),
        ({"metric": "a", "until": "2026-10-14", "since": "2026-10-01"}, Period("a", FIRST, YESTERDAY)),
        ({"metric": "a", "until": "2026-10-14"}, Period("a", date(2026, 9, 17), YESTERDAY)),
        ({"metric": "a", "since": "2026-10-15"}, Period("a", TODAY, TODAY)),
    ],
)
def test_a_period(parameters: dict[str, str], period: Period) -> None:
    assert asked(parameters, TODAY) == period


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"phone": "1", "by": "2"}, "nothing is known of by, phone; ask by metric, since and until"),
        ({"since": "x"}, "since is no day; write it as 2026-10-01"),
        ({"until": "20261001"}, "until is no day; write it as 2026-10-01"),
        ({"until": "2026-W40-4"}, "until is no day; write it as 2026-10-01"),
        ({"until": "2026-10-16"}, "until 2026-10-16 is after today, 2026-10-15 in UTC"),
        ({"until": "9999-12-31"}, "until 9999-12-31 is after today, 2026-10-15 in UTC"),
        ({"since": "9999-12-31"}, "since 9999-12-31 is after until 2026-10-15"),
        ({"since": "2026-10-10", "until": "2026-10-01"}, "since 2026-10-10 is after until 2026-10-01"),
        ({"since": "0001-01-01"}, "since 0001-01-01 is too long ago; nothing is kept for more than 3650 days"),
        ({"until": "0001-01-01"}, "until 0001-01-01 is too long ago; nothing is kept for more than 3650 days"),
    ],
)
def test_what_can_have_no_reports_is_refused(parameters: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        asked(parameters, TODAY)
