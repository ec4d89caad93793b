from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonehome.brought import Brought, posts, presence
from phonehome.infer.evidence import Post, Presence

NOON = 1_483_963_200_000  # 2017-01-09 12:00 UTC
ANNA = Presence("anna", NOON, online=True)

LOGS = {
    "no head": b"anna,2017-01-09T12:00:00Z,online\n",
    "a head": b"person,time,state\nanna,2017-01-09T12:00:00Z,online\n",
    "other names in another order": b"Status;Date;Contact\navailable;2017-01-09 12:00:00;anna\n",
    "another order without head": b"2017-01-09T12:00:00Z,online,anna\n",
    "tabs and a mark of byte order": "\ufeffanna\t2017-01-09T12:00:00+00:00\tONLINE\r\n".encode(),
    "UTF-16": "anna,2017-01-09T12:00:00Z,online\r\n".encode("utf-16"),
    "an offset": b"anna,2017-01-09T13:00:00+01:00,online\n",
    "seconds": b"anna,1483963200,online\n",
    "milliseconds": b"anna,1483963200000,online\n",
    "fractions of seconds": b"anna,1483963200.0,online\n",
    "quotes and blank lines": b'\n"anna" , "2017-01-09T12:00:00Z" , "online"\n\n'.replace(b" , ", b","),
    "JSON": b'[{"name": "anna", "timestamp": 1483963200, "online": true}]',
    "JSON Lines": b'{"name": "anna", "time": "2017-01-09T12:00:00Z", "state": "online"}\n',
    "a list in an object": b'{"v": 1, "log": [{"user": {"id": 7, "name": "anna"}, "ts": 1483963200, "status": "on"}]}',
}


@pytest.mark.parametrize("data", LOGS.values(), ids=LOGS.keys())
def test_a_log_in_any_writing(data: bytes) -> None:
    assert presence(data) == Brought((ANNA,))


def test_a_person_may_be_a_number() -> None:
    (line,) = presence(b"2125551234,2017-01-09T12:00:00Z,offline\n").rows
    assert line == Presence("2125551234", NOON, online=False)


BAD = {
    "state": (b"anna,2017-01-09T12:00:00Z,away", "line 2: wanted is online or offline, not 'away'"),
    "time": (b"anna,yesterday,online", "line 2: no time that can be read: 'yesterday'"),
    "year": (
        b"anna,0001-01-01T00:00:00+14:00,online",
        "line 2: a time before 1995 or after 2100: '0001-01-01T00:00:00+14:00'",
    ),
    "an open quote": (b'"anna,2017-01-09T12:00:00Z,online', "line 2: wanted is online or offline, not ''"),
    "a cell without end": (
        b"a" * 140_000 + b",2017-01-09T12:00:00Z,online",
        "line 2: wanted is online or offline, not ''",
    ),
    "person": (b",2017-01-09T12:00:00Z,online", "line 2: it names nobody"),
    "cells": (b"anna", "line 2: wanted is online or offline, not ''"),
}


@pytest.mark.parametrize(("line", "sentence"), BAD.values(), ids=BAD.keys())
def test_a_bad_line_is_counted_and_told(line: bytes, sentence: str) -> None:
    assert presence(b"anna,2017-01-09T12:00:00Z,online\n" + line + b"\n") == Brought((ANNA,), 1, sentence)


def test_a_bad_line_of_json_is_counted_and_told() -> None:
    good = b'{"name": "anna", "time": "2017-01-09T12:00:00Z", "state": "online"}\n'
    assert presence(good + b"{\n[]\n" + good).refused == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "it is empty"),
        (b"person,time,state\n", "it is empty"),
        (b"\x00\x01", "line 1: wanted is online or offline, not ''"),
        (b"[]", "it is empty"),
    ],
)
def test_nothing_readable_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match="^" + sentence):
        presence(data)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (presence, lambda data: posts(data, "x")):
        try:
            assert read(data).rows
        except ValueError as error:
            sentence = str(error)
            assert sentence.startswith(("line ", "it is empty"))


POSTS = {
    "no head": b"anna,2017-01-09T12:00:00Z\n",
    "more columns": b'id,account,text,created_at\n1,anna,"hello, you",2017-01-09T12:00:00Z\n',
    "as Twitter writes times": b'[{"created_at": "Mon Jan 09 12:00:00 +0000 2017", "user": {"screen_name": "anna"}}]',
    "as Mastodon does": b'[{"created_at": "2017-01-09T12:00:00.000Z", "account": {"acct": "anna", "id": "1"}}]',
}


@pytest.mark.parametrize("data", POSTS.values(), ids=POSTS.keys())
def test_posts_in_any_writing(data: bytes) -> None:
    assert posts(data, "blog") == Brought((Post("anna", NOON, "blog"),))


def test_a_post_may_have_lines() -> None:
    found = posts(b'account,text,time\nanna,"hello\nyou",2017-01-09T12:00:00Z\n"never ended', "blog")
    assert found == Brought((Post("anna", NOON, "blog"),), 1, "line 4: no time that can be read: ''")


def test_posts_without_account_are_the_sources() -> None:
    assert posts(b"2017-01-09T12:00:00Z\n", "anna") == Brought((Post("anna", NOON, "anna"),))
