"""Packs the knowledge tables, so that phonehome starts without parsing TOML. Run after every change of a table.

python tools/pack.py            writes src/phonehome/knowledge/packed.msgpack.zst
python tools/pack.py --check    exit code 1 when that file is not of the tables as they are
"""

from __future__ import annotations

import sys
from pathlib import Path

from phonehome.knowledge.load import PACKED, pack

KNOWLEDGE = Path(__file__).parents[1] / "src/phonehome/knowledge"


def main(arguments: list[str]) -> int:
    """Writes or checks the packed form."""
    packed = pack(KNOWLEDGE)
    file = KNOWLEDGE / PACKED
    if "--check" in arguments:
        is_fresh = file.exists() and file.read_bytes() == packed
        print("packed tables are fresh" if is_fresh else "packed tables are stale: run tools/pack.py")
        return 0 if is_fresh else 1
    file.write_bytes(packed)
    print(f"{file.name}: {len(packed)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
