"""The corridor: the rooms in their order, for each command. Only this package imports rooms.

Each name is loaded when it is first used: `run` must not wait for what only `build` needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ferrule.pipeline.adopt import adopt
    from ferrule.pipeline.ahead import build
    from ferrule.pipeline.check import check
    from ferrule.pipeline.handmade import run_rust, rust_cell
    from ferrule.pipeline.inspect import bench, is_equal, prove, show
    from ferrule.pipeline.projects import add_rust, add_workflow, new_project, undo
    from ferrule.pipeline.run import compare, demo, find, run, run_ready
    from ferrule.pipeline.shop import cache_clear, cache_list, cache_prune, doctor, install_rust
    from ferrule.pipeline.verify import holds, verify
    from ferrule.pipeline.wheels import Wanted, wheel

_WHERE = {
    "adopt": ("adopt",),
    "ahead": ("build",),
    "check": ("check",),
    "handmade": ("rust_cell", "run_rust"),
    "inspect": ("bench", "is_equal", "prove", "show"),
    "projects": ("add_rust", "add_workflow", "new_project", "undo"),
    "run": ("compare", "demo", "find", "run", "run_ready"),
    "shop": ("cache_clear", "cache_list", "cache_prune", "doctor", "install_rust"),
    "verify": ("holds", "verify"),
    "wheels": ("Wanted", "wheel"),
}

__all__ = [
    "Wanted",
    "add_rust",
    "add_workflow",
    "adopt",
    "bench",
    "build",
    "cache_clear",
    "cache_list",
    "cache_prune",
    "check",
    "compare",
    "demo",
    "doctor",
    "find",
    "holds",
    "install_rust",
    "is_equal",
    "new_project",
    "prove",
    "run",
    "run_ready",
    "run_rust",
    "rust_cell",
    "show",
    "undo",
    "verify",
    "wheel",
]


def __getattr__(name: str) -> object:
    """Load the file that has the name; a function may bear the name of its file."""
    for module, names in _WHERE.items():
        if name in names:
            loaded = import_module(f"ferrule.pipeline.{module}")
            globals().update({one: getattr(loaded, one) for one in names})
            return globals()[name]
    raise AttributeError(f"module 'ferrule.pipeline' has no attribute {name!r}")
