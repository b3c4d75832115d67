"""The value types: what inference finds, what the IR carries and what the boundary guards.

Frozen values, compared by content. `join` is the least type that holds the values of both; where
there is none it is `OBJECT`. Nothing here knows about Rust or about `ast`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Scalar:
    """A type without parts: its name is its identity."""

    name: str

    def __str__(self) -> str:
        return self.name


LONGEST_TUPLE = 8  # of a kept tuple; the runtime converts none that are longer

NEVER = Scalar("Never")  # no value yet: an empty list's element, a function that always raises
BOOL = Scalar("bool")
INT = Scalar("int")  # 64 bits; an overflow is a redo
INT128 = Scalar("int128")  # 128 bits, for a step on the way to an int; never in a variable
FLOAT_SUMS = Scalar("float sums")  # sums of floats that are still being added up
WORD = Scalar("word")  # an int from 0 to 2**64 - 1; Python sees an int
BIGINT = Scalar("bigint")  # Python's int of any size
FLOAT = Scalar("float")
COMPLEX = Scalar("complex")
NUMBER = Scalar("int | float")  # a value that is an int in one run of a line, a float in another
STR = Scalar("str")
CHAR = Scalar("char")  # a `str` known to have length one; Python sees a str
BYTES = Scalar("bytes")
NONE = Scalar("None")
RANGE = Scalar("range")
RANDOM = Scalar("random.Random")  # a handle: two names for one generator are one
PATTERN = Scalar("re.Pattern")  # of texts; it stays the Python object that it is
MATCH = Scalar("re.Match")
OBJECT = Scalar("object")

# NumPy's own numbers: a `np.float64` is no float, though it is one by inheritance.
NP_BOOL = Scalar("np.bool")
FLOAT64, FLOAT32 = Scalar("np.float64"), Scalar("np.float32")
INT64, INT32 = Scalar("np.int64"), Scalar("np.int32")
INT16, INT8 = Scalar("np.int16"), Scalar("np.int8")
UINT64, UINT32 = Scalar("np.uint64"), Scalar("np.uint32")
UINT16, UINT8 = Scalar("np.uint16"), Scalar("np.uint8")
NUMPY_INTS = (INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8)
NUMPY_FLOATS = (FLOAT64, FLOAT32)
NUMPY_NUMBERS = (NP_BOOL, *NUMPY_INTS, *NUMPY_FLOATS)
# What is Python's own in one run of a line and NumPy's in another; the value is the same.
MIXED = Scalar("np.float64 | float | int")
MIXED_INT = Scalar("np.int64 | int")
MIXED_BOOL = Scalar("np.bool | bool")


@dataclass(frozen=True, slots=True)
class List:
    """A Python list whose elements all have one type."""

    element: Type

    def __str__(self) -> str:
        return f"list[{self.element}]"


@dataclass(frozen=True, slots=True)
class Deque:
    """A `collections.deque` whose elements all have one type."""

    element: Type

    def __str__(self) -> str:
        return f"deque[{self.element}]"


@dataclass(frozen=True, slots=True)
class Set:
    """A Python set."""

    element: Type

    def __str__(self) -> str:
        return f"set[{self.element}]"


@dataclass(frozen=True, slots=True)
class Frozen:
    """A Python frozenset."""

    element: Type

    def __str__(self) -> str:
        return f"frozenset[{self.element}]"


# The builtin classes that a `defaultdict` may call.
FACTORIES = frozenset({"int", "float", "bool", "str", "list", "set", "dict"})


@dataclass(frozen=True, slots=True)
class Dict:
    """A Python dict, or exactly a `kind` of it: "Counter", or "defaultdict" and its factory."""

    key: Type
    value: Type
    kind: str = ""

    def __str__(self) -> str:
        return f"{self.kind.partition(' ')[0] or 'dict'}[{self.key}, {self.value}]"


@dataclass(frozen=True, slots=True)
class Tuple:
    """A Python tuple of known length."""

    items: tuple[Type, ...]

    def __str__(self) -> str:
        return f"tuple[{', '.join(map(str, self.items)) or '()'}]"


@dataclass(frozen=True, slots=True)
class Row:
    """A Python tuple of any length whose items all have one type."""

    element: Type

    def __str__(self) -> str:
        return f"tuple[{self.element}, ...]"


@dataclass(frozen=True, slots=True)
class Stream:
    """What a loop goes through once; never in a variable."""

    element: Type

    def __str__(self) -> str:
        return f"iterator of {self.element}"


@dataclass(frozen=True, slots=True)
class Optional:
    """A value or None."""

    inner: Type

    def __str__(self) -> str:
        return f"{self.inner} | None"


@dataclass(frozen=True, slots=True)
class Struct:
    """An instance of exactly this plain Python class, named `module:qualname`.

    `counted` where the passes let several names hold one instance.
    """

    name: str
    counted: bool = False

    def __str__(self) -> str:
        return self.name.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value of one of these types, decided at run time: of bools, ints, floats and texts."""

    members: frozenset[Scalar]

    def __str__(self) -> str:
        return " | ".join(one.name for one in (BOOL, INT, FLOAT, STR) if one in self.members)


@dataclass(frozen=True, slots=True)
class Array:
    """A NumPy array of elements of one type, with so many axes; every name for it is a handle."""

    element: Type
    ndim: int

    def __str__(self) -> str:
        return f"np.ndarray[{self.element}, {self.ndim}]"


@dataclass(frozen=True, slots=True)
class Function:
    """One Python function, known by its name; the type has no other value.

    `module:qualname`, or `module:lambda …` and `module:def …`: its own text, whose globals are
    those of the module.
    """

    name: str

    def __str__(self) -> str:
        return self.name.partition(":")[2].partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Hole:
    """A type still being inferred, or a variable of an operation's row; gone after `lower`."""

    number: int

    def __str__(self) -> str:
        return f"?{self.number}"


Type: TypeAlias = (
    Scalar
    | OneOf
    | List
    | Deque
    | Set
    | Frozen
    | Dict
    | Tuple
    | Row
    | Stream
    | Optional
    | Struct
    | Array
    | Function
    | Hole
)

_NUMERIC = (INT, BIGINT, FLOAT, NUMBER)


def join(first: Type, second: Type) -> Type:
    """The least type that holds both."""
    if first == second or second == NEVER:
        return first
    if first == NEVER:
        return second
    if isinstance(first, Scalar) and isinstance(second, Scalar):
        return _join_scalars(first, second)
    if isinstance(first, OneOf) or isinstance(second, OneOf):
        return _one_of(first, second)
    if isinstance(first, List) and isinstance(second, List):
        return List(join(first.element, second.element))
    if isinstance(first, Deque) and isinstance(second, Deque):
        return Deque(join(first.element, second.element))
    if isinstance(first, Set) and isinstance(second, Set):
        return Set(join(first.element, second.element))
    if isinstance(first, Frozen) and isinstance(second, Frozen):
        return Frozen(join(first.element, second.element))
    if isinstance(first, Dict) and isinstance(second, Dict) and first.kind == second.kind:
        return Dict(join(first.key, second.key), join(first.value, second.value), first.kind)
    if (
        isinstance(first, Tuple)
        and isinstance(second, Tuple)
        and len(first.items) == len(second.items)
    ):
        return Tuple(tuple(map(join, first.items, second.items)))
    if isinstance(first, Tuple | Row) and isinstance(second, Tuple | Row):
        return _join_rows(first, second)
    return _join_none(first, second)


def _join_rows(first: Tuple | Row, second: Tuple | Row) -> Type:
    """Tuples of different lengths are one type where all of their items are."""
    element: Type = NEVER
    for item in (*parts(first), *parts(second)):
        element = join(element, item)
        if element == OBJECT:
            return OBJECT
    return Row(element)


def _join_none(first: Type, second: Type) -> Type:
    if first == NONE or second == NONE:
        other = second if first == NONE else first
        return other if isinstance(other, Optional) or other == OBJECT else Optional(other)
    inner_first = first.inner if isinstance(first, Optional) else first
    inner_second = second.inner if isinstance(second, Optional) else second
    if (inner_first, inner_second) == (first, second):
        return OBJECT
    inner = join(inner_first, inner_second)
    return OBJECT if inner == OBJECT else Optional(inner)


def _join_scalars(first: Scalar, second: Scalar) -> Type:
    if NONE in (first, second):
        return _join_none(first, second)
    pair = {first, second}
    if pair == {CHAR, STR}:
        return STR
    if pair == {INT, BIGINT}:
        return BIGINT
    if pair <= {INT, FLOAT, NUMBER}:
        return NUMBER
    found = _join_numpy(pair)
    return _one_of(first, second) if found == OBJECT else found


def _one_of(first: Type, second: Type) -> Type:
    """A value that is now of one plain type and now of another."""
    if NONE in (first, second) or isinstance(first, Optional) or isinstance(second, Optional):
        return _join_none(first, second)
    members = (members_of(first), members_of(second))
    return OneOf(members[0] | members[1]) if all(members) else OBJECT


def members_of(type_: Type) -> frozenset[Scalar]:
    """The plain types that such a value may have; none where it is not of plain types only."""
    if isinstance(type_, OneOf):
        return type_.members
    known = {
        NUMBER: (INT, FLOAT),
        CHAR: (STR,),
        BOOL: (BOOL,),
        INT: (INT,),
        FLOAT: (FLOAT,),
        STR: (STR,),
    }
    return frozenset(known.get(type_, ())) if isinstance(type_, Scalar) else frozenset()


def _join_numpy(pair: set[Scalar]) -> Type:
    if pair <= {FLOAT64, MIXED, FLOAT, INT, NUMBER} and pair & {FLOAT64, MIXED}:
        return MIXED
    if pair <= {INT64, MIXED_INT, INT} and pair & {INT64, MIXED_INT}:
        return MIXED_INT
    if pair <= {NP_BOOL, MIXED_BOOL, BOOL}:
        return MIXED_BOOL
    return OBJECT


def parts(type_: Type) -> tuple[Type, ...]:
    """The types directly inside."""
    match type_:
        case List(element) | Deque(element) | Set(element) | Frozen(element):
            return (element,)
        case Row(element) | Stream(element):
            return (element,)
        case Dict(key, value):
            return (key, value)
        case Tuple(items):
            return items
        case Optional(inner):
            return (inner,)
        case _:
            return ()


def contains(type_: Type, wanted: Type) -> bool:
    """Whether `wanted` occurs anywhere inside."""
    return type_ == wanted or any(contains(part, wanted) for part in parts(type_))


def is_looser(joined: Type, first: Type, second: Type) -> bool:
    """Whether the type of both says less of a value than one of them did."""
    if _has_choice(joined) and not (_has_choice(first) and _has_choice(second)):
        return True
    return any(
        contains(joined, loose) and not (contains(first, loose) and contains(second, loose))
        for loose in (OBJECT, NUMBER)
    )


def _has_choice(type_: Type) -> bool:
    return isinstance(type_, OneOf) or any(map(_has_choice, parts(type_)))


def is_immutable(type_: Type) -> bool:
    """Whether a copy can never be told from the original except by identity."""
    match type_:
        case List() | Deque() | Set() | Dict() | Struct():
            return False
        case Scalar():
            return type_ != OBJECT
        case _:
            return all(map(is_immutable, parts(type_)))


def to_data(type_: Type) -> object:
    """The type as JSON: a name, or a list of a constructor's name and its parts."""
    match type_:
        case Scalar(name):
            return name
        case Struct(name):
            return ["struct", name]
        case Function(name):
            return ["function", name]
        case Array(element, ndim):
            return ["array", to_data(element), ndim]
        case OneOf(members):
            return ["oneof", *sorted(one.name for one in members)]
        case Dict(kind=str(kind)) if kind:
            return [f"dict {kind}", *map(to_data, parts(type_))]
        case _:
            return [type(type_).__name__.lower(), *map(to_data, parts(type_))]


def from_data(data: object) -> Type:
    """The type that `to_data` wrote. Raises ValueError for anything else."""
    if isinstance(data, str):
        return Scalar(data)
    if isinstance(data, list) and data:
        head, *rest = data
        if head == "struct" and len(rest) == 1:
            return Struct(str(rest[0]))
        if head == "function" and len(rest) == 1:
            return Function(str(rest[0]))
        if head == "array" and len(rest) == 2 and isinstance(rest[1], int):
            return Array(from_data(rest[0]), rest[1])
        if head == "oneof" and all(isinstance(name, str) for name in rest):
            return OneOf(frozenset(Scalar(str(name)) for name in rest))
        inner = tuple(map(from_data, rest))
        match head, inner:
            case "list", (element,):
                return List(element)
            case "row", (element,):
                return Row(element)
            case "frozen", (element,):
                return Frozen(element)
            case "deque", (element,):
                return Deque(element)
            case "set", (element,):
                return Set(element)
            case str(), (key, value) if head.partition(" ")[0] == "dict":
                return Dict(key, value, head.partition(" ")[2])
            case "optional", (value,):
                return Optional(value)
            case "tuple", _:
                return Tuple(inner)
    raise ValueError(f"not a type: {data!r}")
