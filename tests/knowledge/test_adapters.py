from __future__ import annotations

import re

import pytest

from phonehome.attribute import attributor
from phonehome.knowledge.load import load
from phonehome.knowledge.schema import Endpoint

KNOWN = load()
ENDPOINTS = pytest.mark.parametrize("endpoint", KNOWN.endpoints, ids=[endpoint.name for endpoint in KNOWN.endpoints])


@ENDPOINTS
def test_every_host_has_an_organisation(endpoint: Endpoint) -> None:
    attribute = attributor(KNOWN)
    assert endpoint.hosts
    assert [host for host in endpoint.hosts if not attribute(host.removeprefix("*.")).organisation] == []


@ENDPOINTS
def test_every_endpoint_says_where_it_is_known_from_and_something_about_its_payload(endpoint: Endpoint) -> None:
    assert endpoint.source.startswith("https://")
    assert endpoint.path.startswith("/")
    assert endpoint.fields or endpoint.records


@ENDPOINTS
def test_kinds_exist_paths_are_given_once_and_values_compile(endpoint: Endpoint) -> None:
    kinds = [row.kind for row in endpoint.fields] + [kind for row in endpoint.records for kind in row.events]
    assert set(kinds) <= set(KNOWN.kinds)
    paths = [(path, row.kind) for row in endpoint.fields for path in row.paths]
    assert len(set(paths)) == len(paths)
    assert all(re.compile(row.value) for row in endpoint.fields)


@ENDPOINTS
def test_a_record_has_a_kind_and_a_time(endpoint: Endpoint) -> None:
    assert [row for row in endpoint.records if not (row.kind or row.events) or not (row.time or row.spans)] == []


def test_no_two_endpoints_have_one_name() -> None:
    names = [endpoint.name for endpoint in KNOWN.endpoints]
    assert len(set(names)) == len(names)
