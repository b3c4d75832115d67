"""`ferrule build` of a module whose functions want two slices: answers, identity, files.

Expected answers are those of the module that was built from.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.rust, pytest.mark.slow]

SCENE = '''\
class Point:
    def __init__(self, x: float, y: float) -> None:
        self.x = x
        self.y = y

    def plus(self, other):
        return Point(self.x + other.x, self.y + other.y)


class Ball:
    def __init__(self, centre: Point, size: float) -> None:
        self.centre = centre
        self.size = size


def nearest(balls, x):
    """The very ball.

    >>> balls = sample(5)
    >>> nearest(balls, 2.2) is balls[2]
    True
    """
    best, least = None, 1e300
    for ball in balls:
        away = abs(ball.centre.x - x)
        if away < least:
            best, least = ball, away
    return best


def sample(n: int):
    return [Ball(Point(float(i), 1.0), i / 2) for i in range(n)]


def swept(balls, n):
    """
    >>> swept(sample(5), 40)
    60.0
    """
    total = 0.0
    for i in range(n):
        ball = nearest(balls, i / 4)
        if ball is not None:
            total += ball.centre.plus(Point(0.0, 1.0)).y * ball.size
    return total


def swept_all(balls, n):
    """
    >>> swept_all(sample(5), 4)
    0.0
    """
    return swept(balls, n)
'''

USE = """
import scene
balls = scene.sample(5)
print(scene.swept(balls, 40), scene.nearest(balls, 3.1) is balls[3], scene.nearest([], 1.0))
twice = [balls[1], balls[1]]
print(scene.swept(twice, 9), scene.nearest(twice, 0.0) is balls[1])
print(hasattr(scene.swept, "__wrapped__"), hasattr(scene.nearest, "__wrapped__"))
"""


def python(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The interpreter of these tests."""
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, **environment},
        check=False,
    )


def build(source: Path, out: Path) -> dict[str, object]:
    """Build it; the manifest."""
    words = ("build", str(source), "--out", str(out), "--witness", "doctest")
    done = python("-m", "ferrule", *words)
    assert done.returncode == 0, done.stderr
    text = (out / "scene.ferrule.json").read_text(encoding="utf-8")
    manifest: dict[str, object] = json.loads(text)
    return manifest


def test_what_hands_out_a_part_is_in_a_slice_of_its_own(tmp_path: Path) -> None:
    """Both slices serve the module, and a later build leaves none of their files."""
    source, out = tmp_path / "scene.py", tmp_path / "out"
    source.write_text(SCENE, encoding="utf-8")
    manifest = build(source, out)
    (other,) = manifest["also"]  # type: ignore[misc]
    assert "scene:swept" in manifest["proved"]  # type: ignore[operator]
    assert "scene:nearest" in other["proved"]
    done = python("-c", f"import sys; sys.path.insert(0, {str(out)!r})\n{USE}")
    plain = python("-c", f"import sys; sys.path.insert(0, {str(out)!r})\n{USE}", FERRULE="off")
    assert done.stdout.splitlines()[:2] == plain.stdout.splitlines()[:2], done.stderr
    assert done.stdout.splitlines()[2] == "True True"
    source.write_text("def one() -> int:\n    '''\n    >>> one()\n    1\n    '''\n    return 1\n")
    python("-m", "ferrule", "build", str(source), "--out", str(out), "--witness", "doctest")
    gone = {str(manifest["extension"]), str(other["extension"])}
    assert gone.isdisjoint(one.name for one in out.iterdir())
