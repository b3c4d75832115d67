"""Notes about programs, and extensions remembered in them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ferrule.base.records import Built, EntryPoint, FuncName, Guard
from ferrule.base.types import FLOAT, INT, Dict, List, Optional, Struct, Tuple
from ferrule.crate.notes import drop_note, get_note, put_note
from ferrule.crate.recall import built_to_data, recall
from ferrule.crate.store import Store, add, workplace

KEY = "0f" * 20


def test_a_note_comes_back(store: Store) -> None:
    assert get_note(store, "/a/program.py") is None
    put_note(store, "/a/program.py", {"slices": [1, 2]})
    put_note(store, "other \udc80", None)
    assert get_note(store, "/a/program.py") == {"slices": [1, 2]}
    drop_note(store, "/a/program.py")
    assert get_note(store, "/a/program.py") is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format":1,"name":"other","data":1}'])
def test_a_damaged_note_is_removed(store: Store, text: str) -> None:
    put_note(store, "program", 1)
    (path,) = (store.root / "notes").iterdir()
    path.write_text(text)
    assert get_note(store, "program") is None
    assert not path.exists()


@pytest.fixture
def built(store: Store) -> Built:
    with workplace(store) as folder:
        library = folder / "_slice_9.so"
        library.write_bytes(b"code")
        library.chmod(0o600)
        path = add(store, KEY, folder, library, ()).library
    func = FuncName("m", "f", "m.py", 1)
    guards = (Guard("m", "LIMIT", "constant", "4"),)
    types = (INT, List(FLOAT), Dict(INT, Optional(INT)), Struct("m:Body"))
    entry = EntryPoint(func, "f", guards, "pure", types, Tuple((INT, FLOAT)))
    return Built(str(path), "_slice_9", KEY, (entry,), ("m:Body",), 0.0)


def test_an_extension_is_recalled_as_it_was(store: Store, built: Built) -> None:
    data = json.loads(json.dumps(built_to_data(built)))
    assert recall(store, data) == built


def test_what_is_gone_or_not_ours_is_not_recalled(store: Store, built: Built) -> None:
    data = built_to_data(built)
    bad: list[object] = [None, [], {}, {**data, "entries": [{}]}, {**data, "entries": 3}]
    bad += [{**data, "name": "x"}, {**data, "key": "../slices"}, {**data, "classes": None}]
    bad += [{**data, "entries": [{**built_to_data(built)["entries"][0], "func": {"x": 1}}]}]
    for other in bad:
        assert recall(store, other) is None
    assert recall(store, data) == replace(built)
    (store.root / "slices" / KEY / "_slice_9.so").write_bytes(b"evil")
    assert recall(store, data) is None
