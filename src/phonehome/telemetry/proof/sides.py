"""Both designs' traffic of the captured phones: sent, audited, profiled, linked; what each maker then stores."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Knowledge
from phonehome.model import Exchange
from phonehome.owner_toml import write
from phonehome.telemetry.fleet.fleet import Lives
from phonehome.telemetry.proof import reading
from phonehome.telemetry.proof.attack import Learnt, Linked, case_of, learnt, linked
from phonehome.telemetry.proof.captured import AGAIN, Owned, Sent, in_2017, owned, together
from phonehome.telemetry.proof.capturing import captured, capturing
from phonehome.telemetry.proof.population import Population
from phonehome.telemetry.proof.reading import Read
from phonehome.telemetry.proof.reporting import Stretch, report, timed
from phonehome.telemetry.proof.serving import collecting
from phonehome.telemetry.wire import date_of

Tell = Callable[[str], None]


class Leak(Struct, frozen=True):
    """What a breach of the table would expose, as ``phonehome telemetry breach`` says it."""

    sentence: str
    rows: int
    note: str = ""


class Side(Struct, frozen=True):
    """One design: what is learnt of each phone, who is recognised, requests and bytes a phone and day, the leak.

    ``read`` is what the maker's table says of each phone.
    """

    phones: tuple[Learnt, ...]
    linked: Linked
    requests: float
    size: float
    leak: Leak
    read: tuple[Read, ...] = ()


class Both(Struct, frozen=True):
    """Both designs, and the truth about their phones."""

    old: Side
    new: Side
    true: tuple[Owned, ...]
    real: tuple[Read, ...]


class _Work(Struct, frozen=True):
    folder: Path
    population: Population
    true: tuple[Owned, ...]
    knowledge: Knowledge
    tell: Tell


def both(folder: Path, population: Population, lives: Lives, tell: Tell) -> Both:
    """Runs the captured phones through both designs; the folder, which is empty, holds what that leaves."""
    numbers = range(population.phones)
    true = tuple(owned(population, number) for number in numbers)
    work = _Work(folder, population, true, load(), tell)
    days = [lives[number][: population.captured] for number in numbers]
    return Both(_old(work), _new(work, lives), true, tuple(map(reading.true, days)))


def _old(work: _Work) -> Side:
    before, after, sizes, phones = [], [], [], []
    for number, true in enumerate(work.true):
        work.tell(f"phone {number + 1} of {len(work.true)} in the design of 2017")
        sent = in_2017(work.population, number)
        sizes += [_size(one) for one in sent.before]
        one, other = _cases(work, ("old", number), sent)
        phones.append(learnt(one, true, work.knowledge))
        before.append(one)
        after.append(other)
    work.tell("what a breach of the table of 2017 exposes")
    tables = [option for case in before for option in ("--table", str(case))]
    read = [reading.told(case, work.population.captured, work.knowledge) for case in before]
    return _side(work, phones, (before, after), sizes, _leak(*tables), tuple(read))


def _new(work: _Work, lives: Lives) -> Side:
    database = work.folder / "telemetry.sqlite"
    first, last = (list(some) for some in _captures(work, lives, database))
    sizes = [_size(one) for some in first for one in some]
    before, after, phones = [], [], []
    for number, true in enumerate(work.true):
        one, other = _cases(work, ("new", number), Sent(first[number], last[number]))
        phones.append(learnt(one, true, work.knowledge))
        before.append(one)
        after.append(other)
    work.tell("what a breach of the collector exposes")
    return _side(work, phones, (before, after), sizes, _leak("--db", str(database)))


def _captures(work: _Work, lives: Lives, database: Path) -> Iterator[Iterator[tuple[Exchange, ...]]]:
    """What all phones report before the reset, and after it, each through a capture of its own."""
    owner = work.folder / "owner.toml"
    owner.write_text(write(together([one.owner for one in work.true])), encoding="utf-8")
    start, captured_days = work.population.start, work.population.captured
    for name, begin, end in (("before", 0, captured_days), ("after", captured_days, captured_days + AGAIN)):
        case, logs = work.folder / name, []
        with (
            collecting(database, date_of(start + end)) as port,
            capturing(case, owner, port) as server,
        ):
            for number in range(len(work.true)):
                work.tell(f"phone {number + 1} of {len(work.true)} reports to the collector, {name} its reset")
                stretch = Stretch(start + begin, lives[number][begin:end])
                logs.append(report(work.folder / f"{name} {number}", server, stretch, work.population.seed + number))
        yield timed(captured(case), logs)


def _cases(work: _Work, name: tuple[str, int], sent: Sent) -> tuple[Path, Path]:
    design, number = name
    made = [
        case_of(work.folder / f"{design} {number} {when}", exchanges, work.true[number].owner, work.knowledge)
        for when, exchanges in (("before", sent.before), ("after", sent.after))
    ]
    return made[0], made[1]


def _side(  # noqa: PLR0913, PLR0917 - what one design gave
    work: _Work,
    phones: Sequence[Learnt],
    cases: tuple[list[Path], list[Path]],
    sizes: Sequence[int],
    leak: Leak,
    read: tuple[Read, ...] = (),
) -> Side:
    days = len(work.true) * work.population.captured
    return Side(tuple(phones), linked(*cases), len(sizes) / days, sum(sizes) / days, leak, read)


def _size(one: Exchange) -> int:
    """Bytes of a request as HTTP/1.1 has it, without TLS."""
    path = "/" + one.url.split("/", 3)[3]
    lines = [f"{one.method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in one.headers), "", ""]
    return len("\r\n".join(lines).encode()) + len(one.body)


def _leak(*options: str) -> Leak:
    call = [sys.executable, "-m", "phonehome", "telemetry", "breach", *options, "--format", "json"]
    said = subprocess.run(call, check=True, capture_output=True)
    return msgspec.json.decode(said.stdout, type=Leak)
