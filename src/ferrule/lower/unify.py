"""Types under inference: holes, what is in them, and how two types become one.

Containers are mutable and shared, so the element types of two containers that may be one object
must be one type: their holes are united. Scalars only grow along `join`.
"""

from __future__ import annotations

from collections.abc import Hashable

from ferrule.base.types import (
    INT,
    NEVER,
    OBJECT,
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
    join,
    parts,
)

_MAX_DEPTH = 8


class Conflict(Exception):
    """Two types that no native value can have both."""

    def __init__(self, first: Type, second: Type) -> None:
        super().__init__(f"{first} and {second}")
        self.first = first
        self.second = second


class Recursive(Conflict):
    """A type that would contain itself."""


class Types:
    """The holes of one slice; grows monotonically until nothing changes."""

    def __init__(self) -> None:
        self._content: list[Type] = []
        self._parent: list[int] = []
        self._by_key: dict[Hashable, int] = {}
        self.changes = 0

    def hole(self, key: Hashable) -> Hole:
        """The hole that belongs to this place of the program, the same in every round."""
        number = self._by_key.get(key)
        if number is None:
            number = len(self._content)
            self._content.append(NEVER)
            self._parent.append(number)
            self._by_key[key] = number
        return Hole(number)

    def fill_parts(self, content: Type) -> None:
        """Give every container part of which nothing is known a type: no value is ever in it."""
        for key, number in self._by_key.items():
            kind = key[0] if isinstance(key, tuple) else None
            if kind not in ("local", "param", "result", "field"):
                root = self._root(number)
                if self._content[root] == NEVER and not self._is_variable(root):
                    self._set(root, content)

    def _is_variable(self, root: int) -> bool:
        return any(
            self._root(number) == root
            for key, number in self._by_key.items()
            if isinstance(key, tuple) and key[0] in ("local", "param", "result", "field")
        )

    def _root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def top(self, type_: Type) -> Type:
        """The outermost constructor; parts may still be holes."""
        while isinstance(type_, Hole):
            type_ = self._content[self._root(type_.number)]
        return type_

    def resolve(self, type_: Type, depth: int = 0) -> Type:
        """The type without holes; a part of which nothing is known stays `NEVER`."""
        type_ = self.top(type_)
        if depth > _MAX_DEPTH:
            raise Recursive(type_, type_)
        match type_:
            case List(element):
                return List(self.resolve(element, depth + 1))
            case Deque(element):
                return Deque(self.resolve(element, depth + 1))
            case Set(element):
                return Set(self.resolve(element, depth + 1))
            case Frozen(element):
                return Frozen(self.resolve(element, depth + 1))
            case Dict(key, value, kind):
                key, value = self.resolve(key, depth + 1), self.resolve(value, depth + 1)
                return Dict(key, value, kind)
            case Tuple(items):
                return Tuple(tuple(self.resolve(item, depth + 1) for item in items))
            case Row(element):
                return Row(self.resolve(element, depth + 1))
            case Stream(element):
                return Stream(self.resolve(element, depth + 1))
            case Optional(inner):
                return Optional(self.resolve(inner, depth + 1))
            case _:
                return type_

    def open(self, type_: Type, key: Hashable) -> Type:
        """The same type, its containers' parts as holes of this place, so that they can grow."""
        match type_:
            case List(element):
                return List(self._filled(element, (key, 0)))
            case Deque(element):
                return Deque(self._filled(element, (key, 0)))
            case Set(element):
                return Set(self._filled(element, (key, 0)))
            case Frozen(element):
                return Frozen(self._filled(element, (key, 0)))
            case Dict(k, v, kind):
                return Dict(self._filled(k, (key, 0)), self._filled(v, (key, 1)), kind)
            case Tuple(items):
                return Tuple(tuple(self.open(item, (key, i)) for i, item in enumerate(items)))
            case Row(element):
                return Row(self._filled(element, (key, 0)))
            case Stream(element):
                return Stream(self._filled(element, (key, 0)))
            case Optional(inner):
                return Optional(self.open(inner, (key, 0)))
            case _:
                return type_

    def _filled(self, content: Type, key: Hashable) -> Type:
        if isinstance(content, Hole):
            return content
        hole = self.hole(key)
        self.merge(hole, self.open(content, key))
        return hole

    def merge(self, first: Type, second: Type) -> Type:
        """The one type for values of both; unites holes. Raises Conflict."""
        if isinstance(first, Hole):
            return self._merge_hole(first, second)
        if isinstance(second, Hole):
            return self._merge_hole(second, first)
        if first == second or second == NEVER:
            return first
        if first == NEVER:
            return second
        match first, second:
            case List(a), List(b):
                return List(self.merge(a, b))
            case Deque(a), Deque(b):
                return Deque(self.merge(a, b))
            case Set(a), Set(b):
                return Set(self.merge(a, b))
            case Frozen(a), Frozen(b):
                return Frozen(self.merge(a, b))
            case Dict(k1, v1, kind), Dict(k2, v2, other) if kind == other:
                return Dict(self.merge(k1, k2), self.merge(v1, v2), kind)
            case Tuple(one), Tuple(two) if len(one) == len(two):
                return Tuple(tuple(map(self.merge, one, two)))
            case (Tuple() | Row()) as one_row, (Tuple() | Row()) as other_row:
                return self._merge_rows(one_row, other_row)
            case Optional(a), Optional(b):
                return Optional(self.merge(a, b))
            case Optional(a), b if isinstance(b, Scalar) and b.name == "None":
                return first
            case Optional(a), b:
                return Optional(self.merge(a, b))
            case a, Optional(b) if isinstance(a, Scalar) and a.name == "None":
                return second
            case a, Optional(b):
                return Optional(self.merge(a, b))
        joined = join(first, second)
        if joined == OBJECT and OBJECT not in (first, second):
            raise Conflict(self.resolve(first), self.resolve(second))
        return joined

    def _merge_rows(self, first: Tuple | Row, second: Tuple | Row) -> Type:
        """Tuples of any length: all of their items are of one type."""
        if not _joins(self.resolve(first), self.resolve(second)):
            raise Conflict(self.resolve(first), self.resolve(second))
        element: Type = NEVER
        for part in (*parts(first), *parts(second)):
            element = self.merge(element, part)
        return Row(element)

    def _merge_hole(self, hole: Hole, other: Type) -> Type:
        root = self._root(hole.number)
        if isinstance(other, Hole):
            other_root = self._root(other.number)
            if other_root == root:
                return hole
            self._check_finite(root, self._content[other_root])
            self._check_finite(other_root, self._content[root])
            merged = self.merge(self._content[root], self._content[other_root])
            self._parent[other_root] = root
            self._set(root, merged)
            self.changes += 1
            return hole
        self._check_finite(root, other)
        self._set(root, self.merge(self._content[root], other))
        return hole

    def _set(self, root: int, content: Type) -> None:
        if content != self._content[root]:
            if self._is_deep(content, _MAX_DEPTH):
                raise Recursive(content, content)
            self._content[root] = content
            self.changes += 1

    def _is_deep(self, type_: Type, left: int) -> bool:
        """Whether types stand inside types more than so many times: such a type only grows."""
        return left < 0 or any(self._is_deep(part, left - 1) for part in parts(self.top(type_)))

    def _check_finite(self, root: int, content: Type) -> None:
        if self._is_inside(root, content, set()):
            raise Recursive(content, content)

    def _is_inside(self, root: int, type_: Type, passed: set[int]) -> bool:
        """Whether the hole is a part of the type: then no finite type fits both."""
        if isinstance(type_, Hole):
            inner = self._root(type_.number)
            if inner == root:
                return True
            if inner in passed:
                return False
            passed.add(inner)
            type_ = self._content[inner]
        return any(self._is_inside(root, part, passed) for part in parts(type_))

    def can_merge(self, first: Type, second: Type) -> bool:
        """Whether `merge` would succeed, without doing it."""
        return _joins(self.resolve(first), self.resolve(second))


def _joins(first: Type, second: Type) -> bool:
    match first, second:
        case (
            List(a) | Deque(a) | Set(a) | Frozen(a),
            List(b) | Deque(b) | Set(b) | Frozen(b),
        ):
            return type(first) is type(second) and _joins(a, b)
        case Dict(k1, v1, kind), Dict(k2, v2, other):
            return kind == other and _joins(k1, k2) and _joins(v1, v2)
        case Tuple(one), Tuple(two):
            if len(one) == len(two):
                return all(map(_joins, one, two))
    return OBJECT in (first, second) or join(first, second) != OBJECT


def settled(type_: Type) -> Type:
    """The final type: a part that never holds a value may be anything; int is the plainest."""
    match type_:
        case List(element):
            return List(_settled_part(element))
        case Deque(element):
            return Deque(_settled_part(element))
        case Set(element):
            return Set(_settled_part(element))
        case Frozen(element):
            return Frozen(_settled_part(element))
        case Dict(key, value, kind):
            return Dict(_settled_part(key), _settled_part(value), kind)
        case Tuple(items):
            return Tuple(tuple(map(_settled_part, items)))
        case Row(element):
            return Row(_settled_part(element))
        case Stream(element):
            return Stream(_settled_part(element))
        case Optional(inner):
            return Optional(_settled_part(inner))
        case Scalar() | OneOf() | Struct() | Array() | Function() | Hole():
            return type_


def _settled_part(type_: Type) -> Type:
    return INT if type_ == NEVER else settled(type_)
