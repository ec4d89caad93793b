"""Whether resets hide a phone, and whether a shared network makes a household's phones one, against the truth."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct, structs
from rich.console import Console
from rich.table import Table

from phonehome import case as cases
from phonehome.engine import examiner
from phonehome.infer.evidence import evidence
from phonehome.infer.linked import Links
from phonehome.infer.links import ask
from phonehome.knowledge.load import load
from phonehome.model import CaseInfo, Exchange, Owner
from phonehome.phones import PROFILES, Options
from phonehome.phones.household import household
from phonehome.phones.simulation import Simulation, run, scene_of
from phonehome.tables import batch

FIRST_SEED = 5000
DAYS = 2
RESET_PHONES, HOUSEHOLD = 12, 100
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
    for name, together in (("a case each", False), ("one capture", True)):
        false, missed, truth, seconds = _household(together=together)
        table.add_row(f"household of {HOUSEHOLD}, {name}: phones falsely joined", str(false), "0")
        table.add_row(f"household of {HOUSEHOLD}, {name}: true pairs missed", f"{missed} of {truth}", "0")
        table.add_row(f"household of {HOUSEHOLD}, {name}: seconds", f"{seconds:.1f}", "")
    yield table


def _bridges() -> tuple[int, int]:
    """Resets of which every bridge that the recipient can build was found, and how many there were."""
    found = planted = 0
    for seed in range(FIRST_SEED, FIRST_SEED + RESET_PHONES):
        options = Options(DAYS, seed, reset=True, trouble=bool(seed % 2))
        lived = Lived("google-clearcut", options, run(PROFILES["google-clearcut"], options))
        before, after = _sides(lived)
        planted += len(before & after)
        answer = _asked([lived], together=True)[0]
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


def _household(*, together: bool) -> tuple[int, int, int, float]:
    """Pairs of phones falsely joined, true pairs missed, true pairs, seconds."""
    lived = _members()
    answer, seconds = _asked(lived, together=together)
    truth = {
        pair for pair in combinations(range(len(lived)), 2) if not _own(lived[pair[0]]).isdisjoint(_own(lived[pair[1]]))
    }
    phone_of = _phones(answer, lived)
    same = [some for some in phone_of.values() if len(some) > 1]
    joined = {
        tuple(sorted((a, b)))
        for one in answer.one_person
        for a in phone_of.get(one.phones[0], ())
        for b in phone_of.get(one.phones[1], ())
    }
    false = sum(len(some) - 1 for some in same) + len(
        {pair for pair in joined if pair not in truth and pair[0] != pair[1]}
    )
    return false, len(truth - joined), len(truth), seconds


def _phones(answer: Links, lived: Sequence[Lived]) -> dict[int, set[int]]:
    """Which simulated phones each phone of the answer is."""
    of = {value: number for number, one in enumerate(lived) for value in _hardware(one)}
    found: dict[int, set[int]] = {}
    for one in answer.identifiers:
        if one.phone is not None and one.value in of:
            found.setdefault(one.phone, set()).add(of[one.value])
    return found


def _hardware(one: Lived) -> set[str]:
    return {planted.value for planted in one.simulation.truth if planted.kind in {"imei", "serial", "mac_address"}}


def _own(one: Lived) -> set[str]:
    """What a person takes from phone to phone, as far as this phone sent it."""
    return {
        planted.value for planted in one.simulation.truth if planted.kind in {"email", "phone_number", "imsi", "iccid"}
    }


def _members() -> list[Lived]:
    lived = []
    for place, member in enumerate(household(Options(DAYS, FIRST_SEED, start=1_614_556_800_000), HOUSEHOLD)):
        profile = PROFILES_MIXED[place % len(PROFILES_MIXED)]
        lived.append(Lived(profile, member.options, run(PROFILES[profile], member.options)))
    return lived


def _asked(lived: Sequence[Lived], *, together: bool) -> tuple[Links, float]:
    knowledge = load()
    examine = examiner(Owner(region="GB"), knowledge)
    with tempfile.TemporaryDirectory(prefix="phonehome-bench-") as name:
        folders = [Path(name) / str(number) for number in range(len(lived))]
        start = 0
        for folder, one in zip(folders, lived, strict=True):
            with cases.create(folder) as case:
                case.write(
                    batch(
                        [examine(_moved(exchange, start if together else 0)) for exchange in one.simulation.exchanges]
                    )
                )
                case.finish(CaseInfo((), {}))
            start += len(one.simulation.exchanges)
        if together:
            folders = [_one_capture(Path(name) / "one", folders)]
        started = time.perf_counter()
        with cases.connect_all(folders) as connection:
            answer = ask(evidence(connection, tuple(CaseInfo((), {}) for _ in folders), knowledge, str))
        return answer, time.perf_counter() - started


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
