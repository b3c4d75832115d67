"""What the user can mend: a clear message instead of a traceback. Raised anywhere, shown by cli.

Assumes that `what` names the place (file, line, option) and that `remedy` says what to do.
"""

from __future__ import annotations

USAGE = 2  # the exit status of bad input
BROKEN = 3  # the exit status of a broken installation


class Problem(Exception):
    """Something is wrong outside Ferrule: what, what to do about it, and the exit status."""

    def __init__(self, what: str, remedy: str = "", status: int = USAGE) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.status = status
