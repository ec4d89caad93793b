"""Writes a profile as JSON: one object a question under its name; times are ISO 8601 with the phone's offset."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from phonehome.infer.profile import Profile
from phonehome.report.json import harmless
from phonehome.report.material import Look

VERSION = 1


def render(profile: Profile, _: Look) -> Iterator[bytes]:
    """The profile as one JSON object."""
    head: dict[str, object] = {
        "version": VERSION,
        "cases": [[each.name for each in case.inputs] for case in profile.cases],
        "recipient": profile.recipient,
        "warning": profile.warning,
    }
    answers = {answer.question: answer for answer in profile.answers}
    yield msgspec.json.format(harmless(msgspec.json.encode({**head, **answers})), indent=1) + b"\n"
