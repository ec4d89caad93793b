"""What a command may put a file of its own in the place of: a file, never a device, a pipe or a link to one."""

from __future__ import annotations

from pathlib import Path


def refuse_what_is_no_file(target: Path) -> None:
    """ValueError for what is there and is no plain file: root would replace /dev/null itself."""
    if target.exists() and (target.is_symlink() or not target.is_file()):
        raise ValueError(f"{target} is no plain file, and is not replaced; give another name")
