"""Which account of another source is the phone owner's, by when it posts, and what both tell only together."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from phonehome.infer.answer import Answer, Sureness
from phonehome.infer.asleep.screen import lit
from phonehome.infer.asleep.unseen import dated
from phonehome.infer.combined import Combined, combined
from phonehome.infer.evidence import Evidence, Happening, Key, Post
from phonehome.infer.labels import labels
from phonehome.infer.logged import by_hour
from phonehome.infer.matching import LEAST_POSTS, LEAST_USES, NAMED, Match, matches

NAME = "sources"
NEEDED = (
    f"posts of accounts with their times (--source), {LEAST_POSTS} or more of an account while the phone was seen, and "
    "times of the phone's use"
)
MOST_OWNED, MOST_OTHERS = 10, 10
SURE, FITS = 0.999, 0.5
UNCERTAIN = (
    "Who posts with somebody else's phone, or leaves posting to a program, is not found; who always posts in company "
    "of the owner may be taken for them."
)


class Account(Struct, frozen=True):
    """An account of a source.

    Of its ``posts``, ``seen`` came at times at which the phone was known to be in use or idle, ``met`` of these while
    it was in use, where chance explains ``expected``. ``chance`` is the probability that the phone's owner posts them,
    if before as many cases have the owner among all accounts as not. ``hours`` counts posts by local hour.
    """

    account: str
    source: str
    posts: int
    seen: int
    met: int
    expected: float
    chance: float
    hours: tuple[int, ...]


class Sources(Answer, frozen=True, kw_only=True):
    """``owned`` are the accounts of the phone's owner, likeliest first, ``others`` the next ten of all ``compared``.

    ``adds`` are statements that neither the phone nor the source allows alone, about the likeliest account.
    """

    owned: tuple[Account, ...] = ()
    others: tuple[Account, ...] = ()
    compared: int = 0
    adds: tuple[Combined, ...] = ()


class _Posts(Struct, frozen=True):
    by_account: Mapping[str, Sequence[Post]]
    names: Mapping[str, str]


def ask(evidence: Evidence) -> Sources:
    """The accounts that post when the phone is in use."""
    posts = evidence.brought.posts
    if not posts:
        return _none("No source with posts of accounts was given.")
    happened, _ = dated(evidence.happenings(), evidence.happenings(misdated=True))
    uses = [(use.start, use.end) for use in lit(happened).uses]
    found = matches(uses, posts)
    if not any(one.seen >= LEAST_POSTS for one in found):
        return _none(_thin(len(uses)))
    return _answer(evidence, found, _grouped(posts, evidence), happened)


def _none(sentence: str) -> Sources:
    return Sources(question=NAME, sentence=sentence, certainty="none", needed=NEEDED)


def _thin(uses: int) -> str:
    if uses < LEAST_USES:
        return "Too few uses of the phone were sent to tell when its owner posts."
    return f"No account posted {LEAST_POSTS} times while the phone was seen."


def _grouped(posts: Sequence[Post], evidence: Evidence) -> _Posts:
    by_account: defaultdict[str, list[Post]] = defaultdict(list)
    for post in posts:
        by_account[post.account].append(post)
    return _Posts(by_account, labels(sorted(by_account), evidence.say))


def _answer(evidence: Evidence, found: Sequence[Match], posts: _Posts, happened: Sequence[Happening]) -> Sources:
    named = [one for one in found if one.chance >= NAMED][:MOST_OWNED]
    owned = tuple(_account(one, posts, evidence) for one in named)
    rest = found[len(named) : len(named) + MOST_OTHERS]
    times = [post.time for one in named for post in posts.by_account[one.account]]
    proof, count = evidence.proof(_met(times, happened))
    return Sources(
        question=NAME,
        sentence=_sentence(owned, found, posts),
        certainty=_certainty(found),
        uncertainty=UNCERTAIN if named else "",
        needed=NEEDED,
        proof=proof,
        proved_by=count,
        owned=owned,
        others=tuple(_account(one, posts, evidence) for one in rest),
        compared=len(found),
        adds=tuple(combined(owned[0].account, named[0], evidence)) if owned else (),
    )


def _account(one: Match, posts: _Posts, evidence: Evidence) -> Account:
    mine = posts.by_account[one.account]
    return Account(
        account=posts.names[one.account],
        source=evidence.say(Counter(post.source for post in mine).most_common(1)[0][0]),
        posts=one.posts,
        seen=one.seen,
        met=one.met,
        expected=one.expected,
        chance=one.chance,
        hours=by_hour((post.time for post in mine), evidence.clock),
    )


def _met(times: Sequence[int], happened: Sequence[Happening]) -> Iterator[Key]:
    """What the phone last told to have happened before each post."""
    for time in times:
        place = bisect_right(happened, time, key=lambda one: one.start)
        if place:
            yield happened[place - 1].key


def _certainty(found: Sequence[Match]) -> Sureness:
    if found[0].chance >= NAMED:
        return "high" if found[0].chance >= SURE else "medium"
    return "low" if found[0].chance >= FITS else "medium"


def _sentence(owned: Sequence[Account], found: Sequence[Match], posts: _Posts) -> str:
    count = "the one account" if len(found) == 1 else f"{len(found):,} accounts"
    if owned:
        first = owned[0]
        more = f" So do {len(owned) - 1:,} more." if len(owned) > 1 else ""
        return (
            f"Of {count}, {first.account} belongs to the phone's owner: {first.met:,} of its {first.seen:,} posts came "
            f"while the phone was in use, where chance explains {first.expected:.0f}.{more}"
        )
    first_match = found[0]
    if first_match.chance >= FITS:
        return f"{posts.names[first_match.account]} fits best of {count}, but too few posts tell it from the others."
    return (
        f"Of {count}, none posts when the phone is in use more often than chance explains: the owner's is not among "
        "them, or is used on another device."
    )
