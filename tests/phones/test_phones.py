from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from phonehome.phones import PROFILES, Options, har, simulate, truth

PRINT_HASH = """
import hashlib
from phonehome.phones import Options, har, simulate, truth
week = simulate({profile!r}, Options(days=2, seed=5))
print(hashlib.sha256(b"".join((*har.write(week.exchanges), *truth.lines(week.truth)))).hexdigest())
"""


def digest(profile: str, options: Options) -> str:
    week = simulate(profile, options)
    return hashlib.sha256(b"".join((*har.write(week.exchanges), *truth.lines(week.truth)))).hexdigest()


@pytest.mark.parametrize("profile", PROFILES)
def test_same_seed_gives_the_same_bytes_in_another_process(profile: str) -> None:
    script = PRINT_HASH.format(profile=profile)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "77"}
    )
    assert done.stdout.strip() == digest(profile, Options(days=2, seed=5))


# what a profile does not heed, as its docstring says
UNHEEDED = {
    "miui-analytics": {"opted_out", "roaming"},
    "miui-browser": {"opted_out", "roaming"},
    "adups-2016": {"opted_out"},
    "samsung-dls": {"opted_out"},
    "google-clearcut": {"roaming"},
}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_option_changes_the_bytes_or_is_said_not_to(profile: str) -> None:
    usual = digest(profile, Options(days=3))
    options = {
        "days": Options(days=2),
        "seed": Options(days=3, seed=2),
        "opted_out": Options(days=3, opted_out=True),
        "roaming": Options(days=3, roaming=True),
    }
    same = {name for name, one in options.items() if digest(profile, one) == usual}
    assert same == UNHEEDED.get(profile, set())


def test_unknown_profile_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        ValueError, match="no profile is called 'nokia'; there are oneplus-2017, oneplus-odm-a, oneplus-odm-b"
    ):
        simulate("nokia", Options())
