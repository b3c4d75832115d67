"""Which modules are compiled, and which tests are theirs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A module of the standard library: its file or folder below `Lib`, and its tests."""

    name: str
    place: str
    tests: tuple[str, ...]


def _plain(name: str) -> Subject:
    return Subject(name, f"{name}.py", (f"test.test_{name}",))


SUBJECTS = (
    *map(_plain, ("heapq", "bisect", "statistics", "fractions", "textwrap", "difflib")),
    *map(_plain, ("colorsys", "string", "shlex", "copy", "fnmatch", "calendar")),
    Subject("datetime", "datetime.py", ("test.test_datetime",)),
    Subject("decimal", "_pydecimal.py", ("test.test_decimal",)),
    Subject("json", "json", ("test.test_json",)),
    *map(_plain, ("base64", "quopri", "graphlib", "keyword", "reprlib", "stat")),
    *map(_plain, ("tokenize", "configparser", "csv")),
    Subject("html.parser", "html", ("test.test_htmlparser", "test.test_html")),
    Subject("urllib.parse", "urllib", ("test.test_urlparse",)),
    *map(_plain, ("ipaddress",)),
    Subject("zipfile", "zipfile.py", ("test.test_zipfile",)),
    *map(_plain, ("random",)),
)
