"""Whole arrays: NumPy itself works on them, and its answer comes back as a native value.

In: a call of one of NumPy's functions or of an array's methods, or an operator with an array. Out:
IR that asks NumPy. What type comes back is guessed by NumPy's rules; the runtime checks the guess,
and a wrong one is a redo. Nothing asked here has an effect, other than on arrays.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ferrule.base.records import Guard
from ferrule.base.types import (
    BOOL,
    FLOAT,
    FLOAT32,
    FLOAT64,
    INT,
    INT64,
    MIXED,
    MIXED_INT,
    NEVER,
    NONE,
    NP_BOOL,
    NUMPY_FLOATS,
    NUMPY_INTS,
    NUMPY_NUMBERS,
    STR,
    Array,
    List,
    Scalar,
    Tuple,
    Type,
)
from ferrule.ir.nodes import Apply, Const, Expr, MakeTuple
from ferrule.lower.applying import unknown
from ferrule.lower.numbers import cast, promoted, together
from ferrule.lower.scene import Scene
from ferrule.ops.arrays import rust_of_numpy
from ferrule.ops.numpy import (
    ASKED,
    BETWEEN,
    BETWEEN_FLOATS,
    COMPARED,
    COMPARING,
    DTYPE_PLACES,
    EXACT,
    FILLED,
    FLOAT_NAMES,
    FLOATING,
    IN_PLACE,
    KNOWN,
    LIKE,
    METHODS,
    OPERATORS,
    QUIET,
    REDUCED,
    SAME,
)
from ferrule.ops.op import Op

_AS_NUMPY: dict[Type, Type] = {
    BOOL: NP_BOOL,
    INT: INT64,
    FLOAT: FLOAT64,
    MIXED: FLOAT64,
    MIXED_INT: INT64,
}
_DTYPES = {"int": INT64, "float": FLOAT64, "bool": NP_BOOL}


# Asking ----------------------------------------------------------------------------------------


def ask(
    scene: Scene, head: str, args: Sequence[Expr], result: Type, node: ast.AST, pure: bool = True
) -> Expr:
    """`head(args)`, a function of the runtime, with the answer as a value of this type.

    `head` says where the arguments go (`*`, the first apart as `#`), and what comes back (`@`).
    """
    if NEVER in [scene.type(arg.type) for arg in args]:
        return unknown(scene, node, "a call of NumPy")
    flat: list[Expr] = []
    texts: list[str] = []
    for arg in args:
        text = _text(arg, flat)
        if text is None:
            raise scene.refusal("F401", node, f"a {arg.type} handed to NumPy is not native yet")
        texts.append(text)
    if "#" in head:
        head = head.replace("#", texts.pop(0))
    listed = ", ".join(texts) + "," * ("(*))" in head and len(texts) == 1)
    rust = head.replace("*", listed).replace("@", _taken(result))
    if result in NUMPY_NUMBERS:
        rust += f".map(numpy::value::<{rust_of_numpy(result)}>)"
    kinds = tuple(scene.type(arg.type) for arg in flat)
    shares = not pure or '"asarray"' in rust or '"flip"' in rust
    is_quiet = head.split('"')[1:2] and head.split('"')[1] in QUIET
    name = "numpy view" if shares else "numpy made" if is_quiet else "numpy"
    shape = _shape(head, args, texts) if name == "numpy made" else ()
    op = Op(name, kinds, result, rust, fallible=True, pure=pure, shape=shape)
    return Apply(op, tuple(flat), result, scene.span(node))


def _shape(head: str, args: Sequence[Expr], texts: list[str]) -> tuple[int | str, ...]:
    """The lengths of an array that is made: operands by their numbers, constants by their text."""
    if any(f'"{name}"' in head for name in (*LIKE, "copy")):
        return ("like",) if isinstance(args[0].type, Array) else ()
    if not any(f'"{name}"' in head for name in FILLED) or not texts:
        return ()
    found = re.findall(r"\{(\d+):\w+\}|(\d+)_i64", texts[0])
    return tuple(int(place) if place else constant for place, constant in found)


def _taken(result: Type) -> str:
    match result:
        case Array(element, ndim):
            return f"Array<{rust_of_numpy(element)}, {ndim}>"
        case List(element):
            return f"Vec<{_taken(element)}>"
        case _ if result in NUMPY_NUMBERS:
            return "_"
        case _:
            return {INT: "i64", FLOAT: "f64", BOOL: "bool", NONE: "()"}[result]  # type: ignore[index]


def _text(arg: Expr, flat: list[Expr]) -> str | None:
    """An argument as it is written, its parts added to `flat`; None where it has no way out."""
    inner = _inner(arg, flat, "item")
    return inner if inner is None or inner.startswith("{") else f"&{inner}"


def _inner(arg: Expr, flat: list[Expr], mode: str) -> str | None:
    if isinstance(arg, MakeTuple):
        parts = [_inner(item, flat, "own") for item in arg.items]
        if None in parts:
            return None
        return f"({', '.join(part for part in parts if part)}{',' * (len(parts) == 1)})"
    if isinstance(arg, Const) and type(arg.value) is int:
        return f"{arg.value}_i64"
    if isinstance(arg, Const) and type(arg.value) is bool:
        return "true" if arg.value else "false"
    if isinstance(arg, Const) and type(arg.value) is str:
        return f'Str::from("{arg.value}")'
    type_ = arg.type
    is_plain = type_ in (INT, FLOAT, BOOL, MIXED, MIXED_INT, STR) or isinstance(type_, Array)
    if not is_plain and type_ not in NUMPY_NUMBERS and not _is_table(type_):
        return None
    place = len(flat)
    flat.append(arg)
    if type_ in NUMPY_NUMBERS:
        return f"NumPy({{{place}:own}})"
    return f"{{{place}:{mode}}}"


def _is_table(type_: Type) -> bool:
    """A list of numbers, or of such lists."""
    if isinstance(type_, List):
        return type_.element in (INT, FLOAT, BOOL, NEVER) or _is_table(type_.element)
    return False


# Types -----------------------------------------------------------------------------------------


def element(type_: Type) -> Type:
    """The type of one element; of a number, its own."""
    return type_.element if isinstance(type_, Array) else type_


def ndim(type_: Type) -> int:
    """How many axes; a number has none."""
    return type_.ndim if isinstance(type_, Array) else 0


def _shaped(kind: Type | None, axes: int) -> Type:
    if kind is None:
        return NEVER
    return Array(kind, axes) if axes else kind


def _common(first: Type, second: Type) -> Scalar | None:
    one, two = (FLOAT64 if t == MIXED else INT64 if t == MIXED_INT else t for t in (first, second))
    return together(_as_numpy(one) if two not in NUMPY_NUMBERS else one, two)


def _as_numpy(type_: Type) -> Type:
    return _AS_NUMPY.get(type_, type_)


def _floating(kind: Type) -> Scalar:
    return FLOAT32 if kind == FLOAT32 else FLOAT64


def _summed(kind: Type) -> Type:
    if kind in NUMPY_FLOATS:
        return kind
    return Scalar("np.uint64") if str(kind).startswith("np.u") else INT64


def _reduced(name: str, type_: Type) -> Type:
    kind = element(type_)
    match name:
        case "sum" | "prod" | "cumsum":
            return _summed(kind)
        case "mean" | "std" | "var" | "median":
            return _floating(kind)
        case "any" | "all":
            return NP_BOOL
        case "argmin" | "argmax" | "argsort":
            return INT64
        case _:
            return kind


# Operators -------------------------------------------------------------------------------------


def operated(scene: Scene, name: str, args: Sequence[Expr], node: ast.AST) -> Expr | None:
    """`a + b` and `a < b` with an array; None where the operation is another."""
    if name in ("neg", "invert") and len(args) == 1:
        return ask(scene, f"numpy::{name}::<@>(*)", args, args[0].type, node)
    if len(args) != 2 or (name not in OPERATORS and name not in COMPARING):
        return None
    first, second = args[0].type, args[1].type
    if name == "matmul":
        return _product(scene, "numpy::matmul::<@>(*)", args, node)
    axes = max(ndim(first), ndim(second))
    kind: Type | None = _common(element(first), element(second))
    if name in COMPARING:
        kind = NP_BOOL
    elif name == "truediv" and kind is not None:
        kind = _floating(kind)
    if kind is None:
        return None
    function = OPERATORS.get(name, name)
    return ask(scene, f"numpy::{function}::<@>(*)", args, _shaped(kind, axes), node)


def in_place(scene: Scene, name: str, left: Expr, right: Expr, node: ast.AST) -> Expr:
    """`a += b` of an array: the elements change, the array stays the one it is."""
    if name not in IN_PLACE:
        raise scene.refusal("F410", node, "this `op=` of an array is not native yet")
    return ask(scene, f"numpy::{IN_PLACE[name]}::<@>(*)", (left, right), left.type, node, False)


def assign(scene: Scene, view: Expr, value: Expr, node: ast.AST) -> Expr:
    """`view[...] = value`"""
    return ask(scene, "numpy::assign(*)", (view, value), NONE, node, False)


def picked(scene: Scene, array: Expr, key: Expr, node: ast.AST) -> Expr:
    """`array[key]` where the key is an array: a mask, or indexes."""
    axes = ndim(array.type)
    is_mask = element(key.type) == NP_BOOL
    left = axes - ndim(key.type) + 1 if is_mask else axes - 1 + ndim(key.type)
    result = _shaped(element(array.type), max(left, 1))
    return ask(scene, "numpy::part::<@>(*)", (array, key), result, node)


def assign_picked(scene: Scene, array: Expr, key: Expr, value: Expr, node: ast.AST) -> Expr:
    """`array[key] = value` where the key is an array."""
    return ask(scene, "numpy::assign_part(*)", (array, key, value), NONE, node, False)


# Calls -----------------------------------------------------------------------------------------


def call(scene: Scene, node: ast.Call, name: str, where: tuple[str, str]) -> Expr:
    """`np.name(…)`"""
    if name not in KNOWN and f"np.{name}" not in map(str, NUMPY_NUMBERS):
        raise scene.refusal("F411", node, f"a call of `numpy.{name}` is not native yet")
    scene.guards.add(Guard(*where, "numpy", f"numpy.{name}"))
    args, dtype = _arguments(scene, node, name)
    if NEVER in [arg.type for arg in args]:
        return unknown(scene, node, f"`numpy.{name}`")
    if len(args) == 1 and dtype is None and (plain := _of_number(scene, name, args[0], node)):
        return plain
    result = _result(scene, name, args, dtype, node)
    if name in ("dot", "matmul"):
        return _product(scene, f'numpy::call::<@>("{name}", (*))', args, node)
    if dtype is not None:
        text = Const(str(dtype).removeprefix("np."), STR, scene.span(node))
        args = [*args, text]
    return ask(scene, f'numpy::call::<@>("{name}", (*))', args, result, node)


def _of_number(scene: Scene, name: str, value: Expr, node: ast.AST) -> Expr | None:
    """A function of one number that is exact wherever it is worked out."""
    if value.type not in (INT, FLOAT, *NUMPY_NUMBERS, MIXED):
        return None
    made = FLOAT_NAMES.get(f"np.{name}")
    if made is not None:
        return cast(scene, value, made, node)
    if name not in EXACT or (name != "sqrt" and value.type not in (FLOAT, FLOAT64)):
        return None
    if value.type in (FLOAT32, *NUMPY_INTS) and value.type != INT64:
        return None
    op = EXACT[name]
    return Apply(op, (cast(scene, value, FLOAT64, node),), op.result, scene.span(node))


def method(scene: Scene, array: Expr, name: str, node: ast.Call) -> Expr:
    """`array.name(…)`"""
    if name not in METHODS:
        raise scene.refusal("F411", node, f"`.{name}()` of an array is not native yet")
    args, dtype = _arguments(scene, node, name)
    result = _of_method(scene, array, name, args, dtype, node)
    if dtype is not None:
        args = [Const(str(dtype).removeprefix("np."), STR, scene.span(node))]
    pure = name not in ("fill", "sort")
    head = f'numpy::method::<@>("{name}", #, (*))'
    return ask(scene, head, (array, *args), result, node, pure)


def _product(scene: Scene, head: str, args: Sequence[Expr], node: ast.AST) -> Expr:
    first, second = args[0].type, args[1].type
    kind = _common(element(first), element(second))
    if kind is None or not ndim(first) or not ndim(second):
        raise scene.refusal("F401", node, f"a product of {first} and {second} is not native yet")
    return ask(scene, head, args, _shaped(kind, ndim(first) + ndim(second) - 2), node)


def _arguments(scene: Scene, node: ast.Call, name: str) -> tuple[list[Expr], Scalar | None]:
    """The arguments by position, and the dtype where one is named."""
    nodes = list(node.args)
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    dtype_node = named.pop("dtype", None)
    place = DTYPE_PLACES.get(name)
    if place is not None and len(nodes) == place + 1:
        dtype_node = nodes.pop()
    before = 0 if _is_method(scene, node) else 1
    if "axis" in named and (name in REDUCED or name == "cumsum") and len(nodes) == before:
        nodes.append(named.pop("axis"))
    if named or (dtype_node is not None and (place is None or len(nodes) != place)):
        raise scene.refusal("F411", node, f"these arguments of `{name}`")
    dtype = None if dtype_node is None else _dtype(scene, dtype_node)
    return [scene.lower(one) for one in nodes], dtype


def _is_method(scene: Scene, node: ast.Call) -> bool:
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    is_module = isinstance(owner, ast.Name) and scene.is_global(owner)
    return not (is_module and owner.id in scene.instance.module.imports)  # type: ignore[union-attr]


def _dtype(scene: Scene, node: ast.expr) -> Scalar:
    known = {str(one).removeprefix("np."): one for one in NUMPY_NUMBERS}
    imports = scene.instance.module.imports
    match node:
        case ast.Constant(value=str(name)) if name in known:
            return known[name]
        case ast.Name(id=name) if name in _DTYPES and scene.is_global(node):
            scene.guards.add(Guard(scene.instance.module.name, name, "builtin", name))
            return _DTYPES[name]
        case ast.Attribute(value=ast.Name(id=owner) as module, attr=name) if scene.is_global(
            module
        ) and imports.get(owner) == ("numpy", None):
            name = {"bool_": "bool", "int_": "int64", "double": "float64"}.get(name, name)
            if name in known:
                scene.guards.add(Guard(scene.instance.module.name, owner, "module", "numpy"))
                scene.guards.add(Guard("numpy", name, "numpy", f"numpy.{name}"))
                return known[name]
    raise scene.refusal("F411", node, f"the dtype `{ast.unparse(node)}`")


def _axes_of_shape(scene: Scene, shape: Expr, node: ast.AST) -> int:
    if isinstance(shape.type, Tuple) and 1 <= len(shape.type.items) <= 4:
        return len(shape.type.items)
    if shape.type in (INT, *NUMPY_INTS, MIXED_INT):
        return 1
    raise scene.refusal("F401", node, f"a shape that is a {shape.type}")


def _result(scene: Scene, name: str, args: list[Expr], dtype: Scalar | None, node: ast.AST) -> Type:
    types = [arg.type for arg in args]
    first = types[0] if types else NEVER
    if name in FILLED and len(args) == 1:
        return Array(dtype or FLOAT64, _axes_of_shape(scene, args[0], node))
    if name == "full" and len(args) == 2:
        return Array(dtype or _as_numpy(types[1]), _axes_of_shape(scene, args[0], node))
    if name in ("array", "asarray") and len(args) == 1:
        return _of_list(scene, first, dtype, node)
    if name == "arange" and 1 <= len(args) <= 3:
        return Array(FLOAT64 if {FLOAT, FLOAT64} & set(types) else INT64, 1)
    if name == "linspace" and 2 <= len(args) <= 3:
        return Array(FLOAT64, 1)
    if name == "where" and len(args) == 3:
        kind = _common(element(types[1]), element(types[2]))
        return _shaped(kind, max(map(ndim, types)))
    if name == "clip" and len(args) == 3:
        return first
    if name == "outer" and len(args) == 2:
        return _shaped(_common(element(types[0]), element(types[1])), 2)
    return _plain_result(scene, name, types, node)


def _plain_result(scene: Scene, name: str, types: list[Type], node: ast.AST) -> Type:
    first = types[0] if types else NEVER
    kind = _as_numpy(element(first))
    if len(types) == 1 and name in (*FLOATING, *SAME, *ASKED, *LIKE):
        if name in FLOATING:
            return _shaped(_floating(kind), ndim(first))
        return _shaped(NP_BOOL if name in ASKED else kind, ndim(first))
    if name in ("dot", "matmul") and len(types) == 2:
        return NEVER
    if len(types) == 2 and name in (*BETWEEN, *BETWEEN_FLOATS, *COMPARED):
        common = _common(element(types[0]), element(types[1]))
        if name in BETWEEN_FLOATS and common is not None:
            common = _floating(common)
        return _shaped(NP_BOOL if name in COMPARED else common, max(map(ndim, types)))
    if name in ("cumsum", "argsort") and len(types) == 1 and ndim(first) == 1:
        return Array(_reduced(name, first), 1)
    if name in REDUCED and isinstance(first, Array) and len(types) <= 2:
        return _shaped(_reduced(name, first), first.ndim - 1 if len(types) == 2 else 0)
    if len(types) == 1 and f"np.{name}" in map(str, NUMPY_NUMBERS):
        return Scalar(f"np.{name}")
    words = ", ".join(map(str, types))
    raise scene.refusal("F401", node, f"`numpy.{name}` of {words} is not native yet")


def _of_list(scene: Scene, type_: Type, dtype: Scalar | None, node: ast.AST) -> Type:
    if isinstance(type_, Array):
        return Array(dtype or type_.element, type_.ndim)
    axes = 0
    while isinstance(type_, List):
        type_, axes = scene.type(type_.element), axes + 1
    if type_ == NEVER and dtype is None:
        return NEVER if not scene.is_final else Array(FLOAT64, max(axes, 1))
    if axes and (type_ in (INT, FLOAT, BOOL) or dtype is not None):
        return Array(dtype or _as_numpy(type_), axes)
    raise scene.refusal("F401", node, f"an array of a {type_} is not native yet")


def _of_method(
    scene: Scene, array: Expr, name: str, args: list[Expr], dtype: Scalar | None, node: ast.AST
) -> Type:
    type_ = array.type
    assert isinstance(type_, Array)
    match name, len(args):
        case "copy", 0:
            return type_
        case "astype", 0 if dtype is not None:
            return Array(dtype, type_.ndim)
        case ("fill", 1) | ("sort", 0):
            return NONE
        case "tolist", 0:
            plain = FLOAT if type_.element in NUMPY_FLOATS else INT
            made: Type = BOOL if type_.element == NP_BOOL else plain
            for _ in range(type_.ndim):
                made = List(made)
            return scene.open(made, node, "tolist")
        case "dot", 1:
            kind = _common(type_.element, element(args[0].type))
            return _shaped(kind, type_.ndim + ndim(args[0].type) - 2)
        case (("cumsum" | "argsort"), 0) if type_.ndim == 1:
            return Array(_reduced(name, type_), 1)
        case _ if name in REDUCED and len(args) <= 1:
            return _shaped(_reduced(name, type_), type_.ndim - len(args) if args else 0)
    raise scene.refusal("F411", node, f"these arguments of `.{name}()` of an array")


__all__ = ["KNOWN", "ask", "call", "element", "in_place", "method", "ndim", "operated", "promoted"]
