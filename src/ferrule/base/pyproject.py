"""From `[tool.ferrule]` in the nearest `pyproject.toml`, and flags, to `Settings`.

Comes in: where to start looking and what the command line said (flags win). Goes out: frozen
settings, or a `Problem` that names the file and the key. Assumes no environment.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from ferrule.base.problem import Problem
from ferrule.base.settings import Settings

_CONSENTS = ("ask", "yes", "no")


def load(start: Path, flags: Mapping[str, object]) -> Settings:
    """The settings for a program in folder `start`; a flag that is None was not given."""
    file = nearest(start)
    written = {} if file is None else _read(file)
    values = {name: _checked(name, value, file) for name, value in written.items()}
    given = {name: value for name, value in flags.items() if value is not None}
    values |= {name: _checked(name, value, None) for name, value in given.items()}
    return Settings(**values)  # type: ignore[arg-type]  # each value was checked by its field


def nearest(start: Path) -> Path | None:
    """The `pyproject.toml` of this folder or of the first folder above that has one."""
    folder = start.absolute()
    for place in (folder, *folder.parents):
        file = place / "pyproject.toml"
        if file.is_file():
            return file
    return None


def _read(file: Path) -> dict[str, object]:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem(f"{file}: can't be read: {error}", "Mend the file.") from None
    tool = document.get("tool")
    table = tool.get("ferrule", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        raise Problem(f"{file}: tool.ferrule is not a table", "Write it as [tool.ferrule].")
    known = {field.name.replace("_", "-"): field.name for field in fields(Settings)}
    for key in table:
        if key not in known:
            listing = ", ".join(sorted(known))
            raise Problem(f"{file}: [tool.ferrule] has no setting {key!r}", f"Known: {listing}.")
    return {known[key]: value for key, value in table.items()}


def _checked(name: str, value: object, file: Path | None) -> object:
    """The value as its field wants it; the kind of a field is the kind of its default."""
    default = getattr(Settings(), name)
    if name == "cache" and isinstance(value, str | Path):
        return Path(value).expanduser() if file is None else file.parent / Path(value).expanduser()
    if name == "install_rust" and value in _CONSENTS:
        return value
    if isinstance(default, tuple) and _is_strings(value):
        return tuple(value)  # type: ignore[arg-type]  # a list of strings, just checked
    if isinstance(default, bool) and isinstance(value, bool):
        return value
    if _is_amount(default, value):
        return type(default)(value)
    where = f"{file}: [tool.ferrule] {name.replace('_', '-')}" if file else f"setting {name}"
    raise Problem(f"{where}: {value!r} is not allowed here", f"Write {_wanted(name, default)}.")


def _is_strings(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)


def _is_amount(default: object, value: object) -> bool:
    if isinstance(default, bool | str) or isinstance(value, bool):
        return False
    if isinstance(default, float):
        return isinstance(value, int | float) and 0 <= value < float("inf")
    return isinstance(default, int) and isinstance(value, int) and value >= 0


def _wanted(name: str, default: object) -> str:
    if name == "cache":
        return "a folder"
    if name == "install_rust":
        return "one of " + ", ".join(_CONSENTS)
    if isinstance(default, tuple):
        return "a list of function names"
    if isinstance(default, bool):
        return "true or false"
    return "a number that is not negative"
