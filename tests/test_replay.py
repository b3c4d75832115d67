"""The emitted Rust of every example, kept in `tests/replay/` and compared byte for byte.

In: the examples and the types that their functions are called with (below, as a run shows them).
Out: a failure that shows what changed in the Rust; `--update` writes the files again. Needs no Rust
toolchain.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from ferrule.base.records import FuncName, Signature
from ferrule.base.types import FLOAT, INT, NEVER, STR, Dict, List, Set, Struct, Tuple, Type
from ferrule.base.unit import Target
from ferrule.emit import emit
from ferrule.lower import lower
from ferrule.passes import run as run_passes
from ferrule.source import Place, gather

EXAMPLES = Path(__file__).parent.parent / "examples"
REPLAY = Path(__file__).parent / "replay"

Calls = Mapping[str, tuple[Type, ...]]
PAIR = Tuple((INT, INT))
GRID = List(List(FLOAT))
STREETS = Dict(INT, List(PAIR))
BODY = Struct("nbody:Body")
PARTICLE = Struct("particles:Particle")
BOX = Struct("particles:Box")
ACCOUNT = Struct("bank:Account")
TRANSFERS = List(Tuple((STR, STR, INT)))

CALLS: Mapping[str, Calls] = {
    "bank": {"settle": (Dict(STR, ACCOUNT), TRANSFERS, INT)},
    "dijkstra": {"quickest": (STREETS, INT), "route": (Dict(INT, INT), INT)},
    "fannkuch": {"fannkuch": (INT,)},
    "knapsack": {"pack": (List(INT), List(INT), INT)},
    "levenshtein": {"suggest": (STR, List(STR), INT)},
    "life": {"run": (Set(PAIR), INT)},
    "logparse": {"summarise": (List(STR),)},
    "mandelbrot": {"escape_times": (INT, INT, INT)},
    "matmul": {"multiply": (GRID, GRID), "trace": (GRID,)},
    "nbody": {"advance": (List(BODY), FLOAT, INT), "energy": (List(BODY),)},
    "particles": {"simulate": (List(PARTICLE), BOX, FLOAT, INT)},
    "queens": {"solve": (INT,)},
    "sieve": {"primes_below": (INT,), "widest_gap": (List(INT),), "last_digits": (List(INT),)},
    "spectral_norm": {"spectral_norm": (INT, INT)},
    "tokenizer": {"run": (STR,), "tokenize": (STR,)},
    "wordcount": {"count_words": (STR,), "most_frequent": (Dict(STR, INT), INT)},
}
FIELDS: Mapping[str, Mapping[str, Type]] = {
    BODY.name: {"name": STR, **dict.fromkeys(("x", "y", "z", "vx", "vy", "vz", "mass"), FLOAT)},
    PARTICLE.name: dict.fromkeys(("x", "y", "vx", "vy", "mass"), FLOAT),
    BOX.name: {"width": FLOAT, "height": FLOAT, "hits": INT},
    ACCOUNT.name: {"owner": STR, **dict.fromkeys(("balance", "overdraft", "transfers"), INT)},
}


def find(name: str) -> Place | None:
    """Examples by their folder, the library by its own; nothing is imported."""
    if name in CALLS:
        return Place(str(EXAMPLES / f"{name}.py"), None)
    spec = find_spec(name) if "." not in name else None
    return Place(spec.origin, None) if spec is not None and spec.origin else None


def rust_of(example: str) -> str:
    """The logic of the example's slice; refused functions dropped, as the pipeline does."""
    targets = tuple(
        Target(
            FuncName(example, name, str(EXAMPLES / f"{example}.py"), 1),
            (Signature(types, NEVER, 1),),
        )
        for name, types in CALLS[example].items()
    )
    unit = gather(targets, find, FIELDS)
    dropped: dict[FuncName, object] = {}
    while True:
        lowered = lower(unit, dropped)  # type: ignore[arg-type]
        passed = run_passes(lowered)
        new = {
            func: reasons[0]
            for func, reasons in passed.reasons.items()
            if reasons != lowered.reasons.get(func) and func not in dropped
        }
        if not new:
            break
        dropped.update(new)
    sources = emit(passed)
    return sources.files[f"src/{example}.rs"]


@pytest.mark.parametrize("example", sorted(CALLS))
def test_rust_is_as_kept(example: str, request: pytest.FixtureRequest) -> None:
    kept = REPLAY / f"{example}.rs"
    text = rust_of(example)
    if request.config.getoption("--update"):
        REPLAY.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    assert kept.is_file(), "run `just update` and look at what it wrote"
    assert text == kept.read_text(encoding="utf-8")


def test_every_example_is_kept() -> None:
    programs = {path.stem for path in EXAMPLES.glob("*.py")} - {"make_words"}
    assert programs == set(CALLS)
