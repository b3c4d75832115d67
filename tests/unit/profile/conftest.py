import os
import re
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

from ferrule.base.records import Hot, Profile
from ferrule.profile import load

HERE = Path(__file__).parent
SOURCE = Path(__file__).parents[3] / "src"


@dataclass(frozen=True)
class Ended:
    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Bench:
    """A folder to run programs in, with plain Python and under watch."""

    folder: Path

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
        return path

    def _run(self, command: list[str], stdin: str, **options: object) -> Ended:
        environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": "0"}
        done = subprocess.run(
            command,
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            text=True,
            env=environment,
            timeout=120,
            **options,
        )
        return Ended(
            done.returncode,
            *(re.sub("0x[0-9a-f]+", "0x", text) for text in (done.stdout, done.stderr)),
        )

    def plain(self, kind: str, target: str, *arguments: str, stdin: str = "") -> Ended:
        flag = {"script": [], "module": ["-m"], "command": ["-m"]}[kind]
        return self._run([sys.executable, *flag, target, *arguments], stdin)

    def watched(self, kind: str, target: str, *arguments: str, stdin: str = "") -> Ended:
        return self._run([*self.command(), kind, target, *arguments], stdin)

    def command(self) -> list[str]:
        return [sys.executable, str(HERE / "driver.py"), str(self.folder / "profile.json"), "yes"]

    def same(self, kind: str, target: str, *arguments: str, stdin: str = "") -> Ended:
        """Run both ways; everything that is seen from outside must be the same."""
        expected = self.plain(kind, target, *arguments, stdin=stdin)
        actual = self.watched(kind, target, *arguments, stdin=stdin)
        assert expected == actual
        return actual

    def source(self) -> Path:
        return SOURCE

    def profile(self) -> Profile:
        return load(self.folder / "profile.json")

    def hot(self, name: str) -> Hot:
        """The function of this name, `module:qualname`."""
        found = [hot for hot in self.profile().functions if str(hot.func) == name]
        assert found, [str(hot.func) for hot in self.profile().functions]
        return found[0]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)
