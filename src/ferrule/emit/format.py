"""f-strings.

In: literal texts and formatted values. Out: one text, joined from pieces of the runtime's.
"""

from __future__ import annotations

from ferrule.base.types import BOOL, CHAR, COMPLEX, FLOAT, INT, NUMBER, STR, Scalar
from ferrule.emit import rust
from ferrule.emit.literal import quoted, text
from ferrule.emit.rust import Rust
from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir

_PLAIN = {
    INT: "int::to_str({})",
    FLOAT: "float::repr({})",
    BOOL: "text::bool_str({})",
    CHAR: "Str::from({})",
    NUMBER: "number::repr({})",
    COMPLEX: "complex::repr({})",
}


def formatted(scene: Scene, node: ir.Format) -> Rust:
    """The text of an f-string."""
    pieces = [_piece(scene, part) for part in node.parts if part != ""]
    if not pieces:
        return Rust("Str::EMPTY", copy=False)
    if len(pieces) == 1:
        return pieces[0]
    if len(pieces) == 2:
        first, second = map(rust.by_ref, pieces)
        return Rust(f"string::concat({first}, {second})", copy=False)
    joined = ", ".join(map(rust.by_ref, pieces))
    return Rust(f"string::concat_all(&[{joined}])", copy=False)


def _piece(scene: Scene, part: str | tuple[ir.Expr, str, str]) -> Rust:
    if isinstance(part, str):
        return Rust(text(part), copy=False)
    value, _, spec = part
    piece = scene.expr(value)
    if not spec:
        if value.type == STR:
            return piece
        if isinstance(value.type, Scalar) and (form := _PLAIN.get(value.type)):
            return Rust(form.format(rust.by_value(piece)), copy=False)
        return scene.tried(f"text::str({rust.by_ref(piece)})", copy=False)
    step = f"text::format({rust.by_ref(piece)}, &text::spec({quoted(spec)}))"
    return scene.tried(step, copy=False)
