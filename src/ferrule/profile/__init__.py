"""Room 1: watch a program while it runs once; find what is worth compiling. Out: a `Profile`."""

from ferrule.profile.functions import find_function
from ferrule.profile.pick import Choice, rank
from ferrule.profile.run import Status, execute, leave
from ferrule.profile.store import load, save
from ferrule.profile.watch import Watch, WatchSettings, watching

__all__ = [
    "Choice",
    "Status",
    "Watch",
    "WatchSettings",
    "execute",
    "find_function",
    "leave",
    "load",
    "rank",
    "save",
    "watching",
]
