"""The door: a Unit → an `ir.Module`.

Inference is lowering to a fixpoint: every instance is lowered again and again while the types of
its variables grow; the last round's tree is the result. A function that can't be native on every
path is dropped, and the rest is lowered again without it.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.functions import is_text
from ferrule.base.records import FuncName, Guard, Signature
from ferrule.base.span import Span, span_of
from ferrule.base.types import (
    INT,
    LONGEST_TUPLE,
    MIXED_BOOL,
    NEVER,
    NONE,
    NUMPY_NUMBERS,
    OBJECT,
    Deque,
    Dict,
    Frozen,
    Function,
    Hole,
    List,
    Optional,
    Row,
    Set,
    Stream,
    Struct,
    Tuple,
    Type,
    contains,
    is_immutable,
    parts,
)
from ferrule.base.unit import Target, Unit
from ferrule.ir.module import Entry, Func, Module, Param
from ferrule.ir.module import Struct as IrStruct
from ferrule.ir.nodes import Const, Redo, Return, Stmt
from ferrule.ir.walk import every_expr
from ferrule.lower.callables import held, is_known_function
from ferrule.lower.construct import why_not_plain
from ferrule.lower.expr import lower_expr, truth
from ferrule.lower.functions import unsupported
from ferrule.lower.identity import is_by_identity
from ferrule.lower.jumps import plain
from ferrule.lower.keyed import has_hash, note_keys, use_keys
from ferrule.lower.making import init_attributes, new_struct
from ferrule.lower.scene import Scene
from ferrule.lower.slice import Instance, Slice, is_class_method, parameter_names
from ferrule.lower.stmt import ends, lower_body
from ferrule.lower.unify import Recursive, settled
from ferrule.lower.variants import Entries, Plan, reachable

_MAX_ROUNDS = 60
_MAX_INSTANCES = 400

Reasons = dict[FuncName, tuple[Diagnostic, ...]]


def lower(unit: Unit, dropped: Mapping[FuncName, Diagnostic] | None = None) -> Module:
    """Lower all targets of a unit; what can't be native stands in `Module.reasons`."""
    reasons: Reasons = {func: (diagnostic,) for func, diagnostic in (dropped or {}).items()}
    out = {str(func): diagnostic for func, diagnostic in (dropped or {}).items()}
    plan = Plan(unit.targets)
    while True:
        state = Slice(unit, dropped=out, split=plan.split)
        entries = _entries(state, plan, reasons)
        _infer(state)
        if plan.improve(state, entries):
            continue
        hopeless = _hopeless(state, entries)
        for instance in reachable(state, [one for _, ways in entries for one in ways]):
            if instance.reasons:
                reasons[instance.origin] = instance.reasons
        if not hopeless:
            return _module(state, entries, reasons)
        for func, diagnostic in hopeless.items():
            assert str(func) not in out, f"{func} was dropped already"
            out[str(func)] = diagnostic


def _entries(state: Slice, plan: Plan, reasons: Reasons) -> Entries:
    found: list[tuple[Target, tuple[Instance, ...]]] = []
    for target in state.unit.targets:
        if str(target.func) in state.dropped:
            continue
        ways = _ways(state, target, plan.signatures(target), reasons)
        if ways:
            found.append((target, ways))
    return tuple(found)


def _ways(
    state: Slice, target: Target, signatures: tuple[Signature, ...], reasons: Reasons
) -> tuple[Instance, ...]:
    """An instance for each set of argument types."""
    func = target.func
    module = state.unit.modules[func.module]
    node = module.functions.get(func.qualname)
    place = Span(func.file, func.line, 0, func.line, 1)
    if node is None:
        reasons[func] = (Diagnostic("F102", place, "is defined inside another function or twice"),)
        return ()
    why_not = unsupported(node)
    if why_not:
        reasons[func] = (Diagnostic("F412", span_of(module.file, node), why_not),)
        return ()
    if is_class_method(node):
        reasons[func] = (Diagnostic("F412", place, "is a class method, native where it is called"),)
        return ()
    if not signatures:
        reasons[func] = (Diagnostic("F103", place, "was never seen called"),)
        return ()
    if func.qualname.endswith(".__init__"):
        signatures = _of_constructor(state, func, signatures)
    if any(len(one.arguments) != len(parameter_names(node)) for one in signatures):
        reasons[func] = (Diagnostic("F102", place, "was seen with other parameters"),)
        return ()
    ways = [_seeded(state, target, one, reasons, place) for one in signatures]
    by_name = {way.name: way for way in ways if way is not None}
    return tuple(by_name.values())


def _of_constructor(
    state: Slice, func: FuncName, signatures: tuple[Signature, ...]
) -> tuple[Signature, ...]:
    """Those of one class that this makes alone; else those of its own class."""
    made: dict[Struct, list[Signature]] = {}
    for signature in signatures:
        receiver = signature.arguments[0] if signature.arguments else None
        birth = state.birth(receiver) if isinstance(receiver, Struct) else None
        if isinstance(receiver, Struct) and birth and birth.member.full_name == str(func):
            made.setdefault(receiver, []).append(signature)
    for found in made.values():
        return tuple(found)
    own = Struct(str(func).removesuffix(".__init__"))
    return tuple(replace(one, arguments=(own, *one.arguments[1:])) for one in signatures)


def _seeded(
    state: Slice, target: Target, signature: Signature, reasons: Reasons, place: Span
) -> Instance | None:
    func = target.func
    for type_ in signature.arguments:
        if contains(type_, OBJECT) or type_ == NEVER:
            message = "an argument's type has no native form"
            reasons[func] = (Diagnostic("F204", place, message),)
            return None
    if func.qualname.endswith(".__init__"):
        return _constructor(state, target, signature, reasons, place)
    module = state.unit.modules[func.module]
    class_name = _receiver(state, func, signature)
    instance = state.instance(module, func.qualname, signature.arguments, class_name)
    _seed(state, instance, signature.arguments)
    return instance


def _receiver(state: Slice, func: FuncName, signature: Signature) -> str | None:
    """The class of the instance that a method was called on: its own or a derived one."""
    owner = func.qualname.rpartition(".")[0]
    if not owner or not signature.arguments or not isinstance(signature.arguments[0], Struct):
        return None
    lineage = state.lineage(signature.arguments[0])
    is_its = any((home.name, one.qualname) == (func.module, owner) for home, one in lineage)
    return signature.arguments[0].name if is_its else None


def _guard_functions(state: Slice, instance: Instance, arguments: tuple[Type, ...]) -> None:
    """A function that is handed in by its name has to be what was compiled."""
    for type_ in arguments:
        if isinstance(type_, Function):
            home, _, qualname = type_.name.partition(":")
            module = state.unit.modules.get(home)
            if module is not None and qualname in module.functions and not is_text(qualname):
                instance.guards |= {Guard(home, qualname, "function", type_.name)}


def _seed(state: Slice, instance: Instance, arguments: tuple[Type, ...]) -> None:
    _guard_functions(state, instance, arguments)
    for index, (type_, (_, hole)) in enumerate(zip(arguments, instance.params, strict=True)):
        state.types.merge(hole, state.types.open(type_, ("entry", instance.name, index)))


def _constructor(
    state: Slice, target: Target, signature: Signature, reasons: Reasons, place: Span
) -> Instance | None:
    """`__init__` makes the attributes of a struct, which the binding sets on `self`."""
    func = target.func
    module = state.unit.modules[func.module]
    class_name = _receiver(state, func, signature)
    struct = Struct(class_name or "")
    birth = state.birth(struct)
    why_not = why_not_plain(state, struct)
    if birth is None or birth.member.full_name != str(func):
        why_not = "is not the class of what was made"
    elif not init_attributes(birth.node):
        why_not = "has no attributes"
    if why_not:
        reasons[func] = (Diagnostic("F412", place, f"is a constructor of a class that {why_not}"),)
        return None
    arguments = signature.arguments[1:]
    instance = state.instance(module, func.qualname, arguments, class_name)
    _seed(state, instance, arguments)
    return instance


# The fixpoint ----------------------------------------------------------------------------------


def _infer(state: Slice) -> None:
    _settle_types(state)
    if state.split:
        state.may_guess = True
        _settle_types(state)
    _merge_webs(state)
    state.types.fill_parts(INT)
    _settle_types(state)
    state.is_final = True
    for instance in list(state.instances.values()):
        _round(state, instance)


def _settle_types(state: Slice) -> None:
    for _ in range(_MAX_ROUNDS):
        before = state.types.changes
        for instance in list(state.instances.values()):
            _round(state, instance)
        if state.types.changes == before:
            return
        if len(state.instances) > _MAX_INSTANCES:
            break
    first = next(iter(state.instances.values()))
    place = span_of(first.module.file, first.node)
    raise Refused(Diagnostic("F205", place, "the types of this slice don't settle"))


def _round(state: Slice, instance: Instance) -> None:
    scene = Scene(state, instance, instance.webs, lower_expr, truth, held)
    for name, hole in instance.params:
        scene.locals[name] = hole
        note_keys(state, state.types.resolve(hole))
    scene.is_unborn = instance.is_init
    try:
        if instance.recursive:
            raise Refused(instance.recursive)
        body = plain(lower_body(scene, instance.node.body))
        if not body or not ends(body[-1]):
            body = (*body, *_fall_off(scene, instance))
        instance.locals = _local_types(state, scene)
        if state.is_final:
            _check_types(scene, instance, body)
    except Refused as refused:
        scene.reasons.append(refused.diagnostic)
        body = (Redo(refused.diagnostic.code, refused.diagnostic.span),)
    except Recursive:
        refusal = scene.recursive(instance.node, "a value").diagnostic
        scene.reasons.append(refusal)
        body = (Redo(refusal.code, refusal.span),)
    instance.body = body
    instance.reasons = tuple(dict.fromkeys(scene.reasons))
    instance.notes = tuple(dict.fromkeys(scene.notes))
    instance.calls = frozenset(scene.calls)
    instance.prints = scene.prints
    captured = frozenset(scene.captured)
    if captured != instance.captured or not scene.guards <= instance.guards:
        state.types.changes += 1
    instance.captured = captured
    instance.guards |= scene.guards


def _local_types(state: Slice, scene: Scene) -> dict[str, Type]:
    if not state.is_final:
        return {}
    found: dict[str, Type] = {}
    for name, hole in scene.locals.items():
        try:
            type_ = settled(state.types.resolve(hole))
            if not isinstance(type_, Function):
                found[name] = type_
        except Recursive:
            raise scene.recursive(scene.instance.node, f"`{name}`") from None
    return found


def _check_types(scene: Scene, instance: Instance, body: tuple[Stmt, ...]) -> None:
    """Refuse what has no native form: keys without a hash, values that only Python works on."""
    types = scene.slice.types
    if types.resolve(instance.result) == MIXED_BOOL:
        raise scene.refusal("F403", instance.node, f"a result that is a {MIXED_BOOL}")
    given = {types.resolve(hole) for _, hole in instance.params}
    seen: set[Type] = {type_ for type_ in given if not isinstance(type_, Function)}
    seen |= {types.resolve(instance.result), *instance.locals.values()}
    seen |= {expr.type for expr in every_expr(body) if not is_known_function(expr)}
    known: set[str] = set()
    for type_ in seen:
        _check_type(scene, type_, instance.node, known)


def _check_type(scene: Scene, type_: Type, node: ast.FunctionDef, known: set[str]) -> None:
    """`known` grows by the classes that were looked at."""
    if isinstance(type_, Function):
        raise scene.refusal("F409", node, f"`{type_}` is kept or given back")
    if type_ == OBJECT:
        raise scene.refusal("F403", node, "a value that only Python works on")
    key = None
    if isinstance(type_, Dict | Set | Frozen):
        key = type_.key if isinstance(type_, Dict) else type_.element
    if key is not None:
        if not has_hash(scene.slice, key):
            raise scene.refusal("F401", node, f"keys of type {key} in a {type_}")
        use_keys(scene, key, node)
    if isinstance(type_, Tuple) and len(type_.items) > LONGEST_TUPLE:
        raise scene.refusal("F403", node, f"a tuple of {len(type_.items)} items")
    holders = List | Deque | Set | Frozen | Dict | Row | Optional
    if isinstance(type_, holders) and _holds_number(type_):
        raise scene.refusal("F403", node, f"a {type_}: Python would see its own numbers in it")
    if isinstance(type_, Row | Stream) and not is_immutable(type_):
        raise scene.refusal("F403", node, "a tuple of any length of what can change")
    if isinstance(type_, Struct) and type_.name not in known:
        known.add(type_.name)
        for field in scene.slice.struct_fields.setdefault(type_.name, []):
            held = scene.slice.types.resolve(scene.slice.field(type_, field))
            if _holds_number(Optional(held)):
                raise scene.refusal("F403", node, f"an attribute that is a {held}")
            _check_type(scene, held, node, known)
    for part in parts(type_):
        _check_type(scene, part, node, known)


def _holds_number(type_: Type) -> bool:
    """Whether a part is a number of NumPy's: in a container it would come out as Python's own."""
    return any(
        part in (*NUMPY_NUMBERS, MIXED_BOOL) or (isinstance(part, Tuple) and _holds_number(part))
        for part in parts(type_)
    )


def _fall_off(scene: Scene, instance: Instance) -> list[Stmt]:
    node = instance.node
    span = scene.span(node)
    if instance.is_init:
        return new_struct(scene, node)
    none = Const(None, NONE, span)
    return [Return(scene.flow(none, instance.result, node, "the result"), span)]


def _merge_webs(state: Slice) -> None:
    """Variables of one name and one type are one variable again; others get a number."""
    for instance in state.instances.values():
        renames: dict[str, str] = {}
        types = state.types
        for name in dict.fromkeys(instance.webs.values()):
            base, _, number = name.partition("#")
            if not number:
                continue
            first = _web_hole(state, instance, base)
            other = _web_hole(state, instance, name)
            if types.resolve(first) in (types.resolve(other), NEVER):  # or nothing was kept in it
                types.merge(first, other)
                renames[name] = base
            else:
                renames[name] = _free_name(instance, f"{base}_{number}")
                types.merge(_web_hole(state, instance, renames[name]), other)
        instance.webs = {node: renames.get(name, name) for node, name in instance.webs.items()}


def _web_hole(state: Slice, instance: Instance, name: str) -> Hole:
    for parameter, hole in instance.params:
        if parameter == name:
            return hole
    return state.types.hole(("local", instance.name, name))


def _free_name(instance: Instance, name: str) -> str:
    taken = {*instance.webs.values(), *instance.fresh_names.values()}
    while name in taken:
        name += "_"
    return name


# The result ------------------------------------------------------------------------------------


def _hopeless(state: Slice, entries: Entries) -> dict[FuncName, Diagnostic]:
    """Functions that are given back to Python on every path."""
    found: dict[FuncName, Diagnostic] = {}
    for instance in reachable(state, [one for _, ways in entries for one in ways]):
        for node in instance.body:
            if isinstance(node, Redo):
                reason = next((r for r in instance.reasons if r.span == node.span), None)
                found[instance.origin] = reason or Diagnostic(node.code, node.span, "is not native")
                break
    return found


def _module(state: Slice, entries: Entries, reasons: Reasons) -> Module:
    inside = reachable(state, [instance for _, ways in entries for instance in ways])
    funcs = tuple(_func(state, instance) for instance in inside)
    made = tuple(_struct(state, name) for name in state.struct_fields)
    return Module(
        name=entries[0][0].func.module if entries else "",
        funcs=funcs,
        structs=made,
        entries=tuple(_entry_point(state, ways) for _, ways in entries),
        reasons=reasons,
        notes={one.origin: one.notes for one in inside if one.notes},
    )


def _func(state: Slice, instance: Instance) -> Func:
    types = state.types
    params = [Param(name, settled(types.resolve(hole))) for name, hole in instance.params]
    for name in sorted(instance.captured):
        hole = types.hole(("global", instance.module.name, name))
        params.append(Param(name, settled(types.resolve(hole))))
    result = settled(types.resolve(instance.result))
    node = instance.node
    return Func(
        name=instance.name,
        origin=instance.origin,
        params=tuple(params),
        result=NONE if result == NEVER else result,
        body=instance.body,
        span=span_of(instance.module.file, node),
        doc=_doc(state, instance),
        locals=instance.locals,
    )


def _doc(state: Slice, instance: Instance) -> str:
    if not instance.like:
        return ast.get_docstring(instance.node, clean=False) or ""
    types = (f"`{name}: {state.types.resolve(hole)}`" for name, hole in instance.params)
    return f"As `{instance.like}`, for {', '.join(types)}."


def _struct(state: Slice, name: str) -> IrStruct:
    struct = Struct(name)
    fields = tuple(
        (field, settled(state.types.resolve(state.field(struct, field))))
        for field in _in_order_of_birth(state, struct)
    )
    plain = is_by_identity(state.lineage(struct))
    key, is_bare = state.keyed.get(name, ((), False))
    shown = name.rpartition(":")[2]
    return IrStruct(name, shown, fields, by_identity=plain, key=key, is_bare_key=is_bare)


def _in_order_of_birth(state: Slice, struct: Struct) -> list[str]:
    """The attributes as `__init__` makes them: a new instance shows that order."""
    used = state.struct_fields[struct.name]
    found = state.class_source(struct)
    if found is None:
        return used
    source = found[1]
    birth = state.birth(struct)
    if birth is not None:
        born = init_attributes(birth.node)
    else:
        born = [
            item.target.id
            for item in source.node.body
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
        ]
    return sorted(used, key=lambda field: born.index(field) if field in born else len(born))


def _entry_point(state: Slice, ways: tuple[Instance, ...]) -> Entry:
    instance, *others = ways
    inside = reachable(state, list(ways))
    guards: set[Guard] = set()
    for other in inside:
        guards |= other.guards
    prints = any(other.prints for other in inside)
    return Entry(
        func=instance.name,
        origin=instance.origin,
        guards=tuple(sorted(guards, key=lambda g: (g.module, g.name, g.kind))),
        effects="prints" if prints else "pure",
        captured=tuple(sorted(instance.captured)),
        makes=(instance.class_name or "") if instance.is_init else "",
        others=tuple(one.name for one in others),
    )
