"""Time that is spent outside of any function, where nothing can be moved: said, with what to do.

In: a `Profile`. Out: a sentence, or none. Assumes that the name of a module's own code is
`<module>`, as the interpreter has it.
"""

from __future__ import annotations

from pathlib import Path

from ferrule.base.records import Profile

_MUCH = 0.3  # of the time in Python
_LEAST_S = 0.05


def told(profile: Profile) -> str:
    """Where a module's own code is hot."""
    whole = sum(hot.self_s for hot in profile.functions)
    for hot in profile.functions:
        is_much = hot.self_s >= max(_LEAST_S, _MUCH * whole)
        if hot.func.qualname == "<module>" and is_much and hot.lines:
            line = max(hot.lines, key=lambda one: hot.lines[one])
            share = hot.self_s / whole
            return (
                f"{share:.0%} of the time is spent at {Path(hot.func.file).name}:{line}, outside "
                "of any function: only functions can be moved. Put that code into one and call it"
            )
    return ""
