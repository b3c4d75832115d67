"""What `ferrule doctor` shows: what is there, what is wrong, how to mend it.

In: the machine. Out: checks, as data. Assumes nothing and never raises: an error is a finding.
"""

from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path

from ferrule.base.answers import Check
from ferrule.crate.errors import CrateError
from ferrule.crate.folder import default_home
from ferrule.crate.host import extension_suffix, processor_identity, python_identity
from ferrule.crate.prepare import Workshop, current_key, find_prepared
from ferrule.crate.runtime import find_runtime
from ferrule.crate.settings import BuildSettings
from ferrule.crate.store import Store, open_store, temporary_store
from ferrule.crate.tools import Toolchain, find_tools
from ferrule.crate.upkeep import list_entries, usage

_LOW_SPACE = 500 * 2**20


def examine(home: Path | None) -> tuple[Check, ...]:
    """Look at everything that native code needs."""
    store = _store(home)
    opened = store if isinstance(store, Store) else temporary_store()
    tools = _tools(opened)
    return (
        _python(),
        *_tool_checks(tools),
        _runtime(),
        *_cache_checks(home, store),
        *_prepared(opened, tools),
    )


def is_healthy(checks: tuple[Check, ...]) -> bool:
    """Whether native code can be built and kept."""
    return all(check.status != "error" for check in checks)


def _bad(name: str, error: CrateError) -> Check:
    return Check(name, "error", error.what, error.advice)


def _store(home: Path | None) -> Store | CrateError:
    try:
        return open_store(home)
    except CrateError as error:
        return error


def _tools(store: Store) -> Toolchain | CrateError:
    try:
        return find_tools(store)
    except CrateError as error:
        return error


def _python() -> Check:
    try:
        python_identity()
    except CrateError as error:
        return _bad("Python", error)
    found = (
        f"{platform.python_version()} ({sys.executable}), extensions end in {extension_suffix()}"
    )
    return Check("Python", "ok", found)


def _tool_checks(tools: Toolchain | CrateError) -> tuple[Check, ...]:
    if isinstance(tools, CrateError):
        return (_bad("Rust", tools),)
    return (
        Check("rustc", "ok", f"{tools.version} for {tools.host} ({tools.rustc})"),
        Check("cargo", "ok", tools.cargo),
        Check("linker", "ok", tools.linker or "found by rustc"),
    )


def _runtime() -> Check:
    try:
        runtime = find_runtime()
    except CrateError as error:
        return _bad("runtime sources", error)
    how = "with all crates: no network needed" if runtime.vendor else "crates come by network"
    return Check("runtime sources", "ok", f"{runtime.root} ({how})")


def _cache_checks(home: Path | None, store: Store | CrateError) -> tuple[Check, ...]:
    if isinstance(store, CrateError):
        return (_bad("cache", store),)
    sizes = usage(store)
    found = (
        f"{home or default_home()}: {len(list_entries(store))} extensions, "
        f"{_megabytes(sizes.slices)}; prepared runtimes {_megabytes(sizes.runtime)}"
    )
    free = shutil.disk_usage(store.root).free
    if free < _LOW_SPACE:
        advice = "Free some space, or set FERRULE_HOME to a folder on another disk"
        return (
            Check("cache", "ok", found),
            Check("disk", "warning", f"{_megabytes(free)} free", advice),
        )
    return (Check("cache", "ok", found), Check("disk", "ok", f"{_megabytes(free)} free"))


def _prepared(store: Store, tools: Toolchain | CrateError) -> tuple[Check, ...]:
    if isinstance(tools, CrateError):
        return ()
    settings = BuildSettings()
    try:
        key = current_key(Workshop(store, tools, find_runtime(), settings))
    except CrateError:
        return ()
    if find_prepared(store, key):
        return (Check("prepared runtime", "ok", "ready"),)
    aim = "for this processor" if processor_identity() else "for any processor of its kind"
    return (Check("prepared runtime", "ok", f"not built yet; the first run builds it {aim}"),)


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f} MB"
