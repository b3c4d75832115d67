"""Where things lie, and the environment that children run in.

In: nothing. Out: paths of this repository, and the folder for what benchmarks build. Assumes that
this file lies in `benchmarks/`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent
ROOT = BENCHMARKS.parent
EXAMPLES = ROOT / "examples"
HANDWRITTEN = BENCHMARKS / "rust"
PROGRAMS = BENCHMARKS / "programs"
BUILT = BENCHMARKS / "target"
RIVALS = BUILT / "rivals"
HOME = BUILT / "home"  # the cache of Ferrule here, so that nothing is known beforehand


def environment(**extra: str) -> dict[str, str]:
    """The environment of a child: this one, this interpreter for PyO3, and `extra`."""
    return {
        **os.environ,
        "PYO3_PYTHON": sys.executable,
        "PYO3_BUILD_EXTENSION_MODULE": "1",
        "PYTHONHASHSEED": "0",
        **extra,
    }
