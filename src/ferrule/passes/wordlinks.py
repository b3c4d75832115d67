"""Words that go from function to function: parameters, results and attributes of 64 bits.

Before:  `def mix(key: bigint) -> bigint`, called with an int of any size
After:   `def mix(key: word) -> word`, called with `word of bigint(...)`

In: a slice whose lines are joined. Out: the same slice where every parameter, result and attribute
that only ever holds words is one. As with locals, what a mask makes a word later is taken to be one
from the start: a redo where it is none. All that may be words are taken to be, and those that
turn out not to be are given up until the rest holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ferrule.base.types import BIGINT, WORD
from ferrule.base.types import Struct as StructType
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module, Struct
from ferrule.ops.words import OF_BIGINT
from ferrule.passes.masking import is_mask
from ferrule.passes.wording import word
from ferrule.passes.wordlocals import is_cut, is_seed, words_of

Link = tuple[str, str]  # a parameter of a Func, an attribute of a struct; a Func and "" its result


@dataclass(frozen=True, slots=True)
class _Put:
    """A value that is bound to a link."""

    link: Link
    value: ir.Expr


def linked(module: Module) -> Module:
    """The slice with words for all links that hold nothing else."""
    links = frozenset(_able(module))
    while links:
        marked = _marked(module, links)
        kept = links - _failing(marked, links)
        if kept == links:
            return marked
        links = kept
    return module


def _able(module: Module) -> Iterator[Link]:
    """The links of ints of any size that have a mask near them."""
    for func in module.funcs:
        if _has_mask(func):
            yield from ((func.name, one.name) for one in func.params if one.type == BIGINT)
        if func.result == BIGINT and walk.leaves(func.body):
            yield func.name, ""
    for struct in module.structs:
        if not struct.lent:
            yield from ((struct.name, name) for name, type_ in struct.fields if type_ == BIGINT)


def _has_mask(func: Func) -> bool:
    return any(is_mask(part, least=2**63) for part in walk.every_expr(func.body))


# What does not hold ------------------------------------------------------------------------------


def _failing(module: Module, links: frozenset[Link]) -> set[Link]:
    """The links that may hold something else than words."""
    puts: dict[Link, list[tuple[ir.Expr, Mapping[str, str]]]] = {link: [] for link in links}
    failing: set[Link] = set()
    parameters = {func.name: tuple(one.name for one in func.params) for func in module.funcs}
    for func in module.funcs:
        words = words_of(func)
        names = {name: name for name in words}
        for put in _puts(func, parameters):
            if put.link in links:
                puts[put.link].append((put.value, names))
        rebound = walk.assigned(func.body)
        for param in func.params:
            if param.type == WORD and param.name in rebound and param.name not in words:
                failing.add((func.name, param.name))
    changed = {func.name: walk.assigned(func.body) for func in module.funcs}
    for link, found in puts.items():
        is_rebound = link[1] in changed.get(link[0], ())  # the function itself makes a word of it
        if not is_rebound and not _hold(found, is_result=not link[1]):
            failing.add(link)
    return failing


def _hold(found: list[tuple[ir.Expr, Mapping[str, str]]], is_result: bool) -> bool:
    """Whether all that is bound to a link are words, or are taken to be since a mask says so."""
    others = [value for value, names in found if word(value, names) is None]
    if not others or is_result:
        return bool(found) and not others
    return all(map(is_seed, others)) and any(is_cut(value) for value, _ in found)


def _puts(func: Func, parameters: Mapping[str, tuple[str, ...]]) -> Iterator[_Put]:
    for stmt in walk.every_stmt(func.body):
        match stmt:
            case ir.Return(value=value):
                yield _Put((func.name, ""), _bare(value))
            case ir.SetField(value=holder, name=name, new=new) if _class_of(holder):
                yield _Put((_class_of(holder), name), _bare(new))
            case _:
                pass
    for expr in walk.every_expr(func.body):
        match expr:
            case ir.Call(func=name, args=args):
                params = zip(parameters[name], args, strict=True)
                yield from (_Put((name, one), _bare(value)) for one, value in params)
            case ir.MakeStruct(fields=fields, type=StructType(name)):
                yield from (_Put((name, one), _bare(value)) for one, value in fields)
            case _:
                pass


def _class_of(holder: ir.Expr) -> str:
    return holder.type.name if isinstance(holder.type, StructType) else ""


def _bare(value: ir.Expr) -> ir.Expr:
    """The value as it was before it was marked."""
    if isinstance(value, ir.Apply) and value.op is OF_BIGINT:
        return value.args[0]
    return value


# Marking -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Marker:
    """Writes words where the links are: what is bound to one is taken, what is read is widened."""

    links: frozenset[Link]
    parameters: Mapping[str, tuple[str, ...]]

    def block(self, block: tuple[ir.Stmt, ...], func: str) -> tuple[ir.Stmt, ...]:
        return tuple(self._stmt(stmt, func) for stmt in block)

    def _stmt(self, stmt: ir.Stmt, func: str) -> ir.Stmt:
        new = walk.rebuild_stmt(stmt, self._expr, lambda inner: self.block(inner, func))
        match new:
            case ir.Return(value=value) if (func, "") in self.links:
                return replace(new, value=_take(value))
            case ir.SetField(value=holder, name=name, new=value) if (
                _class_of(holder),
                name,
            ) in self.links:
                return replace(new, new=_take(value))
            case ir.Do(value=ir.Coerce(value=ir.Call(type=type_) as call)) if type_ == WORD:
                return replace(new, value=call)
            case _:
                return new

    def _expr(self, expr: ir.Expr) -> ir.Expr:
        new = walk.rebuild(expr, self._expr)
        match new:
            case ir.Call(func=func, args=args):
                links = [(func, name) in self.links for name in self.parameters[func]]
                pairs = zip(args, links, strict=True)
                call = replace(new, args=tuple(_take(one) if is_ else one for one, is_ in pairs))
                return _widened(call) if (func, "") in self.links else call
            case ir.GetField(value=holder, name=name) if (_class_of(holder), name) in self.links:
                return _widened(new)
            case ir.MakeStruct(fields=fields, type=StructType(holder)):
                return replace(
                    new,
                    fields=tuple(
                        (name, _take(one) if (holder, name) in self.links else one)
                        for name, one in fields
                    ),
                )
            case _:
                return new


def _marked(module: Module, links: frozenset[Link]) -> Module:
    parameters = {func.name: tuple(one.name for one in func.params) for func in module.funcs}
    marker = _Marker(links, parameters)
    funcs = tuple(
        replace(
            func,
            params=tuple(
                replace(one, type=WORD) if (func.name, one.name) in links else one
                for one in func.params
            ),
            result=WORD if (func.name, "") in links else func.result,
            body=marker.block(func.body, func.name),
        )
        for func in module.funcs
    )
    return replace(
        module, funcs=funcs, structs=tuple(_fields(one, links) for one in module.structs)
    )


def _fields(struct: Struct, links: frozenset[Link]) -> Struct:
    fields = tuple(
        (name, WORD if (struct.name, name) in links else type_) for name, type_ in struct.fields
    )
    return replace(struct, fields=fields)


def _take(value: ir.Expr) -> ir.Expr:
    return ir.Apply(OF_BIGINT, (value,), WORD, value.span)


def _widened(value: ir.Call | ir.GetField) -> ir.Expr:
    return ir.Coerce(replace(value, type=WORD), BIGINT, value.span)
