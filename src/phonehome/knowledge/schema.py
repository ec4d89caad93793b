"""The shape of every knowledge table: one frozen struct a row, unknown keys refused."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

Sensitivity = Literal["low", "medium", "high"]
Strength = Literal["confirmed", "likely", "possible"]


class Group(Struct, frozen=True, forbid_unknown_fields=True):
    """A group of kinds, with the provisions that are relevant to it."""

    label: str
    provisions: tuple[str, ...]


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of personal data."""

    label: str
    group: str
    resettable: bool
    sensitivity: Sensitivity
    dpv: str


class Identifier(Struct, frozen=True, forbid_unknown_fields=True):
    """A shape that identifiers of a kind have, its check, how sure a match is on its own, and how often it errs.

    ``shape`` is a regular expression that both Python's ``re`` and Hyperscan read; ``beside`` are the characters that
    may not stand next to a match; ``check`` names a function of ``detect.checks``; ``risk`` says how often innocent
    data match, and how that was measured.
    """

    kind: str
    shape: str
    certainty: Strength
    risk: str
    standard: str
    check: str = ""
    beside: str = r"\w"


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


class Organisation(Struct, frozen=True, forbid_unknown_fields=True):
    """Who stands behind registrable domains or single hosts, in which role, seated where (ISO 3166-1)."""

    name: str
    role: Literal["maker", "platform", "third party", "unknown"]
    country: str
    domains: tuple[str, ...]
    source: str = ""


class EndpointField(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands at paths of an endpoint's payload (array indexes left out), and how that is known.

    ``split`` cuts a list of values, ``strip`` takes characters off both ends, ``value`` is a regular expression the
    whole value must match, ``means`` puts it in words.
    """

    paths: tuple[str, ...]
    kind: str
    reason: Literal["documented", "observed", "decompiled", "name"]
    means: str = ""
    split: str = ""
    strip: str = ""
    value: str = ""


class EndpointRecord(Struct, frozen=True, forbid_unknown_fields=True):
    """An object of the payload that reports one event: keys below ``path`` for its name, time, end and app.

    ``events`` maps event names to kinds; ``kind`` is for records whose event needs no name. ``spans`` names a list of
    [start, end] pairs. ``app`` names keys of which the first that is not empty counts; ``app_suffix`` names a sibling
    whose text is glued to the app's name.
    """

    path: str
    reason: Literal["documented", "observed", "decompiled", "name"]
    kind: str = ""
    events: dict[str, tuple[str, ...]] = {}
    event: str = ""
    time: str = ""
    spans: str = ""
    app: tuple[str, ...] = ()
    app_suffix: str = ""


class Endpoint(Struct, frozen=True, forbid_unknown_fields=True):
    """An address that collects data, and what its payload means.

    ``opens`` is the chain of layers above the payload, as locations print it; empty stands for any.
    ``when`` maps paths of the payload to the values that choose this endpoint among others at the same address.
    """

    name: str
    hosts: tuple[str, ...]
    path: str
    source: str
    opens: str = ""
    when: dict[str, str] = {}
    fields: tuple[EndpointField, ...] = field(name="field", default=())
    records: tuple[EndpointRecord, ...] = field(name="record", default=())


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
