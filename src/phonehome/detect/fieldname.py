"""What fields are called: names in several languages, and makers' short keys where enough of them stand together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import compress

from msgspec import Struct

from phonehome.detect.checks import CHECKS, Check
from phonehome.detect.clue import Clue
from phonehome.detect.memo import Memo
from phonehome.detect.paths import last_name, plain, record_of
from phonehome.detect.request import Request
from phonehome.knowledge.schema import Knowledge, Name, Vocabulary
from phonehome.model import Field, Reason

_WORDS = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Paths of a value that is the whole of what holds it.
_WHOLE = frozenset({"", "$"})
# Names that stand under nothing but themselves: wrappers whose path names no field.
_NAMELESS = frozenset({"path", "gzip", "zlib", "protobuf"})

Company = dict[tuple[int, str], set[str]]  # the names in each record


class Rule(Struct, frozen=True):
    """A row of the table, ready to be asked."""

    row: Name
    shape: re.Pattern[str]
    check: Check


class Meaning(Struct, frozen=True):
    """What a field's name says by itself, and in which vocabularies it is a short key."""

    rules: tuple[Rule, ...]
    key: str
    vocabularies: tuple[int, ...]
    reason: Reason


Spoken = tuple[int, Field, Meaning]


class FieldName:
    """Looks up what each field is called."""

    def __init__(self, knowledge: Knowledge) -> None:
        rules = [Rule(row, re.compile(row.shape, re.DOTALL), CHECKS[row.check]) for row in knowledge.names]
        self._exact = _table(rules, lambda _: True)
        self._glued = _table(rules, lambda row: row.glued)
        self._vocabularies = knowledge.vocabularies
        # A name stands under many paths, a path in many requests.
        self._named = lru_cache(maxsize=1 << 14)(self._means)
        self._meaning = lru_cache(maxsize=1 << 16)(self._look_up)
        self._tells = Memo(self._may_tell)

    def find(self, request: Request) -> Iterator[Clue]:
        """A clue for every field whose name and value agree with a row."""
        company: Company = {}
        keys: list[Spoken] = []
        look_up, texts = self._meaning, request.texts
        for number in compress(range(len(texts)), map(self._tells.__getitem__, request.paths)):
            field = request.fields[number]
            named = field if field.path not in _WHOLE else _named(field)
            meaning = look_up(named.codec, named.path)
            if meaning is None:
                continue
            if meaning.vocabularies:
                keys.append((number, named, meaning))
            text = texts[number]
            for rule in meaning.rules:
                if rule.shape.fullmatch(text) and rule.check(text) and _has_company(rule.row, named, request, company):
                    yield Clue(rule.row.kind, rule.row.certainty, text, field, meaning.reason)
        if keys:
            for number, vocabulary in enumerate(self._vocabularies):
                yield from _spoken(vocabulary, request, [key for key in keys if number in key[2].vocabularies])

    def _may_tell(self, path: str) -> bool:
        """Under some codec the path has a meaning, or it has none of its own."""
        return path in _WHOLE or self._look_up("", path) is not None

    def _look_up(self, codec: str, path: str) -> Meaning | None:
        return self._named(codec, last_name(path), path.rpartition(".")[2])

    def _means(self, codec: str, name: str, key: str) -> Meaning | None:
        spoken = tuple(number for number, each in enumerate(self._vocabularies) if key in each.keys)
        rules = self._ruled(codec, name)
        reason = Reason("field name", f"the field is called {name!r}", "names.toml")
        return Meaning(rules, key, spoken, reason) if rules or spoken else None

    def _ruled(self, codec: str, name: str) -> tuple[Rule, ...]:
        if not name or codec in _NAMELESS:
            return ()
        words = [word.lower() for word in _WORDS.split(name) if word]
        rules = self._exact.get("".join(words)) or self._exact.get(plain(name).rstrip("0123456789"))
        for place in range(1, len(words)):
            rules = rules or self._glued.get("".join(words[place:]))
        return tuple(rule for rule in rules or () if codec not in rule.row.never_in)


def _table(rules: list[Rule], takes: Callable[[Name], bool]) -> dict[str, tuple[Rule, ...]]:
    table: defaultdict[str, tuple[Rule, ...]] = defaultdict(tuple)
    for rule in rules:
        for name in rule.row.names if takes(rule.row) else ():
            table[plain(name)] += (rule,)
    return dict(table)


def _named(field: Field) -> Field:
    """The field itself, or the one whose whole value was wrapped: percent-encoded, or written as JSON."""
    while field.parent is not None and field.path in _WHOLE:
        field = field.parent
    return field


def _has_company(row: Name, field: Field, request: Request, company: Company) -> bool:
    if not row.beside:
        return True
    if not company:
        company.update(_companies(request))
    own = plain(last_name(field.path))
    names = company[id(field.parent), record_of(field.path)]
    return any(name != own and name.endswith(row.beside) for name in names)


def _companies(request: Request) -> Company:
    names: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for field in map(_named, request.fields):
        names[id(field.parent), record_of(field.path)].add(plain(last_name(field.path)))
    return names


def _spoken(vocabulary: Vocabulary, request: Request, keys: list[Spoken]) -> Iterator[Clue]:
    records: defaultdict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for number, named, meaning in keys:
        records[id(named.parent), record_of(named.path)].append((number, meaning.key))
    for found in records.values():
        if len({name for _, name in found}) >= vocabulary.least:
            yield from (
                _word(vocabulary, request, number, name) for number, name in found if request.texts[number].strip(" ,")
            )


def _word(vocabulary: Vocabulary, request: Request, number: int, name: str) -> Clue:
    reason = Reason("field name", f"{name!r} among the short keys of {vocabulary.maker}", vocabulary.source)
    return Clue(vocabulary.keys[name], "likely", request.texts[number], request.fields[number], reason)
