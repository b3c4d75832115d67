"""A module's text, parsed: its functions, classes, imports and constants. No code is run.

In: a name and a file. Out: `ModuleSource`. Raises `Refused` where the text can't be read.
"""

from __future__ import annotations

import ast
import re
import tokenize
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.span import Span
from ferrule.base.unit import SETTER, ClassSource, ModuleSource
from ferrule.source.defaults import with_values
from ferrule.source.generated import with_generated
from ferrule.source.hoist import hoisted
from ferrule.source.imported import outside
from ferrule.source.lazies import without_lazy_calls
from ferrule.source.listed import with_lists
from ferrule.source.matched import without_match
from ferrule.source.missing import filled
from ferrule.source.nested import lifted
from ferrule.source.parallel import spread
from ferrule.source.private import mangled
from ferrule.source.scopes import every_node

_CONSTANT_TYPES = (type(None), bool, int, float, str, tuple, list, dict, set, frozenset, re.Pattern)


def read(name: str, file: str, live: Mapping[str, object] | None = None) -> ModuleSource:
    """Parse a module; `live` is its namespace where it is loaded, for the values of constants."""
    try:
        text, tree = _parsed(file, Path(file).stat().st_mtime_ns)
    except OSError as error:
        raise _unreadable(file, 1, 0, f"can't be read: {error.strerror or error}") from None
    except SyntaxError as error:
        place = error.lineno or 1, max(error.offset or 1, 1) - 1
        raise _unreadable(file, *place, f"{error.msg}") from None
    except (UnicodeDecodeError, ValueError, RecursionError, MemoryError) as error:
        raise _unreadable(file, 1, 0, f"can't be parsed: {error}") from None
    return parse(name, file, text, tree, live)


@lru_cache(maxsize=64)
def _parsed(file: str, _changed_ns: int) -> tuple[str, ast.Module]:
    with tokenize.open(file) as stream:
        text = stream.read()
    return text, ast.parse(text, file)


def parse(
    name: str, file: str, text: str, tree: ast.Module, live: Mapping[str, object] | None = None
) -> ModuleSource:
    """The same for a tree that is at hand."""
    functions: dict[str, ast.FunctionDef] = {}
    classes: dict[str, ClassSource] = {}
    for node in _module_level(tree.body):
        if isinstance(node, ast.FunctionDef):
            functions.setdefault(node.name, node)
        elif isinstance(node, ast.ClassDef):
            for source in _classes(node):
                classes.setdefault(source.qualname, source)
                for method, function in source.methods.items():
                    functions.setdefault(f"{source.qualname}.{method}", function)
    functions, within = outside(with_values(functions, live))
    imports = dict(_imports(tree, name)) | within
    classes = {key: with_generated(one, classes, imports) for key, one in classes.items()}
    for key, source in classes.items():
        functions |= {f"{key}.{method}": source.methods[method] for method in source.generated}
    functions = {key: without_match(one, classes) for key, one in functions.items()}
    written = spread(filled(hoisted(functions), imports), imports)
    functions = with_lists(lifted(without_lazy_calls(written, imports), imports))
    classes = {key: _with_methods(source, functions) for key, source in classes.items()}
    bound = _bindings(tree)
    rebound = frozenset(key for key, count in bound.items() if count > 1)
    return ModuleSource(
        name=name,
        file=file,
        text=text,
        functions=functions,
        classes=classes,
        imports=imports,
        constants=dict(_constants(tree, rebound, live)) | _of_classes(classes, live),
        rebound=rebound,
    )


def _unreadable(file: str, line: int, column: int, message: str) -> Refused:
    return Refused(Diagnostic("F101", Span(file, line, column, line, column + 1), message))


def _module_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, ast.If):
            yield from _module_level(node.body)
            yield from _module_level(node.orelse)
        elif isinstance(node, ast.Try):
            yield from _module_level(node.body)


def _classes(node: ast.ClassDef, around: str = "") -> Iterator[ClassSource]:
    """A class, and those that are defined in its body."""
    qualname = f"{around}{node.name}"
    yield _class(node, qualname)
    for item in node.body:
        if isinstance(item, ast.ClassDef):
            yield from _classes(item, f"{qualname}.")


def _class(node: ast.ClassDef, qualname: str) -> ClassSource:
    methods: dict[str, ast.FunctionDef] = {}
    for item in node.body:
        if isinstance(item, ast.FunctionDef):
            is_setter = [ast.unparse(one) for one in item.decorator_list] == [item.name + SETTER]
            key = item.name + SETTER if is_setter else item.name
            methods[key] = mangled(item, node.name)
    return ClassSource(
        qualname=qualname,
        node=node,
        methods=methods,
        bases=tuple(map(ast.unparse, node.bases)),
        match_args=_match_args(node),
        decorators=tuple(ast.unparse(_callee(item)) for item in node.decorator_list),
    )


def _match_args(node: ast.ClassDef) -> tuple[str, ...] | None:
    for stmt in node.body:
        match stmt:
            case ast.Assign(targets=[ast.Name(id="__match_args__")], value=ast.Tuple(elts=items)):
                names = [one.value for one in items if isinstance(one, ast.Constant)]
                return tuple(map(str, names))
    return None


def _with_methods(source: ClassSource, functions: Mapping[str, ast.FunctionDef]) -> ClassSource:
    """The class with its methods as they are after inner functions were lifted out of them."""
    methods = {
        name: functions.get(f"{source.qualname}.{name}", node)
        for name, node in source.methods.items()
    }
    return replace(source, methods=methods)


def _callee(node: ast.expr) -> ast.expr:
    return node.func if isinstance(node, ast.Call) else node


def _bindings(tree: ast.Module) -> Counter[str]:
    """How often each module-level name is bound; `global` in a function counts as many."""
    counts: Counter[str] = Counter()
    for node in _module_level(tree.body):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                counts[name] += 1
            case ast.AsyncFunctionDef(name=name):
                counts[name] += 2
            case _:
                counts.update(_stored(node))
    for inner in every_node(tree):
        if isinstance(inner, ast.Global):
            counts.update(dict.fromkeys(inner.names, 2))
    return counts


def _stored(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.If | ast.Try | ast.Import | ast.ImportFrom):
        return
    weight = 2 if isinstance(node, ast.For | ast.While | ast.With | ast.AugAssign) else 1
    for inner in every_node(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store | ast.Del):
            for _ in range(weight):
                yield inner.id


def _imports(tree: ast.Module, name: str) -> Iterator[tuple[str, tuple[str, str | None]]]:
    for node in _module_level(tree.body):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    yield alias.asname, (alias.name, None)
                else:
                    top = alias.name.partition(".")[0]
                    yield top, (top, None)
        elif isinstance(node, ast.ImportFrom):
            package = _absolute(node, name)
            for alias in node.names:
                if package and alias.name != "*":
                    yield alias.asname or alias.name, (package, alias.name)


def _absolute(node: ast.ImportFrom, name: str) -> str:
    if not node.level:
        return node.module or ""
    parents = name.split(".")[: -node.level]
    return ".".join([*parents, node.module] if node.module else parents)


def _constants(
    tree: ast.Module, rebound: frozenset[str], live: Mapping[str, object] | None
) -> Iterator[tuple[str, object]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        if name in rebound:
            continue
        if live is not None:
            if name in live and type(live[name]) in _CONSTANT_TYPES:
                yield name, live[name]
            continue
        try:
            yield name, _written(value)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError, re.error):
            continue


def _of_classes(
    classes: Mapping[str, ClassSource], live: Mapping[str, object] | None
) -> dict[str, object]:
    """The constants in the bodies of classes, by `Class.NAME`."""
    found: dict[str, object] = {}
    for key, source in classes.items():
        body = ast.Module(source.node.body, [])
        often = frozenset(name for name, count in _bindings(body).items() if count > 1)
        within = None if live is None else _members(live, key)
        found |= {f"{key}.{name}": value for name, value in _constants(body, often, within)}
    return found


def _members(live: Mapping[str, object], qualname: str) -> Mapping[str, object]:
    """What a loaded class holds itself; nothing where there is none of that name."""
    here = live
    for name in qualname.split("."):
        one = here.get(name)
        here = vars(one) if isinstance(one, type) else {}
    return here


def _written(value: ast.expr) -> object:
    """The value of a literal, or of a pattern that is compiled from one."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name("re"), attr="compile"), args=[text]):
            pattern = ast.literal_eval(text)
            return re.compile(pattern) if isinstance(pattern, str) else ast.literal_eval(value)
        case ast.Call(func=ast.Name("frozenset"), args=[items], keywords=[]):
            return frozenset(ast.literal_eval(items))
        case _:
            return ast.literal_eval(value)


def has_path(file: str) -> bool:
    """Whether there is Python text at this path."""
    return file.endswith(".py") and Path(file).is_file()
