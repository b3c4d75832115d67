"""A loop over a generator: the generator's text, the loop's body in place of each `yield`.

```
def countdown(n):                   for x in countdown(5):        n = 5
    while n:                            print(x)            →     while n:
        yield n                                                       x = n
        n -= 1                                                        print(x)
                                                                      n -= 1
```

So every step happens when Python would do it, and no more of them. `break` leaves a block around
all of it, `continue` one around the body, the generator's `return` one around its text. A
generator that calls itself has no end of such texts: its items come in a list, where nobody can
tell.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Sequence
from dataclasses import replace

from ferrule.base.types import NONE, Function
from ferrule.base.unit import LOCALS
from ferrule.ir.nodes import Assign, Bind, Block, Coerce, Const, Do, Expr, Local, Stmt
from ferrule.ir.walk import is_left
from ferrule.lower.assign import store
from ferrule.lower.generators import Generated
from ferrule.lower.scene import Scene, Turn
from ferrule.lower.slice import Expansion
from ferrule.lower.webs import webs_of
from ferrule.lower.widening import widen

LowerBlock = Callable[[Scene, list[ast.stmt]], tuple[Stmt, ...]]

_MOST_STATEMENTS = 60  # of loop bodies, all copies together


def is_expandable(scene: Scene, source: Generated) -> bool:
    """Whether there is an end to the generator's text, generators that it walks included."""
    state, key = scene.slice, (source.module.name, source.qualname)
    if key in scene.turn.path and key not in state.recursive:
        state.recursive.add(key)
        state.types.changes += 1
    if key in state.recursive or source.module is not scene.instance.module:
        return False
    names = (node.id for node in ast.walk(source.function) if isinstance(node, ast.Name))
    return "super" not in names  # which means the class whose text is around it


def for_expanded(
    scene: Scene, source: Generated, node: ast.For, lower_block: LowerBlock
) -> list[Stmt]:
    """`for target in generator(...): body else: orelse`."""
    expansion = _expansion(scene, source, node)
    function = expansion.function
    _check(scene, function, node)
    number = expansion.number
    done, end = f"done#{number}", f"end#{number}"
    around = scene.turn

    def on_yield(scene: Scene, value: ast.expr | None, at: ast.AST) -> list[Stmt]:
        made = scene.lower(value) if value is not None else Const(None, NONE, scene.span(at))
        turn = f"turn#{number}.{getattr(at, 'lineno', 0)}.{getattr(at, 'col_offset', 0)}"
        with scene.within(replace(around, jumps=(done, turn))):
            item = scene.flow(made, scene.hole(node, "item"), node, "what the generator gives")

            def build() -> tuple[Stmt, ...]:
                return (*store(scene, node.target, item, node), *lower_block(scene, node.body))

            return _block(turn, _unsure(scene, build), node, scene)

    before = _bound(scene, source, expansion)
    path = around.path | {(source.module.name, source.qualname)}
    volatile = around.volatile | _bound_by(scene, node)
    with scene.within(Turn(number, on_yield, end, None, path, volatile)):
        text = _unsure(scene, lambda: lower_block(scene, function.body))
    inner = _block(end, text, node, scene)
    inner += lower_block(scene, node.orelse)
    return [*before, *_block(done, tuple(inner), node, scene)]


def _block(label: str, body: tuple[Stmt, ...], node: ast.AST, scene: Scene) -> list[Stmt]:
    return [Block(label, body, scene.span(node))] if is_left(body, label) else list(body)


def _unsure(scene: Scene, build: Callable[[], tuple[Stmt, ...]]) -> tuple[Stmt, ...]:
    """Statements that may be left in the middle: afterwards only what held all along is known."""
    outer, scene.widened = scene.widened, set()
    before = dict(scene.narrowed)
    found = build()
    scene.narrowed = {n: t for n, t in before.items() if n not in scene.widened}
    scene.widened |= outer
    return found


def _check(scene: Scene, function: ast.FunctionDef, node: ast.For) -> None:
    """Refuse what would need more of a generator than its items."""
    statements = [one for one in ast.walk(function) if isinstance(one, ast.Expr)]
    plain = sum(isinstance(one.value, ast.Yield) for one in statements)
    every = sum(isinstance(one, ast.Yield | ast.YieldFrom) for one in ast.walk(function))
    if plain != every:
        raise scene.refusal("F412", node, "a generator that looks at what is sent to it")
    size = sum(isinstance(one, ast.stmt) for inner in node.body for one in ast.walk(inner))
    if plain > 1 and plain * size > _MOST_STATEMENTS:
        raise scene.refusal("F412", node, f"a generator with {plain} `yield`s in a long loop")
    for one in ast.walk(function):
        if isinstance(one, ast.Try | ast.With) and any(
            isinstance(inner, ast.Yield) for inner in ast.walk(one)
        ):
            raise scene.refusal("F412", node, "a generator that waits within `try` or `with`")


# The generator's text and its variables --------------------------------------------------------


def _expansion(scene: Scene, source: Generated, node: ast.For) -> Expansion:
    """The text for this loop, the same in every round."""
    key = (source.qualname, scene.place(source.node))
    found = scene.instance.expansions.get(key)
    if found is None:
        function = copy.deepcopy(source.function)
        function.body = [_Items().visit(node) for node in function.body]
        aliases = _aliases(scene, source, function, node)
        found = Expansion(len(scene.instance.expansions) + 1, function, aliases)
        scene.instance.expansions[key] = found
    return found


class _Items(ast.NodeTransformer):
    """`yield from xs` as a loop that yields each item."""

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        """A statement of its own: what the inner generator returns is not asked for."""
        if not isinstance(node.value, ast.YieldFrom):
            return node
        target = ast.copy_location(ast.Name("item", ast.Store()), node)
        item = ast.copy_location(ast.Name("item", ast.Load()), node)
        each = ast.copy_location(ast.Yield(item), node)
        body: list[ast.stmt] = [ast.copy_location(ast.Expr(each), node)]
        loop = ast.For(target, node.value.value, body, [])
        return ast.copy_location(loop, node)


def _aliases(
    scene: Scene, source: Generated, function: ast.FunctionDef, node: ast.For
) -> dict[str, str]:
    """The parameters that are another name for a local which nobody binds anew meanwhile.

    What an inner generator takes from around it is the variable itself, whoever binds it.
    """
    captured = _captured(source)
    bound = _bound_by(scene, node) | scene.turn.volatile
    inside = {one.id for one in _stored(function.body)}
    found: dict[str, str] = {}
    for name, arg in zip(source.names, source.args, strict=True):
        if name in captured:
            held = arg.value if isinstance(arg, Coerce) else arg
            if not isinstance(held, Local):
                raise scene.refusal("F412", node, f"a generator that sees `{name}` change")
            found[name] = held.name
        elif isinstance(arg, Local) and arg.name not in bound and name not in inside:
            found[name] = arg.name
    return found


def _bound_by(scene: Scene, node: ast.For) -> frozenset[str]:
    """The locals that the loop binds."""
    stored = _stored([node.target, *node.body])
    return frozenset(scene.webs[one] for one in stored if one in scene.webs)


def _captured(source: Generated) -> frozenset[str]:
    """The variables of the function around that an inner generator sees."""
    if LOCALS not in source.qualname or not isinstance(source.node, ast.Call):
        return frozenset()
    own = {argument.arg for argument in source.function.args.kwonlyargs}
    return frozenset(
        keyword.arg
        for keyword in source.node.keywords
        if keyword.arg in own
        and isinstance(keyword.value, ast.Name)
        and keyword.value.id == keyword.arg
    )


def _stored(nodes: Sequence[ast.AST]) -> list[ast.Name]:
    return [
        one
        for node in nodes
        for one in ast.walk(node)
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store | ast.Del)
    ]


def _bound(scene: Scene, source: Generated, expansion: Expansion) -> list[Stmt]:
    """Give the generator's variables their names, and the parameters their values."""
    own: dict[str, str] = {}
    with scene.within(replace(scene.turn, number=expansion.number)):
        function = expansion.function

        def chosen(web: str) -> str:
            base, mark, count = web.partition("#")
            if base not in own:
                own[base] = expansion.aliases.get(base) or scene.inner_name(base, function)
            return f"{own[base]}{mark}{count}"

        for one, web in webs_of(function).items():
            if one not in scene.webs:
                scene.webs[one] = chosen(web)
        for name in source.names:
            chosen(name)
    steps: list[Stmt] = []
    for name, arg in zip(source.names, source.args, strict=True):
        if name not in expansion.aliases:
            steps.append(_given(scene, own[name], arg, source.node))
    return steps


def _given(scene: Scene, name: str, arg: Expr, node: ast.expr) -> Stmt:
    hole = scene.local_hole(name)
    value = scene.flow(arg, hole, node, f"`{name}`")
    if isinstance(scene.type(hole), Function):
        return Do(value, scene.span(node))  # the type says it all
    widen(scene, name)
    return Assign(Bind(name, scene.type(hole)), value, scene.span(node))
