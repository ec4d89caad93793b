from __future__ import annotations

import duckdb
import pytest

from phonehome.knowledge.load import load
from phonehome.phones import Options
from phonehome.telemetry.breach.columns import Wish
from phonehome.telemetry.breach.expose import expose
from phonehome.telemetry.breach.fleet import gather, kept
from phonehome.telemetry.breach.measured import Breach

PHONES = 4


@pytest.fixture(scope="module")
def breach() -> Breach:
    store = kept((Options(days=1, seed=seed) for seed in range(1, PHONES + 1)), load())
    return expose(store.connection, store.table, Wish(), load())


def test_the_design_of_2017_names_everybody_outright(breach: Breach) -> None:
    names = {one.kind: one.persons for one in breach.naming}
    wanted = ("serial", "imei", "phone_number", "mac_address", "email")
    assert (breach.person, breach.persons, {kind: names[kind] for kind in wanted}) == (
        "serial",
        PHONES,
        dict.fromkeys(wanted, PHONES),
    )


def test_without_the_identifiers_nearly_everybody_is_unique_still(breach: Breach) -> None:
    assert breach.anonymity.unique_persons == PHONES
    assert breach.anonymity.unique / breach.anonymity.records > 0.9
    assert {"bssid", "ssid", "cell_id"} <= set(breach.anonymity.quasi)


def test_one_point_of_a_trace_is_enough(breach: Breach) -> None:
    assert [one.share for one in breach.unicity.known] == [1.0] * 5


def test_what_would_be_known(breach: Breach) -> None:
    grave = {one.kind for one in breach.columns if one.role == "sensitive" and one.sensitivity == "high"}
    assert grave >= {"app_usage", "screen_event"}
    assert breach.sentence.startswith(
        "If this table leaked, 100 % of the 4 persons would be named outright by serial number"
    )


def test_placeholders_are_left_out() -> None:
    with duckdb.connect() as connection:
        gather(connection, [Options(days=1)], load())
        assert connection.execute("SELECT count(*) FROM findings WHERE certainty = 'dummy'").fetchall() == [(0,)]
