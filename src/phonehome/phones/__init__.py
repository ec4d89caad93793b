"""Simulated phones: a person's weeks from a seed, told as a maker's wire format, with the truth kept beside them."""

from __future__ import annotations

from phonehome.phones import (
    adups_2016,
    google_clearcut,
    miui_analytics,
    miui_browser,
    oneplus_2017,
    oneplus_odm,
    samsung_dls,
    simulation,
    xiaomi_2014,
)
from phonehome.phones.scene import Options
from phonehome.phones.simulation import Simulation

__all__ = ["PROFILES", "Options", "Simulation", "simulate"]

PROFILES = {
    "oneplus-2017": oneplus_2017.PROFILE,
    "oneplus-odm-a": oneplus_odm.A,
    "oneplus-odm-b": oneplus_odm.B,
    "miui-analytics": miui_analytics.PROFILE,
    "miui-browser": miui_browser.PROFILE,
    "xiaomi-2014": xiaomi_2014.PROFILE,
    "adups-2016": adups_2016.PROFILE,
    "samsung-dls": samsung_dls.PROFILE,
    "google-clearcut": google_clearcut.PROFILE,
}


def simulate(profile: str, options: Options) -> Simulation:
    """The capture of a profile by name; same options, same bytes. A ValueError names the profiles there are."""
    if profile not in PROFILES:
        raise ValueError(f"no profile is called {profile!r}; there are {', '.join(PROFILES)}")
    return simulation.run(PROFILES[profile], options)
