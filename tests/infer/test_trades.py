from __future__ import annotations

from phonehome.infer.graph import Graph
from phonehome.infer.identifiers import Node
from phonehome.infer.linked import Trade
from phonehome.infer.trades import MOST_HOLDERS, Trades, trades

GRAPH = Graph((Node(0, "imei", "a" * 16), Node(1, "email", "b" * 16)), (), (), {})


def test_pairs_with_most_in_common_come_first() -> None:
    found = trades(GRAPH, [(0, ("A", "B", "C")), (1, ("B", "C"))], 2)
    assert found == Trades((Trade("B", "C", (0, 1), ("email", "imei")), Trade("A", "B", (0,), ("imei",))), 3)


def test_one_holder_trades_with_nobody() -> None:
    assert trades(GRAPH, [(0, ("A",)), (1, ())], 2) == Trades()


def test_of_many_holders_those_that_hold_most_are_compared() -> None:
    names = tuple(f"{place:04d}" for place in range(MOST_HOLDERS + 1))
    found = trades(GRAPH, [(0, names), (1, names[1:])], 1)
    assert found == Trades(
        (Trade("0001", "0002", (0, 1), ("email", "imei")),), MOST_HOLDERS * (MOST_HOLDERS - 1) // 2, more=True
    )
