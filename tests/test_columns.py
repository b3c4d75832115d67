"""The same function over arrays and columns: as `np.vectorize`, pandas and Polars apply it.

In: scalar functions of a module of their own, in a child process each. Out: nothing; the child
compares values, dtypes, index, names and exceptions with what the libraries' own ways give.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.rust, pytest.mark.slow]

FUNCTIONS = """
import math


def score(price, quantity):
    if price > 100.0:
        rate = 0.9
    else:
        rate = 1.0
    return math.sqrt(price) * quantity * rate


def grade(x):
    if x < 0.5:
        return 0
    return int(x * 10)


def is_large(x):
    return x > 2


def ratio(a, b):
    return a / b


def either(x):
    return x if x > 1 else 0


def clean(s):
    return s.strip().lower()


def marked(x):
    return "none" if x is None else "some"


def typed(x: float) -> int:
    return int(x)
"""

HEAD = """
import warnings

import numpy as np
import pandas as pd
import polars as pl

import ferrule
import ferrule.columns
from functions import *

warnings.simplefilter("error", ferrule.FerruleWarning)
warnings.filterwarnings("ignore", category=pl.exceptions.PolarsInefficientMapWarning)


def same(ours, theirs):
    def told(run):
        try:
            value = run()
        except Exception as error:
            return type(error), "" if "broadcast" in str(error) else str(error)
        value = np.asarray(value)
        return value.dtype, value.shape, value.tobytes()

    first, second = told(ours), told(theirs)
    assert first == second, (first, second)
"""

NUMPY = """
floats = np.array([1.0, 4.0, 144.0, 0.25, -0.0])
ints = np.array([1, 2, 3, 4, 5])
v, w = ferrule.vectorize(score), np.vectorize(score)
for args in (
    (floats, ints), (floats[::2], ints[::-2]), (floats[:, None], ints), (9.0, 2), (floats, 2),
    (floats.astype(np.float32), ints.astype(np.int8)), (floats.astype(">f8"), ints),
    (floats.astype(object), 2), (np.array([4.0]), np.array(3)), (floats > 1, ints),
    (np.array([np.nan, np.inf]), 1), (floats, ints[:3]), (-floats, ints),
    (np.ma.masked_array(floats, [0, 1, 0, 0, 0]).filled(1.0), ints),
):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ferrule.FerruleWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        same(lambda: v(*args), lambda: w(*args))
assert v(9.0, 2) == 6.0 and type(v(9.0, 2)) is np.float64
assert v(np.zeros(0), np.zeros(0)).shape == (0,)
out = np.zeros(5)
assert v(floats, ints, out=out) is out and (out == w(floats, ints)).all()
kept = np.full(5, 7.0)
v(floats, ints, out=kept, where=ints > 3)
assert kept.tolist() == [7.0, 7.0, 7.0, *w(floats, ints)[3:].tolist()]
assert v(floats, ints, dtype=np.float32).dtype == np.float32
same(lambda: ferrule.vectorize(grade)(floats), lambda: np.vectorize(grade)(floats))
same(lambda: ferrule.vectorize(is_large)(ints), lambda: np.vectorize(is_large)(ints))
r = ferrule.vectorize(ratio)
same(lambda: r(floats, ints), lambda: np.vectorize(ratio)(floats, ints))
same(lambda: r(floats, ints - 3), lambda: np.vectorize(ratio)(floats, ints - 3))
assert r.reduce(np.array([64.0, 2.0, 4.0])) == 8.0
assert r.accumulate(np.array([64.0, 2.0, 4.0])).tolist() == [64.0, 32.0, 8.0]
assert v.__name__ == "score" and v.nin == 2 and v.__wrapped__ is score
assert v._loops.known[("float64", "int64")] is not None
"""

PANDAS = """
frame = pd.DataFrame(
    {"price": [1.0, 144.0, np.nan, 0.25], "quantity": [1, 2, 3, 4]}, index=list("dcba")
)
for series, function in (
    (frame["price"].fillna(3.0), grade), (frame["quantity"], is_large),
    (frame["quantity"].astype("int8"), is_large), (frame["price"].iloc[:0], is_large),
    (frame["quantity"].astype("Int64"), is_large), (frame["price"].astype(object), is_large),
    (pd.Series([True, False]), is_large), (frame["quantity"].iloc[::-2], is_large),
    (pd.Series([" A", "b "], name="text"), clean), (frame["price"], is_large),
):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ferrule.FerruleWarning)
        ours = ferrule.apply(series, function)
    pd.testing.assert_series_equal(ours, series.apply(function))
whole = ferrule.apply(frame, score)
by_row = pd.Series([score(*row) for row in zip(frame.price, frame.quantity)], index=frame.index)
pd.testing.assert_series_equal(whole, by_row)
pd.testing.assert_series_equal(frame.ferrule.apply(score), by_row)
pd.testing.assert_series_equal(frame["quantity"].ferrule.apply(is_large), frame["quantity"] > 2)
other = ferrule.apply(frame, ratio, columns=["price", "quantity"])
pd.testing.assert_series_equal(other, frame["price"] / frame["quantity"], check_names=False)
try:
    ferrule.apply(frame * 0, ratio, columns=["price", "quantity"])
except ZeroDivisionError as error:
    assert str(error) in ("float division by zero", "division by zero"), error
else:
    raise AssertionError
try:
    frame["price"].apply(grade)
except ValueError as error:
    wanted = str(error)
try:
    ferrule.apply(frame["price"], grade)
except ValueError as error:
    assert str(error) == wanted
"""

POLARS = """
frame = pl.DataFrame(
    {"price": [1.0, None, 144.0, 0.25], "quantity": [1, 2, None, 4], "text": [" A", None, "b ", ""]}
)
ours = frame.select(ferrule.expr(score, pl.col("price"), "quantity").alias("score"))
wanted = [
    None if row[0] is None or row[1] is None else score(*row)
    for row in zip(frame["price"], frame["quantity"])
]
assert ours["score"].to_list() == wanted and ours["score"].dtype == pl.Float64
for name, function, dtype in (
    ("price", grade, pl.Int64), ("quantity", is_large, pl.Boolean), ("text", clean, pl.String),
):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ferrule.FerruleWarning)
        ours = frame.select(pl.col(name).ferrule(function))
    assert ours.to_series().equals(
        frame.select(pl.col(name).map_elements(function, return_dtype=dtype)).to_series()
    ), (name, ours)
full = frame.with_columns(quantity=2, text=pl.lit("")).drop_nulls()
assert full.select(pl.col("price").ferrule(grade)).to_series().to_list() == [10, 1440, 0]
lazy = frame.lazy().select(pl.col("price").ferrule(typed) + 1)
assert lazy.collect_schema() == {"price": pl.Int64}
assert lazy.collect()["price"].to_list() == [2, None, 145, 1]
marks = frame.select(pl.col("price").ferrule(marked, skip_nulls=False))
assert marks.to_series().to_list() == ["some", "none", "some", "some"]
grouped = frame.group_by("quantity", maintain_order=True).agg(pl.col("price").ferrule(grade).sum())
assert grouped["price"].to_list() == [10, 0, 1440, 0]
empty = frame.clear().select(pl.col("price").ferrule(typed))
assert empty.shape == (0, 1)
chunks = pl.concat([full, full], rechunk=False).select(pl.col("price").ferrule(grade))
assert chunks.to_series().to_list() == [10, 1440, 0] * 2
"""


@pytest.mark.parametrize("text", [NUMPY, PANDAS, POLARS], ids=["numpy", "pandas", "polars"])
def test_as_the_library_does_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "functions.py").write_text(FUNCTIONS)
    (tmp_path / "main.py").write_text(HEAD + text)
    root = Path(__file__).resolve().parents[1]
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    done = subprocess.run(
        [sys.executable, "main.py"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_importing_ferrule_loads_no_library() -> None:
    code = "import sys, ferrule; print(sorted({'numpy', 'pandas', 'polars'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


RESIZED = """
import signal

import numpy as np

import ferrule


@ferrule.rust
def total(a, out, times):
    s = 0.0
    for _ in range(times):
        for i in range(len(a)):
            s += a[i]
        out[0] = s
    return s


total(np.ones(3000), np.zeros(3000), 2)
a, out = np.ones(1_000_000), np.zeros(1_000_000)


def resize(*_):
    a.resize(10, refcheck=False)
    out.resize(1, refcheck=False)


signal.signal(signal.SIGALRM, resize)
signal.setitimer(signal.ITIMER_REAL, 0.1)
print(float(total(a, out, 3000)), a.shape, out.tolist())
"""


def test_an_array_that_is_resized_meanwhile(tmp_path: Path) -> None:
    """NumPy lets go of the memory that the slice looks at: the call is given back to Python."""
    (tmp_path / "main.py").write_text(RESIZED)
    root = Path(__file__).resolve().parents[1]
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    done = subprocess.run(
        [sys.executable, "main.py"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == "30000.0 (10,) [30000.0]"
