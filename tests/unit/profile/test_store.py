"""A profile comes back from its file as it was; anything else in the file is a clear problem."""

import json
import os
import stat

import pytest

from ferrule.base.problem import Problem
from ferrule.base.records import FuncName, Hot, Profile, Signature, Witness
from ferrule.base.types import INT, NEVER, NONE, Dict, List, Optional, Struct, Tuple
from ferrule.profile import load, save

MAIN = FuncName("__main__", "main", "/p.py", 3)
SOLVE = FuncName("__main__", "Solver.solve", "/p.py", 9)
OUTSIDE = FuncName("runpy", "run", "<frozen runpy>", 1)
PROFILE = Profile(
    1.5,
    (
        Hot(
            SOLVE,
            1.0,
            1.25,
            {10: 0.75, 11: 0.25},
            {MAIN: 1.0, SOLVE: 0.25},
            Witness(
                (
                    Signature((Struct("m:C"), List(Optional(INT))), NONE, 3),
                    Signature((Tuple(()), Dict(INT, NEVER)), NEVER, 1),
                ),
                1000,
                (b"\x00\xff", b""),
            ),
        ),
        Hot(MAIN, 0.0, 1.5, {}, {OUTSIDE: 1.5}, None),
    ),
    {"m:C": {"x": INT, "next": Optional(Struct("m:C"))}},
)


def test_round_trip(tmp_path):
    save(PROFILE, tmp_path / "deep" / "profile.json")
    assert load(tmp_path / "deep" / "profile.json") == PROFILE


def test_only_the_owner_may_read(tmp_path):
    path = tmp_path / "profile.json"
    before = os.umask(0)
    try:
        save(PROFILE, path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "profile.json"
    save(PROFILE, path)
    with pytest.raises(TypeError):
        save(Profile(object(), (), {}), path)
    assert load(path) == PROFILE
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"version": 1}',
        '{"version": 999, "wall_s": 0, "names": [], "functions": [], "fields": {}}',
        '{"version": 1, "wall_s": 0, "names": [], "functions": [{"func": 7}], "fields": {}}',
        '{"version": 1, "wall_s": 0, "names": [], "functions": [], "fields": {"a": {"b": 5}}}',
    ],
)
def test_other_files_are_problems(tmp_path, text):
    path = tmp_path / "profile.json"
    path.write_text(text)
    with pytest.raises(Problem, match=r"profile\.json: not a profile"):
        load(path)


def test_a_missing_file_is_a_problem(tmp_path):
    with pytest.raises(Problem, match="No such file"):
        load(tmp_path / "none.json")


def test_damaged_records_are_problems(tmp_path):
    path = tmp_path / "profile.json"
    save(PROFILE, path)
    data = json.loads(path.read_text())
    data["functions"][0]["witness"]["recorded"] = ["not base64!"]
    path.write_text(json.dumps(data))
    with pytest.raises(Problem):
        load(path)
