"""Text becomes a loaded library; every fault on the way is an error that says what to do."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ferrule.base.records import Built, Sources
from ferrule.crate.build import build, on_temporary, write_crate
from ferrule.crate.errors import BuildFailed, CacheError, Cancelled, Rejected
from ferrule.crate.host import processor_identity
from ferrule.crate.prepare import Workshop, prepare
from ferrule.crate.settings import BuildSettings
from ferrule.crate.store import temporary_store
from ferrule.crate.upkeep import list_entries

pytestmark = pytest.mark.rust
Make = Callable[..., Sources]


def answer(built: Built, x: int) -> int:
    function = ctypes.CDLL(built.path).answer
    function.argtypes, function.restype = [ctypes.c_int64], ctypes.c_int64
    return function(x)


def leftovers(shop: Workshop) -> list[str]:
    folder = shop.store.root / "tmp"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_slice_is_built_and_runs(shop: Workshop, make_sources: Make) -> None:
    built = build(make_sources(), shop)
    assert answer(built, 1) == 42
    assert built.seconds > 0
    assert built.entries == make_sources().entries
    assert [entry.functions for entry in list_entries(shop.store)] == [("program:plus",)]
    assert leftovers(shop) == []


def test_a_hit_is_quick_and_starts_no_process(
    shop: Workshop, make_sources: Make, monkeypatch
) -> None:
    first = build(make_sources(), shop)
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("started a process"))
    times = []
    for _ in range(5):
        start = time.perf_counter()
        assert build(make_sources(), shop) == replace(first, seconds=0.0)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.010


def test_everything_that_shapes_the_code_is_in_the_key(shop: Workshop, make_sources: Make) -> None:
    sources = make_sources()
    keys = {build(sources, shop).key}
    keys.add(build(replace(sources, name="_slice_other"), shop).key)
    keys.add(build(make_sources(plus=sources.files["src/slice.rs"] + "// x\n"), shop).key)
    for settings in (BuildSettings(native_cpu=False), BuildSettings(checked=True)):
        keys.add(build(sources, replace(shop, settings=settings)).key)
    library = shop.runtime.root / "ferrule-rt" / "src" / "lib.rs"
    library.write_text(library.read_text().replace("41", "1"))
    last = build(sources, shop)
    assert answer(last, 1) == 2
    assert len({*keys, last.key}) == (6 if processor_identity() else 5)


def test_checked_builds_stop_at_overflow_and_others_do_not_check(
    shop: Workshop, make_sources: Make
) -> None:
    plus = (
        "pub fn plus(x: i64) -> i64 {\n"
        "    std::panic::catch_unwind(|| x + i64::MAX + ferrule_rt::value()).unwrap_or(7)\n}\n"
    )
    checked = replace(shop, settings=BuildSettings(checked=True))
    assert answer(build(make_sources(plus), checked), 1) == 7
    assert answer(build(make_sources(plus), shop), 1) < 0


def test_rejected_text_names_function_and_python_line(shop: Workshop, make_sources: Make) -> None:
    bad = make_sources().files["src/slice.rs"].replace("x +", "y +")
    with pytest.raises(Rejected) as caught:
        build(make_sources(bad), shop)
    (fault,) = caught.value.faults
    assert caught.value.functions == ("plus",)
    assert (fault.file, fault.line, fault.python_line) == ("src/slice.rs", 3, 7)
    assert "cannot find value `y`" in fault.message
    report = Path(caught.value.report)
    assert "cannot find value `y`" in (report / "rustc.txt").read_text()
    assert (report / "crate" / "src" / "slice.rs").read_text() == bad
    assert leftovers(shop) == []
    assert answer(build(make_sources(), shop), 0) == 41


def test_every_rejected_function_is_named_at_once(shop: Workshop, make_sources: Make) -> None:
    bad = "pub fn plus(x: i64) -> i64 {\n    x + 1.0\n}\n\npub fn other() -> i64 {\n    true\n}\n"
    with pytest.raises(Rejected) as caught:
        build(make_sources(bad), shop)
    assert set(caught.value.functions) == {"plus", "other"}


def test_forbidden_unsafe_code_is_rejected(shop: Workshop, make_sources: Make) -> None:
    bad = (
        "#![forbid(unsafe_code)]\n\npub fn plus(x: i64) -> i64 {\n"
        "    unsafe { *(&x as *const i64) }\n}\n"
    )
    with pytest.raises(Rejected, match="unsafe"):
        build(make_sources(bad), shop)


def test_a_path_may_not_leave_the_crate(make_sources: Make, tmp_path: Path) -> None:
    sources = replace(make_sources(), files={"../evil.rs": ""})
    with pytest.raises(ValueError, match="leads out of the crate"):
        write_crate(sources, tmp_path / "crate")
    assert not (tmp_path / "evil.rs").exists()


def test_a_corrupt_library_is_built_again(shop: Workshop, make_sources: Make) -> None:
    path = Path(build(make_sources(), shop).path)
    path.write_bytes(b"\x7fELF" + bytes(path.stat().st_size - 4))
    again = build(make_sources(), shop)
    assert again.seconds > 0
    assert answer(again, 1) == 42


def fake_rustc(shop: Workshop, text: str) -> Workshop:
    """The same workshop with another compiler, prepared with the real one."""
    prepared = prepare(shop)
    path = shop.store.root / "fake-rustc"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    assert prepared.main.exists()
    return replace(shop, toolchain=replace(shop.toolchain, rustc=str(path)))


def test_a_full_disk_while_rustc_writes(shop: Workshop, make_sources: Make) -> None:
    says = 'echo \'{"level":"error","message":"No space left on device","spans":[]}\' >&2; exit 1'
    with pytest.raises(CacheError, match="disk is full") as caught:
        build(make_sources(), fake_rustc(shop, says))
    assert "FERRULE_HOME" in caught.value.advice
    assert leftovers(shop) == []


def test_a_failing_linker_is_nobodys_fault(shop: Workshop, make_sources: Make) -> None:
    says = 'echo \'{"level":"error","message":"linking with `cc` failed","spans":[]}\' >&2; exit 1'
    with pytest.raises(BuildFailed, match="linking with `cc` failed"):
        build(make_sources(), fake_rustc(shop, says))


def test_a_compiler_that_says_yes_and_makes_nothing(shop: Workshop, make_sources: Make) -> None:
    with pytest.raises(BuildFailed):
        build(make_sources(), fake_rustc(shop, "exit 0"))


def test_the_time_limit(shop: Workshop, make_sources: Make) -> None:
    slow = fake_rustc(shop, "touch half; sleep 60")
    slow = replace(slow, settings=BuildSettings(limit_s=0.5))
    with pytest.raises(BuildFailed, match=r"longer than 0\.5 s"):
        build(make_sources(), slow)
    assert leftovers(shop) == []


def test_cancelling(shop: Workshop, make_sources: Make) -> None:
    slow = fake_rustc(shop, "sleep 60")
    with pytest.raises(Cancelled):
        build(make_sources(), replace(slow, settings=BuildSettings(is_cancelled=lambda: True)))
    assert leftovers(shop) == []


def test_a_disk_that_fills_while_sources_are_written(
    shop: Workshop, make_sources: Make, monkeypatch
) -> None:
    def fail(sources: Sources, folder: Path) -> None:
        raise OSError(28, "No space left on device", str(folder))

    prepare(shop)
    monkeypatch.setattr(sys.modules["ferrule.crate.build"], "write_crate", fail)
    with pytest.raises(CacheError, match="No space left"):
        build(make_sources(), shop)
    assert leftovers(shop) == []


def test_a_cache_that_became_read_only_still_serves(
    shop: Workshop, make_sources: Make, monkeypatch
) -> None:
    old = build(make_sources(), shop)
    real = tempfile.mkdtemp

    def locked(*args: str, **options: str) -> str:
        if Path(options.get("dir", "/")).is_relative_to(shop.store.root):
            raise OSError(30, "Read-only file system", options["dir"])
        return real(*args, **options)

    monkeypatch.setattr(tempfile, "mkdtemp", locked)
    other = make_sources(make_sources().files["src/slice.rs"].replace("x +", "1 + x +"))
    with pytest.raises(CacheError, match="read-only: set FERRULE_HOME"):
        build(other, shop)
    monkeypatch.setattr(sys.modules["ferrule.crate.cargo"], "run", lambda *_: pytest.fail("cargo"))
    temporary = on_temporary(shop, CacheError("The disk is full", "Free some"))
    assert temporary.trouble == "The disk is full. Free some"
    assert answer(build(other, temporary), 1) == 43
    assert build(make_sources(), temporary).path == old.path


def test_a_temporary_cache_builds_as_well(shop: Workshop, make_sources: Make) -> None:
    assert answer(build(make_sources(), replace(shop, store=temporary_store())), 2) == 43


def _build_in_child(shop: Workshop, sources: Sources, queue: object) -> None:
    queue.put((build(sources, shop).key, os.getpid()))  # type: ignore[attr-defined]


def test_two_processes_build_the_same_at_once(shop: Workshop, make_sources: Make) -> None:
    spawn = multiprocessing.get_context("spawn")
    queue = spawn.Queue()
    children = [
        spawn.Process(target=_build_in_child, args=(shop, make_sources(), queue)) for _ in range(3)
    ]
    for child in children:
        child.start()
    found = [queue.get(timeout=120) for _ in children]
    for child in children:
        child.join(30)
    assert len({key for key, _ in found}) == 1
    assert len({pid for _, pid in found}) == 3
    assert len(list_entries(shop.store)) == 1
    assert answer(build(make_sources(), shop), 1) == 42
    assert leftovers(shop) == []
    assert len(list((shop.store.root / "runtime").iterdir())) == 1


KILLED = """
import pickle, sys
from ferrule.crate.build import build
shop, sources = pickle.load(open(sys.argv[1], "rb"))
build(sources, shop)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_build_leaves_a_cache_that_works(
    shop: Workshop, make_sources: Make, tmp_path: Path, number: int
) -> None:
    slow = fake_rustc(shop, "touch started; sleep 5")
    (tmp_path / "work").write_bytes(pickle.dumps((slow, make_sources())))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = (sys.executable, "-c", KILLED, str(tmp_path / "work"))
    child = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    tmp = shop.store.root / "tmp"
    for _ in range(400):
        if any(tmp.glob("build-*/started")):
            break
        time.sleep(0.05)
    assert any(tmp.glob("build-*/started"))
    child.send_signal(number)
    child.wait(30)
    assert list_entries(shop.store) == ()
    if number == signal.SIGINT:
        assert leftovers(shop) == []
    assert answer(build(make_sources(), shop), 1) == 42
