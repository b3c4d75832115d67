"""Small changes to a witnessed value: one number, one element more or less, one row shared.

In: a value of a known type, changed in place where it can be. Out: the value to use instead.
"""

from __future__ import annotations

from collections.abc import Callable

from ferrule.base import types as t
from ferrule.prove.arrays import is_array, vary_array
from ferrule.prove.hints import ELEMENT, KEY, VALUE, Place
from ferrule.prove.values import Scene, edge, near


def vary(scene: Scene, type_: t.Type, value: object, place: Place) -> object:
    """The value with one thing changed somewhere inside."""
    match type_:
        case t.List(element) if isinstance(value, list):
            return _vary_list(scene, element, value, place)
        case t.Dict() if isinstance(value, dict):
            return _vary_dict(scene, type_, value, place)
        case t.Set(element) if isinstance(value, set):
            return _vary_set(scene, element, value, place)
        case t.Tuple(items) if isinstance(value, tuple) and len(items) == len(value) > 0:
            index = scene.random.randrange(len(items))
            item = vary(scene, items[index], value[index], (*place, str(index)))
            return (*value[:index], item, *value[index + 1 :])
        case t.Optional(inner) if value is not None:
            if scene.random.random() < 0.2:
                return None
            return vary(scene, inner, value, place)
        case t.Struct(name) if value is not None:
            return _vary_instance(scene, name, value, place)
        case t.Array() if is_array(value):
            return vary_array(scene.random, type_, value, scene.hints.at((*place, ELEMENT)).numbers)
        case t.OBJECT | t.NEVER:
            return value
        case _:
            make = edge if scene.random.random() < 0.3 else near
            return make(scene, type_, place)


def _vary_list(scene: Scene, element: t.Type, value: list[object], place: Place) -> object:
    inside = (*place, ELEMENT)
    random = scene.random
    if not value:
        if element != t.NEVER:
            value.append(near(scene, element, inside, 1))
        return value
    index = random.randrange(len(value))
    if random.random() < 0.5:
        value[index] = vary(scene, element, value[index], inside)
        return value
    changes: tuple[Callable[[], object], ...] = (
        lambda: value.pop(index),
        lambda: value.insert(index, near(scene, element, inside, 1)),
        lambda: value.insert(index, value[random.randrange(len(value))]),  # shared, if a row
        lambda: value.__setitem__(index, value[random.randrange(len(value))]),
        value.reverse,
        lambda: random.shuffle(value),
        value.clear,
        lambda: value.__delitem__(slice(index, None)),
    )
    random.choice(changes)()
    return value


def _vary_dict(scene: Scene, type_: t.Dict, value: dict[object, object], place: Place) -> object:
    random = scene.random
    choice = random.random()
    if not value or choice < 0.3:
        key = near(scene, type_.key, (*place, KEY), 1)
        value[key] = near(scene, type_.value, (*place, VALUE), 1)
        return value
    key = random.choice(list(value))
    if choice < 0.6:
        value[key] = vary(scene, type_.value, value[key], (*place, VALUE))
    elif choice < 0.8:
        del value[key]
    elif choice < 0.95:
        value[key] = value.pop(key)  # now the last one
    else:
        value.clear()
    return value


def _vary_set(scene: Scene, element: t.Type, value: set[object], place: Place) -> object:
    if value and scene.random.random() < 0.5:
        value.discard(scene.random.choice(list(value)))
    elif element != t.NEVER:
        value.add(near(scene, element, (*place, ELEMENT), 1))
    return value


def _vary_instance(scene: Scene, name: str, value: object, place: Place) -> object:
    fields = scene.fields.get(name, {})
    present = [attribute for attribute in fields if hasattr(value, attribute)]
    if present:
        attribute = scene.random.choice(present)
        old: object = getattr(value, attribute)
        new = vary(scene, fields[attribute], old, (*place, f".{attribute}"))
        object.__setattr__(value, attribute, new)
    return value
