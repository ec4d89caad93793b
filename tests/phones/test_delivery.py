from __future__ import annotations

from msgspec import structs

from phonehome.model import Exchange
from phonehome.phones.clock import HOUR
from phonehome.phones.delivery import delivered, times
from phonehome.phones.scene import Options, Scene, Told
from phonehome.phones.spans import Span


def told(scene: Scene, count: int, body: bytes = b"x") -> list[Told]:
    begin = scene.calendar.start
    return [
        Told(time, Exchange(0, "POST", "https://host.example/", time, body=body), (("imei", "1"),))
        for time in range(begin, begin + count * HOUR, HOUR)
    ]


def test_without_trouble_all_arrives_once(scene: Scene) -> None:
    assert list(delivered(scene, told(scene, 100))) == told(scene, 100)


def test_nothing_arrives_of_lost_stretches_nor_without_network(scene: Scene) -> None:
    begin = scene.calendar.start
    spans = {"lost": (Span(begin, begin + HOUR),), "offline": (Span(begin + HOUR, begin + 2 * HOUR),)}
    life = structs.replace(scene.life, **spans, off=(Span(begin + 2 * HOUR, begin + 3 * HOUR),))
    assert list(delivered(structs.replace(scene, life=life), told(scene, 5))) == told(scene, 5)[3:]


def test_a_body_comes_again_after_a_502(scene: Scene) -> None:
    troubled = structs.replace(scene, options=Options(trouble=True))
    sent = list(delivered(troubled, told(scene, 500)))
    bad = [place for place, one in enumerate(sent) if one.exchange.response and one.exchange.response.status == 502]
    assert 0 < len(bad) < 20
    for place in bad:
        first, second = sent[place], sent[place + 1]
        assert (second.exchange.body, second.planted) == (first.exchange.body, first.planted)
        assert second.time == second.exchange.time
        assert first.time < second.time
        assert times(troubled, first.time) == 2


def test_what_has_no_body_is_not_sent_again(scene: Scene) -> None:
    troubled = structs.replace(scene, options=Options(trouble=True))
    assert list(delivered(troubled, told(scene, 500, b""))) == told(scene, 500, b"")
