"""What becomes of exchanges on their way: none without a network, some lost from the capture, some sent twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import structs

from phonehome.model import Exchange, Response
from phonehome.phones.chance import stream
from phonehome.phones.clock import SECOND
from phonehome.phones.scene import Scene, Told, connected
from phonehome.phones.spans import covers

AGAIN = 0.01
BAD_GATEWAY = Response(502, (("Content-Type", "text/html"),), 150)


def delivered(scene: Scene, told: Iterable[Told]) -> Iterator[Told]:
    """What the capture has of the exchanges of a scene."""
    for one in told:
        if connected(scene, one.time) and not covers(scene.life.lost, one.time):
            yield from _again(scene, one)


def times(scene: Scene, time: int) -> int:
    """How often a body that is sent at that time is sent: twice where the server first answers 502."""
    return 2 if scene.options.trouble and stream(scene.options.seed, f"502 {time}").random() < AGAIN else 1


def _again(scene: Scene, one: Told) -> Iterator[Told]:
    if not one.exchange.body or times(scene, one.time) == 1:
        yield one
        return
    later = one.time + stream(scene.options.seed, f"again {one.time}").randrange(2 * SECOND, 30 * SECOND)
    yield structs.replace(one, exchange=structs.replace(one.exchange, response=BAD_GATEWAY))
    yield Told(later, _at(one.exchange, later), one.planted)


def _at(exchange: Exchange, time: int) -> Exchange:
    return structs.replace(exchange, time=time)
