"""Writes the pages of docs/reference that the code and its tables know best; --check says which are out of date."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_type_hints

import click
import msgspec

from phonehome.cli import phonehome
from phonehome.cli.command import Command
from phonehome.cli.lazy import below
from phonehome.decode import BOUNDS, CODECS
from phonehome.infer.answer import Answer, Proof
from phonehome.infer.change import STATES, Comparison
from phonehome.infer.profile import QUESTIONS
from phonehome.knowledge.load import load
from phonehome.knowledge.policy import Declaration, Policy, Statement, bundled, data_types, read_policy
from phonehome.knowledge.schema import Endpoint, EndpointRecord
from phonehome.report.check.sentences import sentence
from phonehome.tables import SCHEMAS
from phonehome.telemetry.breach.measured import Breach
from phonehome.telemetry.collect import answer
from phonehome.telemetry.server import openapi
from structs import about, described, structs

CHANCES = Path(__file__).parent / "chances.toml"
FOLDER = Path(__file__).parents[1] / "docs" / "reference"
NOTE = "<!-- Written by tools/reference.py from the code; change it there. -->"
EXIT_CODES = (
    ("0", "done"),
    (
        "1",
        (
            "a kind named with `--fail-on` left, a statement of a policy is broken, an adapter has a row without "
            "match, or a leak of a table names somebody or has a class under `--fail-under`"
        ),
    ),
    ("2", "could not run; one sentence says why"),
    ("130", "Ctrl-C before anything had begun"),
)
TABLES = {
    "exchanges": "One row a request, in the capture's order.",
    "fields": "One row a value that a request held, after every layer was opened, in the order of the request.",
    "findings": "One row a piece of personal data at one place.",
}
COLUMNS = {
    "exchange": "0-based number of the request in the capture",
    "number": "0-based number within the request",
    "time": "Unix time of the request in milliseconds; null where the capture has none",
    "method": "HTTP method",
    "url": "URL as sent",
    "host": "host, lower case, without port",
    "organisation": "who stands behind the host; empty if unknown",
    "country": "its seat, ISO 3166-1 alpha-2; empty if unknown",
    "role": "`maker`, `platform`, `third party` or `unknown`",
    "category": "what a third party is there for; empty if unknown",
    "server_country": "country of that address, ISO 3166-1 alpha-2; empty if unknown",
    "address": "IP address of the server, where the capture has it",
    "app": "app that sent it, where the capture has it",
    "sent": "false for an attempt that sent nothing, such as a refused TLS handshake",
    "status": "HTTP status of the answer; null without one",
    "bytes_sent": "bytes of the request",
    "bytes_understood": "how many of them were opened to text and numbers",
    "bytes_received": "bytes of the answer's body; of a connection that was not opened, all that came",
    "layers": "the layers that were opened, outermost first, with the way through each",
    "path": "the way inside the innermost layer",
    "type": "`text`, `integer`, `real` or `bytes`",
    "value": "the value; of bytes that nothing opened, the first 64 in hex",
    "size": "its length: characters of a text, bytes of bytes",
    "opaque": "why nothing opened the bytes; null for what was understood",
    "entropy": "of unopened bytes, bits a byte; null for what was understood",
    "kind": "one of the [kinds](kinds.md)",
    "certainty": "`confirmed`, `likely`, `possible`, or `dummy` for a placeholder",
    "wrapping": "`layers` without array indexes",
    "place": "`path` without array indexes",
    "reasons": "every reason: `way`, a sentence `text`, and its `source`",
    "fingerprint": "hash of host, kind, wrapping and place: the same in two captures for the same leak",
    "event": "what the person did, where that is told",
    "event_start": "its start, Unix time in milliseconds",
    "event_end": "its end, likewise; null where it has none",
    "event_app": "with which app",
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def code(text: str) -> str:
    return f"`{text}`" if text else ""


def commands() -> Iterator[str]:
    yield from ("# Commands", "", "Exit codes, of every command:", "")
    yield from table(("code", "meaning"), EXIT_CODES)
    for name, command in phonehome.all().items():
        yield from one_command(command, f"phonehome {name}", "##")


def one_command(command: click.Command, name: str, level: str) -> Iterator[str]:
    """Its section; of a group also those of its commands."""
    yield from (f"{level} {name}", "", command.help or "", "")
    if lines := example(command):
        yield from ("```", *(f"$ {line}" for line in lines), "```", "")
    rows = [argument(one) for one in command.params if isinstance(one, click.Argument) and choices(one)]
    if rows:
        yield from table(("argument", "one of"), rows)
    rows = [option(one) for one in command.params if isinstance(one, click.Option)]
    if rows:
        yield from table(("option", "meaning"), rows)
    for inner, one in below(command).items():
        yield from one_command(one, f"{name} {inner}", f"{level}#")


def choices(one: click.Parameter) -> tuple[str, ...]:
    return tuple(map(str, one.type.choices)) if isinstance(one.type, click.Choice) else ()


def argument(one: click.Argument) -> tuple[str, str]:
    return code(one.metavar or str(one.name).upper()), ", ".join(map(code, choices(one)))


def example(command: click.Command) -> tuple[str, ...]:
    return command.example if isinstance(command, Command) else ()


def option(one: click.Option) -> tuple[str, str]:
    default = f" Default: {one.default}." if one.show_default else ""
    of = f" One of {', '.join(choices(one))}." if choices(one) else ""
    metavar = "" if one.is_flag or of else f" {one.metavar or one.type.name.upper()}"
    return code(f"{', '.join(one.opts)}{metavar}"), f"{one.help}{of}{default}"


def kinds() -> Iterator[str]:
    knowledge = load()
    yield from (
        "# Kinds of personal data",
        "",
        "The closed list. `DPV` is the term of the W3C Data Privacy Vocabulary.",
        "",
    )
    for name, group in knowledge.groups.items():
        yield from (f"## {group.label}", "", f"Relevant provisions: {', '.join(group.provisions)}.", "")
        rows = ((key, kind) for key, kind in knowledge.kinds.items() if kind.group == name)
        yield from table(
            ("kind", "what it is", "can be reset", "sensitivity", "DPV", "also relevant"),
            (
                (
                    code(key),
                    kind.label,
                    "yes" if kind.resettable else "no",
                    kind.sensitivity,
                    kind.dpv,
                    "; ".join(kind.provisions),
                )
                for key, kind in rows
            ),
        )


def codecs() -> Iterator[str]:
    yield from ("# Codecs", "", "Asked in this order; the bytes decide, not what a header claims.", "")
    opened = msgspec.toml.decode(CHANCES.read_bytes(), type=dict[str, list[int]])["opened"]
    rows = ((code(one.NAME), first_line(one.__doc__), str(count)) for one, count in zip(CODECS, opened, strict=True))
    yield from table(("codec", "what it opens", "by chance"), rows)
    yield "By chance: how many of 100,000 random strings of 8 to 200 bytes (letters and digits for text) it opens"
    yield from ("to something other than opaque bytes, asked alone; `tools/chances.py` measures it.", "")
    yield f"Of one request, at most {BOUNDS.depth} layers, {BOUNDS.fields:,} fields and {BOUNDS.room >> 20} MiB beyond"
    yield from ("four times its size are opened. The rest stays opaque, with this reason.", "")


def first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def endpoints() -> Iterator[str]:
    yield from ("# Endpoints", "", "Addresses that collect data, and what their payloads mean.", "")
    for endpoint in load().endpoints:
        where = ", ".join(code(host + endpoint.path) for host in endpoint.hosts)
        yield from (f"## {endpoint.name}", "", f"At {where}. Known from <{endpoint.source}>.", "")
        yield from meanings(endpoint)


def meanings(endpoint: Endpoint) -> Iterator[str]:
    rows = [(", ".join(map(code, one.paths)), code(one.kind), one.means, one.reason) for one in endpoint.fields]
    rows += [(code(one.path), ", ".join(map(code, told(one))), "an event", one.reason) for one in endpoint.records]
    if rows:
        yield from table(("place", "kind", "meaning", "known how"), rows)


def told(record: EndpointRecord) -> Iterable[str]:
    return (record.kind,) if record.kind else record.events


def meaning(column: str) -> str:
    if column not in COLUMNS:
        raise ValueError(f"the column {column} needs a meaning in COLUMNS of tools/reference.py")
    return COLUMNS[column]


def tables() -> Iterator[str]:
    yield from ("# Tables of a case", "", "Parquet (zstd), in the folder that `phonehome audit --out` makes.", "")
    for name, schema in SCHEMAS.items():
        yield from (f"## {name}.parquet", "", TABLES[name], "")
        yield from table(
            ("column", "type", "meaning"), ((code(one.name), code(str(one.type)), meaning(one.name)) for one in schema)
        )


def policies() -> Iterator[str]:
    yield from ("# Policies", "", "What `phonehome check --policy NAME` knows, and what a policy file may hold.", "")
    knowledge = load()
    for name, file in bundled().items():
        policy = read_policy(file, knowledge)
        yield from (f"## {name}", "", f"{policy.title}. {policy.about} Source: <{policy.source}>.", "")
        rows = [(code(one.id), one.says, f"{sentence(one)} ({one.wording})") for one in policy.statements]
        yield from table(("statement", "what it means for a capture", "the sentence behind it"), rows) if rows else ()
    yield from ("# The file", "", "TOML. A key that is not listed here is refused.", "")
    for struct in (Policy, Statement, Declaration):
        yield from (f"## {struct.__name__}", "", about(struct), "")
        keys = {"statements": "[[statement]]", "declaration": "[declaration]"}
        yield from table(("key", "type"), ((code(keys.get(one, one)), words) for one, words in described(struct)))
    yield from ("## Data types", "", "Of a declaration, with the kinds that fall under each.", "")
    rows = [(one.category, one.name, ", ".join(map(code, one.kinds))) for one in data_types(knowledge)]
    yield from table(("category", "data type", "kinds"), rows)


def compare_json() -> Iterator[str]:
    yield from (
        "# A comparison as JSON",
        "",
        "`phonehome compare --format json` writes one object, a Comparison, beside",
    )
    yield from ("`version` (1). Times are ISO 8601 in UTC; rates and volumes have 95 % intervals.", "")
    for struct in structs(Comparison):
        yield from (f"## {struct.__name__}", "", about(struct), "")
        yield from table(("key", "type"), ((code(name), words) for name, words in described(struct)))
    yield from ("## States", "")
    yield from table(("state", "meaning"), ((code(state), means) for state, means in STATES.items()))


def breach_json() -> Iterator[str]:
    yield from (
        "# A breach as JSON",
        "",
        "`phonehome telemetry breach --format json` writes one object, a Breach, beside `version` (1). It holds names",
        "of columns and counts, never a value of the table. Shares and chances are numbers from 0 to 1.",
        "",
    )
    for struct in structs(Breach):
        yield from (f"## {struct.__name__}", "", about(struct), "")
        yield from table(("key", "type"), ((code(name), words) for name, words in described(struct)))


def telemetry_answer_json() -> Iterator[str]:
    yield from (
        "# An answer of the collector as JSON",
        "",
        "`phonehome telemetry query --format json` and `/v1/estimates` write one object, an Answer. Shares are numbers",
        "from 0 to 1, which unadjusted ones and their intervals may leave; days are in UTC. `--by week` fills `weeks`.",
        "",
    )
    for struct in structs(answer.Answer):
        yield from (f"## {struct.__name__}", "", about(struct), "")
        yield from table(("key", "type"), ((code(name), words) for name, words in described(struct)))


def profile_json() -> Iterator[str]:
    yield from (
        "# A profile as JSON",
        "",
        "`phonehome profile --format json` writes one object: `version` (1), `cases` (the names of their inputs),",
        "`recipient`, and under the name of each question its answer. Times are ISO 8601 with the phone's offset.",
        "Values are masked unless `--show-values` is given.",
        "",
    )
    told = {Answer, Proof}
    yield from _objects("Every answer", (Answer, Proof), frozenset())
    for question in QUESTIONS:
        found = [one for one in structs(get_type_hints(question.ask)["return"]) if one not in told]
        yield from _objects(f"`{question.NAME}`", found, frozenset(Answer.__struct_fields__))
        told |= set(found)


def _objects(title: str, found: Iterable[type[msgspec.Struct]], shared: frozenset[str]) -> Iterator[str]:
    yield from (f"## {title}", "")
    for struct in found:
        skip = shared if issubclass(struct, Answer) else frozenset[str]()
        yield from (f"### {struct.__name__}", "", about(struct), "")
        yield from table(("key", "type"), ((code(name), words) for name, words in described(struct, skip)))


PAGES = {
    "breach-json": breach_json,
    "telemetry-answer-json": telemetry_answer_json,
    "commands": commands,
    "kinds": kinds,
    "codecs": codecs,
    "compare-json": compare_json,
    "endpoints": endpoints,
    "policies": policies,
    "profile-json": profile_json,
    "tables": tables,
}


def main() -> int:
    texts = {FOLDER / f"{name}.md": "\n".join([NOTE, "", *page()]) for name, page in PAGES.items()}
    texts[FOLDER / "telemetry-api.json"] = msgspec.json.format(msgspec.json.encode(openapi.document())).decode() + "\n"
    old = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        print(*(f"{path.name} is out of date: run python tools/reference.py" for path in old), sep="\n")
        return 1 if old else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in old:
        path.write_text(texts[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
