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


@pytest.mark.parametrize("profile", PROFILES)
def test_every_option_changes_the_bytes(profile: str) -> None:
    options = (
        Options(days=3),
        Options(days=2),
        Options(days=3, seed=2),
        Options(days=3, opted_out=True),
        Options(days=3, roaming=True),
    )
    assert len({digest(profile, one) for one in options}) == len(options)


def test_unknown_profile_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        ValueError, match="no profile is called 'nokia'; there are oneplus-2017, oneplus-odm-a, oneplus-odm-b"
    ):
        simulate("nokia", Options())
