"""phonehome simulate: the capture of a simulated phone, with its owner.toml and the truth beside it."""

from __future__ import annotations

from pathlib import Path

import click

from phonehome.cli.command import DONE, command_with, progress_bar
from phonehome.phones import PROFILES, Options, har, truth
from phonehome.phones import simulate as run


@click.command(
    cls=command_with("phonehome simulate oneplus-2017 --days 7 --seed 1 --out week.har"),
    epilog=f"Profiles: {', '.join(PROFILES)}.",
)
@click.argument("profile", metavar="PROFILE", type=click.Choice(list(PROFILES)))
@click.option(
    "--out", required=True, metavar="FILE", help="The HAR; NAME.owner.toml and NAME.truth.jsonl go beside it."
)
@click.option("--days", default=7, show_default=True, help="How long the capture runs.")
@click.option(
    "--seed", default=1, show_default=True, help="Which person and phone; the same seed gives the same bytes."
)
@click.option("--opted-out", is_flag=True, help="The owner opted out of what the maker lets them opt out of.")
@click.option("--roaming", is_flag=True, help="The phone is abroad, on mobile data.")
@click.option(
    "--trouble",
    is_flag=True,
    help="What makes real lives hard to read: shifts, travel, phone off, late uploads, lost stretches, a reset.",
)
@click.option("--force", is_flag=True, help="Replace the files.")
def simulate(profile: str, out: str, days: int, seed: int, **chosen: bool) -> int:
    """Simulate a phone of a PROFILE and the person who carries it."""
    capture = Path(out)
    stem = capture.with_suffix("") if capture.suffix == ".har" else capture
    owner, planted = Path(f"{stem}.owner.toml"), Path(f"{stem}.truth.jsonl")
    if not chosen.pop("force"):
        _refuse_present(capture, owner, planted)
    with progress_bar("simulating", None):
        simulation = run(profile, Options(days, seed, **chosen))
    with capture.open("wb") as file:
        file.writelines(har.write(simulation.exchanges))
    owner.write_text(truth.owner_toml(simulation.owner), encoding="utf-8")
    with planted.open("wb") as file:
        file.writelines(truth.lines(simulation.truth))
    click.echo(f"{capture}: {len(simulation.exchanges)} exchanges, {len(simulation.truth)} planted values")
    return DONE


def _refuse_present(*files: Path) -> None:
    """Another capture, or an owner.toml of a real person, may have the name."""
    for file in files:
        if file.exists() and not file.is_char_device():
            raise ValueError(f"{file} is there already; give another name, or --force to replace it")
