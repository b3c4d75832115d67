"""The command line: parsing, exit status, messages. The pipeline is a fake that records its calls;
what the real one does is tested by the programs and the cases.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ferrule import cli
from ferrule.base.answers import Candidate, Check, Execution, Found, Ran, Shown, Stored
from ferrule.base.diag import Diagnostic
from ferrule.base.problem import BROKEN, Problem
from ferrule.base.program import Program
from ferrule.base.records import FuncName, Mismatch, Outcome, Report, Timing, Verdict
from ferrule.base.settings import Settings
from ferrule.base.span import Span

FUNC = FuncName("m", "work", "/src/m.py", 3)
REASON = Diagnostic("F411", Span("/src/m.py", 4, 0, 4, 1), "`open` is called")
VERDICT = Verdict(FUNC, 2, 10, 12, ())
TIMING = Timing(FUNC, 1e-3, 1e-5, (9e-4, 2e-3), (9e-6, 2e-5), 9)
NATIVE = Outcome(FUNC, 0.9, "native", (), VERDICT, TIMING, True)
REFUSED = Outcome(FUNC, 0.9, "python", (REASON,))
REPORT = Report((NATIVE,), {"build": 0.5}, 2.0)


class Fake:
    """Stands for one function of the pipeline: remembers how it was called, answers as told."""

    def __init__(self, answer: object) -> None:
        self.answer = answer
        self.calls: list[tuple[Any, ...]] = []

    def __call__(self, *arguments: object) -> object:
        self.calls.append(arguments)
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Put a fake into the pipeline, in an empty working folder."""
    monkeypatch.chdir(tmp_path)

    def put(name: str, answer: object) -> Fake:
        double = Fake(answer)
        monkeypatch.setattr(cli.pipeline, name, double)
        return double

    return put


def status_of(*words: str) -> int:
    with pytest.raises(SystemExit) as caught:
        cli.main(words)
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_run_hands_the_program_on_and_returns_its_status(
    fake: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s.py").write_text("")
    run = fake("run", Ran(REPORT, 7))
    assert status_of("run", "--only", "work", "s.py", "--compare", "-x") == 7
    expected = Program("script", "s.py", ("--compare", "-x")), Settings(only=("work",))
    assert run.calls == [expected]
    out, err = capfd.readouterr()
    assert out == ""
    assert "work" in err
    assert "program: 2.00 s" in err


def test_compare_is_another_call(fake: Any, tmp_path: Path) -> None:
    (tmp_path / "s.py").write_text("")
    run, compare = fake("run", None), fake("compare", Ran(REPORT, 0))
    assert status_of("run", "--compare", "s.py") == 0
    assert (len(run.calls), len(compare.calls)) == (0, 1)


@pytest.mark.parametrize(
    ("words", "program"),
    [
        (("-m", "pkg", "--json", "x"), Program("module", "pkg", ("--json", "x"))),
        (("--", "pytest", "-q"), Program("command", "pytest", ("-q",))),
    ],
)
def test_modules_and_commands_are_programs_too(
    fake: Any, words: tuple[str, ...], program: Program
) -> None:
    run = fake("run", Ran(REPORT, 0))
    assert status_of("run", *words) == 0
    assert run.calls[0][0] == program


def test_settings_come_from_the_folder_of_the_script(fake: Any, tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "s.py").write_text("")
    (tmp_path / "app" / "pyproject.toml").write_text("[tool.ferrule]\nseed = 5\nproof-inputs = 1\n")
    run = fake("run", Ran(REPORT, 0))
    status_of("run", "--proof-inputs", "9", "--cache", "c", "app/s.py")
    wanted = Settings(seed=5, proof_inputs=9, cache=tmp_path / "c")
    assert run.calls[0][1] == wanted


def test_json_is_written_where_it_was_asked_for_even_if_the_program_moves(
    fake: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "s.py").write_text("")
    (tmp_path / "elsewhere").mkdir()

    def run(program: Program, settings: Settings) -> Ran:
        monkeypatch.chdir(tmp_path / "elsewhere")
        return Ran(REPORT, 0)

    monkeypatch.setattr(cli.pipeline, "run", run)
    assert status_of("run", "--json", "out.json", "s.py") == 0
    data = json.loads((tmp_path / "out.json").read_text())
    assert [function["name"] for function in data["functions"]] == ["work"]


def test_a_report_that_fails_leaves_the_programs_status_alone(
    fake: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s.py").write_text("")
    fake("run", Ran(REPORT, 4))
    monkeypatch.setattr("ferrule.report.terminal.show_run", Fake(TypeError("oops")))
    assert status_of("run", "s.py") == 4
    assert "a bug in Ferrule: TypeError: oops" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run",), "no program given"),
        (("run", "-m"), "no program given"),
        (("run", "missing.py"), "can't open 'missing.py': no such file"),
        (("run", "--speed", "s.py"), "No such option"),
        (("run", "--json", "s.py", "s.py"), "this is a Python file"),
        (("run", "--json", "no/such/folder/x", "s.py"), "can't be written"),
        (("run", "--proof-inputs", "-1", "s.py"), "proof_inputs"),
        (("check",), "Missing argument"),
        (("check", "missing.py"), "does not exist"),
        (("check", "--format", "xml", "s.py"), "xml"),
        (("build", "s.py"), "--out"),
        (("show", "--stage", "llvm", "f"), "llvm"),
        (("explain", "F999"), "no refusal has the code"),
        (("fly",), "No such command"),
    ],
)
def test_bad_input_is_told_and_exits_with_two(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.py").write_text("")
    assert status_of(*words) == 2
    err = capfd.readouterr().err
    assert message in err
    assert "Traceback" not in err


def test_a_problem_is_shown_with_its_remedy(fake: Any, capfd: pytest.CaptureFixture[str]) -> None:
    fake("doctor", Problem("the cache is full", "Free some space.", BROKEN))
    assert status_of("doctor") == 3
    assert capfd.readouterr().err == "ferrule: the cache is full\n  Free some space.\n"


def test_a_bug_is_one_line_and_a_traceback_only_on_request(
    fake: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    fake("doctor", ZeroDivisionError("division by zero"))
    monkeypatch.delenv("FERRULE_DEBUG", raising=False)
    assert status_of("doctor") == BROKEN
    err = capfd.readouterr().err
    assert "a bug in Ferrule: ZeroDivisionError: division by zero (test_cli.py:" in err
    assert "Traceback" not in err
    monkeypatch.setenv("FERRULE_DEBUG", "1")
    status_of("doctor")
    assert "Traceback" in capfd.readouterr().err


def test_an_interrupt_exits_as_shells_expect(fake: Any) -> None:
    fake("doctor", KeyboardInterrupt())
    assert status_of("doctor") == 130


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupted_program_ends_us_as_it_would_have_ended_python(
    fake: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "s.py").write_text("")
    fake("run", Ran(REPORT, 130, is_interrupted=True))
    killed = Fake(None)
    monkeypatch.setattr("os.kill", killed)
    before = signal.getsignal(signal.SIGINT)
    try:
        assert status_of("run", "s.py") == 130
        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGINT, before)
    assert killed.calls == [(os.getpid(), signal.SIGINT)]


def test_find_ranks_and_passes_the_status_on(
    fake: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s.py").write_text("")
    fake("find", Found(2.0, 5, (Candidate(FUNC, 1.0, 2.0, 0.9),)))
    assert status_of("find", "--json", "-", "s.py") == 5
    out, err = capfd.readouterr()
    assert json.loads(out)["functions"][0]["saving_s"] == 0.9
    assert "work" in err


@pytest.mark.parametrize(
    ("outcome", "flags", "status"),
    [(NATIVE, (), 0), (REFUSED, (), 1), (REFUSED, ("--exit-zero",), 0)],
)
def test_check_exits_with_one_if_something_is_left(
    fake: Any, tmp_path: Path, outcome: Outcome, flags: tuple[str, ...], status: int
) -> None:
    (tmp_path / "s.py").write_text("")
    fake("check", (outcome,))
    assert status_of("check", *flags, "s.py") == status


def test_check_writes_its_formats_to_stdout(
    fake: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s.py").write_text("")
    fake("check", (REFUSED,))
    status_of("check", "--format", "sarif", "s.py")
    assert json.loads(capfd.readouterr().out)["version"] == "2.1.0"
    status_of("check", "--format", "github", "s.py")
    assert capfd.readouterr().out.startswith("::warning file=/src/m.py,line=4")


def test_show_beside_or_one_stage(fake: Any, capfd: pytest.CaptureFixture[str]) -> None:
    fake("show", Shown(FUNC, "def work(): ...\n", {"rust": "pub fn work() {}\n"}))
    assert status_of("show", "work") == 0
    assert "pub fn work" in capfd.readouterr().out
    assert status_of("show", "--stage", "rust", "work") == 0
    assert capfd.readouterr().out == "pub fn work() {}\n"
    assert status_of("show", "--stage", "ir", "work") == 1


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (NATIVE, 0),
        (REFUSED, 1),
        (Outcome(FUNC, 0, "python", (), Verdict(FUNC, 1, 0, 1, (Mismatch("f", "1", "2"),))), 1),
    ],
)
def test_prove_exits_by_its_verdict(fake: Any, outcome: Outcome, status: int) -> None:
    fake("prove", (outcome,))
    assert status_of("prove", "m:work") == status


def test_bench_shows_times(fake: Any, capfd: pytest.CaptureFixture[str]) -> None:
    bench = fake("bench", (NATIVE,))
    assert status_of("bench", "m:work", "--json", "b.json") == 0
    assert bench.calls == [("m:work", Settings())]
    assert "100×" in capfd.readouterr().err
    assert json.loads(Path("b.json").read_text())["functions"][0]["after_s"] == 1e-5


def test_build_exits_with_zero_even_if_nothing_is_native(fake: Any, tmp_path: Path) -> None:
    (tmp_path / "s.py").write_text("")
    build = fake("build", Report((REFUSED,), {}, 0.0))
    words = ("build", "s.py", "--out", "dist", "--witness", "doctest", "--json", "b.json")
    assert status_of(*words) == 0
    assert build.calls == [([tmp_path / "s.py"], tmp_path / "dist", "doctest", Settings())]
    data = json.loads(Path("b.json").read_text())
    assert data["functions"][0]["reasons"][0]["code"] == "F411"


def test_doctor_exits_with_one_if_something_is_missing(
    fake: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    fake("doctor", (Check("rustc", "ok", "1.95"), Check("cc", "error", "none", "Install one.")))
    install = fake("install_rust", None)
    assert status_of("doctor") == 1
    assert "Install one." in capfd.readouterr().out
    assert install.calls == []
    status_of("doctor", "--install-rust")
    assert install.calls == [(Settings(),)]


def test_the_cache_can_be_listed_pruned_and_cleared(
    fake: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    fake("cache_list", (Stored("ab" * 32, "_slice", 2048, 60.0),))
    fake("cache_clear", 2048)
    fake("cache_prune", 0)
    assert status_of("cache", "list") == 0
    assert "_slice" in capfd.readouterr().out
    assert status_of("cache", "list", "--json", "-") == 0
    assert json.loads(capfd.readouterr().out)["entries"][0]["bytes"] == 2048
    assert status_of("cache", "clear") == 0
    assert "freed 2,048 bytes" in capfd.readouterr().err
    assert status_of("cache", "prune") == 0


def test_the_demo_is_a_run(fake: Any, capfd: pytest.CaptureFixture[str]) -> None:
    report = Report((NATIVE,), {}, 2.0, 2.0, 0.5)
    fake("demo", Ran(report, 0, Execution(2.0, 0, b"1\n"), Execution(0.5, 0, b"1\n")))
    assert status_of("demo") == 0
    assert "4.00× faster" in capfd.readouterr().err


def test_explain_tells_what_a_code_means(capfd: pytest.CaptureFixture[str]) -> None:
    assert status_of("explain", "f411") == 0
    assert capfd.readouterr().out.startswith("F411 call\n")


def test_help_and_version(capfd: pytest.CaptureFixture[str]) -> None:
    assert status_of("--help") == 0
    assert status_of("run", "--help") == 0
    assert "SCRIPT | -m MODULE | -- COMMAND" in capfd.readouterr().out
    assert status_of("--version") == 0


def test_importing_ferrule_loads_next_to_nothing() -> None:
    code = "import sys; before = set(sys.modules); import ferrule; print(*set(sys.modules)-before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["ferrule"]
