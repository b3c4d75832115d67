"""The constructor of a class, with what its bases' constructors do written into it.

```
class Dog(Animal):                          class Dog(Animal):
    def __init__(self, name, age):              def __init__(self, name, age):
        super().__init__(name)          →           self.name = name
        self.age = age                              self.age = age
```

In: a class and its bases. Out: the `__init__` that its instances are made by, and the guards under
which that is what Python does. A call of a base's constructor that can't be written out stays, and
is refused later on.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from dataclasses import dataclass, field

from ferrule.base.records import Guard
from ferrule.base.unit import SETTER
from ferrule.lower.lineage import Lineage, Member, members_of
from ferrule.lower.webs import local_names


@dataclass(slots=True)
class Birth:
    """How instances of a class are made."""

    member: Member  # the constructor that Python finds
    node: ast.FunctionDef
    lineage: Lineage
    guards: set[Guard] = field(default_factory=set)


def birth_of(lineage: Lineage) -> Birth | None:
    """The constructor of a class; None where it has none of its own."""
    member = members_of(lineage).get("__init__")
    if member is None:
        return None
    birth = Birth(member, member.node, lineage)
    birth.node = _written_out(birth, member, lineage)
    return birth


def _written_out(birth: Birth, member: Member, lineage: Lineage) -> ast.FunctionDef:
    """The constructor, without calls of those of its bases."""
    inside = list(ast.walk(member.node))
    calls_base = any(_calls_base(stmt, member.node, "") for stmt in inside)
    if not calls_base and not any(_setter(birth, member.node, stmt) for stmt in inside):
        return member.node
    made = copy.deepcopy(member.node)
    made.body = _block(birth, made, member, made.body, lineage)
    return made


def _block(
    birth: Birth, made: ast.FunctionDef, member: Member, body: list[ast.stmt], lineage: Lineage
) -> list[ast.stmt]:
    done: list[ast.stmt] = []
    for stmt in body:
        if isinstance(stmt, ast.If):
            stmt.body = _block(birth, made, member, stmt.body, lineage)
            stmt.orelse = _block(birth, made, member, stmt.orelse, lineage)
        further = bases_after(lineage, member.module.name, member.source.qualname)
        following = further[0][1].qualname if further else "object"
        setter = _setter(birth, made, stmt)
        if isinstance(stmt, ast.Assign) and setter is not None:
            written = _set_as(birth, made, setter, stmt)
        elif setter is not None:
            written = _set_by(birth, made, setter, stmt)
        elif _calls_base(stmt, made, following):
            written = _inlined(birth, made, member, stmt, further)
        else:
            written = None
        done += [stmt] if written is None else written
    return done or [ast.copy_location(ast.Pass(), made)]


def bases_after(lineage: Lineage, home: str, qualname: str) -> Lineage:
    """The classes that `super()` looks through in a method of this class of this module."""
    for place, (module, source) in enumerate(lineage):
        if (module.name, source.qualname) == (home, qualname):
            return lineage[place + 1 :]
    return ()


def _calls_base(stmt: ast.AST, function: ast.FunctionDef, base: str) -> bool:
    """Whether this is `super().__init__(…)`, or `Base.__init__(self, …)` of the next base."""
    match stmt:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr="__init__"), args=args)):
            return is_super(owner) or _is_named(owner, args, function, base)
    return False


def _setter(birth: Birth, made: ast.FunctionDef, stmt: ast.AST) -> Member | None:
    """The method that this statement calls on the instance, if it gives it further attributes."""
    match stmt:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=name), attr=called)]):
            member = members_of(birth.lineage).get(called + SETTER)
            return member if name == _first(made) else None
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=called))):
            member = members_of(birth.lineage).get(called)
        case _:
            return None
    if member is None or name != _first(made) or member.node.decorator_list:
        return None
    if member.module.name != birth.member.module.name or not member.node.args.args:
        return None
    is_part = called == "__post_init__" and called in member.source.methods
    return member if is_part or _attributes(member.node) - _attributes(made) else None


def _attributes(function: ast.FunctionDef) -> set[str]:
    """The attributes that a method sets on its instance."""
    return {
        node.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == _first(function)
    }


def _set_as(
    birth: Birth, made: ast.FunctionDef, setter: Member, stmt: ast.Assign
) -> list[ast.stmt] | None:
    """`self.name = value` by what the setter does."""
    inner = copy.deepcopy(setter.node)
    given = _given(inner, [stmt.value], [])
    if given is None or not _is_straight(inner) or setter.module.name != birth.member.module.name:
        return None
    for module, source in (birth.lineage[0], (setter.module, setter.source)):
        full = f"{module.name}:{source.qualname}"
        birth.guards.add(Guard(module.name, source.qualname, "class", full))
    name = f"{birth.lineage[0][1].qualname}.{setter.node.name}"
    birth.guards.add(Guard(birth.lineage[0][0].name, name, "method", setter.full_name))
    return _bound(made, inner, given, stmt)


def _set_by(
    birth: Birth, made: ast.FunctionDef, setter: Member, stmt: ast.stmt
) -> list[ast.stmt] | None:
    assert isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Call)
    inner = _Setting(_first(setter.node)).visit(copy.deepcopy(setter.node))
    given = _given(inner, stmt.value.args, stmt.value.keywords)
    if given is None or not _is_straight(inner):
        return None
    module, source = birth.lineage[0]
    name = f"{source.qualname}.{setter.node.name}"
    birth.guards.add(Guard(module.name, name, "method", setter.full_name))
    return _bound(made, inner, given, stmt)


def is_super(node: ast.expr) -> bool:
    """Whether this is `super()`."""
    match node:
        case ast.Call(func=ast.Name(id="super"), args=[], keywords=[]):
            return True
    return False


def _is_named(owner: ast.expr, args: list[ast.expr], function: ast.FunctionDef, base: str) -> bool:
    match owner, args:
        case ast.Name(id=name), [ast.Name(id=first), *_]:
            return name == (base or name) and first == _first(function)
    return False


def _first(function: ast.FunctionDef) -> str:
    arguments = function.args
    return (*arguments.posonlyargs, *arguments.args)[0].arg


def _inlined(
    birth: Birth, made: ast.FunctionDef, member: Member, stmt: ast.stmt, further: Lineage
) -> list[ast.stmt] | None:
    """The body of the base's constructor, its parameters bound to the arguments."""
    assert isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Call)
    call = stmt.value
    assert isinstance(call.func, ast.Attribute)
    base = members_of(further).get("__init__")
    by_super = is_super(call.func.value)
    args = call.args if by_super else call.args[1:]
    if base is None:
        if args or call.keywords:
            return None
        for module, source in further[:1]:
            name = f"{source.qualname}.__init__"
            birth.guards.add(Guard(module.name, name, "object", "__init__"))
        return []
    if base.module.name != member.module.name:
        return None
    birth.guards.add(
        Guard(base.module.name, f"{further[0][1].qualname}.__init__", "method", base.full_name)
    )
    if by_super:
        birth.guards.add(Guard(member.module.name, "super", "builtin", "super"))
    else:
        full = f"{base.module.name}:{further[0][1].qualname}"
        birth.guards.add(Guard(base.module.name, further[0][1].qualname, "class", full))
    inner = copy.deepcopy(_written_out(birth, base, further))
    given = _given(inner, args, call.keywords)
    if given is None or not _is_straight(inner):
        return None
    return _bound(made, inner, given, stmt)


def _given(
    inner: ast.FunctionDef, args: list[ast.expr], keywords: list[ast.keyword]
) -> dict[str, ast.expr] | None:
    """The argument of each parameter, in the order of evaluation; None where that is not plain."""
    arguments = inner.args
    positional = [one.arg for one in (*arguments.posonlyargs, *arguments.args)][1:]
    names = [*positional, *(one.arg for one in arguments.kwonlyargs)]
    if arguments.vararg or arguments.kwarg or len(args) > len(positional):
        return None
    if any(isinstance(arg, ast.Starred) for arg in args):
        return None
    given = dict(zip(positional, args, strict=False))
    for keyword in keywords:
        if keyword.arg not in names or keyword.arg in given:
            return None
        given[keyword.arg] = keyword.value
    defaults = defaults_of(inner)
    for name in names:
        if name not in given:
            if not isinstance(defaults.get(name), ast.Constant):
                return None
            given[name] = defaults[name]
    return given


def defaults_of(function: ast.FunctionDef) -> dict[str, ast.expr]:
    """The default expressions by parameter."""
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    tail = positional[len(positional) - len(arguments.defaults) :]
    found = {one.arg: default for one, default in zip(tail, arguments.defaults, strict=True)}
    for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            found[one.arg] = default
    return found


def _is_straight(function: ast.FunctionDef) -> bool:
    """Whether the body only ends at its end, and every name in it is its own or the module's."""
    return not any(
        isinstance(
            node,
            ast.Return | ast.Global | ast.Nonlocal | ast.FunctionDef | ast.Lambda | ast.ClassDef,
        )
        for stmt in function.body
        for node in ast.walk(stmt)
    )


def _bound(
    made: ast.FunctionDef, inner: ast.FunctionDef, given: Mapping[str, ast.expr], stmt: ast.stmt
) -> list[ast.stmt]:
    taken = {
        node.id for tree in (made, inner) for node in ast.walk(tree) if isinstance(node, ast.Name)
    }
    taken |= local_names(made)
    stored = _stored(inner)
    kept = _stored(made)
    names: dict[str, ast.expr] = {
        _first(inner): ast.copy_location(ast.Name(_first(made), ast.Load()), stmt)
    }
    before: list[ast.stmt] = []
    for name, value in given.items():
        is_plain = isinstance(value, ast.Constant) or (
            isinstance(value, ast.Name) and value.id not in kept | stored
        )
        if is_plain and name not in stored:
            names[name] = value
            continue
        free = _free(name, taken)
        target = ast.copy_location(ast.Name(free, ast.Store()), value)
        before.append(ast.copy_location(ast.Assign([target], value), stmt))
        names[name] = ast.copy_location(ast.Name(free, ast.Load()), value)
    for name in sorted(local_names(inner) - names.keys()):
        names[name] = ast.Name(_free(name, taken), ast.Load())
    changed = [_Renaming(names).visit(one) for one in inner.body]
    return [*before, *changed]


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _stored(function: ast.FunctionDef) -> set[str]:
    return {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del)
    }


class _Setting(ast.NodeTransformer):
    """`object.__setattr__(self, "x", value)`, which frozen classes say, as `self.x = value`."""

    def __init__(self, first: str) -> None:
        self.first = first

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        match node.value:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="object"), attr="__setattr__"),
                args=[ast.Name(id=first) as owner, ast.Constant(value=str(name)), value],
                keywords=[],
            ) if first == self.first:
                target = ast.copy_location(ast.Attribute(owner, name, ast.Store()), node)
                return ast.copy_location(ast.Assign([target], value), node)
        return node


class _Renaming(ast.NodeTransformer):
    """Locals of the base's constructor by what stands for them in the derived one."""

    def __init__(self, names: Mapping[str, ast.expr]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        found = self.names.get(node.id)
        if found is None:
            return node
        if isinstance(found, ast.Name):
            return ast.copy_location(ast.Name(found.id, node.ctx), node)
        return ast.copy_location(copy.copy(found), node)
