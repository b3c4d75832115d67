"""Random programs about the lengths of lists: measured, changed by any name, then used as bounds.

In: a seed. Out: the text of a module with `f(xs, ys, grid, n, m)`, as in `random_programs`.
"""

from __future__ import annotations

import random

_CHANGE = """\
def change(hs, a):
    {}
    return a

"""
_CHANGES = ("hs.pop()", "hs.append(a)", "hs[0] = a", "a = len(hs)", "hs.clear()")


class Writer:
    """Writes one program."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.ints = ["n", "m"]
        self.lists = ["xs", "ys"]
        self.rows = 0
        self.lines: list[str] = []

    def program(self) -> str:
        """The whole text."""
        self.emit(0, "def f(xs, ys, grid, n, m):")
        self.emit(1, "t = 0")
        for _ in range(self.random.randint(4, 9)):
            self.stmt(1)
        self.emit(1, "return t")
        return _CHANGE.format(self.random.choice(_CHANGES)) + "\n".join(self.lines) + "\n"

    def emit(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def some(self, *texts: str) -> str:
        return self.random.choice(texts)

    def xs(self) -> str:
        return self.random.choice(self.lists)

    def a(self) -> str:
        return self.random.choice(self.ints)

    def size(self) -> str:
        xs = self.xs()
        return self.some(
            f"len({xs})",
            f"len({xs}) - 1",
            f"len({xs}) + 1",
            f"min(len({xs}), len({self.xs()}))",
            self.a(),
            f"{self.a()} - 1",
            f"{self.a()} + 1",
            f"min({self.a()}, {self.a()})",
            f"max({self.a()}, 0)",
            f"{self.a()} // 2",
            f"({self.a()} + {self.a()}) // 2",
        )

    def stmt(self, depth: int) -> None:
        kinds = [self.measure, self.change, self.change, self.use, self.use, self.row]
        kinds += [self.loop, self.test, self.game, self.game, self.game] if depth <= 3 else []
        self.random.choice(kinds)(depth)

    def measure(self, depth: int) -> None:
        name = self.some("n", "m", f"v{self.rows}")
        self.emit(depth, f"{name} = {self.size()}")
        self.ints += [] if name in self.ints else [name]

    def game(self, depth: int) -> None:
        """A length, perhaps no longer true, as a bound."""
        self.rows += 1
        name, i, xs = f"k{self.rows}", f"j{self.rows}", self.some(self.xs(), "grid[0]")
        self.emit(depth, f"{name} = len({xs})")
        for _ in range(self.random.randint(0, 2)):
            self.random.choice((self.change, self.change, self.row, self.use))(depth)
        self.emit(depth, f"for {i} in range({name}):")
        if self.random.random() < 0.3:
            self.change(depth + 1)
        self.emit(depth + 1, f"t = t ^ {self.some(xs, xs, 'grid[0]')}[{i}]")

    def test(self, depth: int) -> None:
        kept = list(self.ints), list(self.lists)
        self.emit(depth, f"if {self.size()} {self.some('<', '<=', '>', '==', '!=')} {self.size()}:")
        self.stmt(depth + 1)
        self.ints, self.lists = kept

    def change(self, depth: int) -> None:
        xs, ys = self.xs(), self.xs()
        self.emit(depth, self.some(
            f"{xs}.append({self.a()})", f"{xs}.pop()", f"{xs}.pop(0)", f"{xs}.insert(0, 1)",
            f"{xs}.extend({ys})", f"{xs}.clear()", f"{xs} = [0] * {self.a()}", f"{xs} = {ys}[1:]",
            f"{xs} = [q for q in range({self.a()})]", f"{xs} = {ys}[:{self.a()}]", f"{xs}[1:] = []",
            f"del {xs}[0]", f"t = change({xs}, {self.a()})", f"{xs} = {xs} + [1]",
            "grid.append([1, 2, 3])", "grid[0].append(1)", "grid[0].pop()", "grid.pop()",
            "grid[0] = [1]", "t = change(grid[0], 1)", f"{xs}.sort()", f"{xs}[0] = {self.a()}",
        ))  # fmt: skip

    def row(self, depth: int) -> None:
        self.rows += 1
        name = f"row{self.rows}"
        self.emit(depth, f"{name} = grid[{self.some('0', '-1', self.a())}]")
        self.lists.append(name)

    def use(self, depth: int) -> None:
        a, xs = self.a(), self.xs()
        low = self.some("0 <=", "-1 <", "0 <", "-2 <")
        self.emit(depth, f"if {low} {a} < {self.size()}:")
        self.emit(depth + 1, f"t = t ^ {xs}[{self.some(a, a, f'{a} - 1', f'{a} + 1')}]")

    def loop(self, depth: int) -> None:
        kept = list(self.ints), list(self.lists)
        self.rows += 1
        i, xs = f"i{self.rows}", self.xs()
        head = self.some(
            f"for {i} in range({self.size()}):", f"for {i} in range({self.a()}, {self.size()}):",
            f"for {i} in range({self.size()}, -1, -1):", f"while {self.a()} < {self.size()}:",
            f"for {i}, q in enumerate({xs}):", f"for {i}, q in zip(range({self.a()}), {xs}):",
            "for r in grid:",
        )  # fmt: skip
        self.emit(depth, head)
        if head.startswith("while"):
            self.emit(depth + 1, f"{head.split()[1]} += {self.some('1', '2')}")
        elif head.startswith("for r"):
            self.lists.append("r")
        else:
            self.ints.append(i)
        for _ in range(self.random.randint(1, 3)):
            self.stmt(depth + 1)
        self.ints, self.lists = kept
