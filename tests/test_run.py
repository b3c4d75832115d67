"""`ferrule run` on modules, on tests, and after an edit; and the fields of its JSON.

In: a small package of two hot functions. Assumes an installed `ferrule` and a Rust toolchain.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.rust]

HOT = """\
import sys


def total(n):
    found = 0
    for i in range(n):
        found += i * i % 7
    return found


def text(n):
    found = 0
    for i in range(n):
        found += len(str(i))
    return found


def main():
    print(sum(total(40_000) for _ in range(40)))
    print(sum(text(20_000) for _ in range(60)))
    print(sys.argv[1:], __name__, __package__)


if __name__ == "__main__":
    main()
"""
TESTS = """\
from kit.hot import text, total


def test_total():
    assert sum(total(40_000) for _ in range(40)) == 3199880


def test_text():
    assert sum(text(20_000) for _ in range(60)) == 5333400
    assert text(1) == 2, "on purpose"
"""
RUN = {"before_s", "after_s", "speedup", "steps", "functions"}
FUNCTION = {
    *("name", "file", "line", "share", "status", "reasons", "proof", "before_s", "after_s"),
}


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """The folder of the package."""
    package = tmp_path / "kit"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "hot.py").write_text(HOT, encoding="utf-8")
    (tmp_path / "test_hot.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "script.py").write_text(HOT, encoding="utf-8")
    return tmp_path


def in_folder(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python there."""
    environment = {**os.environ, "PYTEST_ADDOPTS": "-p no:cacheprovider"}
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def run(folder: Path, *words: str) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """Run it under Ferrule; what the JSON says."""
    done = in_folder(folder, "-m", "ferrule", "run", "--json", "told.json", *words)
    told: dict[str, Any] = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return done, told


def check_fields(told: dict[str, Any]) -> None:
    """All that was promised is there, and of the right kind."""
    assert told.keys() >= RUN
    assert all(isinstance(seconds, float) for seconds in told["steps"].values())
    for one in told["functions"]:
        assert one.keys() >= FUNCTION
        assert one["status"] in ("native", "partly", "python")
        assert 0 <= one["share"] <= 1
        assert one["proof"] is None or one["proof"].keys() >= {"inputs", "mismatches"}
        for reason in one["reasons"]:
            assert reason.keys() >= {"code", "line", "message"}
        if one["status"] == "native":
            assert one["proof"]["inputs"] > one["proof"]["mismatches"] == 0
            assert one["before_s"] > one["after_s"] > 0


def named(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The functions by name."""
    return {one["name"]: one for one in told["functions"]}


def test_a_module_is_a_program(kit: Path) -> None:
    """With its package, its arguments, and relative imports."""
    expected = in_folder(kit, "-m", "kit.hot", "a", "--b")
    done, told = run(kit, "-m", "kit.hot", "a", "--b")
    assert (done.stdout, done.returncode) == (expected.stdout, 0), done.stderr
    check_fields(told)
    assert told["before_s"] is told["after_s"] is told["speedup"] is None
    assert {named(told)[name]["status"] for name in ("total", "text")} == {"native"}
    assert Path(named(told)["total"]["file"]) == kit / "kit" / "hot.py"
    assert named(told)["total"]["line"] == 4


def test_pytest_is_a_program(kit: Path) -> None:
    """A test that fails fails in the same words, and with pytest's own status."""
    done, told = run(kit, "--", "pytest", "-q", "test_hot.py")
    assert done.returncode == 1, done.stderr
    assert "1 failed, 1 passed" in done.stdout
    assert "on purpose" in done.stdout
    check_fields(told)
    assert named(told)["total"]["status"] == "native", done.stderr


def test_after_an_edit_only_what_changed_is_built(kit: Path) -> None:
    """The other function is native from the start, with its old proof."""
    _, first = run(kit, "script.py")
    _, again = run(kit, "script.py")
    assert not again["steps"].keys() & {"compile", "prove"}
    file = kit / "script.py"
    file.write_text(HOT.replace("i * i % 7", "i * i % 5"), encoding="utf-8")
    expected = in_folder(kit, "script.py")
    done, told = run(kit, "script.py")
    assert done.stdout == expected.stdout
    before, after = named(first), named(told)
    assert after["total"]["status"] == after["text"]["status"] == "native", done.stderr
    assert after["text"]["before_s"] == before["text"]["before_s"]
    assert after["total"]["before_s"] != before["total"]["before_s"]


def test_compare_measures_the_whole_program(kit: Path) -> None:
    """Before, after, and by what factor."""
    done, told = run(kit, "--compare", "script.py")
    assert done.returncode == 0, done.stderr
    check_fields(told)
    assert told["speedup"] == pytest.approx(told["before_s"] / told["after_s"], rel=0.02)


def test_build_tells_the_same_fields(kit: Path) -> None:
    """With the reason where a function stays Python."""
    words = ("build", "kit", "--out", "out", "--json", "built.json", "--witness", "pytest:.")
    done = in_folder(kit, "-m", "ferrule", *words)
    assert done.returncode == 0, done.stderr
    told = json.loads((kit / "built.json").read_text(encoding="utf-8"))
    assert told.keys() >= RUN
    for one in told["functions"]:
        assert one.keys() >= FUNCTION
        assert one["status"] == "native" or one["reasons"]
    assert {name for name, one in named(told).items() if one["status"] == "native"} >= {"total"}
