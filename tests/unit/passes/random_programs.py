"""Random small programs on ints and lists of ints, rich in loops, indexes and comparisons.

In: a seed. Out: the text of a module with `f(xs, ys, grid, n, m)` and two helpers, always the same
for the same seed; arguments for it. Every text compiles; many calls raise, as indexes do.
"""

from __future__ import annotations

import random

LARGE = (2**31, 2**40, 2**61, 2**62, 2**63 - 1, 2**63 - 2, -(2**63) + 1, -(2**62), 3037000499)
_ARITHMETIC = ("+", "-", "+", "-", "*")
_BITS = ("//", "%", "&", "|", "^", ">>", "<<", "%", "//")
_ORDER = ("<", "<=", ">", ">=", "==", "!=")


class Writer:
    """Writes one program."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.ints: list[str] = []
        self.lists: list[str] = []
        self.grids: list[str] = []
        self.walked: set[str] = set()
        self.loops = self.count = 0
        self.lines: list[str] = []

    def program(self) -> str:
        """The whole text."""
        self.function("helper(hs, a, b)", ["a", "b"], 3)
        self.function("change(hs, a)", ["a"], 3)
        self.emit(0, "def f(xs, ys, grid, n, m):")
        self.ints, self.lists, self.grids = ["n", "m"], ["xs", "ys"], ["grid"]
        self.body(7)
        return "\n".join(self.lines) + "\n"

    def function(self, head: str, ints: list[str], most: int) -> None:
        self.emit(0, f"def {head}:")
        self.ints, self.lists, self.grids = ints, ["hs"], ["gg"]
        self.emit(1, "gg = [hs[:]]")
        self.body(most)

    def body(self, most: int) -> None:
        for _ in range(self.random.randint(1, most)):
            self.stmt(1)
        self.emit(1, f"return {self.expr(1)}")

    def emit(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def pick(self, *weighted: tuple[float, str]) -> str:
        weights, texts = zip(*weighted, strict=True)
        return self.random.choices(texts, weights)[0]

    def any(self, names: list[str]) -> str:
        return self.random.choice(names)

    def fresh(self) -> int:
        self.count += 1
        return self.count

    # Expressions -----------------------------------------------------------------------------

    def const(self) -> str:
        if self.random.random() < 0.06:
            return str(self.random.choice(LARGE))
        return str(self.random.choice((-2, -1, 0, 0, 1, 1, 2, 3, 4, 7)))

    def operand(self, depth: int) -> str:
        return self.expr(depth) if self.random.random() < 0.5 else self.const()

    def expr(self, depth: int = 0) -> str:
        if depth > 2 or self.random.random() < 0.3:
            return self.any(self.ints) if self.random.random() < 0.75 else self.const()
        inner = depth + 1
        match self.pick(
            (20, "sum"),
            (8, "bits"),
            (8, "len"),
            (7, "best"),
            (3, "abs"),
            (14, "item"),
            (4, "choice"),
            (2, "fold"),
            (1, "pop"),
            (3, "const"),
        ):
            case "sum":
                sign = self.random.choice(_ARITHMETIC)
                return f"({self.expr(inner)} {sign} {self.operand(inner)})"
            case "bits":
                by = self.random.choice(("2", "1", "3", "7", "255", "-2", self.expr(inner)))
                return f"({self.expr(inner)} {self.random.choice(_BITS)} {by})"
            case "len":
                return f"len({self.list_read()})"
            case "best":
                kind = self.random.choice(("min", "max"))
                return f"{kind}({self.expr(inner)}, {self.expr(inner)})"
            case "abs":
                return f"abs({self.expr(inner)})"
            case "item":
                return f"{self.list_read()}[{self.index(inner)}]"
            case "choice":
                return f"({self.expr(inner)} if {self.test(inner)} else {self.expr(inner)})"
            case "fold":
                kind = self.random.choice(("sum", "min", "max"))
                return (
                    f"{kind}({self.expr(inner)} for q{self.fresh()} in range({self.expr(inner)}))"
                )
            case "pop" if not self.loops:
                return f"{self.list_changed()}.pop()"
            case _:
                return self.const()

    def index(self, depth: int = 0) -> str:
        return self.random.choice(
            (
                self.any(self.ints),
                self.any(self.ints),
                f"{self.any(self.ints)} {self.random.choice('+-')} {self.random.randint(0, 2)}",
                self.random.choice(("0", "-1", "1")),
                self.expr(depth + 1),
            )
        )

    def list_read(self) -> str:
        if self.random.random() < 0.12:
            return f"{self.any(self.grids)}[{self.index(2)}]"
        return self.any(self.lists)

    def list_changed(self) -> str:
        """A list that no loop is walking over."""
        free = [name for name in self.lists if name not in self.walked]
        return self.any(free or self.lists[:1])

    def test(self, depth: int = 0) -> str:
        inner = depth + 1
        match self.pick(
            (7, "compare"), (5, "within"), (2, "deep"), (2, "both"), (1, "not"), (2, "list")
        ):
            case "compare":
                return f"{self.any(self.ints)} {self.random.choice(_ORDER)} {self.expr(inner)}"
            case "within":
                return f"0 <= {self.any(self.ints)} < len({self.any(self.lists)})"
            case "deep":
                return f"{self.expr(inner)} {self.random.choice(_ORDER)} {self.expr(inner)}"
            case "both" if depth < 2:
                return (
                    f"({self.test(inner)} {self.random.choice(('and', 'or'))} {self.test(inner)})"
                )
            case "not" if depth < 2:
                return f"not {self.test(inner)}"
            case "list":
                return self.any(self.lists)
            case _:
                return f"{self.any(self.ints)} < {self.const()} <= {self.expr(inner)}"

    def range(self) -> str:
        steps = ("2", "3", "-1", "-1", "-2", "5", self.any(self.ints))
        return self.pick(
            (7, f"range({self.expr(1)})"),
            (4, f"range(len({self.any(self.lists)}))"),
            (4, f"range({self.expr(2)}, {self.expr(2)})"),
            (3, f"range({self.expr(2)}, {self.expr(2)}, {self.random.choice(steps)})"),
            (2, f"range(len({self.any(self.lists)}) - 1, -1, -1)"),
            (1, f"reversed(range({self.expr(2)}, {self.expr(2)}))"),
        )

    def bound(self) -> str:
        return self.expr(2) if self.random.random() < 0.5 else ""

    def new_list(self) -> str:
        return self.pick(
            (4, f"[{self.expr(1)}] * {self.expr(1)}"),
            (3, f"list(range({self.expr(1)}))"),
            (3, self.comprehension()),
            (2, "[]"),
            (2, f"[{self.expr(1)}, {self.expr(1)}]"),
            (2, f"{self.any(self.lists)}[{self.bound()}:{self.bound()}]"),
            (1, f"{self.any(self.lists)}[::-1]"),
            (2, f"{self.any(self.lists)} + {self.any(self.lists)}"),
            (1, f"sorted({self.any(self.lists)})"),
            (1, f"{self.any(self.lists)}.copy()"),
        )

    def comprehension(self) -> str:
        name = f"q{self.fresh()}"
        walked = self.range() if self.random.random() < 0.5 else self.any(self.lists)
        self.ints.append(name)
        test = f" if {self.test(1)}" if self.random.random() < 0.3 else ""
        text = f"[{self.expr(1)} for {name} in {walked}{test}]"
        self.ints.remove(name)
        return text

    # Statements ------------------------------------------------------------------------------

    def block(self, depth: int, most: int) -> None:
        kept = list(self.ints), list(self.lists), list(self.grids)
        for _ in range(self.random.randint(1, most)):
            self.stmt(depth)
        self.ints, self.lists, self.grids = kept

    def stmt(self, depth: int) -> None:
        simple = self.random.random() < (0.92 if depth > 3 else 0.72)
        if simple:
            self.simple(depth)
            return
        match self.pick((12, "if"), (19, "loop"), (3, "try")):
            case "if":
                self.emit(depth, f"if {self.test()}:")
                self.block(depth + 1, 3)
                if self.random.random() < 0.5:
                    self.emit(depth, "else:")
                    self.block(depth + 1, 2)
            case "try":
                self.emit(depth, "try:")
                self.block(depth + 1, 2)
                self.emit(depth, "except (IndexError, ValueError, ZeroDivisionError):")
                self.block(depth + 1, 1)
            case _:
                self.loop(depth)

    def simple(self, depth: int) -> None:
        match self.pick(
            (20, "int"),
            (8, "step"),
            (6, "list"),
            (5, "grid"),
            (18, "change"),
            (3, "jump"),
            (3, "call"),
        ):
            case "int":
                name = self.any(self.ints) if self.random.random() < 0.6 else f"v{self.fresh()}"
                self.emit(depth, f"{name} = {self.expr()}")
                self.ints += [] if name in self.ints else [name]
            case "step":
                sign = self.random.choice(("+=", "-=", "+=", "*=", "//=", "%="))
                self.emit(depth, f"{self.any(self.ints)} {sign} {self.expr(1)}")
            case "list":
                new = self.random.random() < 0.5
                name = f"l{self.fresh()}" if new else self.list_changed()
                self.emit(depth, f"{name} = {self.new_list()}")
                self.lists += [] if name in self.lists else [name]
            case "grid":
                self.grid(depth)
            case "change":
                self.emit(depth, self.change())
            case "jump":
                self.emit(depth, f"if {self.test()}:")
                jumps = ("break", "continue") if self.loops else (f"return {self.expr(1)}",)
                self.emit(depth + 1, self.random.choice(jumps))
            case _:
                call = f"helper({self.any(self.lists)}, {self.expr(1)}, {self.expr(1)})"
                if self.random.random() < 0.4:
                    call = f"change({self.list_changed()}, {self.expr(1)})"
                self.emit(depth, f"{self.any(self.ints)} = {call}")

    def grid(self, depth: int) -> None:
        grid = self.any(self.grids)
        name = f"l{self.fresh()}"
        text = self.pick(
            (3, f"{grid}.append({self.new_list()})"),
            (2, f"{grid}[{self.index()}] = {self.new_list()}"),
            (2, f"{name} = {grid}[{self.index()}]"),
            (2, f"{grid}[{self.index()}].append({self.expr()})"),
            (2, f"{grid}[{self.index()}][{self.index()}] = {self.expr(1)}"),
        )
        self.emit(depth, text)
        self.lists += [name] if text.startswith(f"{name} =") else []

    def change(self) -> str:
        xs = self.list_changed()
        return self.pick(
            (6, f"{xs}.append({self.expr()})"),
            (3, f"{self.any(self.ints)} = {xs}.pop({self.random.choice(('', '0', '-1'))})"),
            (6, f"{xs}[{self.index()}] = {self.expr()}"),
            (2, f"{xs}[{self.index()}] += {self.expr(1)}"),
            (1, f"{xs}.reverse()"),
            (1, f"{xs}.insert({self.index()}, {self.expr(1)})"),
            (1, f"{xs}.clear()"),
            (1, f"{xs}.extend({self.any(self.lists)})"),
            (1, f"{xs}.sort()"),
            (1, f"{xs}[{self.index()}:] = {self.any(self.lists)}"),
            (1, f"del {xs}[{self.index()}]"),
            (2, f"{self.any(self.ints)}, {self.any(self.ints)} = {self.expr(1)}, {self.expr(1)}"),
        )

    def loop(self, depth: int) -> None:
        kept = list(self.ints), list(self.lists), set(self.walked)
        name = f"i{self.fresh()}"
        self.loops += 1
        match self.pick(
            (11, "range"), (3, "enumerate"), (2, "zip"), (1, "list"), (1, "grid"), (2, "while")
        ):
            case "range":
                self.emit(depth, f"for {name} in {self.range()}:")
                self.ints.append(name)
            case "enumerate":
                xs = self.any(self.lists)
                start = self.random.choice(("", ", 1", f", {self.any(self.ints)}"))
                self.emit(depth, f"for {name}, {name}x in enumerate({xs}{start}):")
                self.ints += [name, f"{name}x"]
                self.walked |= {xs} if self.random.random() < 0.8 else set()
            case "zip":
                xs, ys = self.any(self.lists), self.any(self.lists)
                self.emit(depth, f"for {name}, {name}x in zip({xs}, {ys}):")
                self.ints += [name, f"{name}x"]
                self.walked |= {xs, ys}
            case "list":
                xs = self.any(self.lists)
                self.emit(depth, f"for {name} in {xs}:")
                self.ints.append(name)
                self.walked.add(xs)
            case "grid":
                self.emit(depth, f"for {name}l in {self.any(self.grids)}:")
                self.lists.append(f"{name}l")
            case _:
                self.emit(depth, f"while {self.test()}:")
                sign = self.random.choice(("+=", "-=", "//="))
                step = self.random.choice(("1", "2", self.expr(2)))
                self.emit(depth + 1, f"{self.any(self.ints)} {sign} {step}")
        self.block(depth + 1, 3)
        self.ints, self.lists, self.walked = kept
        self.loops -= 1


def arguments(numbers: random.Random) -> tuple[object, ...]:
    """Arguments for `f`."""
    grid = [_ints(numbers) for _ in range(numbers.choice((0, 2, 4, 6)))]
    n = numbers.choice((0, 1, 2, 3, 4, 5, -1, 7, 2**63 - 1, -(2**63)))
    return _ints(numbers), _ints(numbers), grid, n, numbers.randint(-1, 6)


def _ints(numbers: random.Random) -> list[int]:
    size = numbers.choice((0, 3, 6, 8, 8, 10, 12))
    return [
        numbers.choice((0, 1, 2, 3, -1, 5, 2**40, 2**62, numbers.randint(0, 6), size - 1))
        for _ in range(size)
    ]
