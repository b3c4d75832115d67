"""Settings from `pyproject.toml` and flags."""

from pathlib import Path

import pytest

from ferrule.base import pyproject
from ferrule.base.problem import Problem
from ferrule.base.settings import Settings, is_off


def write(folder: Path, text: str) -> Path:
    file = folder / "pyproject.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    write(tmp_path, "[project]\nname = 'x'\n")
    assert pyproject.load(tmp_path, {}) == Settings()


def test_the_nearest_file_above_counts_and_flags_win(tmp_path: Path) -> None:
    write(tmp_path, '[tool.ferrule]\nskip = ["main"]\nproof-inputs = 7\nmin-share = 1\n')
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    settings = pyproject.load(folder, {"proof_inputs": 9, "seed": None})
    assert settings == Settings(skip=("main",), proof_inputs=9, min_share=1.0)
    assert isinstance(settings.min_share, float)


def test_the_cache_is_relative_to_its_file(tmp_path: Path) -> None:
    write(tmp_path, '[tool.ferrule]\ncache = "build/cache"\n')
    assert pyproject.load(tmp_path, {}).cache == tmp_path / "build" / "cache"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("speed = 9", "no setting 'speed'"),
        ("min-share = 'much'", "min-share: 'much' is not allowed here"),
        ("min-share = -1", "min-share"),
        ("proof-inputs = 1.5", "proof-inputs"),
        ("proof-inputs = true", "proof-inputs"),
        ("native-cpu = 1", "native-cpu"),
        ("skip = 'main'", "skip"),
        ("skip = [1]", "skip"),
        ("install-rust = 'maybe'", "install-rust"),
        ("cache = 3", "cache"),
        ("timing-seconds = nan", "timing-seconds"),
    ],
)
def test_a_wrong_setting_names_file_key_and_remedy(tmp_path: Path, line: str, words: str) -> None:
    file = write(tmp_path, f"[tool.ferrule]\n{line}\n")
    with pytest.raises(Problem) as caught:
        pyproject.load(tmp_path, {})
    assert str(file) in caught.value.what
    assert words in caught.value.what
    assert caught.value.remedy
    assert caught.value.status == 2


@pytest.mark.parametrize("text", ["[tool.ferrule", "tool.ferrule = 3"])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(Problem, match=r"pyproject\.toml") as caught:
        pyproject.load(tmp_path, {})
    assert str(file) in caught.value.what


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"x = '\xff'")
    with pytest.raises(Problem, match="can't be read"):
        pyproject.load(tmp_path, {})


@pytest.mark.parametrize(("value", "off"), [("off", True), ("OFF", True), ("on", False)])
def test_the_switch(value: str, off: bool) -> None:
    assert is_off({"FERRULE": value}) is off
    assert is_off({}) is False
