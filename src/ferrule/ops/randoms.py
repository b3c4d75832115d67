"""`random`: what generators draw. The functions of the module draw from one that it keeps."""

from __future__ import annotations

from itertools import product

from ferrule.base.types import BOOL, FLOAT, INT, NONE, NUMBER, RANDOM, List, Type
from ferrule.ops.op import Op, T

# The generator behind the functions of the module; a new one; a place in a sequence.
SHARED, MAKE, PLACE = "random of module", "random.Random", "random place"
SAMPLE, CHOICES, WEIGHTED = "random sample", "random choices", "random weighted"

_REALS = (FLOAT, INT, NUMBER)
_SPREADS = {
    "uniform": 2,
    "triangular": 3,
    "expovariate": 1,
    "gauss": 2,
    "normalvariate": 2,
    "lognormvariate": 2,
    "paretovariate": 1,
    "weibullvariate": 2,
    "vonmisesvariate": 2,
}


def _drawn(
    name: str, arguments: tuple[Type, ...], result: Type, function: str = "", python: str = ""
) -> Op:
    holes = ", ".join(f"{{{number}}}" for number in range(1, len(arguments) + 1))
    text = f"{{0:recv}}.{function or name[1:]}({holes})"
    return Op(name, (RANDOM, *arguments), result, text, True, python=python, pure=False)


def _kinds(count: int) -> tuple[tuple[Type, ...], ...]:
    """What so many operands may be: two as they are, more all of one type."""
    if count < 3:
        return (*product((FLOAT, INT), repeat=count), (NUMBER,) * count)
    return tuple((type_,) * count for type_ in _REALS)


ROWS = (
    Op(SHARED, (), RANDOM, "random::shared()", fallible=True, python="random._inst"),
    Op(MAKE, (INT,), RANDOM, "Random::new({0})", python="random.Random({0})"),
    Op("bool()", (RANDOM,), BOOL, "random::is_true({0})"),
    Op(".random", (RANDOM,), FLOAT, "{0:recv}.random()", pure=False),
    Op(".seed", (RANDOM, INT), NONE, "{0:recv}.seed({1})", pure=False),
    _drawn(".getrandbits", (INT,), INT),
    _drawn(".randint", (INT, INT), INT),
    Op(".randrange", (RANDOM, INT), INT, "{0:recv}.below({1})", fallible=True, pure=False),
    _drawn(".randrange", (INT, INT), INT),
    _drawn(".randrange", (INT, INT, INT), INT, "randrange_step"),
    Op(".shuffle", (RANDOM, List(T)), NONE, "{0:recv}.shuffle({1:mut})", pure=False),
    _drawn(PLACE, (INT,), INT, "below", "{0}.choice(range({1}))"),
    _drawn(SAMPLE, (INT, INT), List(INT), "sample_of", "{0}.sample(range({1}), {2})"),
    _drawn(CHOICES, (INT, INT), List(INT), "choices_of", "{0}.choices(range({1}), k={2})"),
    *(
        _drawn(
            WEIGHTED,
            (INT, List(weight), INT),
            List(INT),
            "choices_by",
            "{0}.choices([*range({1})], {2}, k={3})",
        )
        for weight in _REALS
    ),
    *(
        _drawn(f".{name}", kinds, FLOAT)
        for name, count in _SPREADS.items()
        for kinds in _kinds(count)
    ),
)
