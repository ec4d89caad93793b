from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.attribute import attributor, country_of, host_of
from phonehome.knowledge.load import load
from phonehome.model import Recipient

ATTRIBUTE = attributor(load())
ADS = "Google (Firebase, Analytics and Ads)"


@pytest.mark.parametrize(
    ("host", "organisation", "country", "role"),
    [
        ("open.oneplus.net", "OnePlus", "CN", "maker"),
        ("oneplus.net", "OnePlus", "CN", "maker"),
        ("play.googleapis.com", "Google", "US", "platform"),
        ("firebaseinstallations.googleapis.com", ADS, "US", "third party"),
        ("a.firebaseinstallations.googleapis.com", ADS, "US", "third party"),
        ("bigdata.adups.com", "Adups", "CN", "third party"),
    ],
)
def test_the_longest_known_domain_decides(host: str, organisation: str, country: str, role: str) -> None:
    found = ATTRIBUTE(host)
    assert (found.host, found.organisation, found.country, found.role) == (host, organisation, country, role)


@pytest.mark.parametrize("host", ["notoneplus.net", "oneplus.net.example.org", "net", "192.0.2.1", "2001:db8::1", ""])
def test_an_unknown_host_is_its_own_recipient(host: str) -> None:
    assert ATTRIBUTE(host) == Recipient(host)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Open.OnePlus.net:443/cloud/push?a=https://b.example.org", "open.oneplus.net"),
        ("https://open.oneplus.net./", "open.oneplus.net"),
        ("https://user:secret@example.org/", "example.org"),
        ("https://[2001:db8::1]:8443/", "2001:db8::1"),
        ("https://[2001:db8", ""),
        ("/path/only", ""),
        ("", ""),
    ],
)
def test_host_of_a_url(url: str, host: str) -> None:
    assert host_of(url) == host


@given(st.text())
def test_no_url_raises(url: str) -> None:
    assert isinstance(ATTRIBUTE(host_of(url)), Recipient)


def test_a_third_party_has_a_category() -> None:
    assert ATTRIBUTE("cdn.cookielaw.org").category == "consent"
    assert ATTRIBUTE("open.oneplus.net").category == ""


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("8.8.8.8", "US"),
        ("5.9.1.1", "DE"),
        ("::ffff:5.9.1.1", "DE"),
        ("2a01:4f8::1", "DE"),
        ("[2a01:4f8::1]", "DE"),
        ("192.0.2.1", ""),
        ("2001:db8::1", ""),
        ("10.0.0.1", ""),
        ("127.0.0.1", ""),
        ("a.example.org", ""),
        ("", ""),
    ],
)
def test_where_a_server_stands(address: str, country: str) -> None:
    assert country_of(address) == country


@given(st.ip_addresses())
def test_no_address_raises(address: object) -> None:
    assert len(country_of(str(address))) in {0, 2}
