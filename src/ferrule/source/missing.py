"""`defaultdict` and `Counter` that stay inside a function, as plain dicts.

```
d = defaultdict(list)                   d = defaultdict(…)  # lowered as {}
d[k].append(x)                    →     d.setdefault(k, []).append(x)
c = Counter(words)                      c = Counter(words)  # lowered as a dict of counts
c[w] += 1                               c[w] = c.get(w, 0) + 1
c.most_common(3)                        sorted(c.items(), key=lambda p: p[1], reverse=True)[:3]
```

In: a function and what its module imports. Out: the same function, where every use of such a dict
is one that can't tell it from a plain one. One that is returned, handed on or asked for anything
else stays as it is, and is refused later on.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping

from ferrule.base.unit import PLAIN_DICT
from ferrule.source.scopes import every_node, parameters

Imports = Mapping[str, tuple[str, str | None]]

_EMPTY = {"int": "0", "float": "0.0", "str": "''", "bool": "False", "list": "[]", "set": "set()"}
_EMPTY["dict"] = "{}"
_PLAIN = frozenset({*_EMPTY.values(), "float('inf')", "float('-inf')"})
_METHODS = frozenset({"items", "values", "keys", "get", "setdefault", "clear"})
_READERS = frozenset({"len", "sorted", "dict", "list", "set", "max", "min", "sum", "any", "all"})


def filled(
    functions: Mapping[str, ast.FunctionDef], imports: Imports
) -> dict[str, ast.FunctionDef]:
    """All functions, their own `defaultdict`s and `Counter`s as plain dicts."""
    names = {one for one, (module, _) in imports.items() if module == "collections"}
    if {"sorted", "max"} & (functions.keys() | imports.keys()):
        return dict(functions)
    done: dict[str, ast.FunctionDef] = {}
    for qualname, function in functions.items():
        used = {node.id for node in every_node(function) if isinstance(node, ast.Name)}
        done[qualname] = _filled(function, imports) if used & names else function
    return done


def _filled(function: ast.FunctionDef, imports: Imports) -> ast.FunctionDef:
    made = copy.deepcopy(function)
    parents = {child: node for node in ast.walk(made) for child in ast.iter_child_nodes(node)}
    for node in list(ast.walk(made)):
        if isinstance(node, ast.Call) and _kind(node, imports) == "Counter":
            parent = parents[node]
            if _stays(node, parent, parents, imports) and len(node.args) == 1:
                _mark(node)
                _replace_call(made, node, parents)
    for name, call in _own(made, parents, imports).items():
        _rewrite(made, name, call, _kind(call, imports), parents)
    return made


def _kind(node: ast.Call, imports: Imports) -> str:
    """ "defaultdict" or "Counter", where the call makes one."""
    match node.func:
        case ast.Name(id=name) if imports.get(name, ("", None))[0] == "collections":
            found = imports[name][1]
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if imports.get(name) == (
            "collections",
            None,
        ):
            found = attribute
        case _:
            return ""
    if node.keywords or found not in ("defaultdict", "Counter"):
        return ""
    if any(isinstance(arg, ast.Starred) for arg in node.args):
        return ""
    return found


def _mark(node: ast.Call) -> None:
    value = ast.copy_location(ast.Constant(True), node)
    node.keywords = [ast.copy_location(ast.keyword(PLAIN_DICT, value), node)]


def _stays(
    node: ast.expr, parent: ast.AST, parents: Mapping[ast.AST, ast.AST], imports: Imports
) -> bool:
    """Whether a dict that nothing else holds is only looked at here."""
    match parent:
        case ast.Attribute(attr=attribute):
            is_called = isinstance(parents[parent], ast.Call)
            return is_called and attribute in (_METHODS | {"most_common"})
        case ast.Call(func=ast.Name(id=name), args=[first, *_]):
            return first is node and name in _READERS
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
            both = (left, right)
            return all(isinstance(one, ast.Call) and _is_count(one, imports) for one in both)
    return False


def _is_count(node: ast.Call, imports: Imports) -> bool:
    if len(node.args) != 1:
        return False
    is_marked = any(keyword.arg == PLAIN_DICT for keyword in node.keywords)
    return is_marked or _kind(node, imports) == "Counter"


def _own(
    function: ast.FunctionDef, parents: Mapping[ast.AST, ast.AST], imports: Imports
) -> dict[str, ast.Call]:
    """The locals that are bound once, to such a dict, and never leave."""
    found: dict[str, ast.Call] = {}
    for node in function.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as call):
                pass
            case _:
                continue
        if _kind(call, imports) and _default(call, imports) is not None:
            found[name] = call
    inner = {
        one.id
        for node in ast.walk(function)
        if isinstance(node, ast.FunctionDef) and node is not function
        for one in ast.walk(node)
        if isinstance(one, ast.Name)
    }
    taken = {*inner, *parameters(function.args)}
    uses = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    return {
        name: call
        for name, call in found.items()
        if name not in taken
        and sum(use.id == name and isinstance(use.ctx, ast.Store) for use in uses) == 1
        and all(_is_tame(use, parents) for use in uses if use.id == name)
    }


def _default(call: ast.Call, imports: Imports) -> str | None:
    """What stands for a missing value, as text; None where that is not known."""
    if _kind(call, imports) == "Counter":
        return "0" if len(call.args) < 2 else None
    match call.args:
        case [ast.Name(id=name)]:
            return _EMPTY.get(name)
        case [ast.Lambda(args=arguments, body=body)] if not parameters(arguments):
            inner = body.operand if isinstance(body, ast.UnaryOp) else body
            is_plain = isinstance(inner, ast.Constant) or ast.unparse(body) in _PLAIN
            return ast.unparse(body) if is_plain else None
    return None


def _is_tame(use: ast.Name, parents: Mapping[ast.AST, ast.AST]) -> bool:
    """Whether a plain dict would do here, with the rewriting of what reads an item."""
    parent = parents[use]
    match parent:
        case ast.Assign() | ast.AnnAssign():
            return isinstance(use.ctx, ast.Store)
        case ast.Subscript(value=value, slice=index) if value is use:
            holder = parents[parent]
            is_twice = isinstance(holder, ast.AugAssign) and holder.target is parent
            return not is_twice or _is_plain(index)
        case ast.Attribute(attr=attribute):
            is_called = isinstance(parents[parent], ast.Call)
            return is_called and attribute in (_METHODS | {"most_common"})
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[right]):
            return right is use
        case ast.Call(func=ast.Name(id=name), args=[first, *_]):
            return first is use and name in _READERS
        case ast.For(iter=walked) | ast.comprehension(iter=walked):
            return walked is use
        case ast.If() | ast.While() | ast.UnaryOp(op=ast.Not()):
            return True
    return False


def _is_plain(node: ast.expr) -> bool:
    """Whether evaluating it twice can't be told from once."""
    kinds = (ast.Name, ast.Constant, ast.Subscript, ast.Tuple, ast.BinOp, ast.Attribute)
    others = (ast.operator, ast.expr_context)
    return all(isinstance(one, (*kinds, *others)) for one in ast.walk(node))


# Rewriting -------------------------------------------------------------------------------------


def _rewrite(
    function: ast.FunctionDef,
    name: str,
    call: ast.Call,
    kind: str,
    parents: dict[ast.AST, ast.AST],
) -> None:
    default = "0" if kind == "Counter" else _factory(call)
    if kind == "defaultdict":
        call.args = []
    _mark(call)
    method = "get" if kind == "Counter" else "setdefault"
    for node in list(ast.walk(function)):
        match node:
            case ast.Subscript(value=ast.Name(id=found), ctx=ast.Load()) if found == name:
                _put(parents, node, _asked(node, method, default))
            case ast.Attribute(value=ast.Name(id=found), attr="most_common") if found == name:
                _replace_call(function, node.value, parents)
    _rewrite_blocks(function.body, name, method, default)


def _factory(call: ast.Call) -> str:
    factory = call.args[0]
    if isinstance(factory, ast.Lambda):
        return ast.unparse(factory.body)
    assert isinstance(factory, ast.Name)
    return _EMPTY[factory.id]


def _asked(node: ast.Subscript, method: str, default: str) -> ast.Call:
    """`d.setdefault(k, default)` for `d[k]`."""
    value = ast.parse(default, mode="eval").body
    for part in ast.walk(value):
        ast.copy_location(part, node)
    attribute = ast.copy_location(ast.Attribute(node.value, method, ast.Load()), node)
    return ast.copy_location(ast.Call(attribute, [node.slice, value], []), node)


def _put(parents: dict[ast.AST, ast.AST], old: ast.AST, new: ast.AST) -> None:
    """Let another node stand in the place of one."""
    parent = parents[old]
    for field, value in ast.iter_fields(parent):
        if value is old:
            setattr(parent, field, new)
        elif isinstance(value, list):
            value[:] = [new if one is old else one for one in value]
    parents[new] = parent
    for child in ast.iter_child_nodes(new):
        parents[child] = new


def _rewrite_blocks(body: list[ast.stmt], name: str, method: str, default: str) -> None:
    """`d[k] += v`: what is missing is put there before, or worked out from zero."""
    done: list[ast.stmt] = []
    for node in body:
        for field in ("body", "orelse", "finalbody"):
            inner = getattr(node, field, None)
            if isinstance(inner, list) and not isinstance(node, ast.FunctionDef):
                _rewrite_blocks(inner, name, method, default)
        for handler in getattr(node, "handlers", ()):
            _rewrite_blocks(handler.body, name, method, default)
        match node:
            case ast.AugAssign(
                target=ast.Subscript(value=ast.Name(id=found)) as target, op=op, value=value
            ) if found == name:
                asked = _asked(copy.deepcopy(target), method, default)
                asked.func.value.ctx = ast.Load()  # type: ignore[attr-defined]
                if method == "get" or _is_sum(op, value, name, default):
                    asked.func.attr = "get"  # type: ignore[attr-defined]
                    whole = ast.copy_location(ast.BinOp(asked, op, value), node)
                    done.append(ast.copy_location(ast.Assign([target], whole), node))
                    continue
                done.append(ast.copy_location(ast.Expr(asked), node))
        done.append(node)
    body[:] = done


def _is_sum(operator: ast.operator, value: ast.expr, name: str, default: str) -> bool:
    """Whether nobody can tell if what was missing was put there before the value was known."""
    is_number = default in ("0", "0.0") and isinstance(operator, ast.Add | ast.Sub)
    is_plain = isinstance(value, ast.Constant | ast.Name)
    return is_number and is_plain and ast.unparse(value) != name


def _replace_call(
    function: ast.FunctionDef, value: ast.expr, parents: dict[ast.AST, ast.AST]
) -> None:
    """`value.most_common(n)` as a sort by the counts, the greatest first."""
    attribute = parents[value]
    call = parents.get(attribute)
    match attribute, call:
        case ast.Attribute(attr="most_common"), ast.Call(args=args):
            pass
        case _:
            return
    text = "sorted(d.items(), key=lambda pair: pair[1], reverse=True)"
    made = ast.parse(f"{text}[:max(n, 0)]" if args else text, mode="eval").body
    for number, part in enumerate(ast.walk(made)):
        ast.copy_location(part, call)
        if isinstance(part, ast.expr):
            part.end_col_offset = 10_000 + number
    for part in ast.walk(made):
        match part:
            case ast.Attribute(value=ast.Name(id="d")):
                part.value = value
            case ast.Call(args=[ast.Name(id="n"), _]):
                part.args[0] = args[0]
    _put(parents, call, made)
    for part in ast.walk(made):
        for child in ast.iter_child_nodes(part):
            parents[child] = part
