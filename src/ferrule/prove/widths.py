"""Where do ints outgrow 64 bits? The original runs again on witnessed inputs, and its sums tell.

In: the pair, pickled witnessed calls, the texts of all functions of the slice. Out: the places of
the operations that gave an int of more than 64 bits. Runs in a child process, in which the
functions' code is replaced by one that looks at each result; the program itself is not touched.
"""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from types import CodeType, FunctionType

from ferrule.base.span import Span, span_of
from ferrule.prove.graph import Incomparable
from ferrule.prove.inputs import recorded_inputs
from ferrule.prove.isolate import Send, run_apart
from ferrule.prove.observe import TooSlow, memory_limit, observe, prepare_child
from ferrule.prove.pair import Pair, World, by_position, renew, world_of

_HOOK = "__ferrule_saw__"
_LIMIT = 2**63
_TOTAL_S = 20.0  # no input is begun after that
_INPUT_S = 20.0
_GRACE_S = 3.0
_GROWING = (ast.Add, ast.Sub, ast.Mult, ast.Pow, ast.LShift)
_CALLS = frozenset(
    {
        *("sum", "int", "pow", "prod", "factorial", "comb", "perm", "lcm"),
        *("floor", "ceil", "trunc"),
    }
)

Texts = Mapping[FunctionType, tuple[str, ast.FunctionDef]]  # a live function's file and text


def wide_places(pair: Pair, recorded: Sequence[bytes], texts: Texts) -> frozenset[Span]:
    """The places where ints of more than 64 bits came out on the witnessed inputs."""
    try:
        world = world_of(pair)
    except Exception:  # what can't be copied was said by the proof
        return frozenset()
    spans: list[Span] = []
    codes = {
        function: code
        for function, (file, node) in texts.items()
        if (code := _watched(function, file, node, spans)) is not None
    }
    ended = run_apart(_Looking(pair, world, recorded, codes).run)
    numbers = {event[1] for event in ended.events if event[0] == "wide"}
    return frozenset(spans[number] for number in numbers)


@dataclass(frozen=True, slots=True)
class _Looking:
    """What the child does."""

    pair: Pair
    world: World
    recorded: Sequence[bytes]
    codes: Mapping[FunctionType, CodeType]

    def run(self, send: Send) -> None:
        """Run the original on each input; each place is told once."""
        prepare_child()
        seen: set[int] = set()

        def saw(number: int, value: object) -> object:
            if type(value) is int and not -_LIMIT <= value < _LIMIT and number not in seen:
                seen.add(number)
                send(_INPUT_S + _GRACE_S, ["wide", number])
            return value

        before = {function: function.__code__ for function in self.codes}
        setattr(builtins, _HOOK, saw)
        try:
            for function, code in self.codes.items():
                function.__code__ = code
            self._go(send)
        finally:
            for function, code in before.items():
                function.__code__ = code
            delattr(builtins, _HOOK)

    def _go(self, send: Send) -> None:
        end = monotonic() + _TOTAL_S
        call = by_position(self.pair, self.pair.before)
        for given in recorded_inputs(self.recorded):
            if monotonic() > end:
                return
            send(_INPUT_S + _GRACE_S, ["begun"])
            try:
                with memory_limit():
                    observe(call, given.copy(), _INPUT_S, renew(self.world))
            except (TooSlow, MemoryError, Incomparable):
                continue


# The text that looks ----------------------------------------------------------------------------


def _watched(
    function: FunctionType, file: str, node: ast.FunctionDef, spans: list[Span]
) -> CodeType | None:
    """The function's code with every result looked at; None where it can't be made."""
    marked = _Marker(file, spans).visit(copy.deepcopy(node))
    marked.decorator_list = []
    tree = ast.fix_missing_locations(ast.Module([marked], []))
    original = function.__code__
    code = compile(tree, original.co_filename, "exec", dont_inherit=True)
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and constant.co_name == node.name:
            return constant if constant.co_freevars == original.co_freevars else None
    return None


class _Marker(ast.NodeTransformer):
    """Puts the hook around operations whose result may be too large."""

    def __init__(self, file: str, spans: list[Span]) -> None:
        self._file = file
        self._spans = spans

    def _seen(self, value: ast.expr, place: ast.AST) -> ast.expr:
        self._spans.append(span_of(self._file, place))
        number = ast.Constant(len(self._spans) - 1)
        call = ast.Call(ast.Name(_HOOK, ast.Load()), [number, value], [])
        return ast.copy_location(call, place)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        return self._seen(node, node) if isinstance(node.op, _GROWING) else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        return self._seen(node, node) if name in _CALLS else node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt | list[ast.stmt]:
        place = copy.deepcopy(node.target)
        self.generic_visit(node)
        if not isinstance(node.op, _GROWING) or not _is_still(place):
            return node
        for part in ast.walk(place):
            if isinstance(getattr(part, "ctx", None), ast.Store):
                part.ctx = ast.Load()  # type: ignore[attr-defined]
        look = ast.copy_location(ast.Expr(self._seen(place, node)), node)
        return [node, look]


def _is_still(place: ast.expr) -> bool:
    """Whether reading the place again does nothing else."""
    kinds = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.BinOp, ast.UnaryOp)
    others = (ast.expr_context, ast.operator, ast.unaryop)
    return all(isinstance(part, (*kinds, *others)) for part in ast.walk(place))
