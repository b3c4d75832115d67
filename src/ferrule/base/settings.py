"""The settings: made once by the command line (`pyproject.py` reads the file), passed by hand.

Assumes nothing; every field has a default that suits a first run.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

Consent: TypeAlias = Literal["ask", "yes", "no"]

SWITCH = "FERRULE"  # the environment variable whose value `off` runs everything in Python


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose; the names in `[tool.ferrule]` have dashes for underscores."""

    cache: Path | None = None  # the cache folder; None is the private default
    only: tuple[str, ...] = ()  # work on these functions alone (`name` or `module:qualname`)
    skip: tuple[str, ...] = ()  # leave these functions in Python
    only_faster: bool = False  # what `build` measures to be no faster stays in Python too
    effects: tuple[str, ...] = ()  # functions whose outside effects the proof may execute
    min_share: float = 0.01  # functions below this share of the run are left alone
    proof_inputs: int = 150  # generated inputs compared, for one function
    proof_seconds: float = 1.5  # the longest that one function's proof may take
    timing_seconds: float = 0.3  # spent timing one function
    build_seconds: float = 300.0  # the longest that one build may take
    seed: int = 0  # of the generated inputs
    native_cpu: bool = True  # local builds may use all that this processor offers
    checked: bool = False  # build with overflow checks and debug assertions
    install_rust: Consent = "ask"  # whether a missing toolchain may be installed privately


def is_off(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the user switched Ferrule off for this process."""
    return environment.get(SWITCH, "").strip().lower() in ("off", "0", "no", "false")
