"""The same scalar function over arrays and columns: NumPy, pandas, Polars.

In: a plain function of numbers or texts. Out: it, applied to every element, natively where it can
be native and else by the library's own `vectorize`, `apply` or `map_elements`. The libraries are
found where the program has loaded them, never imported for their own sake. Accessors are registered
when this module is imported after pandas or Polars.
"""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from threading import Lock
from types import FunctionType
from typing import Any

from ferrule.api import FerruleWarning, is_switched_off

_WIDTHS = (8, 16, 32, 64)
_KINDS = {"bool", "float32", "float64"} | {f"{one}{w}" for one in ("int", "uint") for w in _WIDTHS}


class _Loops:
    """The loops over one function, by what its arguments come from."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.known: dict[tuple[str, ...], Any] = {}
        self._lock = Lock()

    def over(self, kinds: tuple[str, ...], given: tuple[Any, ...]) -> Any:
        """The loop for such columns; None where the library shall do it itself."""
        with self._lock:  # Polars calls from threads of its own
            if kinds not in self.known:
                self.known[kinds] = self._made(kinds, given)
            return self.known[kinds]

    def _made(self, kinds: tuple[str, ...], given: tuple[Any, ...]) -> Any:
        function = getattr(self.function, "__wrapped__", self.function)
        if is_switched_off() or "" in kinds or not isinstance(function, FunctionType):
            return None
        over = import_module("ferrule.pipeline.over")
        try:
            found = over.make_loop(function, kinds, given)
        except over.NoLoop as reason:
            return self._stays(function, str(reason))
        return self._stays(function, found.why_not) if found.why_not else found

    def result(self, kinds: tuple[str, ...]) -> str:
        """The dtype that the function gives for such columns, where the text alone tells it."""
        function = getattr(self.function, "__wrapped__", self.function)
        if "" in kinds or not isinstance(function, FunctionType):
            return ""
        over = import_module("ferrule.pipeline.over")
        try:
            found: str = over.result_of(function, kinds)
        except over.NoLoop:
            return ""
        return found

    def _stays(self, function: FunctionType, why: str) -> None:
        message = f"{function.__qualname__} over columns stays in Python: {why}"
        warnings.warn(message, FerruleWarning, stacklevel=6)


@functools.cache
def _loops(function: Callable[..., Any]) -> _Loops:
    return _Loops(function)


def _kind(dtype: Any) -> str:
    name = str(dtype)
    return name if name in _KINDS and getattr(dtype, "isnative", True) else ""


# NumPy -----------------------------------------------------------------------------------------


class Vectorized:
    """A scalar function over arrays: broadcasting, `out`, `where`, `dtype`; `reduce` of two."""

    def __init__(self, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)
        self._function = function
        self._loops = _Loops(function)
        code = getattr(function, "__code__", None)
        self.nin = code.co_argcount if code is not None else 1
        self.nout = 1

    def __repr__(self) -> str:
        return f"<ferrule.vectorize of {self._function!r}>"

    def __call__(self, *args: Any, out: Any = None, where: Any = True, dtype: Any = None) -> Any:
        """The function of every element; the shapes are broadcast as a ufunc does it."""
        numpy = import_module("numpy")
        arrays = numpy.broadcast_arrays(*args, subok=False)
        shape = arrays[0].shape
        if where is not True:
            return self._masked(numpy, arrays, (out, where, dtype))
        columns = tuple(array.reshape(-1) for array in arrays)
        made = self._of_columns(numpy, columns).reshape(shape)
        if dtype is not None:
            made = made.astype(dtype, copy=False)
        if out is None:
            return made if shape else made[()]
        target = out[0] if isinstance(out, tuple) else out
        numpy.copyto(target, made, casting="same_kind")
        return target

    def _of_columns(self, numpy: Any, columns: tuple[Any, ...]) -> Any:
        loop = None
        if columns[0].size:
            loop = self._loops.over(tuple(_kind(one.dtype) for one in columns), columns)
        if loop is None or loop.result == "str":
            otypes = None if columns[0].size else [float]
            return numpy.vectorize(self._function, otypes=otypes)(*columns)
        return loop.run(*columns)

    def _masked(self, numpy: Any, arrays: Any, rest: tuple[Any, Any, Any]) -> Any:
        out, where, dtype = rest
        *arrays, mask = numpy.broadcast_arrays(*arrays, numpy.asarray(where, bool))
        chosen = tuple(array[mask] for array in arrays)
        made = self._of_columns(numpy, chosen)
        if out is None:
            target = numpy.empty(mask.shape, dtype or made.dtype)
        else:
            target = out[0] if isinstance(out, tuple) else out
        target[mask] = made
        return target

    def reduce(self, array: Any, axis: int | None = 0) -> Any:
        """`f(f(a[0], a[1]), a[2])` … along an axis, as the `reduce` of a ufunc."""
        numpy = import_module("numpy")
        array = numpy.asarray(array)
        made = numpy.frompyfunc(self._function, 2, 1).reduce(array.astype(object), axis=axis)
        return numpy.asarray(made.tolist()) if isinstance(made, numpy.ndarray) else made

    def accumulate(self, array: Any, axis: int = 0) -> Any:
        """All steps of `reduce`."""
        numpy = import_module("numpy")
        array = numpy.asarray(array).astype(object)
        made = numpy.frompyfunc(self._function, 2, 1).accumulate(array, axis=axis)
        return numpy.asarray(made.tolist())


def vectorize(function: Callable[..., Any]) -> Vectorized:
    """A scalar function that takes arrays; as `np.vectorize`, at the speed of Rust."""
    return Vectorized(function)


# pandas ----------------------------------------------------------------------------------------


def apply(data: Any, function: Callable[..., Any], columns: list[str] | None = None) -> Any:
    """`series.apply(function)`; of a frame, the function of the columns that it names."""
    if hasattr(data, "columns"):
        return _of_frame(data, function, columns)
    loop, column = _over_series(function, (data,))
    if loop is None:
        return data.apply(function)
    return _as_series(data, loop.run(*column))


def _of_frame(frame: Any, function: Callable[..., Any], columns: list[str] | None) -> Any:
    plain = getattr(function, "__wrapped__", function)
    names = columns or list(plain.__code__.co_varnames[: plain.__code__.co_argcount])
    chosen = tuple(frame[name] for name in names)
    loop, arrays = _over_series(function, chosen)
    if loop is None:
        pandas = sys.modules["pandas"]
        rows = zip(*(one.tolist() for one in chosen), strict=True)
        values = pandas.Series([function(*row) for row in rows], index=frame.index, dtype=object)
        return values.infer_objects() if len(values) else values
    return _as_series(chosen[0].rename(None), loop.run(*arrays))


def _over_series(function: Callable[..., Any], chosen: tuple[Any, ...]) -> tuple[Any, Any]:
    """The loop and its columns; None where an element is missing, or there are none."""
    if not len(chosen[0]):
        return None, ()
    taken = [_column(one) for one in chosen]
    if any(column is None for _, column in taken):
        return None, ()
    kinds, arrays = (tuple(part) for part in zip(*taken, strict=True))
    return _loops(function).over(kinds, arrays), arrays


def _column(series: Any) -> tuple[str, Any]:
    """What a loop takes of a series: its own memory. Texts would have to be copied out first."""
    kind = _kind(series.dtype)
    if kind:
        return kind, series.to_numpy()
    return "", None


def _as_series(like: Any, values: Any) -> Any:
    return sys.modules["pandas"].Series(values, index=like.index, name=like.name)


# Polars ----------------------------------------------------------------------------------------


def expr(
    function: Callable[..., Any], *inputs: Any, skip_nulls: bool = True, return_dtype: Any = None
) -> Any:
    """A Polars expression: the function of these columns, row by row; null where one is null.

    The dtype is `return_dtype`, else what the function's annotation says, else found as it runs.
    """
    polars = sys.modules["polars"]
    dtype = return_dtype or _annotated(function)

    def batch(given: Any) -> Any:
        columns = [given.struct.field(name) for name in given.struct.fields]
        made = of_series(function, columns, skip_nulls)
        return made if dtype is None else made.cast(dtype)

    first, *others = map(_expression, inputs)  # the result bears the name of the first
    parts = [first, *(one.alias(f"{place}\0") for place, one in enumerate(others))]
    return polars.struct(parts).map_batches(batch, return_dtype=dtype, is_elementwise=True)


def _annotated(function: Callable[..., Any]) -> Any:
    polars = sys.modules["polars"]
    said = getattr(function, "__annotations__", {}).get("return")
    names = {float: "Float64", int: "Int64", bool: "Boolean", str: "String"}
    names |= {kind.__name__: name for kind, name in names.items()}  # type: ignore[misc]
    return getattr(polars, names[said]) if said in names else None


def _expression(given: Any) -> Any:
    polars = sys.modules["polars"]
    return polars.col(given) if isinstance(given, str) else given


def of_series(function: Callable[..., Any], columns: list[Any], skip_nulls: bool = True) -> Any:
    """The function of Polars columns, row by row."""
    polars = sys.modules["polars"]
    name = columns[0].name
    is_there = columns[0].is_not_null()
    for column in columns[1:]:
        is_there &= column.is_not_null()
    whole = bool(is_there.all())
    chosen = columns if whole else [column.filter(is_there) for column in columns]
    taken = [_polars_column(column) for column in chosen]
    loop = None
    if len(chosen[0]) and (skip_nulls or whole):
        kinds = tuple(kind for kind, _ in taken)
        loop = _loops(function).over(kinds, tuple(column for _, column in taken))
    if not len(chosen[0]) and skip_nulls:
        return _nothing(function, columns, tuple(kind for kind, _ in taken))
    if loop is None or loop.result == "str":
        return _by_hand(function, columns, is_there, skip_nulls)
    made = polars.Series(name, loop.run(*(column for _, column in taken)))
    if whole:
        return made
    places = is_there.cum_sum().cast(polars.Int64) - 1
    return made.gather(polars.select(polars.when(is_there).then(places)).to_series()).alias(name)


def _nothing(function: Callable[..., Any], columns: list[Any], kinds: tuple[str, ...]) -> Any:
    """A column of nulls, or none at all, of the type that the function would give."""
    polars = sys.modules["polars"]
    names = {"float64": "Float64", "int64": "Int64", "bool": "Boolean", "str": "String"}
    dtype = getattr(polars, names.get(_loops(function).result(kinds), "Null"))
    return polars.Series(columns[0].name, [None] * len(columns[0]), dtype=dtype)


def _polars_column(column: Any) -> tuple[str, Any]:
    polars = sys.modules["polars"]
    if column.dtype == polars.String:
        return "str", column.to_list()
    if column.dtype.is_numeric() or column.dtype == polars.Boolean:
        array = column.to_numpy()
        return _kind(array.dtype), array
    return "", column.to_list()


def _by_hand(function: Callable[..., Any], columns: list[Any], there: Any, skip_nulls: bool) -> Any:
    polars = sys.modules["polars"]
    rows = zip(*(column.to_list() for column in columns), strict=True)
    values = [
        function(*row) if is_there or not skip_nulls else None
        for row, is_there in zip(rows, there.to_list(), strict=True)
    ]
    return polars.Series(columns[0].name, values, strict=False)


# Accessors -------------------------------------------------------------------------------------


class PolarsAccessor:
    """`pl.col("a").ferrule(f)`"""

    def __init__(self, owner: Any) -> None:
        self._owner = owner

    def __call__(self, function: Callable[..., Any], *others: Any, skip_nulls: bool = True) -> Any:
        """The function of this column, and of others."""
        return expr(function, self._owner, *others, skip_nulls=skip_nulls)


class PandasAccessor:
    """`series.ferrule.apply(f)`, `frame.ferrule.apply(f)`"""

    def __init__(self, owner: Any) -> None:
        self._owner = owner

    def apply(self, function: Callable[..., Any], columns: list[str] | None = None) -> Any:
        """As `ferrule.apply`."""
        return apply(self._owner, function, columns)


def register() -> None:
    """Adds the accessors to the libraries that are loaded."""
    if (polars := sys.modules.get("polars")) is not None and not hasattr(polars.Expr, "ferrule"):
        polars.api.register_expr_namespace("ferrule")(PolarsAccessor)
    if (pandas := sys.modules.get("pandas")) is not None and not hasattr(pandas.Series, "ferrule"):
        pandas.api.extensions.register_series_accessor("ferrule")(PandasAccessor)
        pandas.api.extensions.register_dataframe_accessor("ferrule")(PandasAccessor)


register()
