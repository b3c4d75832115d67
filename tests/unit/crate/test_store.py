"""An entry of the cache is whole and ours, or it is not there."""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from pathlib import Path

import pytest

from ferrule.crate import store as store_module
from ferrule.crate.errors import CacheError
from ferrule.crate.notes import get_note, put_note
from ferrule.crate.store import Entry, Store, add, find, sweep, temporary_store, workplace
from ferrule.crate.upkeep import clear, inventory, list_entries, prune, tend, usage

KEY = "ab" * 20


def put(store: Store, key: str = KEY, content: bytes = b"code" * 100) -> Entry:
    with workplace(store) as folder:
        library = folder / "_slice_1.so"
        library.write_bytes(content)
        library.chmod(0o600)
        return add(store, key, folder, library, ("module:func",))


def leftovers(store: Store) -> list[str]:
    return sorted(path.name for path in (store.root / "tmp").iterdir())


def test_what_was_put_is_found(store: Store) -> None:
    put(store)
    entry = find(store, KEY)
    assert entry is not None
    assert (entry.name, entry.functions) == ("_slice_1", ("module:func",))
    assert entry.library.read_bytes() == b"code" * 100
    assert leftovers(store) == []


@pytest.mark.parametrize("key", ["", "..", "../../etc", "AB" * 20, "ab" * 19, "cd" * 20])
def test_other_keys_find_nothing_and_harm_nothing(store: Store, key: str) -> None:
    put(store)
    assert find(store, key) is None
    assert find(store, KEY) is not None


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def swap_for_link(path: Path) -> None:
    other = path.with_name("other")
    path.rename(other)
    path.symlink_to(other)


DAMAGES = [flip, truncate, swap_for_link, Path.unlink, lambda path: path.chmod(0o666)]


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes")
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_library_is_removed_and_not_found(store: Store, damage) -> None:
    entry = put(store)
    damage(entry.library)
    assert find(store, KEY) is None
    assert not entry.library.parent.exists()
    assert put(store).library.exists()


def test_a_damaged_or_foreign_manifest_is_not_found(store: Store) -> None:
    texts = ["", "{", "[]", "null", '"x"', '{"format": 1}', "[" * 100_000]
    good = json.loads((put(store).library.parent / "manifest.json").read_text())
    others = [{"key": "cd" * 20}, {"format": 99}, {"digest": "0"}, {"size": 1}, {"library": "../x"}]
    texts += [json.dumps({**good, **other}) for other in others]
    for text in texts:
        entry = put(store)
        (entry.library.parent / "manifest.json").write_text(text)
        assert find(store, KEY) is None, text[:40]


def test_the_first_of_two_equal_builds_stays(store: Store) -> None:
    first = put(store, content=b"first")
    second = put(store, content=b"second")
    assert first.library == second.library
    assert second.library.read_bytes() == b"first"
    assert leftovers(store) == []


def test_a_broken_entry_gives_way_to_a_new_one(store: Store) -> None:
    flip(put(store).library)
    assert put(store, content=b"new").library.read_bytes() == b"new"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_a_full_or_read_only_disk_is_a_clear_error(store: Store, monkeypatch, number: int) -> None:
    def fail(path: Path, data: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(store_module, "replace_json", fail)
    with pytest.raises(CacheError, match=os.strerror(number)) as caught:
        put(store)
    assert "FERRULE_HOME" in caught.value.advice
    assert leftovers(store) == []
    assert find(store, KEY) is None


def test_a_full_disk_when_the_entry_moves_in(store: Store, monkeypatch) -> None:
    def fail(path: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(CacheError, match="No space left"):
        put(store)
    monkeypatch.undo()
    assert find(store, KEY) is None
    assert leftovers(store) == []


def test_what_killed_builds_left_is_swept(store: Store) -> None:
    put(store)
    old, new = store.root / "tmp" / "build-old", store.root / "tmp" / "build-new"
    for path in (old, new):
        path.mkdir()
        (path / "half.so").write_bytes(b"x")
    os.utime(old, (0, 0))
    sweep(store)
    assert leftovers(store) == ["build-new"]


def test_pruning_keeps_what_was_used_last(store: Store) -> None:
    keys = [f"{number:040x}" for number in range(4)]
    for age, key in enumerate(keys):
        entry = put(store, key, b"x" * 1000)
        when = time.time() - age * 1000
        os.utime(entry.library.parent / "manifest.json", (when, when))
    (store.root / "slices" / "junk").mkdir()
    assert [entry.key for entry in list_entries(store)] == keys
    assert prune(store, max_bytes=2500) > 2000
    assert not (store.root / "slices" / "junk").exists()
    assert [entry.key for entry in list_entries(store)] == keys[:2]
    assert prune(store, max_age_s=500) > 1000
    assert [entry.key for entry in list_entries(store)] == keys[:1]


def test_old_notes_go_too(store: Store) -> None:
    for name in ("old", "new"):
        put_note(store, name, {"x": 1})
    (old,) = (path for path in (store.root / "notes").iterdir() if '"old"' in path.read_text())
    os.utime(old, (0, 0))
    assert prune(store) > 0
    assert get_note(store, "old") is None
    assert get_note(store, "new") == {"x": 1}


def test_the_cache_is_tended_once_a_day(store: Store) -> None:
    entry = put(store)
    manifest = entry.library.parent / "manifest.json"
    tend(store)
    assert list_entries(store) == (entry,)
    os.utime(manifest, (0, 0))
    tend(store)
    assert len(list_entries(store)) == 1
    os.utime(store.root / "pruned", (0, 0))
    tend(store)
    assert list_entries(store) == ()


def test_the_inventory_shows_every_kind(store: Store) -> None:
    put(store)
    for name in ("runtime", "work", "reports"):
        (store.root / name / "abc").mkdir(parents=True)
        (store.root / name / "abc" / "file").write_bytes(b"12345")
    shown = inventory(store)
    assert [(thing.kind, thing.size) for thing in shown] == [
        *(("slice", 400), ("runtime", 5), ("runtime", 5), ("reports", 5))
    ]
    assert shown[0].name == "module:func"
    assert all(0 <= thing.age_s < 60 for thing in shown)


def test_clearing_leaves_only_private_rust(store: Store) -> None:
    put(store)
    rust = store.root / "rust" / "bin"
    rust.mkdir(parents=True)
    (rust / "rustc").write_bytes(b"r" * 10)
    assert clear(store) >= 400
    assert list_entries(store) == ()
    assert usage(store).slices == 0
    assert (rust / "rustc").exists()


def test_a_temporary_store_is_private_and_works() -> None:
    store = temporary_store()
    assert put(store).library.exists()
    if sys.platform != "win32":
        assert store.root.stat().st_mode & 0o777 == 0o700
    clear(store)
