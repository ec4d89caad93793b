from __future__ import annotations

from itertools import pairwise

from msgspec import structs

from phonehome.phones import logs
from phonehome.phones.scene import Scene


def test_the_call_log_is_of_the_dialler_alone(scene: Scene) -> None:
    talks = [talk for talk in scene.life.talks if talk.app == "com.android.dialer"]
    numbers = {contact.name: contact.number for contact in scene.life.person.contacts}
    found = list(logs.calls(scene.life, 1))
    assert found != []
    assert [(call.number, call.start, call.end) for call in found] == [
        (numbers[talk.contact], talk.start, talk.end) for talk in talks
    ]
    assert {call.direction for call in found} == {"in", "out"}


def test_a_talk_by_sms_is_one_to_four_messages_to_and_fro(scene: Scene) -> None:
    talks = [talk for talk in scene.life.talks if talk.app == "com.oneplus.mms"]
    found = list(logs.texts(scene.life, 1))
    assert len(talks) <= len(found) <= 4 * len(talks)
    spans = {(talk.start, talk.end): [t for t in found if talk.start <= t.time < talk.end] for talk in talks}
    assert all(1 <= len(them) <= 4 for them in spans.values())
    assert all(one.received != other.received for them in spans.values() for one, other in pairwise(them))
    assert {text.words for text in found} <= set(logs.TEXTS)


def test_a_contact_is_added_at_most_once_and_after_a_talk(scene: Scene) -> None:
    found = [pair for seed in range(20) for pair in logs.added(scene.life, seed)]
    assert found != []
    ends = {talk.contact: [t.end for t in scene.life.talks if t.contact == talk.contact] for talk in scene.life.talks}
    assert all(any(0 <= time - end < 60_000 for end in ends[contact.name]) for time, contact in found)
    once = [contact.number for _, contact in logs.added(scene.life, 1)]
    assert len(set(once)) == len(once)


def test_who_talks_to_nobody_has_empty_logs(scene: Scene) -> None:
    silent = structs.replace(scene.life, talks=())
    assert [*logs.calls(silent, 1), *logs.texts(silent, 1), *logs.added(silent, 1)] == []
