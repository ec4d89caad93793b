"""The scene of a profile, and its protobuf read back without a schema."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from phonehome.phones.clock import Calendar
from phonehome.phones.identity import phone
from phonehome.phones.life import live
from phonehome.phones.person import person
from phonehome.phones.preinstalled import carrying
from phonehome.phones.scene import Options, Profile, Scene, Told

Fields = dict[int, list[int | bytes]]


def scene_of(profile: Profile, options: Options | None = None) -> Scene:
    chosen = options or Options()
    calendar = Calendar(profile.start, chosen.days)
    life = live(carrying(person(chosen.seed), profile.apps), calendar, chosen.seed)
    return Scene(phone(chosen.seed), life, calendar, chosen)


def told_within(profile: Profile, scene: Scene) -> list[Told]:
    """What is told of the calendar, in order of time."""
    told = [one for one in profile.tell(scene) if scene.calendar.start <= one.time < scene.calendar.end]
    return sorted(told, key=lambda one: one.time)


def host(told: Told) -> str:
    return told.exchange.url.split("/")[2]


def header(told: Told, name: str) -> str:
    return dict(told.exchange.headers)[name]


def walked(message: bytes) -> Fields:
    """The fields of a protobuf message by number; any error is the test's."""
    fields: Fields = {}
    place = 0
    while place < len(message):
        tag, place = varint(message, place)
        if tag & 7 == 0:
            value, place = varint(message, place)
            fields.setdefault(tag >> 3, []).append(value)
        elif tag & 7 == 1:
            fields.setdefault(tag >> 3, []).extend(struct.unpack_from("<Q", message, place))
            place += 8
        else:
            assert tag & 7 == 2
            size, place = varint(message, place)
            assert place + size <= len(message)
            fields.setdefault(tag >> 3, []).append(message[place : place + size])
            place += size
    return fields


def delimited(data: bytes) -> Iterator[bytes]:
    """The messages of an array in which each stands behind its length."""
    place = 0
    while place < len(data):
        size, place = varint(data, place)
        yield data[place : place + size]
        place += size


def varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while data[place] & 0x80:
        value |= (data[place] & 0x7F) << shift
        place, shift = place + 1, shift + 7
    return value | data[place] << shift, place + 1


def block(value: int | bytes) -> bytes:
    assert isinstance(value, bytes)
    return value
