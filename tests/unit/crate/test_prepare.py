"""The runtime is built once, whole, by one process, and again when it is damaged."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ferrule.crate.errors import BuildFailed, Cancelled
from ferrule.crate.lock import held
from ferrule.crate.prepare import Workshop, current_key, find_prepared, prepare
from ferrule.crate.runtime import Runtime, copy_runtime, find_runtime, runtime_digest
from ferrule.crate.settings import BuildSettings, Progress, never

pytestmark = pytest.mark.rust


def test_it_is_built_once_and_progress_is_told(shop: Workshop, monkeypatch) -> None:
    heard: list[Progress] = []
    first = prepare(replace(shop, settings=BuildSettings(progress=heard.append)))
    assert heard == [Progress(1, 1, "ferrule_rt")]
    assert first.main.suffix == ".rlib"
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("started a process"))
    assert prepare(shop) == first


def test_a_damaged_library_is_built_again(shop: Workshop) -> None:
    first = prepare(shop)
    good = first.main.read_bytes()
    first.main.write_bytes(good[:-1])
    assert find_prepared(shop.store, first.key) is None
    assert prepare(shop).main.stat().st_size == len(good)


def test_a_missing_library_or_manifest_is_built_again(shop: Workshop) -> None:
    first = prepare(shop)
    first.main.unlink()
    assert prepare(shop).main.exists()
    (first.folder / "manifest.json").write_text("{")
    assert find_prepared(shop.store, first.key) is None
    assert prepare(shop).main.exists()


def test_what_an_interrupted_cargo_left_is_not_trusted(shop: Workshop) -> None:
    first = prepare(shop)
    shutil.rmtree(first.folder)
    (target,) = (shop.store.root / "work").glob("*/target")
    for path in target.rglob("*"):
        if path.is_file() and path.suffix in (".rlib", ".rmeta", ".json", ".d"):
            path.write_bytes(b"garbage")
    again = prepare(shop)
    assert again.main.read_bytes()[:7] == b"!<arch>"


def test_a_spoiled_library_in_cargos_own_folder_is_not_trusted(shop: Workshop) -> None:
    """cargo takes a library for its own as long as it is new enough."""
    first = prepare(shop)
    good = first.main.read_bytes()
    for path in shop.store.root.rglob("*.rlib"):
        path.write_bytes(good[: len(good) // 2] + b"?" + good[len(good) // 2 + 1 :])
    assert prepare(shop).main.read_bytes() == good


def test_a_changed_runtime_has_another_key(shop: Workshop) -> None:
    first = prepare(shop)
    library = shop.runtime.root / "ferrule-rt" / "src" / "lib.rs"
    library.write_text(library.read_text() + "\npub fn more() {}\n")
    second = prepare(shop)
    assert second.key != first.key
    assert find_prepared(shop.store, first.key) == first


def test_a_runtime_that_does_not_compile(shop: Workshop) -> None:
    (shop.runtime.root / "ferrule-rt" / "src" / "lib.rs").write_text("pub fn broken( {}\n")
    with pytest.raises(BuildFailed, match="did not compile: error"):
        prepare(shop)
    assert find_prepared(shop.store, current_key(shop)) is None


def test_crates_that_can_not_be_fetched(shop: Workshop, tmp_path: Path) -> None:
    manifest = shop.runtime.root / "ferrule-rt" / "Cargo.toml"
    manifest.write_text(manifest.read_text() + '\n[dependencies]\nno_such = "1"\n')
    (tmp_path / "vendor").mkdir()
    offline = replace(shop, runtime=replace(shop.runtime, vendor=tmp_path / "vendor"))
    with pytest.raises(BuildFailed, match="no_such"):
        prepare(offline)


def test_the_users_cargo_configuration_does_not_shape_the_code(
    shop: Workshop, tmp_path: Path, monkeypatch
) -> None:
    home = tmp_path / "cargo-home"
    home.mkdir()
    (home / "config.toml").write_text(
        '[build]\nrustflags = ["--cfg", "surprise"]\nrustc-wrapper = "/nowhere/wrapper"\n'
        '[profile.release]\npanic = "abort"\n'
    )
    monkeypatch.setenv("CARGO_HOME", str(home))
    library = shop.runtime.root / "ferrule-rt" / "src" / "lib.rs"
    library.write_text(
        '#[cfg(any(surprise, panic = "abort"))]\ncompile_error!("shaped by the user");\n'
    )
    assert prepare(shop).main.exists()


def test_a_lock_is_waited_for_and_waiting_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    order: list[str] = []

    def second() -> None:
        with held(path, never, 0.01):
            order.append("second")

    with held(path, never):
        thread = threading.Thread(target=second)
        thread.start()
        with pytest.raises(Cancelled), held(path, lambda: True):
            pass
        time.sleep(0.1)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_only_what_builds_is_hashed(runtime: Runtime) -> None:
    before = runtime_digest(runtime)
    (runtime.root / "target").mkdir()
    (runtime.root / "target" / "x").write_text("x")
    (runtime.root / "ferrule-rt" / "tests").mkdir()
    (runtime.root / "ferrule-rt" / "tests" / "a.rs").write_text("x")
    assert runtime_digest(runtime) == before
    (runtime.root / "ferrule-rt" / "src" / "more.rs").write_text("")
    assert runtime_digest(runtime) != before


def test_the_copy_keeps_to_the_vendored_crates(runtime: Runtime, tmp_path: Path) -> None:
    vendor = tmp_path / 'ven"dor'
    vendor.mkdir()
    copy = copy_runtime(replace(runtime, vendor=vendor), tmp_path / "copy")
    text = (copy.root / ".cargo" / "config.toml").read_text()
    assert 'replace-with = "vendored"' in text
    assert "offline = true" in text
    assert str(tmp_path) in text
    assert runtime_digest(copy) == runtime_digest(runtime)


def test_this_installation_has_its_runtime() -> None:
    runtime = find_runtime()
    assert (runtime.root / "ferrule-rt" / "src" / "lib.rs").is_file()
