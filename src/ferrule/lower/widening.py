"""What was known of a local or of an attribute and is so no longer.

In: a scene and what changes there. Out: the scene's facts without those that may be false now.
"""

from __future__ import annotations

from collections.abc import Callable

from ferrule.lower.scene import Scene


def widen(scene: Scene, name: str) -> None:
    """Nothing more exact is known of a local than its type."""
    scene.narrowed.pop(name, None)
    scene.widened.add(name)
    widen_within(scene, name)


def widen_within(scene: Scene, name: str) -> None:
    """A local holds another object now: nothing is known of its attributes."""
    _forget(scene, lambda path: path.startswith(f"{name}."))


def widen_attribute(scene: Scene, name: str) -> None:
    """Some object's attribute of this name is another now."""
    _forget(scene, lambda path: name in path.split(".")[1:])


def widen_attributes(scene: Scene) -> None:
    """Any attribute of any object may be another now."""
    _forget(scene, lambda path: "." in path)


def _forget(scene: Scene, is_doubtful: Callable[[str], bool]) -> None:
    lost = set(filter(is_doubtful, scene.narrowed))
    scene.widened |= lost
    scene.narrowed = {path: type_ for path, type_ in scene.narrowed.items() if path not in lost}
