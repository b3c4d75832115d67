"""Build one hand-written file: its head read, its PyO3 chosen, its crates and itself compiled.

In: a file that is to become a module or a program. Out: what was made of it, in the cache and
remembered. Two processes that want the same file build it once.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ferrule.base.problem import Problem
from ferrule.base.settings import Settings
from ferrule.crate import (
    BuildFailed,
    Compiled,
    Depot,
    Order,
    Progress,
    Refused,
    Single,
    Workshop,
    compile_single,
    find_single,
    hold_file,
    keep_memo,
    open_depot,
)
from ferrule.handwritten import (
    Binding,
    Extras,
    Head,
    HeadError,
    Reading,
    RustError,
    choose,
    complaint,
    digest_of,
    environment,
    manifest,
    memo_path,
    memo_text,
    module_text,
    others,
    read_head,
    recall,
    recalled,
    remember,
)
from ferrule.pipeline.shop import open_shop
from ferrule.report import progress


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the file's text says."""

    single: Single
    kind: str
    head: Head
    reading: Reading
    binding: Binding | None


def made(single: Single, kind: str, source: tuple[str, Reading], settings: Settings) -> Path:
    """The library or program; raises `RustError`, `CrateError` or `Problem`."""
    text, reading = source
    try:
        head = read_head(text)
    except HeadError as error:
        what = f"{single.file}:{error.line}: {error.message}"
        remedy = "The head of the file names its crates as a Cargo.toml would."
        raise Problem(what, remedy) from None
    wish = _Wish(
        replace(single, edition=head.edition), kind, head, reading, choose(head, reading.code)
    )
    with progress(f"ferrule: {single.file.name}") as tell:

        def hear(step: Progress) -> None:
            tell(f"building {step.name}", step.done, step.total)

        shop = open_shop(settings)
        shop = replace(shop, settings=replace(shop.settings, progress=hear))
        root = str(shop.store.root)
        with hold_file(Path(memo_path(str(single.file), kind, root)), shop):
            found = recall(str(single.file), kind, root)  # another process may have been first
            return Path(found) if found else _build(wish, shop)


def _build(wish: _Wish, shop: Workshop) -> Path:
    """Build with the PyO3 chosen; where its errors say so, with another one."""
    root, file = str(shop.store.root), str(wish.single.file)
    used, compiled = _first_that_compiles(wish, shop)
    library = compiled.entry.library
    entry = (compiled.entry.key, library.name, digest_of(str(library)), used)
    keep_memo(Path(memo_path(file, wish.kind, root)), memo_text(file, entry, dict(compiled.files)))
    return library


def _first_that_compiles(wish: _Wish, shop: Workshop) -> tuple[str, Compiled]:
    """The version of PyO3 and what it made; where none fits, the errors under the first."""
    chosen = wish.binding
    if chosen is None:
        return "", _compiled(wish, shop)
    old = remember(str(wish.single.file), wish.kind, str(shop.store.root))
    first = recalled(chosen, wish.reading.code, old.pyo3) if old else chosen
    try:
        return first.version, _compiled(replace(wish, binding=first), shop)
    except RustError as error:
        for other in others(first, chosen, wish.reading.code, error.rendered):
            with suppress(RustError, BuildFailed):
                return other.version, _compiled(replace(wish, binding=other), shop)
        raise


def _compiled(wish: _Wish, shop: Workshop) -> Compiled:
    depot = _depot(wish, shop)
    single = replace(wish.single, link=_link(wish), addition=_addition(wish))
    old = remember(str(single.file), wish.kind, str(shop.store.root))
    names = tuple(old.files) if old else (str(single.file),)
    found = find_single(single, depot, names, shop) or compile_single(single, depot, shop)
    if isinstance(found, Refused):
        raise complaint(found.output, single.file)
    return found


def _depot(wish: _Wish, shop: Workshop) -> Depot:
    """The crates; what is wrong with them is shown at their line in the head."""
    extras = Extras(
        folder=wish.single.file.parent,
        rust=shop.toolchain.version,
        is_program=wish.single.is_program,
        python_minor=sys.version_info.minor,
    )
    text = manifest(wish.head, wish.binding, extras)
    try:
        return open_depot(Order(text, environment(wish.binding, extras)), shop)
    except BuildFailed as error:
        words = re.findall(r"[\w-]+", error.what)
        lines = [line for name, line in wish.head.lines.items() if name in words]
        place = f"{wish.single.file}:{lines[0] if lines else wish.head.line}"
        raise BuildFailed(f"{place}: {error.what}", error.advice) from None


def _addition(wish: _Wish) -> str:
    """A `#[pymodule]` for a module that has none."""
    if wish.single.is_program or wish.reading.module is not None:
        return ""
    has_bound = wish.binding is None or wish.binding.has_bound
    return module_text(wish.single.name, wish.reading, has_bound)


def _link(wish: _Wish) -> tuple[str, ...]:
    """Where a program finds the interpreter's library when it runs."""
    if not wish.single.is_program or wish.binding is None or sys.platform == "win32":
        return ()
    folder = sysconfig.get_config_var("LIBDIR")
    if not sysconfig.get_config_var("Py_ENABLE_SHARED") or not folder:
        return ()
    return (f"-Lnative={folder}", f"-Clink-arg=-Wl,-rpath,{folder}")
