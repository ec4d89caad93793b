"""Whether resets hide a phone, and whether a shared network makes a household's phones one, against the truth."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct, structs
from rich.console import Console
from rich.table import Table

from phonehome import case as cases
from phonehome.engine import examiner
from phonehome.infer.evidence import Evidence, evidence
from phonehome.infer.graph import Graph, graph
from phonehome.infer.linked import Links
from phonehome.infer.links import ask
from phonehome.infer.owners import owners, shared
from phonehome.knowledge.load import load
from phonehome.model import CaseInfo, Exchange, Owner
from phonehome.phones import PROFILES, Options
from phonehome.phones.household import household
from phonehome.phones.simulation import Simulation, run, scene_of
from phonehome.tables import batch

FIRST_SEED = 5000
DAYS = 2
RESET_PHONES, HOUSEHOLD = 6, 100
PROFILES_MIXED = ("oneplus-2017", "google-clearcut", "oneplus-odm-b", "adups-2016")
LASTING = ("imei", "serial", "mac_address", "email")


class Lived(Struct, frozen=True):
    """A simulated phone with the options and the profile it was simulated with."""

    profile: str
    options: Options
    simulation: Simulation


def tables() -> Iterator[Table]:
    """Both as one table."""
    table = Table("links", "measured", "bar", title="Identifiers that travel together")
    found, planted = _bridges()
    table.add_row(f"bridges over {RESET_PHONES} resets", f"{found} of {planted}", "all")
    for phones, name, together in ((20, "a case each", False), (HOUSEHOLD, "one capture", True)):
        false, missed, truth, seconds = _household(phones, together=together)
        table.add_row(f"household of {phones}, {name}: phones falsely joined", str(false), "0")
        table.add_row(f"household of {phones}, {name}: true pairs missed", f"{missed} of {truth}", "0")
        table.add_row(f"household of {phones}, {name}: seconds", f"{seconds:.1f}", "")
    yield table


def _bridges() -> tuple[int, int]:
    """Resets of which every bridge that the recipient can build was found, and how many there were."""
    found = planted = 0
    for seed in range(FIRST_SEED, FIRST_SEED + RESET_PHONES):
        options = Options(DAYS, seed, reset=True, trouble=bool(seed % 2))
        lived = Lived("google-clearcut", options, run(PROFILES["google-clearcut"], options))
        before, after = _sides(lived)
        planted += len(before & after)
        answer = _asked([lived])
        kinds = {one.number: one.kind for one in answer.identifiers}
        found += len({kinds[one.over] for one in answer.bridges if one.kind == "gsf_id"} & before & after)
    return found, planted


def _sides(lived: Lived) -> tuple[set[str], set[str]]:
    """Lasting kinds that were sent with the identifier of the system before a reset, and after it."""
    (reset,) = scene_of(PROFILES[lived.profile], lived.options).life.resets[:1]
    sides: tuple[set[str], set[str]] = (set(), set())
    times = {exchange.index: exchange.time or 0 for exchange in lived.simulation.exchanges}
    with_system = {one.exchange for one in lived.simulation.truth if one.kind == "gsf_id"}
    for one in lived.simulation.truth:
        if one.kind in LASTING and one.exchange in with_system:
            sides[times[one.exchange] >= reset.time].add(one.kind)
    return sides


def _household(phones: int, *, together: bool) -> tuple[int, int, int, float]:
    """Pairs of phones falsely joined, true pairs missed, true pairs, seconds."""
    lived = _members(phones)
    with _case(lived, together=together) as given:
        started = time.perf_counter()
        linked = graph(given)
        pairs = shared(linked, owners(linked))
        seconds = time.perf_counter() - started
    truth = {pair for pair in combinations(range(len(lived)), 2) if _one_person(lived[pair[0]], lived[pair[1]])}
    phone_of = _phones(linked, lived)
    merged = sum(len(some) - 1 for some in phone_of.values())
    joined = {
        (min(one, other), max(one, other))
        for pair in pairs
        for one in phone_of.get(pair.phones[0], ())
        for other in phone_of.get(pair.phones[1], ())
    }
    return merged + len(joined - truth), len(truth - joined), len(truth), seconds


def _phones(linked: Graph, lived: Sequence[Lived]) -> dict[int, set[int]]:
    """Which simulated phones each phone of the graph is."""
    of = {value: number for number, one in enumerate(lived) for value in _hardware(one)}
    found: dict[int, set[int]] = {}
    for node, phone in linked.phones.items():
        value = linked.nodes[node].value
        if value in of:
            found.setdefault(phone, set()).add(of[value])
    return found


def _one_person(one: Lived, other: Lived) -> bool:
    """Whether they send the same address or number: that of one person, or one drawn twice."""
    return not _own(one).isdisjoint(_own(other))


def _hardware(one: Lived) -> set[str]:
    return {planted.value for planted in one.simulation.truth if planted.kind in {"imei", "serial", "mac_address"}}


def _own(one: Lived) -> set[str]:
    """What a person takes from phone to phone, as far as this phone sent it."""
    return {
        planted.value for planted in one.simulation.truth if planted.kind in {"email", "phone_number", "imsi", "iccid"}
    }


def _members(phones: int) -> list[Lived]:
    lived = []
    for member in household(Options(DAYS, FIRST_SEED, start=1_614_556_800_000), phones):
        profile = PROFILES_MIXED[member.person % len(PROFILES_MIXED)]
        lived.append(Lived(profile, member.options, run(PROFILES[profile], member.options)))
    return lived


def _asked(lived: Sequence[Lived]) -> Links:
    with _case(lived, together=False) as given:
        return ask(given)


@contextmanager
def _case(lived: Sequence[Lived], *, together: bool) -> Iterator[Evidence]:
    """Evidence of a case for each phone, or of one case for all."""
    knowledge = load()
    examine = examiner(Owner(region="GB"), knowledge)
    with tempfile.TemporaryDirectory(prefix="phonehome-bench-") as name:
        folders = [Path(name) / str(number) for number in range(len(lived))]
        start = 0
        for folder, one in zip(folders, lived, strict=True):
            exchanges = [_moved(exchange, start if together else 0) for exchange in one.simulation.exchanges]
            with cases.create(folder) as case:
                case.write(batch([examine(exchange) for exchange in exchanges]))
                case.finish(CaseInfo((), {}))
            start += len(exchanges)
        if together:
            folders = [_one_capture(Path(name) / "one", folders)]
        with cases.connect_all(folders) as connection:
            yield evidence(connection, tuple(CaseInfo((), {}) for _ in folders), knowledge, str)


def _moved(exchange: Exchange, start: int) -> Exchange:
    return structs.replace(exchange, index=exchange.index + start)


def _one_capture(folder: Path, parts: Sequence[Path]) -> Path:
    """All parts as if one gateway had captured them."""
    folder.mkdir()
    for name in cases.TABLES:
        tables = [pq.read_table(part / f"{name}.parquet") for part in parts]
        pq.write_table(pa.concat_tables(tables), folder / f"{name}.parquet")
    return folder


def main() -> None:
    """The table alone."""
    for table in tables():
        Console(width=110).print(table)


if __name__ == "__main__":
    main()
