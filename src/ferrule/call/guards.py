"""What a slice relied on, found in the running program and compared with what was compiled.

In: the guards of an entry and the digests made when it was compiled. Out: what the extension's
`bind` takes: a namespace (the dictionary of a module, or a class), a name, and the object that has
to be there at every call; without an object, the name must not be there (it would hide a builtin).
A function that stands there must also keep its code and its defaults.
Anything that is not surely the same raises `Doubt`.
"""

from __future__ import annotations

import builtins
import importlib
import sys
from collections.abc import Mapping
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import TypeAlias

from ferrule.base.records import Guard
from ferrule.call.doubt import Doubt
from ferrule.call.find import find_class
from ferrule.call.fingerprint import is_twin, of_class, of_function, of_twin, plain_function
from ferrule.call.trampoline import original_of

Namespace: TypeAlias = "dict[str, object] | type"
Check: TypeAlias = (
    "tuple[Namespace, str, object] | tuple[Namespace, str] | tuple[FunctionType, CodeType]"
)

_SIMPLE = (bool, int, float, complex, str, bytes, type(None), type(Ellipsis))


def resolve(guard: Guard, digests: Mapping[str, str]) -> tuple[Check, ...]:
    """What the extension checks at each call for this guard. Raises `Doubt`."""
    if guard.kind == "held":  # each call is handed what the class holds by then
        return ()
    owner, _, name = guard.name.rpartition(".")
    namespace = _namespace(guard.module, owner)
    layers = [namespace] if isinstance(namespace, dict) else map(vars, namespace.__mro__)
    for members in layers:
        if name in members:
            found = members[name]
            _verify(guard, found, digests)
            return ((namespace, name, found), *_code(guard, found))
    if guard.kind != "builtin":
        raise Doubt(f"{guard.module} has no {guard.name}")
    found = vars(builtins).get(name)
    _verify(guard, found, digests)
    return ((namespace, name), (vars(builtins), name, found))


def _code(guard: Guard, found: object) -> tuple[Check, ...]:
    """The function behind the name, with the code that was compiled."""
    if guard.kind not in ("function", "method") or is_twin(found, guard.value):
        return ()
    function = plain_function(found)
    return ((function, original_of(function).__code__),)


def _namespace(module: str, owner: str) -> Namespace:
    """The dictionary of a module, or the class of that name in it."""
    if owner:
        return find_class(f"{module}:{owner}")
    if module not in sys.modules and module.partition(".")[0] in sys.stdlib_module_names:
        importlib.import_module(module)  # as the function does itself
    if module not in sys.modules:
        raise Doubt(f"module {module} is not loaded")
    return vars(sys.modules[module])


def _verify(guard: Guard, found: object, digests: Mapping[str, str]) -> None:
    match guard.kind:
        case "function" | "method":
            if is_twin(found, guard.value):
                is_same = of_twin(guard.value) == digests.get(guard.value)
            else:
                is_same = _is_function(plain_function(found), guard.value, digests)
        case "class":
            is_same = isinstance(found, type) and _is_class(found, guard.value, digests)
        case "constant":
            is_same = _is_simple(found) and repr(found) == guard.value
        case "module":
            is_same = isinstance(found, ModuleType) and found.__name__ == guard.value
        case "object":
            is_same = found is vars(object).get(guard.value)
        case "builtin":
            is_same = _is_builtin(found, guard.value)
        case "random":
            is_same = _is_of_random(found, guard.value.removeprefix("random."))
        case "numpy":
            is_same = _is_of_numpy(found, guard.value.removeprefix("numpy."))
        case _:
            raise Doubt(f"a guard of the unknown kind {guard.kind!r}")
    if not is_same:
        raise Doubt(f"{guard.module}.{guard.name} is not what was compiled")


def _is_function(function: FunctionType, name: str, digests: Mapping[str, str]) -> bool:
    if f"{function.__module__}:{function.__qualname__}" != name:
        return False
    return of_function(function) == digests.get(name)


def _is_class(cls: type, name: str, digests: Mapping[str, str]) -> bool:
    if f"{cls.__module__}:{cls.__qualname__}" != name:
        return False
    return of_class(cls) == digests.get(name)


def _is_simple(value: object) -> bool:
    if type(value) is tuple:
        return all(map(_is_simple, value))
    return type(value) in _SIMPLE


def _is_builtin(found: object, value: str) -> bool:
    """Whether it is the C function or type named `len`, or `math.sqrt`."""
    if not isinstance(found, type | BuiltinFunctionType):
        return False
    module, _, name = value.rpartition(".")
    home = found.__module__ or ""  # `bisect` keeps its C functions in `_bisect`
    return found.__qualname__ == name and home.removeprefix("_") == (module or "builtins")


def _is_of_random(found: object, name: str) -> bool:
    """Whether it is the class `Random` as it was written, or a method of the module's generator."""
    home = sys.modules.get("random")
    if home is None:
        return False
    methods = [one for one in vars(home.Random).values() if isinstance(one, FunctionType)]
    if any(one.__code__.co_filename != home.__file__ for one in methods):
        return False
    if name == "Random":
        return found is home.Random and type(home._inst) is found
    if not isinstance(found, MethodType | BuiltinFunctionType):
        return False
    return found.__name__ == name and found.__self__ is home._inst


def _is_of_numpy(found: object, name: str) -> bool:
    """Whether it is NumPy's own function or class of that name."""
    home = type(found) if isinstance(found, BuiltinFunctionType | type) else found
    module = getattr(found, "__module__", None) or type(home).__module__
    is_own = str(module).partition(".")[0] == "numpy"
    return is_own and found is getattr(sys.modules.get("numpy"), name, None)
