"""Every example, as a user runs it.

In: `examples/`. Each runs small under plain Python and under `ferrule run --compare`; the output
must be the same, and the comparison must have found nothing. Assumes an installed `ferrule`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.py"))
SMALL = {
    "bank": "200000",
    "dijkstra": "160",
    "fannkuch": "8",
    "knapsack": "200",
    "levenshtein": "12",
    "life": "300",
    "logparse": "60000",
    "mandelbrot": "160",
    "matmul": "120",
    "nbody": "50000",
    "particles": "500",
    "queens": "9",
    "sieve": "1500000",
    "spectral_norm": "180",
    "tokenizer": "30000",
    "wordcount": "300000",
}


def run(name: str, *before: str) -> subprocess.CompletedProcess[str]:
    """The example, with `before` in front of the script."""
    script = ROOT / "examples" / f"{name}.py"
    command = [sys.executable, *before, str(script), SMALL[name]]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_every_example_has_a_size() -> None:
    """But the script that makes data."""
    assert sorted([*SMALL, "make_words"]) == EXAMPLES


@pytest.mark.slow
@pytest.mark.rust
@pytest.mark.parametrize("name", SMALL)
def test_example_is_equal_and_counted(name: str, tmp_path: Path) -> None:
    """Same output and status; the report knows of no mismatch and of the hot functions."""
    expected = run(name)
    assert expected.returncode == 0, expected.stderr
    report = tmp_path / "report.json"
    ran = run(name, "-m", "ferrule", "run", "--compare", "--json", str(report))
    assert ran.stdout == expected.stdout, ran.stderr
    assert ran.returncode == 0, ran.stderr
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["functions"]
    for function in told["functions"]:
        assert function["proof"] is None or function["proof"]["mismatches"] == 0, function
        assert function["status"] == "native" or function["reasons"], function
    assert told["before_s"] > 0
    assert told["after_s"] > 0
