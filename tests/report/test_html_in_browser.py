"""The page in a real browser, at the width of a phone and of a desk."""

from __future__ import annotations

import html
import re
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from browser import QUIET, chromium
from phonehome.infer.profile import Profile
from phonehome.model import Recipient
from phonehome.report.html import CHAPTERS, render
from phonehome.report.material import Look, Material
from phonehome.report.profile.html import render as render_profile

# A frame is exactly as wide as it is told; a headless window has a least width of its own.
FRAME = """<!doctype html><title>waiting</title>
<iframe srcdoc="{page}" style="width:{width}px;height:900px;border:0"></iframe>
<script>
onload = () => {{
  const frame = document.querySelector("iframe"), page = frame.contentDocument, root = page.documentElement;
  document.title = (() => {{ {look} }})();
}};
</script>"""
OPENED = """
page.querySelectorAll("details").forEach(one => one.open = true);
const loaded = frame.contentWindow.performance.getEntriesByType("resource").length;
return [root.scrollWidth, page.querySelectorAll("h2").length, loaded].join(" ");
"""
SCROLLED = """
const last = page.querySelector("section:last-of-type");
root.style.scrollBehavior = "auto";
last.scrollIntoView({block: "end"});
return [root.scrollWidth, last.getBoundingClientRect().bottom <= 901].join(" ");
"""


@pytest.fixture
def browser() -> str:
    return chromium()


def _title(browser: str, folder: Path, page: str, width: int, *, look: str = OPENED) -> str:
    wrapped = folder / "frame.html"
    wrapped.write_text(FRAME.format(page=html.escape(page), width=width, look=look), encoding="utf-8")
    call = [browser, *QUIET, f"--user-data-dir={folder / 'profile'}", "--dump-dom", wrapped.as_uri()]
    dumped = subprocess.run(call, capture_output=True, check=True, timeout=120)
    return re.sub(r".*<title>(.*?)</title>.*", r"\1", dumped.stdout.decode(), flags=re.DOTALL)


def _page(material: Material) -> str:
    return b"".join(render(material)).decode()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_and_asks_nobody(browser: str, tmp_path: Path, material: Material, width: int) -> None:
    assert _title(browser, tmp_path, _page(material), width) == f"{width} {len(CHAPTERS)} 0"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_profile_fits_and_asks_nobody(browser: str, tmp_path: Path, profile: Profile, width: int) -> None:
    page = b"".join(render_profile(profile, Look())).decode()
    assert _title(browser, tmp_path, page, width) == f"{width} {len(profile.answers)} 0"


def test_long_names_wrap_on_a_phone(browser: str, tmp_path: Path, material: Material) -> None:
    reports = tuple(
        replace(each, recipient=Recipient("x" * 900, "y" * 900, "z" * 90)) for each in material.report.recipients
    )
    page = _page(replace(material, report=replace(material.report, recipients=reports, shows_values=True)))
    assert _title(browser, tmp_path, page, 390) == f"390 {len(CHAPTERS)} 0"


def test_the_page_is_painted(browser: str, tmp_path: Path, material: Material) -> None:
    page, picture = tmp_path / "report.html", tmp_path / "report.png"
    page.write_text(_page(material), encoding="utf-8")
    call = [browser, *QUIET, f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={picture}", page.as_uri()]
    subprocess.run(call, capture_output=True, check=True, timeout=120)
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 20_000


@pytest.mark.parametrize("width", [390, 1280])
def test_a_large_page_opens_and_scrolls_to_its_end(
    browser: str, tmp_path: Path, material: Material, width: int
) -> None:
    one = material.report.recipients[0]
    many = tuple(
        replace(one, recipient=Recipient(f"h{number}.example", f"Organisation {number}")) for number in range(320)
    )
    page = _page(replace(material, report=replace(material.report, recipients=many)))
    assert len(page) > 2_000_000
    assert _title(browser, tmp_path, page, width, look=SCROLLED) == f"{width} true"
