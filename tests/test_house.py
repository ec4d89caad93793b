"""The house is tested too: its files, its pages, its README."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from phonehome.cli import phonehome
from phonehome.cli.lazy import below
from phonehome.phones import PROFILES

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "phonehome"
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST = 300
# A package's own file is tested under its name, as test_init.py, or under the name of what it lists.
LISTS = {"read": "reader", "report": "formats", "profile": "html"}


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def has_functions(file: Path) -> bool:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) for node in ast.walk(tree))


WORKING = [file for file in FILES if has_functions(file)]


def places_of_tests(file: Path) -> set[Path]:
    """Where a source file's tests may stand."""
    folder = ROOT / "tests" / file.parent.relative_to(SOURCE)
    names = {"__init__": ("init", file.parent.name, LISTS.get(file.parent.name, "")), "__main__": ("main",)}.get(
        file.stem, (file.stem,)
    )
    return {folder / f"test_{name}.py" for name in names}


def examples(text: str) -> list[str]:
    """The commands of a page that begin with phonehome, in its order."""
    return [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ phonehome ")]


@pytest.mark.parametrize("file", WORKING, ids=name_of)
def test_source_file_has_its_test_file(file: Path) -> None:
    assert any(test.exists() for test in places_of_tests(file))


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_source_file_is_short(file: Path) -> None:
    assert len(file.read_bytes().splitlines()) <= LONGEST


@pytest.mark.parametrize("file", WORKING, ids=name_of)
def test_no_import_hides_in_a_function(file: Path) -> None:
    functions = [node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.FunctionDef)]
    inner = [node for function in functions for node in ast.walk(function)]
    assert not [node.lineno for node in inner if isinstance(node, ast.Import | ast.ImportFrom)]


def test_reference_pages_are_those_of_the_code() -> None:
    command = [sys.executable, str(ROOT / "tools" / "reference.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_the_reference_has_every_command_also_of_a_group_and_every_profile() -> None:
    page = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8").splitlines()
    commands = phonehome.all()
    named = [f"## phonehome {name}" for name in commands]
    named += [f"### phonehome {name} {inner}" for name, one in commands.items() for inner in below(one)]
    named.append(f"| `PROFILE` | {', '.join(f'`{name}`' for name in PROFILES)} |")
    assert [line for line in named if line not in page] == []


def test_readme_examples_run_in_their_order(capture: Path, owner_file: str, tmp_path: Path) -> None:
    shutil.copy(capture, tmp_path / "capture.har")
    shutil.copy(owner_file, tmp_path / "owner.toml")
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    said = [
        subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
        for line in examples((ROOT / "README.md").read_text(encoding="utf-8"))
    ]
    assert [(one.args, one.stderr) for one in said if one.returncode not in {0, 1}] == []
