"""Lists of records recognised by their columns: call logs, messages, contacts, Wi-Fi scans, browsing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import compress

from phonehome.detect.clue import Clue
from phonehome.detect.memo import Memo
from phonehome.detect.paths import general, last_name, plain, record_of
from phonehome.detect.request import Request
from phonehome.knowledge.schema import Knowledge, Listing
from phonehome.model import Reason

Columns = list[tuple[str, "re.Pattern[str]"]]
Record = dict[str, int]  # column -> number of the field
Records = dict[str, Record]  # path of a record -> its columns


class Listings:
    """Looks for records whose columns are those of a listing."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._columns: defaultdict[str, Columns] = defaultdict(list)
        for column, row in knowledge.columns.items():
            for name in row.names:
                self._columns[name].append((column, re.compile(row.shape)))
        self._look_up = Memo(self._columns_of)
        self._listings = [(row, Reason("behaviour", row.means, "listings.toml")) for row in knowledge.listings]

    def find(self, request: Request) -> Iterator[Clue]:
        """A clue for every telling column of every record of a listing."""
        for records in self._lists(request).values():
            for listing, reason in self._listings:
                alike = [record for record in records.values() if _is_of(record, listing)]
                if len(alike) >= listing.least:
                    yield from _clues(request, alike, listing.tells, reason)

    def _columns_of(self, path: str) -> Columns:
        return self._columns.get(plain(last_name(path)), [])

    def _lists(self, request: Request) -> Mapping[tuple[int, str], Records]:
        lists: defaultdict[tuple[int, str], Records] = defaultdict(dict)
        look_up, fields = self._look_up.__getitem__, request.fields
        for number in compress(range(len(fields)), map(look_up, request.paths)):
            field, columns = fields[number], look_up(request.paths[number])
            if field.parent is None:
                continue
            path = record_of(field.path)
            record = lists[id(field.parent), general(path)].setdefault(path, {})
            for column, shape in columns:
                if column not in record and shape.fullmatch(request.texts[number]):
                    record[column] = number
        return lists


def _is_of(record: Record, listing: Listing) -> bool:
    return (
        all(column in record for column in listing.needs)
        and (not listing.one_of or any(column in record for column in listing.one_of))
        and not any(column in record for column in listing.without)
    )


def _clues(request: Request, records: list[Record], tells: Mapping[str, str], reason: Reason) -> Iterator[Clue]:
    for record in records:
        for column, kind in tells.items():
            if column in record:
                number = record[column]
                yield Clue(kind, "likely", request.texts[number], request.fields[number], reason)
