"""Field -> Finding: one file a way of knowing; every way is asked about every exchange."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from phonehome.detect.behaviour import Behaviour
from phonehome.detect.endpoint import AtEndpoint
from phonehome.detect.fieldname import FieldName
from phonehome.detect.geocode import Geocode
from phonehome.detect.known import Known
from phonehome.detect.listing import Listings
from phonehome.detect.merge import Merge
from phonehome.detect.pattern import Pattern
from phonehome.detect.place import Place
from phonehome.detect.request import Request
from phonehome.detect.xored import Xored
from phonehome.knowledge.schema import Knowledge
from phonehome.model import Finding, Owner

# Kinds of which an owner can list all values: another number of their shape is no identifier of this phone.
_COUNTED = frozenset({"imei", "meid", "imsi", "iccid"})

Detect = Callable[[Request], list[Finding]]


def detector(owner: Owner, knowledge: Knowledge, *, within: bool = False) -> Detect:
    """All ways of knowing, prepared once for an owner; ``within`` as for ``Known``."""
    ways = (
        Known(owner, within=within),
        Place(owner),
        Geocode(owner),
        Xored(owner),
        AtEndpoint(knowledge),
        Pattern(knowledge),
        FieldName(knowledge),
        Behaviour(knowledge),
        Listings(knowledge),
    )
    merge = Merge(knowledge, _COUNTED.intersection(owner.values))

    def detect(request: Request) -> list[Finding]:
        return merge.findings(request.exchange.index, chain.from_iterable([way.find(request) for way in ways]))

    return detect
