"""What the running program and the work beside it share, and what comes out in the end."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ferrule.base.records import Outcome
from ferrule.base.settings import Settings
from ferrule.call import Waiting
from ferrule.pipeline.memory import Memory
from ferrule.profile import Watch

LEAST_SAVING_S = 0.01  # less is not worth a build


@dataclass(slots=True)
class Side:
    """One run's work beside the program."""

    watch: Watch
    settings: Settings
    memory: Memory
    waiting: Waiting
    is_ended: threading.Event = field(default_factory=threading.Event)
    work: Any = None  # a `work.Work`, once something hot was found: it is loaded only then
    bug: Exception | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run has found out."""

    outcomes: tuple[Outcome, ...] = ()
    steps: Mapping[str, float] = field(default_factory=dict)
    note: str = ""
