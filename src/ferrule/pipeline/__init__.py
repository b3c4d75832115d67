"""The corridor: the rooms in their order, for each command. Only this package imports rooms."""

from ferrule.pipeline.ahead import build
from ferrule.pipeline.run import compare, demo, find, run
from ferrule.pipeline.shop import cache_clear, cache_list, cache_prune, doctor, install_rust

__all__ = [
    "build",
    "cache_clear",
    "cache_list",
    "cache_prune",
    "compare",
    "demo",
    "doctor",
    "find",
    "install_rust",
    "run",
]
