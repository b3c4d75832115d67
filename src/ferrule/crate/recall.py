"""A `Built` as plain data and back, for a program's note.

In: a `Built`, or the data made from one. Out: the other. Assumes that the data may be old: what it
names is verified in the cache before it is believed.
"""

from __future__ import annotations

from dataclasses import asdict

from ferrule.base.records import Built, EntryPoint, FuncName, Guard
from ferrule.base.types import from_data, to_data
from ferrule.crate.store import Store, find


def built_to_data(built: Built) -> dict[str, object]:
    """Plain data for JSON; dropped functions are not kept."""
    return {
        "name": built.name,
        "key": built.key,
        "classes": list(built.classes),
        "entries": [_entry_to_data(entry) for entry in built.entries],
    }


def recall(store: Store, data: object) -> Built | None:
    """The extension that the data names, verified; None where it is gone or not ours."""
    if not isinstance(data, dict):
        return None
    entry = find(store, str(data.get("key", "")))
    if entry is None or entry.name != data.get("name"):
        return None
    try:
        entries = tuple(_entry_from_data(item) for item in data["entries"])
        classes = tuple(map(str, data["classes"]))
    except (KeyError, TypeError, ValueError):
        return None
    return Built(str(entry.library), entry.name, entry.key, entries, classes, 0.0)


def _entry_to_data(entry: EntryPoint) -> dict[str, object]:
    return {
        "func": asdict(entry.func),
        "native": entry.native,
        "guards": [asdict(guard) for guard in entry.guards],
        "effects": entry.effects,
        "arguments": [to_data(type_) for type_ in entry.arguments],
        "result": to_data(entry.result),
        "captured": list(entry.captured),
        "others": [[to_data(type_) for type_ in types] for types in entry.others],
    }


def _entry_from_data(data: dict[str, object]) -> EntryPoint:
    func, guards, arguments = data["func"], data["guards"], data["arguments"]
    captured, others = data["captured"], data.get("others", [])
    if not (isinstance(func, dict) and isinstance(guards, list) and isinstance(arguments, list)):
        raise TypeError("not an entry")
    if not (isinstance(captured, list) and isinstance(others, list)):
        raise TypeError("not an entry")
    return EntryPoint(
        func=FuncName(**func),
        native=str(data["native"]),
        guards=tuple(Guard(**guard) for guard in guards),
        effects=str(data["effects"]),
        arguments=tuple(map(from_data, arguments)),
        result=from_data(data["result"]),
        captured=tuple(map(str, captured)),
        others=tuple(tuple(map(from_data, types)) for types in others),
    )
