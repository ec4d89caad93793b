"""What a recorder makes of connections that are no plain requests; real clients stand in tests/live/test_session.py."""

from __future__ import annotations

from pathlib import Path

from mitmproxy.test import tflow
from mitmproxy.udp import UDPMessage

from phonehome.live.journal import NAME, Journal
from phonehome.model import Exchange
from phonehome.proxy.recorder import KEPT, Recorder
from phonehome.read import recording
from phonehome.read.record import Began


def recorder(folder: Path) -> tuple[Recorder, Journal]:
    journal = Journal(folder)
    return Recorder(journal, Began(0), lambda _: None), journal


def read(folder: Path) -> list[Exchange]:
    with (folder / NAME).open("rb") as file:
        return [one for one in recording.read(file) if isinstance(one, Exchange)]


def test_what_is_said_on_tcp_between_answers_is_one_message(tmp_path: Path) -> None:
    one, journal = recorder(tmp_path)
    flow = tflow.ttcpflow()
    said = flow.messages
    for from_client, content in ((True, b"a"), (True, b"b"), (False, b"answer"), (True, b"c")):
        flow.messages = [said[0]]
        flow.messages[0].from_client, flow.messages[0].content = from_client, content
        one.tcp_message(flow)
    one.close()
    journal.close()
    assert [(each.method, each.url, each.messages) for each in read(tmp_path)] == [
        ("TCP", "tcp://address:22", (b"ab", b"c"))
    ]


def test_datagrams_are_messages_and_do_not_pile_up(tmp_path: Path) -> None:
    one, journal = recorder(tmp_path)
    flow = tflow.tudpflow()
    for number in range(5):
        flow.messages.append(UDPMessage(from_client=True, content=bytes([number])))
        one.udp_message(flow)
    one.close()
    journal.close()
    assert len(flow.messages) == 1
    assert [each.messages for each in read(tmp_path)] == [tuple(bytes([number]) for number in range(5))]


def test_a_question_to_a_name_server_is_an_exchange(tmp_path: Path) -> None:
    one, journal = recorder(tmp_path)
    one.dns_request(tflow.tdnsflow())
    one.close()
    journal.close()
    assert [each.url for each in read(tmp_path)] == ["dns://address/dns.google?type=A"]


def test_a_long_body_is_kept_in_part_and_counted(tmp_path: Path) -> None:
    one, journal = recorder(tmp_path)
    flow = tflow.tflow(resp=True)
    flow.request.headers["content-length"] = str(KEPT + 1000)
    one.requestheaders(flow)
    stream = flow.request.stream
    assert callable(stream)
    for _ in range(0, KEPT, 1 << 20):
        stream(bytes(1 << 20))
    stream(b"x" * 1000)
    one.request(flow)
    one.response(flow)
    one.close()
    journal.close()
    assert [(len(each.body), each.unkept) for each in read(tmp_path)] == [(KEPT, 1000)]
