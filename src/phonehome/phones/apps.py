"""The apps a simulated person may have: real package names, versions of early 2017, how long and when they are used."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Literal

from msgspec import Struct

from phonehome.phones.chance import weighted

Hours = tuple[float, float, float, float]

EVEN: Hours = (1, 1, 1, 1)
MORNINGS: Hours = (0.3, 3, 0.8, 0.6)
WORKDAYS: Hours = (0.1, 1, 2.5, 0.4)
EVENINGS: Hours = (2, 0.2, 0.6, 2.5)


class App(Struct, frozen=True):
    """An app: package, first activity, versions, median seconds of one use, and its pull.

    ``pull`` is how often it is chosen, ``hours`` its weight at night, in the morning (6-9), by day and in the
    evening (18-24); ``talks`` says whether a use may be a talk with one of the person's contacts: by phone ("call"),
    by SMS ("text") or over the net ("chat"); ``browses`` whether it is a browser.
    """

    package: str
    activity: str
    version: str
    code: int
    seconds: float
    pull: float
    hours: Hours = EVEN
    talks: Literal["", "call", "text", "chat"] = ""
    browses: bool = False


ALWAYS = (
    App("net.oneplus.launcher", "Launcher", "2.0.0", 200, 8, 6),
    App("com.android.chrome", "ChromeTabbedActivity", "55.0.2883.91", 288309101, 70, 10, browses=True),
    App("com.android.dialer", "DialtactsActivity", "3.00.00", 23, 60, 2.5, WORKDAYS, "call"),
    App("com.oneplus.mms", "ConversationList", "1.1.0", 110, 25, 2, EVEN, "text"),
    App("com.oneplus.camera", "OnePlusCamera", "1.4.82", 1482, 35, 1.5),
    App("com.android.settings", "Settings", "6.0.1", 23, 20, 1),
    App("com.oneplus.deskclock", "DeskClock", "1.6.0", 1600, 12, 1.2, EVENINGS),
)

OPTIONAL = (
    App("com.whatsapp", "HomeActivity", "2.16.396", 451565, 30, 14, EVEN, "chat"),
    App("com.facebook.orca", "MainActivity", "101.0.0.18.69", 49249634, 28, 6, EVENINGS, "chat"),
    App("org.telegram.messenger", "LaunchActivity", "3.16.1", 9030, 28, 5, EVEN, "chat"),
    App("org.thoughtcrime.securesms", "ConversationListActivity", "3.26.2", 263, 28, 3, EVENINGS, "chat"),
    App("com.Slack", "HomeActivity", "2.29.0", 20003701, 35, 6, WORKDAYS, "chat"),
    App("com.google.android.gm", "ConversationListActivityGmail", "6.11.27", 57105341, 40, 6, WORKDAYS),
    App("com.microsoft.office.outlook", "CentralActivity", "2.1.135", 135, 45, 4, WORKDAYS),
    App("com.facebook.katana", "FbMainTabActivity", "106.0.0.26.68", 46829331, 110, 8, EVENINGS),
    App("com.instagram.android", "MainTabActivity", "10.3.2", 45962354, 80, 7, EVENINGS),
    App("com.twitter.android", "MainActivity", "6.27.1", 6271014, 70, 6, MORNINGS),
    App("com.reddit.frontpage", "MainActivity", "1.5.6", 156, 120, 4, EVENINGS),
    App("com.google.android.youtube", "WatchWhileActivity", "11.47.57", 114757130, 260, 4, EVENINGS),
    App("com.netflix.mediaclient", "UIWebViewActivity", "4.11.3", 15172, 900, 1, (1, 0, 0.1, 3)),
    App("com.spotify.music", "MainActivity", "7.2.0.1250", 19793135, 25, 3, MORNINGS),
    App("bbc.mobile.news.uk", "HomeWwActivity", "4.2.0.16", 4200016, 75, 4, MORNINGS),
    App("com.guardian", "HomeActivity", "4.9.1257", 11257, 80, 3, MORNINGS),
    App("com.citymapper.app.release", "HomeActivity", "6.16", 616, 35, 2, MORNINGS),
    App("com.google.android.apps.maps", "MapsActivity", "9.43.2", 943200000, 50, 3),
    App("com.thetrainline", "MainActivity", "11.0.1", 11001, 40, 1.5, MORNINGS),
    App("com.strava", "SplashActivity", "4.22.0", 1211, 45, 1.5, MORNINGS),
    App("com.barclays.android.barclaysmobilebanking", "MainActivity", "1.33.1", 13301, 40, 1),
    App("com.grindrapp.android", "HomeActivity", "3.0.12", 3012, 50, 1.5, EVENINGS),
    App("com.tinder", "MainActivity", "6.4.1", 1738, 60, 2, EVENINGS),
    App("com.babycentre.pregnancy", "MainActivity", "3.6.1", 361, 60, 1.2, EVENINGS),
    App("com.myfitnesspal.android", "HomeActivity", "6.1", 6101, 45, 1.5, EVEN),
    App("com.king.candycrushsaga", "CandyCrushSagaActivity", "1.90.0.5", 10900005, 300, 3, EVENINGS),
    App("com.amazon.mShop.android.shopping", "HomeActivity", "10.0.0.100", 241000010, 70, 2, EVENINGS),
    App("com.skype.raider", "HubActivity", "7.28.0.389", 119276933, 120, 1.5, WORKDAYS, "chat"),
)


def chosen(rng: Random) -> tuple[App, ...]:
    """The apps of one person: those every phone has, and 10 to 18 of the others."""
    others = list(OPTIONAL)
    rng.shuffle(others)
    return ALWAYS + tuple(others[: rng.randrange(10, 19)])


def at_hour(rng: Random, apps: Sequence[App], hour: float) -> App:
    """The app a person opens at that hour of the day."""
    part = 0 if hour < 6 else 1 if hour < 9 else 2 if hour < 18 else 3
    return weighted(rng, apps, [app.pull * app.hours[part] for app in apps])
