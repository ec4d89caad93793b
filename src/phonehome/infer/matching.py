"""Which accounts post when a phone is in use: the odds of being its owner's against knowing nothing of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from phonehome.infer.evidence import Post

Floats = NDArray[np.float64]
Hits = NDArray[np.bool_]

SECOND, MINUTE = 1_000.0, 60_000.0
LAG = 5 * SECOND  # until a post is out after it was sent
SHORTEST = 30 * SECOND  # of a use of which only the beginning is told
SILENCE = 180 * MINUTE  # after so long without use nobody knows whether the phone was idle, off or not recorded
AROUND = 60 * MINUTE  # what share of the time the phone is in use is asked of so long before and after a post
# What share of the owner's posts the phone makes; the rest comes from other devices.
SHARES = (0.35, 0.5, 0.65, 0.8, 0.9, 0.97)
RARE, OFTEN = 0.002, 0.9  # bounds of the share of time in use
LEAST_USES, LEAST_POSTS = 20, 8
# Half of all times that anybody asks, the owner's account is not among those that were brought.
BROUGHT = 0.5
NAMED = 0.99


class Match(Struct, frozen=True):
    """How an account's posts meet a phone's use.

    ``seen`` are its posts at times at which the phone was known to be in use or idle, ``met`` those in use,
    ``expected`` how many would be by chance; ``chance`` is the probability that the account is the owner's.
    """

    account: str
    posts: int
    seen: int
    met: int
    expected: float
    chance: float


class Course(Struct, frozen=True):
    """A phone's use in order: starts and ends (Unix ms) that do not overlap, and what is known between them."""

    starts: Floats
    ends: Floats
    known: Floats
    used: Floats
    edges: Floats


def matches(uses: Sequence[tuple[int, int]], posts: Sequence[Post]) -> list[Match]:
    """Every account, likeliest first; nothing where the phone was hardly used."""
    if len(uses) < LEAST_USES or not posts:
        return []
    names = sorted({post.account for post in posts})
    places = {name: place for place, name in enumerate(names)}
    whose = np.array([places[post.account] for post in posts])
    times = np.array([post.time for post in posts], dtype=np.float64)
    course = course_of(uses)
    seen, met, usual = meets(course, times)
    return _ranked(names, whose, (seen, met, usual))


def course_of(uses: Sequence[tuple[int, int]]) -> Course:
    """Uses, in any order, made apart, with how much time up to each edge was in use and how much is known."""
    spans = np.array(sorted(uses), dtype=np.float64)
    spans[:, 1] = np.maximum(spans[:, 1] + LAG, spans[:, 0] + SHORTEST)
    latest = np.maximum.accumulate(spans[:, 1])
    first = np.concatenate([[True], spans[1:, 0] > latest[:-1]])
    starts = spans[first, 0]
    ends = np.maximum.reduceat(spans[:, 1], np.flatnonzero(first))
    gaps = np.concatenate([[0.0], starts[1:] - ends[:-1]])
    lengths = ends - starts
    used = np.concatenate([[0.0], np.cumsum(np.stack([np.zeros(len(gaps)), lengths], axis=1).ravel())])
    known = np.cumsum(np.stack([np.where(gaps > SILENCE, 0, gaps), lengths], axis=1).ravel())
    edges = np.stack([starts, ends], axis=1).ravel()
    return Course(starts, ends, known, used[1:], edges)


def meets(course: Course, times: Floats) -> tuple[Hits, Hits, Floats]:
    """For each time whether the phone was seen then, whether it was in use, and how usual that was around it."""
    place = np.searchsorted(course.starts, times, side="right") - 1
    inside = (place >= 0) & (times <= course.ends[place])
    gap = course.starts[np.minimum(place + 1, len(course.starts) - 1)] - course.ends[place]
    seen = inside | ((place >= 0) & (place + 1 < len(course.starts)) & (gap <= SILENCE))
    return seen, inside, _usual(course, times)


def _usual(course: Course, times: Floats) -> Floats:
    """The share of the known time around in which the phone is in use, drawn a little to that of all days."""
    used = _between(course.edges, course.used, times)
    known = _between(course.edges, course.known, times)
    whole = course.used[-1] / course.known[-1]
    prior = AROUND / 4
    return np.asarray(np.clip((used + whole * prior) / (known + prior), RARE, OFTEN))


def _between(edges: Floats, sums: Floats, times: Floats) -> Floats:
    return np.asarray(np.interp(times + AROUND, edges, sums) - np.interp(times - AROUND, edges, sums))


def _ranked(names: Sequence[str], whose: NDArray[np.int64], posts: tuple[Hits, Hits, Floats]) -> list[Match]:
    seen, met, usual = posts
    count = len(names)
    weights = np.stack([np.bincount(whose, _told(share, posts), count) for share in SHARES], axis=1)
    seens = np.bincount(whose, seen, count)
    odds = _odds(weights.astype(np.float64), BROUGHT / count) * (seens >= LEAST_POSTS)
    expected = np.bincount(whose, usual * seen, count)
    mets, all_posts = np.bincount(whose, met & seen, count), np.bincount(whose, minlength=count)
    order = np.lexsort((np.arange(count), -odds))
    return [
        Match(
            names[at], int(all_posts[at]), int(seens[at]), int(mets[at]), round(float(expected[at]), 1), float(odds[at])
        )
        for at in order
    ]


def _told(share: float, posts: tuple[Hits, Hits, Floats]) -> Floats:
    """What each post says for an owner with that share made with the phone, as the logarithm of odds."""
    seen, met, usual = posts
    return np.asarray(np.where(met, np.log(share / usual + 1 - share), np.log(1 - share)) * seen)


def _odds(weights: Floats, prior: float) -> Floats:
    """The probability after the posts, over all shares that the phone may make."""
    most = weights.max(axis=1)
    evidence = most + np.log(np.exp(weights - most[:, None]).mean(axis=1)) + np.log(prior / (1 - prior))
    return np.asarray(1 / (1 + np.exp(-np.clip(evidence, -700, 700))))
