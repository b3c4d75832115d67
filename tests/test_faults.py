"""What bad machines get: no Rust, no linker, a cache that is full, read-only or spoiled, Ctrl-C.

In: one small program, run by `ferrule run` as a user does. Whatever is wrong around it, its output
and its exit status are Python's, and Ferrule says what is the matter and what to do. Assumes an
installed `ferrule`; those marked `rust` need a toolchain.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ferrule.base.settings import Settings
from ferrule.pipeline.shop import open_shop

pytestmark = pytest.mark.slow

PROGRAM = """\
import sys


def total(n):
    found = 0
    for i in range(n):
        found += i * i % 7
    return found


def text(n):
    found = []
    for i in range(n):
        found.append(str(i))
    return len(",".join(found))


print(sum(total(40_000) for _ in range(40)))
print(sum(text(20_000) for _ in range(40)))
sys.exit(3)
"""
ENDLESS = """\
def spin(n):
    state = 1
    for i in range(n):
        state = (state * 5 + i) % 1_000_003
    return state


print([spin(200_000) for _ in range(ROUNDS)][-1], flush=True)
print(spin(LAST))
"""
TWICE = "#[pyo3::pyfunction]\nfn twice(n: i64) -> i64 {\n    n * 2\n}\n"
SECONDS = 240
UNSET = ("RUSTC", "CARGO", "CC", "RUSTUP_HOME")

Start = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What Python makes of the program."""
    script = tmp_path_factory.mktemp("plain") / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    return subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The program."""
    file = tmp_path / "program.py"
    file.write_text(PROGRAM, encoding="utf-8")
    return file


def ferrule(
    words: list[str], changes: Mapping[str, str | None], before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the command with some of the environment changed; None takes a variable away."""
    environment = {**os.environ, **{key: value for key, value in changes.items() if value}}
    for key, value in changes.items():
        if value is None:
            environment.pop(key, None)
    return subprocess.run(
        [*before, sys.executable, "-m", "ferrule", *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=environment,
        timeout=SECONDS,
        check=False,
    )


def without_rust(folder: Path, *tools: str) -> dict[str, str | None]:
    """An environment in which nothing but these tools is installed."""
    bin_ = folder / "bin"
    bin_.mkdir()
    for tool in tools:
        found = shutil.which(tool)
        assert found
        (bin_ / tool).symlink_to(found)
    nowhere = str(folder / "nowhere")
    return {**dict.fromkeys(UNSET), "PATH": str(bin_), "CARGO_HOME": nowhere, "HOME": nowhere}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the runtime in it, to be copied."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    known = os.environ.get("FERRULE_HOME")
    if known and (Path(known) / "runtime").is_dir():
        shutil.copytree(Path(known) / "runtime", home / "runtime")
        home.chmod(0o700)
    module = home.parent / "warm.py"
    module.write_text("def f(n: int) -> int:\n    return n\n", encoding="utf-8")
    words = ["build", str(module), "--out", str(home.parent / "out"), "--cache", str(home)]
    assert ferrule(words, {}).returncode == 0
    for name in ("work", "tmp"):
        shutil.rmtree(home / name, ignore_errors=True)
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    """A prepared cache of this test's own."""
    copy = tmp_path / "home"
    shutil.copytree(prepared, copy)
    return copy


def check_as_in_python(
    ran: subprocess.CompletedProcess[str], expected: subprocess.CompletedProcess[str]
) -> None:
    """Same output, same exit status, and no traceback of ours."""
    assert ran.stdout == expected.stdout, ran.stderr
    assert ran.returncode == expected.returncode == 3, ran.stderr
    assert "Traceback" not in ran.stderr


def test_without_rust_the_program_runs_in_python(
    script: Path, tmp_path: Path, expected: subprocess.CompletedProcess[str]
) -> None:
    """And is told how to get it."""
    changes = without_rust(tmp_path) | {"FERRULE_HOME": str(tmp_path / "home")}
    ran = ferrule(["run", str(script)], changes)
    check_as_in_python(ran, expected)
    assert "No Rust toolchain" in ran.stderr
    assert "doctor --install-rust" in ran.stderr
    assert "https://rustup.rs" in ran.stderr


def test_without_rust_other_commands_say_so(script: Path, tmp_path: Path) -> None:
    """A message and an exit status, never a traceback."""
    changes = without_rust(tmp_path) | {"FERRULE_HOME": str(tmp_path / "home")}
    (tmp_path / "module.py").write_text("def f(n: int) -> int:\n    return n\n", encoding="utf-8")
    module = str(tmp_path / "module.py")
    for words in (
        ["build", module, "--out", str(tmp_path / "out")],
        ["prove", f"{module}:f"],
        ["bench", f"{module}:f"],
        ["doctor"],
    ):
        ran = ferrule(words, changes)
        status = {"build": 0, "doctor": 1}.get(words[0], 2)
        assert ran.returncode == status, (words, ran.stderr)
        said = " ".join((ran.stdout + ran.stderr).split())
        assert "No Rust toolchain" in said, (words, said)
        assert "rustup.rs" in said, words
        assert "Traceback" not in said
    assert ferrule(["check", module], changes).returncode == 0
    assert ferrule(["show", f"{module}:f", "--stage", "rust"], changes).returncode == 0


@pytest.mark.rust
def test_without_a_linker_the_program_runs_in_python(
    script: Path, tmp_path: Path, expected: subprocess.CompletedProcess[str]
) -> None:
    """And is told what to install."""
    rust = {"RUSTC": shutil.which("rustc"), "CARGO": shutil.which("cargo")}
    kept = {key: os.environ.get(key) for key in ("HOME", "RUSTUP_HOME", "CARGO_HOME")}
    changes = without_rust(tmp_path) | kept | rust | {"FERRULE_HOME": str(tmp_path / "home")}
    ran = ferrule(["run", str(script)], changes)
    check_as_in_python(ran, expected)
    assert "No linker" in ran.stderr
    assert "gcc" in ran.stderr


@pytest.mark.rust
def test_a_cache_that_can_not_be_made(tmp_path: Path) -> None:
    """It lives with the process instead, and why is kept to be told."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    shop = open_shop(Settings(cache=tmp_path / "file"))
    assert shop.store.root.is_dir()
    assert "Could not make the cache folder" in shop.trouble
    assert "FERRULE_HOME" in shop.trouble


def mounted(folder: Path, options: str, then: str = "") -> tuple[str, ...]:
    """A command that runs another one with a small disk at the folder; skips where none may."""
    folder.mkdir(mode=0o700, exist_ok=True)
    text = f"mount -t tmpfs -o mode=0700,{options} none {folder} && {then or 'true'}"
    before = ("unshare", "-rm", "sh", "-c", f'{text} && exec "$@"', "sh")
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare")
    if subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("may not mount here")
    return before


@pytest.mark.rust
def test_a_full_disk(
    script: Path, tmp_path: Path, prepared: Path, expected: subprocess.CompletedProcess[str]
) -> None:
    """Full once the runtime is there: it still serves, the rest lives with the process."""
    cache = tmp_path / "disk"
    fill = f"cp -r {prepared}/. {cache}; cat /dev/zero > {cache}/filler 2>/dev/null; true"
    before = mounted(cache, "size=40m", f"{{ {fill}; }}")
    ran = ferrule(["run", str(script)], {"FERRULE_HOME": str(cache)}, before)
    check_as_in_python(ran, expected)
    said = " ".join(ran.stderr.split())
    assert "disk is full" in said
    assert "FERRULE_HOME" in said
    assert "native" in said


@pytest.mark.rust
def test_a_rust_file_on_a_full_disk(tmp_path: Path) -> None:
    """An ImportError that says so and what to do, whoever of the tools met it."""
    (tmp_path / "twice.rs").write_text(TWICE, encoding="utf-8")
    for size in ("1m", "20m"):
        cache = tmp_path / size
        before = mounted(cache, f"size={size}")
        words = [*before, sys.executable, "-c", "import ferrule.hook, twice"]
        environment = {**os.environ, "FERRULE_HOME": str(cache)}
        done = subprocess.run(
            words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        said = done.stderr.splitlines()[-1]
        assert done.returncode == 1
        assert said.startswith("ImportError: "), done.stderr
        assert "disk is full" in said
        assert "FERRULE_HOME" in said


@pytest.mark.rust
def test_a_limit_on_files(
    script: Path, tmp_path: Path, expected: subprocess.CompletedProcess[str]
) -> None:
    """As a disk that is full: the program runs in Python, and it is said."""
    before = ("sh", "-c", 'ulimit -f 300 && exec "$@"', "sh")
    ran = ferrule(["run", str(script)], {"FERRULE_HOME": str(tmp_path / "home")}, before)
    check_as_in_python(ran, expected)
    assert "disk is full" in " ".join(ran.stderr.split())


@pytest.mark.rust
def test_a_read_only_cache(
    script: Path, tmp_path: Path, prepared: Path, expected: subprocess.CompletedProcess[str]
) -> None:
    """What is in it serves; what is new lives with the process."""
    cache = tmp_path / "disk"
    fill = f"cp -r {prepared}/. {cache} && mount -o remount,ro {cache}"
    before = mounted(cache, "size=500m", fill)
    ran = ferrule(["run", str(script)], {"FERRULE_HOME": str(cache)}, before)
    check_as_in_python(ran, expected)
    said = " ".join(ran.stderr.split())
    assert "native" in said
    assert "read-only" in said


@pytest.mark.rust
def test_a_spoiled_cache_is_built_again(
    script: Path, home: Path, expected: subprocess.CompletedProcess[str]
) -> None:
    """Nothing in it is believed: neither extensions, nor notes, nor the runtime."""
    changes = {"FERRULE_HOME": str(home)}
    check_as_in_python(ferrule(["run", str(script)], changes), expected)
    spoiled = 0
    for file in [*home.rglob("*.so"), *home.rglob("*.json"), *home.rglob("*.rlib")]:
        data = file.read_bytes()
        file.write_bytes(data[: len(data) // 2] + b"\\0?" + data[len(data) // 2 + 2 :])
        spoiled += 1
    assert spoiled > 5
    ran = ferrule(["run", str(script)], changes)
    check_as_in_python(ran, expected)
    assert "native" in ran.stderr


REJECTING = """\
import re, sys
from dataclasses import replace
from ferrule.cli import main
from ferrule.pipeline import slices


def spoiled(module, emit=slices.emit):
    sources = emit(module)
    def spoil(text):
        return re.sub(r"(pub fn text\\(.*\\n)", r'\\1    let _x: i64 = "";\\n', text)
    files = {name: spoil(text) for name, text in sources.files.items()}
    return replace(sources, files=files)


slices.emit = spoiled
main(sys.argv[1:])
"""


@pytest.mark.rust
def test_what_rustc_rejects_is_dropped_and_the_rest_kept(
    script: Path, tmp_path: Path, home: Path, expected: subprocess.CompletedProcess[str]
) -> None:
    """A report for us is saved, and named."""
    out = tmp_path / "out.json"
    words = [sys.executable, "-c", REJECTING, "run", "--json", str(out), str(script)]
    environment = {**os.environ, "FERRULE_HOME": str(home)}
    ran = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    check_as_in_python(ran, expected)
    told = {one["name"]: one for one in json.loads(out.read_text())["functions"]}
    assert told["total"]["status"] == "native", ran.stderr
    assert told["text"]["status"] == "python"
    (reason,) = told["text"]["reasons"]
    assert reason["code"] == "F603"
    report = Path(reason["message"].rpartition(" ")[2])
    assert report.is_relative_to(home)
    assert "mismatched types" in (report / "rustc.txt").read_text()


def interrupt(program: str, folder: Path, ready: Callable[[Any], bool]) -> tuple[int, str, float]:
    """Ctrl-C for a program under `ferrule run`: its status, what it said, and how long it took."""
    file = folder / "endless.py"
    file.write_text(program, encoding="utf-8")
    words = [sys.executable, "-m", "ferrule", "run", str(file)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        assert ready(running)
        os.killpg(running.pid, signal.SIGINT)
        started = time.monotonic()
        _, said = running.communicate(timeout=60)
        return running.returncode, said, time.monotonic() - started


def after_line(running: Any) -> bool:
    """Once the program has printed a line, and a moment more."""
    line = running.stdout.readline()
    time.sleep(0.7)
    return bool(line)


@pytest.mark.rust
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("where", ["python", "native", "building"])
def test_ctrl_c(tmp_path: Path, where: str) -> None:
    """While Python runs, while a slice runs, and while the compiler runs."""
    rounds = {"python": "1", "native": "60", "building": "8"}[where]
    text = ENDLESS.replace("ROUNDS", rounds).replace("LAST", "10**15")
    if where == "native":
        short = ENDLESS.replace("ROUNDS", rounds).replace("LAST", "10")
        (tmp_path / "endless.py").write_text(text.replace("10**15", "10"), encoding="utf-8")
        assert short == text.replace("10**15", "10")
        assert ferrule(["run", str(tmp_path / "endless.py")], {}).returncode == 0
    if where == "building":
        text = text.replace("print(spin(10**15))", "")
    status, said, seconds = interrupt(text, tmp_path, after_line)
    assert seconds < 20
    if where == "building":
        assert status in (0, -signal.SIGINT, 130), said
    else:
        assert status == -signal.SIGINT, said
        assert "KeyboardInterrupt" in said
    assert "bug in Ferrule" not in said


ASKING = """\
name = input()
print(sum(len(str(i)) for _ in range(60) for i in range(20_000)))


def total(n):
    found = 0
    for i in range(n):
        found += i * i % 7
    return found


print(name, sum(total(40_000) for _ in range(40)))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of POSIX")
def test_rust_is_offered_when_the_program_has_ended(tmp_path: Path) -> None:
    """Its input is its own; who says no is left in peace."""
    file = tmp_path / "asking.py"
    file.write_text(ASKING, encoding="utf-8")
    home = {"FERRULE_HOME": str(tmp_path / "home"), "TERM": "dumb"}
    environment = {key: value for key, value in os.environ.items() if key not in UNSET}
    environment |= {key: value for key, value in without_rust(tmp_path).items() if value} | home
    terminal, end = os.openpty()
    words = [sys.executable, "-m", "ferrule", "run", str(file)]
    with subprocess.Popen(
        words, stdin=end, stdout=subprocess.PIPE, stderr=end, env=environment
    ) as running:
        os.close(end)
        os.write(terminal, b"Ada\n")
        said = heard_until(terminal, b"[y/N]")
        assert running.poll() is None
        os.write(terminal, b"n\n")
        said += heard_until(terminal, b"rustup.rs")
        assert running.stdout is not None
        shown = running.stdout.read().decode()
        running.wait(60)
    os.close(terminal)
    assert running.returncode == 0
    assert shown.splitlines()[1] == "Ada 3199880"
    assert said.count(b"[y/N]") == 1


def heard_until(terminal: int, words: bytes) -> bytes:
    """What comes out of a terminal, up to these words."""
    heard = b""
    end = time.monotonic() + 90
    while words not in heard and time.monotonic() < end:
        if select.select([terminal], [], [], 1.0)[0]:
            heard += os.read(terminal, 4096)
    assert words in heard, heard
    return heard
