"""The makers by the hosts and paths they answer at, for each profile; other hosts are not asked anything."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from makers import adups, google, oneplus, samsung, xiaomi
from makers.strict import Asked, Kept, Refused
from phonehome.model import Exchange

Maker = Callable[[Asked], Kept]
ONEPLUS = "open.oneplus.net"
COMMON: dict[tuple[str, str], Maker] = {
    (ONEPLUS, "/oauth/token"): oneplus.token,
    (ONEPLUS, "/cloud/pushdata"): oneplus.first,
    ("tracking.miui.com", "/tracks"): xiaomi.analytics,
    ("sa.api.intl.miui.com", "/sa"): xiaomi.browser,
    ("api.account.xiaomi.com", ""): xiaomi.account,
    ("bigdata.adups.com", "/upload.do"): adups.upload,
    ("rebootv5.adsunflower.com", "/ps/fetch.do"): adups.check,
    ("fota4hw.adsunflower.com", "/ota/detectdown/detectScheduleCheck.do"): adups.check,
    ("dls.di.atlas.samsung.com", "/v1/logs"): samsung.upload,
    ("dc.di.atlas.samsung.com", "/policy"): samsung.policy,
    ("regi.di.atlas.samsung.com", "/register"): samsung.registration,
    ("play.googleapis.com", "/log/batch"): google.log,
    ("android.clients.google.com", "/checkin"): google.checkin,
    ("app-measurement.com", "/a"): google.measured,
}
PUSHES: dict[str, Maker] = {"oneplus-odm-a": oneplus.later_a, "oneplus-odm-b": oneplus.later_b}
HOSTS = frozenset(host for host, _ in COMMON)


def asked(exchange: Exchange) -> Asked:
    """What a server would have of a request."""
    parts = urlsplit(exchange.url)
    headers = tuple((name.lower(), value) for name, value in exchange.headers)
    return Asked(exchange.method, parts.netloc, parts.path, parts.query, headers, exchange.body)


def taken(profile: str, request: Asked) -> Kept:
    """What the maker of a profile keeps of a request; Refused for one that it does not accept."""
    if (request.host, request.path) == (ONEPLUS, "/cloud/push"):
        return PUSHES[profile](request)
    maker = COMMON.get((request.host, request.path)) or COMMON.get((request.host, ""))
    if maker is None:
        raise Refused(f"no such place: {request.host}{request.path}")
    return maker(request)
