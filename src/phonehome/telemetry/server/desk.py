"""What a door of the collector needs at hand: what is asked, where it goes, which day it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from phonehome.telemetry.metric import Metrics
from phonehome.telemetry.server.batch import Questions
from phonehome.telemetry.server.limit import Limit
from phonehome.telemetry.server.store import Store
from phonehome.telemetry.server.tally import Tally
from phonehome.telemetry.server.writer import Writer


class Desk(Struct, frozen=True):
    """One running collector. ``today``: the day in UTC; ``now``: seconds that never go back."""

    questions: Questions
    metrics: Metrics
    store: Store
    writer: Writer
    tally: Tally
    limit: Limit
    today: Callable[[], date]
    now: Callable[[], float]
    behind_proxy: bool = False
