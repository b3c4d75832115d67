"""What one call of one version did, as its caller sees it: data, nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Observed:
    """One call, as its caller sees it."""

    returned: object
    raised: BaseException | None
    arguments: tuple[object, ...]  # after the call
    inside: tuple[object, ...]  # what could be changed in the arguments, found before the call
    printed: str
    chance: object = None  # the state of `random` afterwards
    spent_s: float = 0.0  # processor time of the call itself
