"""A profile as a JSON file and back.

In: a `Profile` and a path. Out: the same profile. Written in one move, readable by its owner only:
recorded arguments may be private, and reading them back means unpickling. Assumes nothing about a
file that it reads: whatever is not a profile is a `Problem`.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ferrule.base.problem import Problem
from ferrule.base.records import FuncName, Hot, Profile, Signature, Witness
from ferrule.base.types import from_data, to_data

VERSION = 1


def save(profile: Profile, path: Path) -> None:
    """Write a profile; the file is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(to_json(profile), file, separators=(",", ":"))
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def load(path: Path) -> Profile:
    """Read a profile that `save` wrote."""
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError as problem:
        raise Problem(f"{path}: {problem.strerror}", "profile the program again") from problem
    except (ValueError, TypeError, LookupError, AttributeError) as problem:
        raise Problem(f"{path}: not a profile: {problem}", "profile the program again") from problem


def to_json(profile: Profile) -> dict[str, Any]:
    """A profile as data for JSON. Functions are numbered; the numbers stand in `callers`."""
    names = {hot.func for hot in profile.functions}
    names.update(caller for hot in profile.functions for caller in hot.callers)
    numbers = {name: number for number, name in enumerate(sorted(names))}
    return {
        "version": VERSION,
        "wall_s": profile.wall_s,
        "names": [[name.module, name.qualname, name.file, name.line] for name in numbers],
        "functions": [_from_hot(hot, numbers) for hot in profile.functions],
        "fields": {
            name: {attribute: to_data(type_) for attribute, type_ in held.items()}
            for name, held in profile.fields.items()
        },
    }


def from_json(data: Any) -> Profile:
    """The profile that `to_json` wrote; ValueError for another version."""
    if data["version"] != VERSION:
        raise ValueError(f"version {data['version']}, not {VERSION}")
    names = [FuncName(str(m), str(q), str(f), int(line)) for m, q, f, line in data["names"]]
    fields = {
        str(name): {str(attribute): from_data(type_) for attribute, type_ in held.items()}
        for name, held in data["fields"].items()
    }
    functions = tuple(_to_hot(hot, names) for hot in data["functions"])
    return Profile(float(data["wall_s"]), functions, fields)


def _from_hot(hot: Hot, numbers: Mapping[FuncName, int]) -> dict[str, Any]:
    return {
        "func": numbers[hot.func],
        "self_s": hot.self_s,
        "total_s": hot.total_s,
        "lines": [[line, seconds] for line, seconds in hot.lines.items()],
        "callers": [[numbers[name], seconds] for name, seconds in hot.callers.items()],
        "witness": None if hot.witness is None else _from_witness(hot.witness),
    }


def _to_hot(data: Any, names: list[FuncName]) -> Hot:
    return Hot(
        names[data["func"]],
        float(data["self_s"]),
        float(data["total_s"]),
        {int(line): float(seconds) for line, seconds in data["lines"]},
        {names[number]: float(seconds) for number, seconds in data["callers"]},
        None if data["witness"] is None else _to_witness(data["witness"]),
    )


def _from_witness(witness: Witness) -> dict[str, Any]:
    return {
        "calls": witness.calls,
        "signatures": [
            [[to_data(one) for one in seen.arguments], to_data(seen.result), seen.count]
            for seen in witness.signatures
        ],
        "recorded": [base64.b64encode(one).decode("ascii") for one in witness.recorded],
    }


def _to_witness(data: Any) -> Witness:
    signatures = tuple(
        Signature(tuple(map(from_data, arguments)), from_data(result), int(count))
        for arguments, result, count in data["signatures"]
    )
    recorded = tuple(base64.b64decode(one, validate=True) for one in data["recorded"])
    return Witness(signatures, int(data["calls"]), recorded)
