"""What the apps that every phone has are called on phones of other makers than OnePlus."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from phonehome.phones.person import Person

MIUI = {
    "net.oneplus.launcher": "com.miui.home",
    "com.android.chrome": "com.android.browser",
    "com.android.dialer": "com.android.contacts",
    "com.oneplus.mms": "com.android.mms",
    "com.oneplus.camera": "com.android.camera",
    "com.oneplus.deskclock": "com.android.deskclock",
}
MEDIATEK = {
    "net.oneplus.launcher": "com.android.launcher3",
    "com.oneplus.mms": "com.android.mms",
    "com.oneplus.camera": "com.mediatek.camera",
    "com.oneplus.deskclock": "com.android.deskclock",
}
SAMSUNG = {
    "net.oneplus.launcher": "com.sec.android.app.launcher",
    "com.android.chrome": "com.sec.android.app.sbrowser",
    "com.android.dialer": "com.samsung.android.dialer",
    "com.oneplus.mms": "com.samsung.android.messaging",
    "com.oneplus.camera": "com.sec.android.app.camera",
    "com.oneplus.deskclock": "com.sec.android.app.clockpackage",
}
PIXEL = {
    "net.oneplus.launcher": "com.google.android.apps.nexuslauncher",
    "com.android.dialer": "com.google.android.dialer",
    "com.oneplus.mms": "com.google.android.apps.messaging",
    "com.oneplus.camera": "com.google.android.GoogleCamera",
    "com.oneplus.deskclock": "com.google.android.deskclock",
}


def carrying(person: Person, names: Mapping[str, str]) -> Person:
    """The person with a phone on which those apps have other names; nothing else about them changes."""
    apps = tuple(structs.replace(app, package=names.get(app.package, app.package)) for app in person.apps)
    return structs.replace(person, apps=apps)
