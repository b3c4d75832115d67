"""The child: import the module, watch its calls, compile it, and compare every call.

In: a folder with `job.json` and the module. Out: `answer.jsonl` in that folder, a line at once for
everything that becomes known.
"""

from __future__ import annotations

import ast
import faulthandler
import importlib
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.twins.calls import Start, prepare, renew, start_of
from tests.twins.watch import Watch

from ferrule.base.records import Built
from ferrule.base.settings import Settings
from ferrule.base.span import Span, span_of
from ferrule.base.types import NEVER, OBJECT, contains
from ferrule.base.unit import Target
from ferrule.call import (
    Doubt,
    Loaded,
    Swap,
    counts,
    fingerprints,
    install,
    load,
    restore,
    run_all,
)
from ferrule.pipeline.shop import open_shop
from ferrule.pipeline.slices import Compiled, compile_targets
from ferrule.prove.graph import Incomparable
from ferrule.prove.observe import TooSlow, observe, prepare_child
from ferrule.prove.observed import Observed
from ferrule.prove.same import difference

_SECONDS = 10.0
_OURS = ("F603", "F607")

Tell = Callable[[str, Any], None]


def main(folder: Path) -> None:
    """Do the job of this folder."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    sys.path.insert(0, str(folder))
    with (folder / "answer.jsonl").open("w", encoding="utf-8") as out:

        def tell(kind: str, value: Any) -> None:
            out.write(json.dumps([kind, value]) + "\n")
            out.flush()

        prepare_child()
        module = importlib.import_module(job["name"])
        start = start_of(module)
        compiled = _compile(module, start, job["calls"], tell)
        if compiled.built is None:
            tell("faults", "nothing was compiled")
            return
        faulthandler.dump_traceback_later(_SECONDS * 6 + 10 * len(job["calls"]), exit=True)
        _compare_all(compiled.built, start, job["calls"], tell)


def _compile(module: ModuleType, start: Start, calls: list[str], tell: Tell) -> Compiled:
    watch = Watch(module)
    for call in calls:
        tell("call", f"{call} (watched)")
        try:
            prepared = prepare(call, start)
            with watch.watching():
                observe(prepared.run, prepared.arguments, _SECONDS, prepared.around)
        except (Incomparable, TooSlow, MemoryError):
            continue
    renew(start)
    targets = tuple(
        Target(name, (signature,))
        for name, signature in watch.signatures()
        if not any(contains(t, OBJECT) or t == NEVER for t in signature.arguments)
    )
    tell("call", "the build")
    shop = open_shop(Settings(checked=True, native_cpu=False))
    compiled = compile_targets(targets, watch.fields, shop, _wide(module))
    for func, reasons in compiled.reasons.items():
        for reason in reasons:
            facts = [func.qualname, reason.code, str(reason.span.line), reason.message]
            tell("refused", facts)
            if reason.code in _OURS:
                tell("faults", " ".join(facts))
    if compiled.draft is not None and compiled.draft.sources is not None:
        files = compiled.draft.sources.files
        tell("rust", "\n".join(files[name] for name in sorted(files) if name.endswith(".rs")))
    return compiled


def _wide(module: ModuleType) -> frozenset[Span]:
    """Where a case says that ints outgrow 64 bits: on lines that end in `# wide`."""
    file = str(module.__file__)
    text = Path(file).read_text(encoding="utf-8")
    marked = {i for i, line in enumerate(text.splitlines(), 1) if line.endswith("# wide")}
    spans = (span_of(file, node) for node in ast.walk(ast.parse(text)))
    return frozenset(span for span in spans if span.line in marked)


def _compare_all(built: Built, start: Start, calls: list[str], tell: Tell) -> None:
    digests = fingerprints(built.entries, built.classes)
    loaded = load(built, digests)
    for func, doubt in loaded.doubts.items():
        tell("faults", f"{func.qualname} could not be loaded: {doubt}")
    if loaded.module is None:
        return
    run_all(loaded.module)
    for call in calls:
        tell("call", call)
        try:
            before = _observed(call, start, ())
            after = _observed(call, start, tuple(loaded.swaps.values()))
        except (Incomparable, TooSlow, MemoryError) as error:
            tell("skipped", [call, f"{type(error).__name__} {error}"])
            continue
        finally:
            for swap in loaded.swaps.values():
                restore(swap)
        _tell_difference(call, before, after, tell)
        loaded = _with_credit(loaded, built, digests, start)
    _tell_counts(loaded, built, tell)


def _observed(call: str, start: Start, swaps: tuple[Swap, ...]) -> Observed:
    def change() -> None:
        for swap in swaps:
            install(swap)

    prepared = prepare(call, start, change)
    return observe(prepared.run, prepared.arguments, _SECONDS, prepared.around)


def _tell_difference(call: str, before: Observed, after: Observed, tell: Tell) -> None:
    try:
        found = difference(before, after)
    except Incomparable as error:
        tell("skipped", [call, str(error)])
        return
    tell("compared", call)
    if found is not None:
        tell("differences", [call, found])


def _with_credit(loaded: Loaded, built: Built, digests: Mapping[str, str], start: Start) -> Loaded:
    """Entries that gave up after many redos start anew: the next call shall be native."""
    assert loaded.module is not None
    if not any(counts(loaded.module, entry.native).is_off for entry in built.entries):
        return loaded
    renew(start)  # what the last call has changed would hide what was compiled
    return load(built, digests)


def _tell_counts(loaded: Loaded, built: Built, tell: Tell) -> None:
    assert loaded.module is not None
    by_name = {entry.func.qualname: counts(loaded.module, entry.native) for entry in built.entries}
    tell("native", {name: one.native for name, one in by_name.items()})
    tell("redos", {name: one.redos for name, one in by_name.items()})
    for name, one in by_name.items():
        if one.panics:
            tell("faults", f"{name} panicked {one.panics} times")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except Doubt as doubt:
        sys.exit(f"doubt: {doubt}")
