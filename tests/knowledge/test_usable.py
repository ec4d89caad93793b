from __future__ import annotations

import pytest

from phonehome.knowledge.schema import Endpoint, EndpointField, EndpointKey, EndpointRecord
from phonehome.knowledge.usable import usable

ROW = EndpointField(("$.a",), "imei", "observed")


def endpoint(host: str = "a.example.org", path: str = "/v1", row: EndpointField = ROW, shape: str = "") -> Endpoint:
    return Endpoint("Example", (host,), path, "", host_pattern=shape, fields=(row,))


@pytest.mark.parametrize("host", ["a.example.org", "*.example.org", "www.example.*", "localhost", "1.2.3.4"])
@pytest.mark.parametrize("path", ["/v1", "/", "*", "^/v[12]"])
def test_good_addresses_are_let_through(host: str, path: str) -> None:
    assert usable([endpoint(host, path)]) == (endpoint(host, path),)


@pytest.mark.parametrize(
    "good",
    [
        Endpoint("A", ("a.example.org",), "/", "", records=(EndpointRecord("$", "observed", "app_usage", time="t"),)),
        Endpoint("B", ("b.example.org",), "/", "", keys=(EndpointKey("des-ecb", "00" * 8),)),
    ],
)
def test_a_record_or_a_key_alone_is_enough(good: Endpoint) -> None:
    assert usable([good]) == (good,)


@pytest.mark.parametrize(
    ("unusable", "said"),
    [
        (endpoint(host="https://a.example.org"), "'https://a.example.org' is no host"),
        (endpoint(host="A.example.org"), "'A.example.org' is no host"),
        (endpoint(path="v1"), "path 'v1' begins with neither / nor ^"),
        (endpoint(path="^("), "missing ), unterminated subpattern at position 1"),
        (endpoint(shape="["), "unterminated character set"),
        (endpoint(row=EndpointField(("$.a",), "imei", "observed", value="[")), "unterminated character set"),
        (endpoint(row=EndpointField(("$.a",), "imei", "observed", not_value="*")), "nothing to repeat"),
        (Endpoint("Example", ("a.example.org",), "/", ""), "it has no hosts, or neither fields nor records nor keys"),
        (Endpoint("Example", (), "/", "", fields=(ROW,)), "it has no hosts, or neither fields nor records nor keys"),
    ],
)
def test_what_can_never_match_is_refused(unusable: Endpoint, said: str) -> None:
    with pytest.raises(ValueError, match=r"^Example: ") as caught:
        usable([unusable])
    assert said in str(caught.value)
