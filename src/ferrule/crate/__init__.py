"""Room 6: the text of a slice becomes a built extension on disk.

In: `Sources`. Out: `Built`. Everything here is seen from outside through these names only.
"""

from ferrule.crate.build import build, on_temporary, open_workshop, write_crate
from ferrule.crate.depot import Depot, Order, open_depot
from ferrule.crate.doctor import examine, is_healthy
from ferrule.crate.errors import (
    BuildFailed,
    CacheError,
    Cancelled,
    CrateError,
    Fault,
    LinkerMissing,
    Rejected,
    ToolMissing,
)
from ferrule.crate.fallback import holds_native_functions, without_extension
from ferrule.crate.freethreaded import WANTED as FREE_THREADED
from ferrule.crate.freethreaded import find_free_threaded
from ferrule.crate.install import install_rust
from ferrule.crate.maturin import WheelOrder, crates_target, lock_crates, make_wheels
from ferrule.crate.memo import hold_file, keep_memo
from ferrule.crate.notes import drop_note, get_note, put_note
from ferrule.crate.prepare import Prepared, Workshop, prepare
from ferrule.crate.project import build_extension
from ferrule.crate.recall import built_to_data, recall
from ferrule.crate.runtime import find_runtime, installation_stamp, packaged
from ferrule.crate.settings import BuildSettings, Progress
from ferrule.crate.single import Compiled, Refused, Single, compile_single, find_single
from ferrule.crate.store import Entry, Store, open_store, temporary_store
from ferrule.crate.tools import Toolchain, find_tools
from ferrule.crate.upkeep import Usage, clear, inventory, list_entries, prune, usage

__all__ = [
    "FREE_THREADED",
    "BuildFailed",
    "BuildSettings",
    "CacheError",
    "Cancelled",
    "Compiled",
    "CrateError",
    "Depot",
    "Entry",
    "Fault",
    "LinkerMissing",
    "Order",
    "Prepared",
    "Progress",
    "Refused",
    "Rejected",
    "Single",
    "Store",
    "ToolMissing",
    "Toolchain",
    "Usage",
    "WheelOrder",
    "Workshop",
    "build",
    "build_extension",
    "built_to_data",
    "clear",
    "compile_single",
    "crates_target",
    "drop_note",
    "examine",
    "find_free_threaded",
    "find_runtime",
    "find_single",
    "find_tools",
    "get_note",
    "hold_file",
    "holds_native_functions",
    "install_rust",
    "installation_stamp",
    "inventory",
    "is_healthy",
    "keep_memo",
    "list_entries",
    "lock_crates",
    "make_wheels",
    "on_temporary",
    "open_depot",
    "open_store",
    "open_workshop",
    "packaged",
    "prepare",
    "prune",
    "put_note",
    "recall",
    "temporary_store",
    "usage",
    "without_extension",
    "write_crate",
]
