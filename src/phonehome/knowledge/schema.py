"""The shape of every knowledge table: one frozen struct a row, unknown keys refused."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

Sensitivity = Literal["low", "medium", "high"]
Strength = Literal["confirmed", "likely", "possible"]
How = Literal["documented", "observed", "decompiled", "name"]


class Group(Struct, frozen=True, forbid_unknown_fields=True):
    """A group of kinds, with the provisions that are relevant to it."""

    label: str
    provisions: tuple[str, ...]


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of personal data; ``provisions`` are relevant to it beside those of its group."""

    label: str
    group: str
    resettable: bool
    sensitivity: Sensitivity
    dpv: str
    provisions: tuple[str, ...] = ()


class Identifier(Struct, frozen=True, forbid_unknown_fields=True):
    """A shape that identifiers of a kind have, its check, how sure a match is on its own, and how often it errs.

    ``shape`` is a regular expression that both Python's ``re`` and Hyperscan read; ``beside`` are the characters that
    may not stand next to a match; ``holds`` is a character of every match, where one is rare enough to be sought first;
    ``never_in`` are layers with their paths in which the shape means something else; ``check`` names a function of
    ``detect.checks``; ``risk`` says how often innocent data match, and how that was measured.
    """

    kind: str
    shape: str
    certainty: Strength
    risk: str
    standard: str
    check: str = ""
    beside: str = r"\w"
    holds: str = ""
    never_in: tuple[str, ...] = ()


class Dummy(Struct, frozen=True, forbid_unknown_fields=True):
    """A value that stands where an identifier would, and gives nothing away."""

    kinds: tuple[str, ...]
    value: str
    means: str


class Name(Struct, frozen=True, forbid_unknown_fields=True):
    """Field names under which a kind is sent, in lower case without separators.

    ``glued`` names count at the end of a longer name too (``x-device-imei``, ``userEmail``). ``shape`` must match the
    whole value; ``certainty`` is that of a field with this name and shape. ``beside`` are names of which one must stand
    in the same record; ``never_in`` are the layers in which the name means something else.
    """

    kind: str
    names: tuple[str, ...]
    glued: bool = False
    beside: tuple[str, ...] = ()
    never_in: tuple[str, ...] = ()
    shape: str = ".+"
    check: str = ""
    certainty: Strength = "likely"


class Vocabulary(Struct, frozen=True, forbid_unknown_fields=True):
    """A maker's short keys. They count only where at least ``least`` of them stand in one record."""

    maker: str
    least: int
    source: str
    keys: dict[str, str]


class EventName(Struct, frozen=True, forbid_unknown_fields=True):
    """Names of events that a phone reports when its person does something."""

    kind: str
    names: tuple[str, ...]


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a record: its names (lower case, no separators) and the shape of its whole value."""

    names: tuple[str, ...]
    shape: str


class Listing(Struct, frozen=True, forbid_unknown_fields=True):
    """A list of records that gives itself away by its columns.

    A record has all columns of ``needs``, one of ``one_of`` and none of ``without``; ``least`` such records make the
    list. ``tells`` maps columns to the kinds of what stands there; ``risk`` says when innocent lists look the same.
    """

    kind: str
    means: str
    needs: tuple[str, ...]
    least: int
    tells: dict[str, str]
    risk: str
    one_of: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class Organisation(Struct, frozen=True, forbid_unknown_fields=True):
    """Who stands behind registrable domains or single hosts, in which role, seated where (ISO 3166-1).

    ``category`` says what a third party is there for (advertising, analytics, social, hosting ...).
    """

    name: str
    role: Literal["maker", "platform", "third party", "unknown"]
    country: str
    domains: tuple[str, ...]
    source: str = ""
    category: str = ""


class EndpointField(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands at paths of an endpoint's payload, and how that is known.

    A path leaves array indexes out (``$.a[].b``) or names one (``$[4]``), stands for a list of values, too (``$.a`` for
    ``$.a[]``), and may hold ``*`` for any characters. The second ``a`` of a form, query, cookie list or header is
    ``a``, too, and protobuf paths have field numbers only (``1.2.5``).

    ``split`` cuts a list of values, ``strip`` takes characters off both ends, ``value`` is a regular expression the
    whole value must match and ``not_value`` one it may not, ``means`` puts it in words. ``hex`` shows a number as the
    16 hexadecimal digits that phones show. ``beside`` maps paths of the same record, or of one around it, to the text
    that must stand there. ``source`` is where this field is known from; empty stands for the endpoint's source.
    """

    paths: tuple[str, ...]
    kind: str
    reason: How
    means: str = ""
    split: str = ""
    strip: str = ""
    value: str = ""
    not_value: str = ""
    hex: bool = False
    beside: dict[str, str] = {}
    source: str = ""


class EndpointRecord(Struct, frozen=True, forbid_unknown_fields=True):
    """An object of the payload that reports one event: keys below ``path`` for its name, time, end and app.

    ``path`` may also be a whole layer (``1.5 > delimited [] > protobuf``). ``events`` maps kinds to event names;
    ``kind`` is for records whose event needs no name. ``names`` maps codes that stand for event names to these.
    ``beside`` is as with fields. ``end`` names when it was over, ``spans`` a list of [start, end] pairs instead.
    ``app`` names keys of which the first that is not empty counts; ``app_suffix`` names a sibling whose text is glued
    to the app's name.
    """

    path: str
    reason: How
    kind: str = ""
    events: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    beside: dict[str, str] = {}
    event: str = ""
    time: str = ""
    end: str = ""
    spans: str = ""
    app: tuple[str, ...] = ()
    app_suffix: str = ""


class EndpointKey(Struct, frozen=True, forbid_unknown_fields=True):
    """A key under which an endpoint is sent encrypted fields; ``key`` and ``iv`` in hexadecimal digits.

    Padding is PKCS#7. Without ``iv``, that of CBC stands before the blocks.
    """

    cipher: Literal["des-ecb", "aes-ecb", "aes-cbc"]
    key: str
    iv: str = ""


class Endpoint(Struct, frozen=True, forbid_unknown_fields=True):
    """An address that collects data, and what its payload means.

    ``hosts`` are exact names, ``*.example.org`` for all below it, or ``www.example.*`` for any ending;
    ``host_pattern`` is a regular expression that the whole host must match as well. ``path`` may end in ``*``, or is a
    regular expression for the whole path when it begins with ``^``. ``method`` is the request's, empty for any.

    ``opens`` is the chain of layers above the payload, as locations print it; empty stands for any. Layers that only
    compress or escape (gzip, percent ...) are left out on both sides. ``has`` are chains of which one must be there
    (``body > json`` for a body that is JSON). ``when`` maps paths of the payload to the values that choose this
    endpoint among others at the same address. ``keys`` are tried on all that is sent to the address.
    """

    name: str
    hosts: tuple[str, ...]
    path: str
    source: str
    opens: str = ""
    host_pattern: str = ""
    method: str = ""
    has: tuple[str, ...] = ()
    when: dict[str, str] = {}
    fields: tuple[EndpointField, ...] = field(name="field", default=())
    records: tuple[EndpointRecord, ...] = field(name="record", default=())
    keys: tuple[EndpointKey, ...] = field(name="key", default=())


class AppCategory(Struct, frozen=True, forbid_unknown_fields=True):
    """Apps (package to name) whose presence says the same of a person, what that is, and the relevant provision."""

    label: str
    means: str
    provision: str
    apps: dict[str, str]


class Apps(Struct, frozen=True, forbid_unknown_fields=True):
    """Well-known apps by what they say of a person.

    ``system`` are beginnings of the names of apps that belong to the phone, ``chosen`` those among them that do not.
    """

    system: tuple[str, ...]
    chosen: tuple[str, ...]
    categories: dict[str, AppCategory] = field(name="category")


class Knowledge(Struct, frozen=True):
    """All tables, parsed once."""

    groups: dict[str, Group]
    kinds: dict[str, Kind]
    identifiers: tuple[Identifier, ...]
    dummies: tuple[Dummy, ...]
    names: tuple[Name, ...]
    vocabularies: tuple[Vocabulary, ...]
    events: tuple[EventName, ...]
    organisations: tuple[Organisation, ...]
    endpoints: tuple[Endpoint, ...]
    columns: dict[str, Column] = {}
    listings: tuple[Listing, ...] = ()
    apps: Apps = Apps((), (), {})

    def provisions(self, kind: str) -> tuple[str, ...]:
        """The provisions that are relevant to a kind: its group's, then its own."""
        row = self.kinds[kind]
        return self.groups[row.group].provisions + row.provisions
