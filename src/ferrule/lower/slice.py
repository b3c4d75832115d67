"""The state of one slice while it is lowered: its function instances, structs, guards and holes."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from ferrule.base.diag import Diagnostic
from ferrule.base.functions import is_text
from ferrule.base.records import FuncName, Guard
from ferrule.base.types import (
    NEVER,
    Array,
    Deque,
    Dict,
    Frozen,
    Function,
    Hole,
    List,
    OneOf,
    Optional,
    Row,
    Scalar,
    Set,
    Stream,
    Struct,
    Tuple,
    Type,
    contains,
    parts,
)
from ferrule.base.unit import LISTED, LOCALS, ClassSource, ModuleSource, Unit
from ferrule.ir.nodes import Stmt
from ferrule.lower.births import Birth, birth_of
from ferrule.lower.lineage import Lineage, Member, lineage_of, members_of
from ferrule.lower.unify import Types
from ferrule.lower.webs import unread, webs_of

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


_MOST_INSTANCES = 8  # of a split function


@dataclass(frozen=True, slots=True)
class Expansion:
    """A generator's text, once more for the loop that walks it."""

    number: int
    function: ast.FunctionDef
    aliases: Mapping[str, str]  # parameters that are another name for a local of the consumer


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
    is_of_class: bool = False  # a class method, without its first parameter
    like: str = ""  # the function's first instance, where this is another one
    body: tuple[Stmt, ...] = ()
    locals: Mapping[str, Type] = field(default_factory=dict)
    reasons: tuple[Diagnostic, ...] = ()
    notes: tuple[Diagnostic, ...] = ()
    guards: frozenset[Guard] = frozenset()
    calls: frozenset[str] = frozenset()
    captured: frozenset[str] = frozenset()  # container globals: further parameters, sorted
    prints: bool = False
    recursive: Diagnostic | None = None  # why no finite type was found for a value in it
    webs: dict[ast.AST, str] = field(default_factory=dict)
    unread: frozenset[ast.AST] = frozenset()  # Name nodes that bind what nothing reads
    fresh_names: dict[object, str] = field(default_factory=dict)  # by place of the text
    # Of a parameter that is a function: its captured variables, and the parameters for them.
    captures: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    expansions: dict[object, Expansion] = field(default_factory=dict)  # by place of the text

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
    split: frozenset[str] = frozenset()  # `module:qualname`: an instance for each set of types
    may_guess: bool = False  # no more will be known of what a split function is called with
    mixed: set[str] = field(default_factory=set)  # functions that should be split, as found now
    names: set[str] = field(default_factory=set)
    struct_fields: dict[str, list[str]] = field(default_factory=dict)
    # Classes whose instances are keys: what makes the key, and whether it is hashed as it is.
    keyed: dict[str, tuple[tuple[str, ...], bool]] = field(default_factory=dict)
    dropped: Mapping[str, Diagnostic] = field(default_factory=dict)  # by `module:qualname`
    recursive: set[tuple[str, str]] = field(default_factory=set)  # generators that walk themselves
    exceptions: list[str] = field(default_factory=list)
    is_final: bool = False
    _lineages: dict[str, Lineage] = field(default_factory=dict)
    _members: dict[str, Mapping[str, Member]] = field(default_factory=dict)
    _births: dict[str, Birth | None] = field(default_factory=dict)

    def exception_kind(self, name: str) -> str:
        """The runtime's name of one of the program's own exception classes."""
        if name not in self.exceptions:
            self.exceptions.append(name)
        return f"User({self.exceptions.index(name)})"

    def module_of(self, name: str) -> ModuleSource | None:
        """The module's text, where there is one."""
        return self.unit.modules.get(name)

    def class_source(self, struct: Struct) -> tuple[ModuleSource, ClassSource] | None:
        """The class statement of a struct type; None where not all that it inherits is known."""
        lineage = self.lineage(struct)
        return lineage[0] if lineage else None

    def lineage(self, struct: Struct) -> Lineage:
        """The class of a struct type and its bases; empty where they are not all known."""
        if struct.name not in self._lineages:
            module_name, _, qualname = struct.name.partition(":")
            module = self.unit.modules.get(module_name)
            is_there = module is not None and qualname in module.classes
            found = lineage_of(self.unit.modules, module, qualname) if module and is_there else ()
            self._lineages[struct.name] = found or ()
        return self._lineages[struct.name]

    def members(self, struct: Struct) -> Mapping[str, Member]:
        """The methods of a struct type's instances, inherited ones too."""
        if struct.name not in self._members:
            self._members[struct.name] = members_of(self.lineage(struct))
        return self._members[struct.name]

    def birth(self, struct: Struct) -> Birth | None:
        """How instances of a struct type are made; None where there is no `__init__`."""
        if struct.name not in self._births:
            self._births[struct.name] = birth_of(self.lineage(struct))
        return self._births[struct.name]

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
        is_init = qualname.endswith(".__init__")
        is_split = f"{module.name}:{qualname}" in self.split
        kinds = [
            whole_kind(self.types.resolve(one)) if is_split else kind(self.types.top(one))
            for one in arguments
        ]
        is_of_class = is_class_method(module.functions[qualname])
        made_of = f"{qualname} of {class_name}" if is_init or is_of_class else qualname
        key = (module.name, made_of, tuple(kinds))
        found = self.instances.get(key)
        if found is None and is_split:
            found = self._fitting(key, arguments)
        if found is not None:
            return found
        node = module.functions[qualname]
        first = next((one for place, one in self.instances.items() if place[:2] == key[:2]), None)
        birth = self.birth(Struct(class_name)) if is_init and class_name else None
        if birth is not None:
            node = birth.node
        name = self._unique(self._shown(qualname, class_name), ("", *self._telling(key, arguments)))
        names = parameter_names(node)
        if is_init or is_of_class:
            names = names[1:]
        captures = self._captures(names, arguments)
        further = [inner for held in captures.values() for _, inner in held]
        webs = webs_of(node)
        made = Instance(
            name=name,
            captures=captures,
            module=module,
            qualname=qualname,
            node=node,
            params=tuple((p, self.types.hole(("param", name, p))) for p in (*names, *further)),
            result=self.types.hole(("result", name)),
            class_name=class_name,
            webs=webs,
            unread=unread(node, webs),
            is_init=is_init,
            is_of_class=is_of_class,
            guards=frozenset(birth.guards if birth else ()),
            like=first.name if first is not None else "",
        )
        self.instances[key] = made
        self.types.changes += 1
        return made

    def _fitting(
        self, key: tuple[str, str, tuple[str, ...]], arguments: tuple[Type, ...]
    ) -> Instance | None:
        """An instance for what is not known wholly, or where there are too many already."""
        known = [one for place, one in self.instances.items() if place[:2] == key[:2]]
        is_open = any(contains(self.types.resolve(one), NEVER) for one in arguments)
        if not is_open and len(known) < _MOST_INSTANCES:
            return None
        for one in known:
            pairs = zip(one.params, arguments, strict=True)
            if all(self.types.can_merge(hole, argument) for (_, hole), argument in pairs):
                return one
        return known[0] if len(known) >= _MOST_INSTANCES else None

    def is_waiting(self, module: ModuleSource, qualname: str, arguments: tuple[Type, ...]) -> bool:
        """Whether too little is known yet to tell which instance of a split function is called."""
        if self.may_guess or f"{module.name}:{qualname}" not in self.split:
            return False
        return any(contains(self.types.resolve(one), NEVER) for one in arguments)

    def _telling(
        self, key: tuple[str, str, tuple[str, ...]], arguments: tuple[Type, ...]
    ) -> tuple[str, ...]:
        """Words for the arguments' types that tell this instance from the function's first one:
        of those that differ, or of all.
        """
        same = (
            kinds for module, qualname, kinds in self.instances if (module, qualname) == key[:2]
        )
        first = next(same, None)
        if first is None:
            return ("",)
        words = [word_of(self.types.resolve(argument)) for argument in arguments]
        pairs = zip(words, first, key[2], strict=True)
        return ("_".join(word for word, old, new in pairs if old != new), "_".join(words))

    def _shown(self, qualname: str, class_name: str | None) -> str:
        """A method that a class inherits bears the name of that class."""
        method = qualname.rpartition(".")[2]
        if class_name is None:
            return qualname
        found = self.members(Struct(class_name)).get(method)
        is_own = found is not None and found.qualname == qualname
        return f"{class_name.partition(':')[2]}.{method}" if is_own else qualname

    def _captures(
        self, names: tuple[str, ...], arguments: tuple[Type, ...]
    ) -> dict[str, tuple[tuple[str, str], ...]]:
        """The parameters for what functions among the arguments take from around them."""
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for name, argument in zip(names, arguments, strict=False):
            type_ = self.types.top(argument)
            if isinstance(type_, Function):
                taken = {*names, *(one for held in found.values() for _, one in held)}
                pairs = []
                for variable in self.captures_of(type_):
                    inner = f"{name}_{variable}"
                    while inner in taken:
                        inner += "_"
                    pairs.append((variable, inner))
                found[name] = tuple(pairs)
        return found

    def captures_of(self, type_: Function) -> tuple[str, ...]:
        """The variables that an inner function takes from around it."""
        home, _, qualname = type_.name.partition(":")
        module = self.unit.modules.get(home)
        if module is None or LOCALS not in qualname or qualname not in module.functions:
            return ()
        arguments = module.functions[qualname].args
        pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        return tuple(one.arg for one, default in pairs if default is None)

    def _unique(self, qualname: str, telling: tuple[str, ...]) -> str:
        path = _shown_function(qualname).removesuffix(LISTED).replace(LOCALS, "_")
        owner, _, method = path.rpartition(".")
        if method == "__init__":
            base = f"new_{owner.lower()}"
        elif owner:
            base = f"{owner.lower()}_{method.strip('_')}"
        else:
            base = path
        base = base.replace(".", "_")
        names = [f"{base}_{words}" if words else base for words in telling]
        names = [f"{one}_" if one in RUST_WORDS else one for one in names]
        name = next((one for one in names if one not in self.names), names[-1])
        base, count = name, 2
        while name in self.names:
            name, count = f"{base}_{count}", count + 1
        self.names.add(name)
        return name


def is_class_method(node: ast.FunctionDef) -> bool:
    """Whether the first parameter is the class."""
    return any(ast.unparse(one) == "classmethod" for one in node.decorator_list)


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
        case List() | Deque() | Set() | Frozen() | Dict() | Row() | Stream():
            return type(type_).__name__
        case OneOf():
            return str(type_)
        case Function(name):
            return name
        case Array():
            return str(type_)
        case Hole():
            return str(NEVER)


def whole_kind(type_: Type) -> str:
    """What makes two calls of a split function use one instance: all of the types."""
    inner = ", ".join(map(whole_kind, parts(type_)))
    return f"{kind(type_)}[{inner}]" if inner else kind(type_)


def _shown_function(qualname: str) -> str:
    """The name of a function, of one that is known by its text too."""
    if not is_text(qualname):
        return qualname
    return "function" if qualname.startswith("lambda") else qualname[4:].partition("(")[0]


def word_of(type_: Type) -> str:
    """A type as part of a function's name."""
    match type_:
        case List(element):
            return f"{word_of(element)}s" if isinstance(element, Scalar) else "lists"
        case Stream():
            return "items"
        case Row(element):
            return f"{word_of(element)}_tuple" if isinstance(element, Scalar) else "tuple"
        case Deque(element):
            return f"{word_of(element)}_deque" if isinstance(element, Scalar) else "deque"
        case Frozen(element):
            return f"frozen_{word_of(Set(element))}"
        case Set(element):
            return f"{word_of(element)}_set" if isinstance(element, Scalar) else "set"
        case Dict():
            return "dict"
        case Tuple(items):
            return f"tuple{len(items)}"
        case OneOf(members):
            return "_or_".join(sorted(map(word_of, members)))
        case Optional(inner):
            return f"maybe_{word_of(inner)}"
        case Struct(name):
            return name.rpartition(":")[2].rpartition(".")[2].lower()
        case Function(name):
            return _shown_function(name.partition(":")[2]).rpartition(".")[2].lower()
        case Scalar(name):
            words = {"char": "str", "int | float": "number", "Never": "item"}
            word = words.get(name, name).removeprefix("np.").partition(" ")[0]
            return word.lower().replace(".", "_")
        case Array(element, ndim):
            return f"{word_of(element)}_{ndim}d"
        case Hole():
            return "item"
