"""Run a witness, in a process of its own, and record what flows through the modules to be built.

In: modules, and a witness as the user named it. Out: a `Profile`. Assumes that this process serves
nothing else: the user's code runs in it, under a hook that sees every call. A witness that takes
too long is ended; what it showed until then counts.
"""

from __future__ import annotations

import doctest
import importlib
import io
import json
import pickle
import shlex
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, NoReturn

from ferrule.base.problem import Problem
from ferrule.base.program import Program
from ferrule.base.records import FuncName, Hot, Profile, Signature, Witness
from ferrule.base.types import NEVER, Type
from ferrule.pipeline.sites import Site
from ferrule.pipeline.twins import import_without, twins_of
from ferrule.profile import WatchSettings, execute, load, watching
from ferrule.profile.names import is_library
from ferrule.profile.shape import type_of
from ferrule.profile.witness import merge_similar

KINDS = ("doctest", "pytest", "script")
_UNTIMED_S = 60.0  # between samples: nobody asks where the time goes
_NOTHING = Profile(0.0, (), {})


class _Enough(KeyboardInterrupt):
    """The witness has run long enough. What catches all errors lets this kind pass."""


def is_known(witness: str) -> bool:
    """Whether the text names a witness."""
    kind, _, rest = witness.partition(":")
    if kind == "doctest":
        return not rest
    return (kind in KINDS and bool(rest)) or Path(witness).suffix == ".json"


def observe(witness: str | None, sites: Sequence[Site], limit_s: float) -> Profile:
    """Run the witness and say what was seen. Raises Problem where it can't be run."""
    kind, _, rest = (witness or "").partition(":")
    if not witness:
        return _NOTHING
    if kind not in KINDS:
        return from_file(Path(witness), sites)
    run: dict[str, Callable[[], object]] = {
        "doctest": lambda: _doctests(sites),
        "pytest": lambda: _pytest(rest),
        "script": lambda: _script(rest),
    }
    files = frozenset(str(site.file) for site in sites)
    settings = WatchSettings(interval_s=_UNTIMED_S, is_thorough=True, files=files)
    with watching(settings) as watch, _limited(limit_s):
        run[kind]()
    return watch.profile()


@contextmanager
def _limited(limit_s: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, limit_s)
    try:
        yield
    except _Enough:
        return
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _Enough


def _doctests(sites: Sequence[Site]) -> None:
    for site in sites:
        module = imported(site)
        with redirect_stdout(io.StringIO()):
            doctest.testmod(module, report=False)


def imported(site: Site) -> ModuleType:
    """The live module of a site, imported if it isn't yet. Raises Problem where that fails.

    A library module is imported anew if it took C versions of its own functions.
    """
    twins = twins_of(site.file.read_bytes())
    if twins and is_library(str(site.file)):
        return _attempt(site, lambda: import_without(site.name, site.file, twins))
    for name in (site.name, "__main__", *list(sys.modules)):
        module = sys.modules.get(name)
        file = getattr(module, "__file__", None)
        if module is not None and isinstance(file, str) and _is_same(file, site.file):
            return module
    return _attempt(site, lambda: importlib.import_module(site.name))


def _attempt(site: Site, importing: Callable[[], ModuleType]) -> ModuleType:
    try:
        return importing()
    except _Enough:
        raise
    except BaseException as error:
        raise Problem(f"{site.file}: importing it raised {error!r}") from None


def _is_same(file: str, path: Path) -> bool:
    return Path(file).name == path.name and Path(file).resolve() == path.resolve()


def _pytest(path: str) -> None:
    try:
        pytest: Any = importlib.import_module("pytest")
    except ImportError:
        raise Problem(
            "the witness needs pytest, which is not installed", "pip install pytest"
        ) from None
    file = path.partition("::")[0]
    if not Path(file).exists():
        raise Problem(f"{file}: no such file", "Name the tests: --witness pytest:PATH")
    with redirect_stdout(io.StringIO()):
        pytest.main([path, "-q", "-p", "no:cacheprovider"])


def _script(text: str) -> None:
    words = shlex.split(text)
    if not words or not Path(words[0]).is_file():
        raise Problem(f"script:{text}: no such file", 'Name a script: --witness script:"FILE ARGS"')
    sys.path.insert(0, str(Path(words[0]).resolve().parent))
    execute(Program("script", words[0], tuple(words[1:])))


# A witness from a file -------------------------------------------------------------------------


def from_file(path: Path, sites: Sequence[Site]) -> Profile:
    """A profile that was kept, or calls that somebody wrote: `{"function": [[argument, ...]]}`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise Problem(f"{path}: {reason}", "Name a profile or a file of calls.") from None
    except ValueError as error:
        raise Problem(f"{path}: not JSON: {error}", "Name a profile or a file of calls.") from None
    if isinstance(data, dict) and "version" in data:
        return load(path)
    if not isinstance(data, dict) or not all(map(_is_calls, data.values())):
        raise Problem(f"{path}: neither a profile nor calls", 'Calls: {"function": [[1, "a"]]}')
    fields: dict[str, dict[str, Any]] = {}
    found = [_hot(name, calls, site, fields) for site in sites for name, calls in data.items()]
    return Profile(0.0, tuple(found), fields)


def _is_calls(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, list) for one in value)


def _hot(name: str, calls: list[list[Any]], site: Site, fields: dict[str, dict[str, Any]]) -> Hot:
    module, colon, qualname = name.rpartition(":")
    counts: dict[tuple[Any, ...], tuple[Type, int]] = {}
    for one in calls:
        types = tuple(type_of(value, fields) for value in one)
        counts[types] = (NEVER, counts.get(types, (NEVER, 0))[1] + 1)
    signatures = tuple(
        Signature(types, result, count)
        for types, (result, count) in sorted(
            merge_similar(counts).items(), key=lambda item: -item[1][1]
        )
    )
    recorded = tuple(pickle.dumps(tuple(one), 5) for one in calls)
    func = FuncName(module if colon else site.name, qualname, str(site.file), 0)
    return Hot(func, 0.0, 0.0, {}, {}, Witness(signatures, len(calls), recorded))
