"""The side of the crate that knows Python: guards, snapshots, commits, results.

In: the slice. Out: the text of `binding.rs`: one `Entry` for each function that Python may call,
and how instances of classes are read and made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ferrule.base.types import NONE, Deque, Dict, Function, List, Set, Type, parts
from ferrule.base.types import Struct as StructType
from ferrule.emit.literal import quoted
from ferrule.emit.meeting import met_by
from ferrule.emit.names import camel, field_name
from ferrule.emit.numbers import holds_numbers, inward, outward, use_of
from ferrule.emit.types import Structs, is_shared, rust_type
from ferrule.emit.writer import Writer
from ferrule.ir.module import Entry, Func, Module, Param, Struct
from ferrule.ir.nodes import Apply
from ferrule.ir.walk import every_expr
from ferrule.ops.containers import DEEP_COPY

_OWN_BUILTINS = frozenset({"bind", "recognise", "stats", "switch", "weigh"})

# Types that the runtime's prelude names.
_WORDS = """
    CStr Call Fields NewFields Record FromPython Seen ToPython Entry Given Leave Reply Object
    Owned Value Dict PyEq Raise Res Stop PyHash FloatKey ExcKind PyOrd FrozenSet Set Deque Row
    Counter DefaultDict
    Char Str StrBuf View PyFormat PyPercent PyRepr EnumerateFrom Number Int Vec Option Result Some
    None Field Shared Handle Linked Links See Pattern Match Array Complex Plain Mixed MixedInt NumPy
    Ok Err String Box Copy Clone Debug Send Sync Drop Fn Iterator Default Eq Ord Range
"""
PRELUDE = frozenset(_WORDS.split())

Ways = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Use:
    """What an entry does with NumPy: works with its floats, or asks it for whole arrays."""

    floats: bool
    asks: bool
    copies_deeply: bool = False  # what is shared inside an argument would be seen


def fresh(name: str, taken: set[str]) -> str:
    """A name that no parameter has."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def binding(module: Module, logic: str, extension: str, structs: Structs) -> str:
    """The text of `binding.rs`; `logic` is the Rust module that holds the functions."""
    writer = Writer()
    writer.line("//! What Python sees of this slice: arguments in, changes and results out.")
    writer.line()
    writer.line("use ferrule_rt::python::prelude::*;")
    writer.line()
    writer.line(f"use crate::{logic}::*;")
    writer.line()
    names = entry_names(module)
    writer.line(f"ferrule_rt::export!({extension}: {', '.join(names.values())});")
    funcs = {func.name: func for func in module.funcs}
    copies_deeply = _copies_deeply(module)
    for entry in module.entries:
        writer.line()
        use = Use(*use_of(funcs[entry.func], funcs), copies_deeply)
        _entry(writer, entry, funcs, (names[entry.func], use), structs)
    for number, struct in enumerate(module.structs):
        writer.line()
        held = {name for name, _ in struct.fields}
        methods = [one for one in _methods(module, struct.name) if one not in held]
        _record(writer, structs[struct.name], number, methods, structs)
    return writer.text


def entry_names(module: Module) -> Mapping[str, str]:
    """A type for each entry, by the name of its function; no two alike."""
    taken = {*PRELUDE, *(camel(struct.rust) for struct in module.structs)}
    found: dict[str, str] = {}
    for entry in module.entries:
        name = camel(entry.func) or "Entry"
        while name in taken:
            name = f"{name}Entry"
        taken.add(name)
        found[entry.func] = name
    return found


# Entries ---------------------------------------------------------------------------------------


def _entry(
    writer: Writer,
    entry: Entry,
    funcs: Mapping[str, Func],
    named: tuple[str, Use],
    structs: Structs,
) -> None:
    func = funcs[entry.func]
    name, use = named
    recurses = any(one.recursive for one in funcs.values())
    writer.line(f"struct {name};")
    writer.line()
    with writer.block(f"impl Entry for {name}"):
        writer.line(f'const NAME: &\'static CStr = c"{native_name(entry)}";')
        if any(met_by(funcs[way], funcs, structs) for way in entry.ways):
            # Objects are read while it runs, so that no other thread may change them meanwhile.
            writer.line("const SHARES: bool = true;")
        if effects_of(entry, funcs) != "prints":
            writer.line("const PRINTS: bool = false;")
        if not recurses:
            writer.line("const RECURSES: bool = false;")
        writer.line()
        with writer.block("fn run(call: &Call<'_>) -> Reply"):
            if entry.others:
                ways = ", ".join(f"Self::{way}" for way in entry.ways)
                writer.line(f"call.first_fitting(&[{ways}])")
            else:
                _run(writer, func, entry.makes, use, structs, met_by(func, funcs, structs))
    if not entry.others:
        return
    writer.line()
    with writer.block(f"impl {name}"):
        for number, way in enumerate(entry.ways):
            if number:
                writer.line()
            with writer.block(f"fn {way}(call: &Call<'_>) -> Reply"):
                use = Use(*use_of(funcs[way], funcs), use.copies_deeply)
                met = met_by(funcs[way], funcs, structs)
                _run(writer, funcs[way], entry.makes, use, structs, met)


def effects_of(entry: Entry, funcs: Mapping[str, Func]) -> str:
    """What calling it changes outside: "pure", "arguments" or "prints"."""
    found = {_effects_of(entry, funcs[way]) for way in entry.ways}
    return next((one for one in found if one != "pure"), "pure")


def _effects_of(entry: Entry, func: Func) -> str:
    types = (*func.locals.values(), *(param.type for param in func.params))
    may_change = (
        bool(entry.makes)
        or bool(func.writes)
        or any(param.changes for param in func.params)
        or any(map(_is_counted, types))
    )
    if entry.effects == "pure" and may_change:
        return "arguments"
    return entry.effects


def native_name(entry: Entry) -> str:
    """The name of the builtin in the extension, apart from those that every extension has."""
    return f"{entry.func}_" if entry.func in _OWN_BUILTINS else entry.func


def _run(
    writer: Writer, func: Func, makes: str, use: Use, structs: Structs, met: list[Struct]
) -> None:
    first = 1 if makes else 0  # an `__init__` gets the instance before its other arguments
    if makes:
        writer.line(f"call.expect::<{structs[makes].rust}>(0)?;")
    for number, param in enumerate(func.params, first):
        if isinstance(param.type, Function):
            writer.line(f"call.is_function({number}, c{quoted(param.type.name)})?;")
            continue
        word = "mut " if param.mode == "mut" else ""
        type_ = rust_type(param.type, structs)
        taken = inward(param.type, type_, number)
        writer.line(f"let {word}{param.name}: {type_} = {taken};")
    if watched := [number + first for number in _distinct(func, use.copies_deeply)]:
        writer.line(f"call.distinct(&[{', '.join(map(str, watched))}])?;")
    if holding := [number + first for number in _holding(func, met)]:
        writer.line(f"call.hold(&[{', '.join(map(str, holding))}])?;")
    handed = [param for param in func.params if not isinstance(param.type, Function)]
    args = ", ".join(map(_argument, handed))
    result = f"{func.name}({args}){'?' if func.fallible else ''}"
    if func.writes or use.floats or use.asks or holds_numbers(func.result):
        result = _with_arrays(writer, func, use, result)
    commits = [
        commit(param.type, _marked(param), f"call.arg({number})", param.name, structs)
        for number, param in enumerate(func.params, first)
        if param.changes
    ]
    if met:
        commits.insert(0, "commit::shared()")
    held = "result"
    while held in {param.name for param in func.params}:
        held += "_"
    if makes and structs[makes].counted:
        commits.insert(0, f"call.becomes(0, &{held})")
    if makes:
        commits.append(f"commit::made::<{structs[makes].rust}>(call.arg(0), &{held})")
    if not commits and not func.returns_param:
        writer.line(f"call.give({result})")
        return
    if result == "()":
        for text in commits:
            writer.line(f"{text}?;")
        writer.line(
            "call.give(())"
            if not func.returns_param
            else f"call.give_arg({[param.name for param in func.params].index(func.returns_param)})"
        )
        return
    is_nothing = not makes and (bool(func.returns_param) or func.result == NONE)
    writer.line(f"{result};" if is_nothing else f"let {held} = {result};")
    for text in commits:
        writer.line(f"{text}?;")
    if func.returns_param:
        index = [param.name for param in func.params].index(func.returns_param)
        writer.line(f"call.give_arg({index})")
    else:
        writer.line("call.give(())" if is_nothing or makes else f"call.give({held})")


def _with_arrays(writer: Writer, func: Func, use: Use, result: str) -> str:
    """Around a call that works with NumPy: what it changes can be put back until it is done."""
    taken = {param.name for param in func.params}
    changed = [param.name for param in func.params if param.name in func.writes]
    undo, flags, result_name = (fresh(one, taken) for one in ("undo", "flags", "answer"))
    if changed:
        kept = ", ".join(f"&{name}" for name in changed)
        writer.line(f"let {undo} = numpy::Undo::of(&[{kept}])?;")
    if use.asks:
        writer.line(f"let _{fresh('raising', taken)} = numpy::Raising::enter()?;")
    if use.floats:
        writer.line(f"let {flags} = numpy::Flags::watch();")
        result = f"{flags}.quiet({result})?"
    if changed:
        is_nothing = func.result == NONE or bool(func.returns_param)
        writer.line(f"{result};" if is_nothing else f"let {result_name} = {result};")
        writer.line(f"{undo}.stay();")
        result = "()" if is_nothing else result_name
    if holds_numbers(func.result):
        if result != result_name:
            writer.line(f"let {result_name} = {result};")
        result = outward(func.result, result_name)
    return result


def _is_counted(type_: Type) -> bool:
    """Whether this mentions instances that are changed by whatever name holds them."""
    if isinstance(type_, StructType):
        return type_.counted
    return any(map(_is_counted, parts(type_)))


def _argument(param: Param) -> str:
    if param.mode == "ref":
        return f"&{param.name}"
    return f"&mut {param.name}" if param.mode == "mut" else param.name


def _copies_deeply(module: Module) -> bool:
    """Whether anything is copied with what is inside: Python then keeps what is shared shared."""
    return any(
        isinstance(part, Apply) and part.op.name == DEEP_COPY
        for func in module.funcs
        for part in every_expr(func.body)
    )


def _distinct(func: Func, copies_deeply: bool) -> list[int]:
    """The arguments in which no object may stand twice, since something of its kind changes."""
    changed: set[str] = set()
    for param in func.params:
        if param.changes or copies_deeply:
            changed |= _kinds(param.type)
    watched = [number for number, param in enumerate(func.params) if _kinds(param.type) & changed]
    if len(watched) == 1:
        only = func.params[watched[0]]
        if len(_objects(only.type)) == 1:
            return []
    return watched


def _holding(func: Func, met: list[Struct]) -> list[int]:
    """The arguments with containers in them, none of which an attribute may hold too."""
    held = {kind for struct in met for _, type_ in struct.fields for kind in _kinds(type_)}
    return [number for number, param in enumerate(func.params) if _kinds(param.type) & held]


def _kinds(type_: Type) -> set[str]:
    return {_kind(one) for one in _objects(type_)}


def _kind(type_: Type) -> str:
    return type_.name if isinstance(type_, StructType) else type(type_).__name__


def _objects(type_: Type) -> list[Type]:
    """The types of the objects inside that can be changed; a class counts for all inside it."""
    own: list[Type] = [type_] if isinstance(type_, List | Deque | Set | Dict) else []
    if isinstance(type_, StructType) and not type_.counted:
        own = [type_, type_]
    return own + [inner for part in parts(type_) for inner in _objects(part)]


# Commits ---------------------------------------------------------------------------------------


def _marked(param: Param) -> Ways:
    """The ways to what changes; those that end in `+` lead to lists that only get longer."""
    appends = param.appends
    return frozenset((*way, "+") if way in appends else way for way in param.changes)


def commit(type_: Type, ways: Ways, target: str, value: str, structs: Structs) -> str:
    """The expression that writes changes of a value back into the object it came from."""
    if ways == {("+",)}:
        return f"commit::appended({target}, &{value})"
    if () in ways or not ways:
        return f"commit::replace({target}, &{value})"
    match type_:
        case List(element):
            inner = _inner(element, ways, "item", structs)
            return f"commit::each({target}, &{value}, |target, item| {inner})"
        case Dict(_, element):
            inner = _inner(element, ways, "item", structs)
            return f"commit::each_value({target}, &{value}, |target, item| {inner})"
        case StructType(name):
            steps = _fields(structs[name].fields, ways, value, structs)
            body = " ".join(f"{step}?;" for step in steps[:-1])
            return f"commit::fields({target}, |out| {{ {body} {steps[-1]} }})"
        case _:
            raise ValueError(f"no commit into a {type_}")


def _inner(element: Type, ways: Ways, item: str, structs: Structs) -> str:
    inner = frozenset(way[1:] for way in ways)
    return (
        commit(element, inner, "target", item, structs)
        .replace(f"&{item})", f"{item})")
        .replace(f"&{item},", f"{item},")
    )


def _fields(
    fields: tuple[tuple[str, Type], ...], ways: Ways, value: str, structs: Structs
) -> list[str]:
    steps: list[str] = []
    for name, type_ in fields:
        inner = frozenset(way[1:] for way in ways if way[0] == f".{name}")
        if not inner:
            continue
        place = f"{value}.{field_name(name)}"
        is_counted = isinstance(type_, StructType) and type_.counted
        if isinstance(type_, List | Deque | Set | Dict | StructType) and not is_counted:
            step = commit(type_, inner, "target", place, structs)
            steps.append(f'out.inner(c"{name}", |target| {step})')
        else:
            steps.append(f'out.set(c"{name}", &{place})')
    return steps


# Classes ---------------------------------------------------------------------------------------


def _way_of_change(type_: Type, structs: Structs) -> str:
    """How a changed attribute goes back into its object."""
    if not is_shared(type_, structs):
        return "change"
    is_container = isinstance(type_, List | Deque | Set | Dict)
    holds_others = any(is_shared(part, structs) for part in parts(type_))
    return "change_inside" if is_container and not holds_others else "change_whole"


def _methods(module: Module, name: str) -> list[str]:
    """The methods that the slice calls on instances of a class, which an instance may hide."""
    home, _, qualname = name.partition(":")
    found = {
        guard.name.removeprefix(f"{qualname}.")
        for entry in module.entries
        for guard in entry.guards
        if guard.kind in ("method", "constant", "class", "held")
        and guard.module == home
        and guard.name.startswith(f"{qualname}.")
    }
    plain = (one for one in found if "." not in one)  # not those of a class in its body
    return sorted(one for one in plain if not (one.startswith("__") and one.endswith("__")))


def _record(
    writer: Writer, struct: Struct, number: int, methods: list[str], structs: Structs
) -> None:
    rust, fields = struct.rust, struct.fields
    lifetime = "<'static>" if struct.lent else ""
    with writer.block(f"impl Record for {rust}{lifetime}"):
        writer.line(f"const CLASS: usize = {number};")
        writer.line()
        with writer.block("fn read(fields: &Fields<'_>) -> Option<Self>"):
            head, end = (f"let found = {rust}", "};") if methods else (f"Some({rust}", "})")
            with writer.block(head, end):
                for name, type_ in fields:
                    way = "get"
                    if name in struct.lent:
                        way = f"lend::<{rust_type(type_, structs)}>"
                    writer.line(f'{field_name(name)}: fields.{way}(c"{name}")?,')
            for method in methods:
                writer.line(f'fields.lacks(c"{method}")?;')
            if methods:
                writer.line("Some(found)")
        writer.line()
        with writer.block("fn write(&self, out: &mut NewFields<'_>) -> Result<(), Leave>"):
            for name, _ in fields:
                borrow = "" if name in struct.lent else "&"
                writer.line(f'out.set(c"{name}", {borrow}self.{field_name(name)})?;')
            writer.line("Ok(())")
        if struct.counted and fields:
            writer.line()
            with writer.block("fn is_changed(&self) -> bool"):
                tests = [f"self.{field_name(name)}.is_changed()" for name, _ in fields]
                writer.line(tests[0])
                for test in tests[1:]:
                    writer.line(f"    || {test}")
            writer.line()
            with writer.block("fn update(&self, out: &mut NewFields<'_>) -> Result<(), Leave>"):
                for name, type_ in fields:
                    way = _way_of_change(type_, structs)
                    writer.line(f'out.{way}(c"{name}", &self.{field_name(name)})?;')
                writer.line("Ok(())")
