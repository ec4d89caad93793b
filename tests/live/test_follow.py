from __future__ import annotations

import hashlib
from pathlib import Path

from phonehome import case as cases
from phonehome.knowledge.load import load
from phonehome.live.follow import Follower
from phonehome.live.journal import NAME, Journal
from phonehome.model import Exchange, Input, Owner
from phonehome.read.record import Answered, Asked, Began, Closed

OWNER = Owner({"imei": ("490154203237518",)}, "GB")


def exchange(index: int) -> Exchange:
    return Exchange(index, "GET", f"https://example.org/?id=490154203237518&n={index}", 1_500_000_000_000)


def test_a_case_grows_with_its_recording(tmp_path: Path) -> None:
    with cases.create(tmp_path) as case:
        journal = Journal(tmp_path)
        journal.append(Began(0, OWNER))
        follower = Follower(tmp_path, OWNER, load())
        journal.count(Asked(exchange(0)))
        assert (follower.more(case), follower.more(case)) == ([], None)
        journal.append(Answered(0))
        journal.count(Asked(exchange(1)))
        first = follower.more(case)
        assert [(one.exchange.index, [found.kind for found in one.findings]) for one in first or ()] == [(0, ["imei"])]
        journal.append(Closed(2))
        journal.close()
        assert [one.exchange.index for one in follower.more(case) or ()] == [1]
        assert follower.finish(case) == []
    data = (tmp_path / NAME).read_bytes()
    read = Input(NAME, hashlib.sha256(data).hexdigest(), len(data), "phonehome recording", 2)
    info = cases.read_info(tmp_path)
    assert (info.inputs, info.region, follower.sums.kinds["imei"]) == ((read,), "GB", 2)
    with cases.connect(tmp_path) as tables:
        assert tables.execute("SELECT exchange FROM exchanges").fetchall() == [(0,), (1,)]
