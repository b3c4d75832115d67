"""The state of one slice while it is lowered: its function instances, structs, guards and holes."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from ferrule.base.diag import Diagnostic
from ferrule.base.records import FuncName, Guard
from ferrule.base.types import (
    NEVER,
    Dict,
    Hole,
    List,
    Optional,
    Scalar,
    Set,
    Struct,
    Tuple,
    Type,
)
from ferrule.base.unit import LOCALS, ClassSource, ModuleSource, Unit
from ferrule.ir.nodes import Stmt
from ferrule.lower.unify import Types
from ferrule.lower.webs import webs_of

# Names that no function of a crate can have.
RUST_WORDS = frozenset(
    {
        *("abstract", "as", "async", "await", "become", "box", "break", "const", "continue"),
        *("crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen"),
        *("if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override"),
        *("priv", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait"),
        *("true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where"),
        *("while", "yield", "Ok", "Err", "Some", "None", "_", "call"),
    }
)


@dataclass(slots=True)
class Instance:
    """One function on one kind of arguments; `body` is what the latest round made of it."""

    name: str
    module: ModuleSource
    qualname: str
    node: ast.FunctionDef
    params: tuple[tuple[str, Hole], ...]
    result: Hole
    class_name: str | None = None  # of a method: `module:qualname` of its class
    is_init: bool = False
    body: tuple[Stmt, ...] = ()
    locals: Mapping[str, Type] = field(default_factory=dict)
    reasons: tuple[Diagnostic, ...] = ()
    guards: frozenset[Guard] = frozenset()
    calls: frozenset[str] = frozenset()
    captured: frozenset[str] = frozenset()  # container globals: further parameters, sorted
    prints: bool = False
    webs: dict[ast.AST, str] = field(default_factory=dict)
    fresh_names: dict[object, str] = field(default_factory=dict)  # by place of the text

    @property
    def origin(self) -> FuncName:
        """The Python function."""
        first = self.node.decorator_list[0] if self.node.decorator_list else self.node
        return FuncName(self.module.name, self.qualname, self.module.file, first.lineno)


@dataclass(slots=True)
class Slice:
    """All that the rooms' functions share while lowering."""

    unit: Unit
    types: Types = field(default_factory=Types)
    instances: dict[tuple[str, str, tuple[str, ...]], Instance] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    struct_fields: dict[str, list[str]] = field(default_factory=dict)
    dropped: Mapping[str, Diagnostic] = field(default_factory=dict)  # by `module:qualname`
    exceptions: list[str] = field(default_factory=list)
    is_final: bool = False

    def exception_kind(self, name: str) -> str:
        """The runtime's name of one of the program's own exception classes."""
        if name not in self.exceptions:
            self.exceptions.append(name)
        return f"User({self.exceptions.index(name)})"

    def module_of(self, name: str) -> ModuleSource | None:
        """The module's text, where there is one."""
        return self.unit.modules.get(name)

    def class_source(self, struct: Struct) -> tuple[ModuleSource, ClassSource] | None:
        """The class statement of a struct type."""
        module_name, _, qualname = struct.name.partition(":")
        module = self.unit.modules.get(module_name)
        source = module.classes.get(qualname) if module else None
        return (module, source) if module and source else None

    def field(self, struct: Struct, name: str) -> Hole:
        """The hole of a struct's attribute; seeded by the witness on first use."""
        fields = self.struct_fields.setdefault(struct.name, [])
        hole = self.types.hole(("field", struct.name, name))
        if name not in fields:
            fields.append(name)
            self.types.changes += 1
            seen = self.unit.fields.get(struct.name, {}).get(name)
            if seen is not None:
                self.types.merge(hole, self.types.open(seen, ("field", struct.name, name, "of")))
        return hole

    def instance(
        self,
        module: ModuleSource,
        qualname: str,
        arguments: tuple[Type, ...],
        class_name: str | None = None,
    ) -> Instance:
        """The instance for these argument types, made on first use."""
        key = (module.name, qualname, tuple(kind(self.types.top(a)) for a in arguments))
        found = self.instances.get(key)
        if found is not None:
            return found
        node = module.functions[qualname]
        name = self._unique(qualname)
        names = parameter_names(node)
        if qualname.endswith(".__init__"):
            names = names[1:]
        made = Instance(
            name=name,
            module=module,
            qualname=qualname,
            node=node,
            params=tuple((p, self.types.hole(("param", name, p))) for p in names),
            result=self.types.hole(("result", name)),
            class_name=class_name,
            webs=webs_of(node),
            is_init=qualname.endswith(".__init__"),
        )
        self.instances[key] = made
        self.types.changes += 1
        return made

    def _unique(self, qualname: str) -> str:
        path = qualname.replace(LOCALS, "_")
        owner, _, method = path.rpartition(".")
        if method == "__init__":
            base = f"new_{owner.lower()}"
        elif owner:
            base = f"{owner.lower()}_{method.strip('_')}"
        else:
            base = path
        base = f"{base}_" if base in RUST_WORDS else base
        name, count = base, 2
        while name in self.names:
            name, count = f"{base}_{count}", count + 1
        self.names.add(name)
        return name


def parameter_names(node: ast.FunctionDef) -> tuple[str, ...]:
    """All named parameters in order."""
    arguments = node.args
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return tuple(argument.arg for argument in every)


def kind(type_: Type) -> str:
    """What makes two calls use one instance: the outermost constructor."""
    match type_:
        case Scalar(name):
            return "str" if name == "char" else name
        case Struct(name):
            return name
        case Tuple(items):
            return f"tuple{len(items)}"
        case Optional(inner):
            return f"optional {kind(inner) if isinstance(inner, Scalar | Struct) else ''}"
        case List() | Set() | Dict():
            return type(type_).__name__
        case Hole():
            return str(NEVER)
