"""The call back comes after the functions are made and before they are used."""

from __future__ import annotations

import sys
import traceback

import pytest

from ferrule.call import compile_script, watch_imports

SCRIPT = '''"""A script."""
from __future__ import annotations
import math
LIMIT = -3
NAMES = ["a", "b"]

def work(x: Undefined) -> int:
    """Work."""
    return x + 1

class Thing:
    def method(self):
        return 1

RESULT = work(2)
if __name__ == "__main__":
    def later():
        return 5
    print("main", later())
for i in range(2):
    RESULT += i
work("a")
'''


def run(source, arrived):
    scope = {"__name__": "__main__"}
    code = compile_script(source, "script.py", lambda: arrived(scope))
    try:
        exec(code, scope)
    except TypeError as error:
        return scope, traceback.extract_tb(error.__traceback__)[1:]
    return scope, None


def test_it_comes_before_each_statement_that_acts(capsys):
    seen = []
    scope, trace = run(SCRIPT, lambda scope: seen.append(sorted(scope.keys() & {"work", "Thing"})))
    assert seen == [["Thing", "work"]] * 4
    assert scope["RESULT"] == 4
    assert scope["__doc__"] == "A script."
    assert capsys.readouterr().out == "main 5\n"
    assert [(frame.lineno, frame.name) for frame in trace] == [
        (SCRIPT[: SCRIPT.index('work("a")')].count("\n") + 1, "<module>"),
        (SCRIPT[: SCRIPT.index("return x + 1")].count("\n") + 1, "work"),
    ]


def test_the_program_sees_no_new_name():
    scope, _ = run(SCRIPT, lambda scope: None)
    plain = {"__name__": "__main__"}
    with pytest.raises(TypeError):
        exec(compile(SCRIPT, "script.py", "exec", dont_inherit=True), plain)
    assert scope.keys() == plain.keys()


def test_what_is_swapped_then_is_used(capsys):
    def arrived(scope):
        scope["work"].__code__ = (lambda x: 40).__code__

    scope, _ = run(SCRIPT, arrived)
    assert scope["RESULT"] == 41


def test_imported_modules_call_back_once_after_they_ran(tmp_path, monkeypatch):
    (tmp_path / "first_arrival.py").write_text("import second_arrival\nVALUE = 1\n")
    (tmp_path / "second_arrival.py").write_text("VALUE = 2\n")
    monkeypatch.syspath_prepend(tmp_path)
    seen = []
    finder = watch_imports(
        ["first_arrival", "second_arrival", "never"],
        lambda: seen.append([hasattr(sys.modules.get(n), "VALUE") for n in names]),
    )
    names = ("first_arrival", "second_arrival")
    try:
        module = __import__("first_arrival")
    finally:
        sys.meta_path.remove(finder)
    assert seen == [[False, True], [True, True]]
    assert "exec_module" not in vars(module.__spec__.loader)
    assert module.__spec__.origin == str(tmp_path / "first_arrival.py")
    for name in names:
        monkeypatch.delitem(sys.modules, name)


def test_an_import_that_fails_is_not_announced(tmp_path, monkeypatch):
    (tmp_path / "bad_arrival.py").write_text("1 / 0\n")
    monkeypatch.syspath_prepend(tmp_path)
    seen = []
    finder = watch_imports(["bad_arrival"], lambda: seen.append(1))
    try:
        with pytest.raises(ZeroDivisionError):
            __import__("bad_arrival")
    finally:
        sys.meta_path.remove(finder)
    assert seen == []
