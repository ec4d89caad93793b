from __future__ import annotations

import pytest

from phonehome.attribute import attributor
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Endpoint
from phonehome.knowledge.usable import usable

KNOWN = load()
ENDPOINTS = pytest.mark.parametrize("endpoint", KNOWN.endpoints, ids=[endpoint.name for endpoint in KNOWN.endpoints])


@ENDPOINTS
def test_every_host_has_an_organisation(endpoint: Endpoint) -> None:
    attribute = attributor(KNOWN)
    assert endpoint.hosts
    hosts = [host.removeprefix("*.").replace("*", "com") for host in endpoint.hosts]
    assert [host for host in hosts if not attribute(host).organisation] == []


@ENDPOINTS
def test_every_endpoint_says_where_it_is_known_from_and_something_about_its_payload(endpoint: Endpoint) -> None:
    published = ("https://", "the decompiled client", "F-Secure, ", "D. Leith, ", "press reports ")
    assert endpoint.source.startswith(published)
    assert all(
        row.source.startswith(("https://", "http://", "trackhar research docs ")) or not row.source
        for row in endpoint.fields
    )
    assert endpoint.fields or endpoint.records


@ENDPOINTS
def test_kinds_exist_and_a_path_says_one_thing_once(endpoint: Endpoint) -> None:
    kinds = [row.kind for row in endpoint.fields] + [kind for row in endpoint.records for kind in row.events]
    assert set(kinds) <= set(KNOWN.kinds)
    said = [(path, row.kind, row.value, *row.beside.items()) for row in endpoint.fields for path in row.paths]
    assert len(set(said)) == len(said)


@ENDPOINTS
def test_hosts_paths_and_patterns_are_usable(endpoint: Endpoint) -> None:
    assert usable([endpoint]) == (endpoint,)


@ENDPOINTS
def test_a_record_has_a_kind_and_a_time(endpoint: Endpoint) -> None:
    assert [row for row in endpoint.records if not (row.kind or row.events) or not (row.time or row.spans)] == []


def test_no_two_endpoints_have_one_name() -> None:
    names = [endpoint.name for endpoint in KNOWN.endpoints]
    assert len(set(names)) == len(names)
