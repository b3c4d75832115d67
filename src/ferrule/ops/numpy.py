"""The functions of NumPy that are asked for whole arrays, by what comes back."""

from __future__ import annotations

from ferrule.base.types import FLOAT64, INT64, NP_BOOL, Scalar
from ferrule.ops.op import Op


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Of one array: floats, the same type, or answers.
FLOATING = _words(
    "sqrt exp log log2 log10 log1p expm1 exp2 cbrt sin cos tan arcsin arccos arctan sinh cosh tanh"
    " radians degrees deg2rad rad2deg"
)
SAME = _words("abs absolute negative square floor ceil rint trunc sign copy sort flip")
ASKED = _words("isnan isinf isfinite signbit logical_not")
LIKE = _words("zeros_like ones_like empty_like")
# Of two: their common type, floats, or answers.
BETWEEN = _words("minimum maximum power fmod add subtract multiply floor_divide mod")
BETWEEN_FLOATS = _words("arctan2 hypot divide true_divide copysign")
COMPARED = _words("equal not_equal less less_equal greater greater_equal logical_and logical_or")
# An array to a number, or to one with an axis less.
REDUCED = _words("sum prod min max mean std var any all argmin argmax median ptp")
FILLED = _words("zeros ones empty")
OTHERS = _words("full arange linspace array asarray where clip dot matmul cumsum argsort outer")
METHODS = REDUCED | _words("copy cumsum argsort dot astype fill sort tolist")
KNOWN = FLOATING | SAME | ASKED | LIKE | BETWEEN | BETWEEN_FLOATS | COMPARED | REDUCED | FILLED
KNOWN |= OTHERS

OPERATORS = {
    name: {"mod": "modulo"}.get(name, name)
    for name in _words("add sub mul truediv floordiv mod pow matmul and or xor")
}
IN_PLACE = {"add": "add_to", "sub": "sub_from", "mul": "mul_by", "truediv": "div_by"}
COMPARING = _words("eq ne lt le gt ge")
# What never warns.
QUIET = FILLED | LIKE | _words("copy argsort tolist any all argmin argmax")
# At which place a function takes the dtype.
DTYPE_PLACES = {"astype": 0, "full": 2} | dict.fromkeys(_words("zeros ones empty array asarray"), 1)

# Functions of one `np.float64` whose answer is the same wherever they are worked out.
EXACT = {
    **{
        name: Op(f"numpy {name}", (FLOAT64,), FLOAT64, f"{{0:recv}}.{rust}()")
        for name, rust in (
            *(("sqrt", "sqrt"), ("abs", "abs"), ("absolute", "abs"), ("fabs", "abs")),
            *(("floor", "floor"), ("ceil", "ceil"), ("trunc", "trunc")),
        )
    },
    **{
        name: Op(f"numpy {name}", (FLOAT64,), NP_BOOL, f"{{0:recv}}.{rust}()")
        for name, rust in (("isnan", "is_nan"), ("isinf", "is_infinite"), ("isfinite", "is_finite"))
    },
}
# The classes of NumPy's numbers, called to convert one.
FLOAT_NAMES: dict[str, Scalar] = {"np.float64": FLOAT64, "np.int64": INT64}
