"""Room 6: the text of a slice becomes a built extension on disk.

In: `Sources`. Out: `Built`. Everything here is seen from outside through these names only.
"""

from ferrule.crate.build import build, on_temporary, open_workshop, write_crate
from ferrule.crate.doctor import examine, is_healthy
from ferrule.crate.errors import (
    BuildFailed,
    CacheError,
    Cancelled,
    CrateError,
    Fault,
    Rejected,
    ToolMissing,
)
from ferrule.crate.install import install_rust
from ferrule.crate.notes import drop_note, get_note, put_note
from ferrule.crate.prepare import Prepared, Workshop, prepare
from ferrule.crate.recall import built_to_data, recall
from ferrule.crate.settings import BuildSettings, Progress
from ferrule.crate.store import Entry, Store, open_store, temporary_store
from ferrule.crate.tools import Toolchain, find_tools
from ferrule.crate.upkeep import Usage, clear, inventory, list_entries, prune, usage

__all__ = [
    "BuildFailed",
    "BuildSettings",
    "CacheError",
    "Cancelled",
    "CrateError",
    "Entry",
    "Fault",
    "Prepared",
    "Progress",
    "Rejected",
    "Store",
    "ToolMissing",
    "Toolchain",
    "Usage",
    "Workshop",
    "build",
    "built_to_data",
    "clear",
    "drop_note",
    "examine",
    "find_tools",
    "get_note",
    "install_rust",
    "inventory",
    "is_healthy",
    "list_entries",
    "on_temporary",
    "open_store",
    "open_workshop",
    "prepare",
    "prune",
    "put_note",
    "recall",
    "temporary_store",
    "usage",
    "write_crate",
]
