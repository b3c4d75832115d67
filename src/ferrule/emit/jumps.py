"""How `break` and `continue` are written: with a label where another label stands in between.

In: the frames around. Out: the jump, and the labels that loops need for their jumps.
"""

from __future__ import annotations

from ferrule.emit.attempt import flows
from ferrule.emit.scene import Frame, Scene
from ferrule.ir import nodes as ir
from ferrule.ir import walk


def search_frame(label: str) -> Frame:
    """The block around a loop and its `else`."""
    return Frame("search", label)


def jump(scene: Scene, word: str) -> str:
    """`break` or `continue` of the innermost loop."""
    crosses = False
    for number in range(len(scene.frames) - 1, -1, -1):
        frame = scene.frames[number]
        if frame.kind == "loop":
            outer = scene.frames[number - 1] if number else None
            if word == "break" and outer is not None and outer.kind == "search":
                return f"break '{outer.label};"
            return f"{word} '{frame.label};" if crosses or frame.label else f"{word};"
        if frame.kind == "parts":
            return _out_of_parts(scene, number, word)
        crosses = True
    raise ValueError(f"{word} outside a loop")


def _out_of_parts(scene: Scene, number: int, word: str) -> str:
    """A loop in parts is two loops: `break` leaves both, `continue` goes on in the inner one."""
    if word == "continue":
        return "continue;"
    outer = scene.frames[number - 1] if number else None
    if outer is not None and outer.kind == "search":
        return f"break '{outer.label};"
    return f"break '{scene.frames[number].label};"


def body_label(scene: Scene, loop: ir.While | ir.For) -> str:
    """The label of a loop that some jump needs; empty where none does."""
    return scene.fresh("turns") if wants_label(loop.body, False) else ""


def wants_label(block: tuple[ir.Stmt, ...], inside: bool) -> bool:
    """Whether a jump of the loop around this block stands inside another labelled block."""
    for stmt in block:
        match stmt:
            case ir.Break() | ir.Continue():
                if inside:
                    return True
            case ir.Try():
                bodies = (*stmt.body, *stmt.orelse)
                if wants_label(bodies, True):
                    return True
                around = inside or flows(stmt)
                if any(wants_label(handler.body, around) for handler in stmt.handlers):
                    return True
            case ir.Block(body=body):
                if wants_label(body, True):
                    return True
            case ir.While(body=body, orelse=orelse) | ir.For(body=body, orelse=orelse):
                if wants_label(orelse, inside or walk.breaks(body)):
                    return True
            case _:
                if any(wants_label(inner, inside) for inner in walk.blocks(stmt)):
                    return True
    return False
