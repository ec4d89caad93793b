"""A check of one policy with one statement of each outcome."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from phonehome.knowledge.load import load
from phonehome.knowledge.policy import Policy
from phonehome.model import CaseInfo, Input
from phonehome.policy.check import check
from phonehome.policy.judge import Court
from phonehome.report.check.material import Checked
from policy.court import COURT, GROUP, IMEI, SERIAL, court

INPUT = Input("left week.har", "00" * 32, 4, "HAR 1.2", 180)
CASE = CaseInfo((INPUT,), {"phonehome": "0.1.0"})
WIZARD = replace(SERIAL, id="setup-wizard", says="The wizard asks.", kinds=(), beyond="A capture cannot show it.")
POLICY = Policy("A promise", "What was promised.", "https://a.example", statements=(IMEI, SERIAL, WIZARD))


@pytest.fixture
def sight() -> Court:
    maybe = replace(GROUP, kind="imei", certainty="possible", count=2)
    return court(groups=(GROUP, replace(GROUP, place="$.\x1bsn", form="as a hash (MD5)", count=1), maybe))


@pytest.fixture
def checked(sight: Court) -> Checked:
    return Checked((CASE,), (check("promise", POLICY, sight),), load())


@pytest.fixture
def before(sight: Court) -> Checked:
    policy = replace(POLICY, since=date(2017, 10, 13))
    sight = replace(sight, seen=replace(sight.seen, last=1_500_000_000_000))
    return Checked((CASE,), (check("promise", policy, sight),), load())


@pytest.fixture
def kept() -> Checked:
    policy = replace(POLICY, statements=(IMEI,))
    return Checked((CASE,), (check("promise", policy, COURT),), load())
