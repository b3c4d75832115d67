"""The results that the repository keeps: figures with their date, a picture, the README's table.

In: matches, their figures and their table. Out: `benchmarks/results.json`, `docs/speed.svg` and the
block below `<!-- results -->` in the README, with the picture above it. Assumes that the README has
that block.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from arena import Match
from places import BENCHMARKS, ROOT
from plot import picture

FIGURES = BENCHMARKS / "results.json"
PICTURE = ROOT / "docs" / "speed.svg"
README = ROOT / "README.md"
BLOCK = re.compile(r"(?<=<!-- results -->\n).*?```\n.*?\n```", re.DOTALL)
IMAGE = "![How many times faster than CPython each side is](docs/speed.svg)"


def keep(matches: Sequence[Match], figures: dict[str, Any], table: str) -> None:
    """Write all three."""
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    PICTURE.write_text(picture(matches, figures["date"]), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    block = f"{IMAGE}\n\n```\n{table}\n```"
    README.write_text(BLOCK.sub(lambda _: block, text), encoding="utf-8")
