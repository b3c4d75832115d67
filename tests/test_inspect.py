"""`check`, `show`, `prove` and `bench` on a small module."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ferrule import pipeline
from ferrule.base.problem import Problem
from ferrule.base.settings import Settings

TEXT = """\
MOST = 10


def typed(numbers: list[int], by: int = 2) -> int:
    total = 0
    for number in numbers:
        total += number * by
    return total


def untyped(a):
    return a


def odd(name: str) -> int:
    return len(open(name).read())


def lazy(n: int):
    yield n


class Account:
    balance: int

    def __init__(self, balance: int) -> None:
        self.balance = balance

    def pay(self, amount: int) -> int:
        self.balance -= amount
        return self.balance


open("{log}", "a").write("imported\\n")
"""


@pytest.fixture
def module(tmp_path: Path) -> Path:
    """A module that tells when it is imported."""
    file = tmp_path / "queue.py"  # the name of a module of the library
    file.write_text(TEXT.replace("{log}", str(tmp_path / "log")), encoding="utf-8")
    return file


def settings(tmp_path: Path) -> Settings:
    """With a cache that knows of no run."""
    return Settings(cache=tmp_path / "cache")


def test_check_says_all_and_runs_nothing(module: Path, tmp_path: Path) -> None:
    """Every function, native or with the reason at its line; nothing was imported."""
    told = {one.func.qualname: one for one in pipeline.check([module], settings(tmp_path))}
    status = {name: one.status for name, one in told.items()}
    assert status == {
        "typed": "native",
        "untyped": "python",
        "odd": "python",
        "lazy": "python",
        "Account.__init__": "native",
        "Account.pay": "native",
    }
    assert [one.code for one in told["untyped"].reasons] == ["F103"]
    assert [one.code for one in told["lazy"].reasons] == ["F412"]
    (reason,) = told["odd"].reasons
    assert (reason.span.file, reason.span.line) == (str(module), 16)
    assert not (tmp_path / "log").exists()


def test_check_of_a_folder(module: Path, tmp_path: Path) -> None:
    """All files below it; an unreadable one is a problem with its place."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "more.py").write_text("def f(n: int):\n    return n\n", encoding="utf-8")
    names = [one.func.module for one in pipeline.check([tmp_path], settings(tmp_path))]
    assert set(names) == {"queue", "sub.more"}
    (tmp_path / "sub" / "bad.py").write_text("def f(:\n", encoding="utf-8")
    with pytest.raises(Problem, match=r"bad\.py:1"):
        pipeline.check([tmp_path], settings(tmp_path))


@pytest.mark.parametrize("form", ["{}:typed", "queue:typed", "typed"])
def test_show_has_every_stage(
    module: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """By file, by module, by name: the Python as it is, and each stage's text."""
    monkeypatch.chdir(tmp_path)
    shown = pipeline.show(form.format(module), settings(tmp_path))
    assert shown.python == "".join(TEXT.splitlines(keepends=True)[3:8])
    assert list(shown.stages) == ["source", "ir", "passes", "rust"]
    assert "numbers: list[int]" in shown.stages["source"]
    assert "pub fn typed(" in shown.stages["rust"]
    assert not shown.refused
    assert not (tmp_path / "log").exists()


def test_show_says_why_there_is_no_rust(module: Path, tmp_path: Path) -> None:
    """The reasons, with their codes."""
    shown = pipeline.show(f"{module}:odd", settings(tmp_path))
    assert "rust" not in shown.stages
    assert f"{module}:16" in shown.refused
    assert pipeline.show(f"{module}:untyped", settings(tmp_path)).refused


@pytest.mark.parametrize("target", ["{}:nothing", "{}", "no_such_module:f", "nothing_at_all"])
def test_show_of_what_is_not_there(module: Path, tmp_path: Path, target: str) -> None:
    """A problem that says how to name a function."""
    with pytest.raises(Problem) as caught:
        pipeline.show(target.format(module), settings(tmp_path))
    assert caught.value.remedy


def test_prove_does_not_run_a_program(module: Path, tmp_path: Path) -> None:
    """A module that works when it is imported is not imported."""
    with pytest.raises(Problem, match="would run the program"):
        pipeline.prove(f"{module}:typed", settings(tmp_path))
    assert not (tmp_path / "log").exists()


@pytest.mark.rust
def test_prove_and_bench(tmp_path: Path) -> None:
    """Proved on as many inputs as were asked for; timed."""
    text = "".join(TEXT.splitlines(keepends=True)[:8])
    file = tmp_path / "sums.py"
    file.write_text(text, encoding="utf-8")
    (proved,) = pipeline.prove(f"{file}:typed", Settings(proof_inputs=60))
    assert proved.verdict is not None
    assert proved.verdict.is_equal
    assert 40 <= proved.verdict.generated <= 60
    (timed,) = pipeline.bench(str(file), Settings(proof_inputs=20))
    assert timed.timing is not None
    assert timed.func.qualname == "typed"
    assert json.dumps(timed.timing.before_spread)
