from __future__ import annotations

from phonehome.report.material import Look
from phonehome.telemetry.breach.columns import Wish
from phonehome.telemetry.breach.text import render
from telemetry.breach.leaks import HEAD, PATIENTS, Row, leak

ROWS: list[Row] = [
    (f"p{person}", 1_484_000_000 + 3600 * hour, f"net {(person * hour) % 7}")
    for person in range(5)
    for hour in range(8)
]


def lines(head: tuple[str, ...], rows: list[Row], wish: Wish, look: Look = Look()) -> list[str]:  # noqa: B008
    return b"".join(render(leak(head, rows, wish), look)).decode().splitlines()


def test_every_measure_has_its_table() -> None:
    found = lines(HEAD, PATIENTS, Wish(quasi=("zip", "age")), Look(width=120))
    assert found[2] == "9 rows, 9 persons (each row taken for one person)"
    assert "k-anonymity: k = 3, by zip and age. 0 % of 9 records and 0 % of the persons stand alone." in found
    assert "3 to 4          3         9         100 %" in found
    assert "prosecutor   that the target is in the table               33.3 %   33.3 %   100 %" in found
    assert "disease            3            3.00        0.444   0.444    0 %" in found
    assert not [line for line in found for row in PATIENTS if str(row[3]) in line]


def test_a_trace_has_its_unicity() -> None:
    found = lines(("who", "ts", "ssid"), [*ROWS, (None, 1, "a")], Wish(person="who"))
    assert "41 rows, 5 persons (by who); 1 row without a person left out" in found
    assert "Unicity: who is the only one when so many points of a trace (ts by the hour and ssid) are known" in found


def test_columns_that_were_not_counted_in_are_named() -> None:
    found = lines(("x\x1b[1m", "y"), [("a", 1)], Wish())
    assert r"Not counted in: x\x1b[1m and y. --quasi or --sensitive COLUMN says what a column is." in found


def test_it_fits_a_narrow_terminal() -> None:
    assert max(map(len, lines(HEAD, PATIENTS, Wish(quasi=("zip", "age")), Look(width=60)))) <= 60
