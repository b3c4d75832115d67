"""A program's own modules win over ours, as they do in Python."""

import json
import sys
from pathlib import Path

from ferrule.base.shadow import hidden


def test_a_module_of_the_program_hides_ours_while_it_runs(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("mine = True\n")
    with hidden(tmp_path):
        assert "json" not in sys.modules
        assert "json.decoder" not in sys.modules
        sys.modules["json"] = sys  # what the program put there
    assert sys.modules["json"] is json


def test_a_package_hides_too_and_other_modules_stay(tmp_path: Path) -> None:
    (tmp_path / "json").mkdir()
    (tmp_path / "json" / "__init__.py").write_text("")
    (tmp_path / "pathlib").mkdir()  # not a package
    with hidden(tmp_path):
        assert "json" not in sys.modules
        assert "pathlib" in sys.modules


def test_what_python_itself_never_shadows_stays(tmp_path: Path) -> None:
    names = ("os", "sys", "io", "encodings", "builtins", "ferrule")
    for name in names:
        (tmp_path / f"{name}.py").write_text("")
    with hidden(tmp_path):
        assert all(name in sys.modules for name in names if name != "ferrule")


def test_a_module_from_that_folder_is_the_programs_already(tmp_path: Path) -> None:
    folder = Path(json.__file__).parent.parent
    with hidden(folder):
        assert sys.modules["json"] is json


def test_a_folder_that_is_not_there_hides_nothing(tmp_path: Path) -> None:
    with hidden(tmp_path / "missing"):
        assert sys.modules["json"] is json
