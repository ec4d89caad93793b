"""A running capture told line by line, where no table can be drawn: each recipient and kind when it is first seen."""

from __future__ import annotations

from phonehome.knowledge.schema import Knowledge
from phonehome.live.snapshot import News
from phonehome.model import CERTAINTIES
from phonehome.report.words import clock, inside, visible


def line(news: News, knowledge: Knowledge) -> str:
    """12:03:44 UTC OnePlus (open.oneplus.net): first contact; IMEI, serial number (confirmed)."""
    who = news.recipient.host if news.name == news.recipient.host else f"{news.name} ({news.recipient.host})"
    told = ["first contact"] if news.is_first else []
    if news.is_refusal:
        told.append("an attempt that sent nothing")
    for certainty in CERTAINTIES:
        kinds = [inside(knowledge.kinds[kind].label) for kind, sure in news.kinds if sure == certainty]
        if kinds:
            told.append(f"{', '.join(kinds)} ({certainty})")
    when = f"{clock(news.at)} UTC " if news.at is not None else ""
    return visible(f"{when}{who}: {'; '.join(told)}")
