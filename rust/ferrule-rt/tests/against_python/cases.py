"""Cases for the runtime crate, with the answers of the Python that runs this.

In: nothing. Out: lines on stdout, `op<TAB>argument…<TAB>answer`, values as `show` writes them.
The first line tells the minor version of this Python.
"""

import itertools
import math
import random
import struct
import sys
from collections.abc import Callable, Iterator

RANDOM = random.Random(12345)
MOST = 2**63 - 1
INTS = [0, 1, -1, 2, -2, 3, 7, -7, 10, 63, 64, 2**31, -(2**31), 2**53, 2**53 + 1, -(2**53) - 1]
INTS += [MOST, MOST - 1, -MOST, -MOST - 1, 10**18, -(10**18), 999999999999999999]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 0.1, 1e16, 1e-5, 1e-4, 1e22, 1e23, 123456.789]
FLOATS += [float("inf"), float("-inf"), float("nan"), 5e-324, 2.2250738585072014e-308]
FLOATS += [1.7976931348623157e308, 2.0**53, 2.0**63, -(2.0**63), 1e300, 721020846143981.2, 3.0, -3.0]
TEXTS = ["", "a", "abc", "Hello World", "  x y  ", "a,b,,c", "\t\n", "ABC", "abcABC123", "+-0x1F"]
TEXTS += ["é", "straße", "日本語", "a☃b☃c", "\ud800", "x" * 30, "12", "-7", " 42 ", "1_000", "0x1f"]
TEXTS += ["a\r\nb\nc\rd", "tab\tstop\t", "it's", 'say "hi"', "\x00\x7f\xa0\xad", "aaa", "aXbXc", "3.5e2"]

Value = object


def show(value: Value) -> str:
    """A value on one line, without tabs."""
    match value:
        case None:
            return "n"
        case bool():
            return f"b{int(value)}"
        case int():
            return f"i{value}"
        case float() if value != value:
            return "f7ff8000000000000"
        case float():
            return "f" + struct.pack(">d", value).hex()
        case str():
            return "s" + ".".join(f"{ord(c):x}" for c in value)
        case list() | tuple():
            return "[" + " ".join(map(show, value)) + "]"
    raise TypeError(value)


def answer(call: Callable[[], Value]) -> str:
    """What a call gives, or what it raises."""
    try:
        return show(call())
    except Exception as error:
        return f"!{type(error).__name__} {show(str(error))}"


def case(op: str, arguments: tuple[Value, ...], call: Callable[[], Value]) -> None:
    """Prints one case; a complex answer is none of ours."""
    try:
        if isinstance(call(), complex):
            return
    except Exception:
        pass
    print(op, *map(show, arguments), answer(call), sep="\t")


def some_int() -> int:
    """An int of any size up to 64 bits, small ones more often."""
    return RANDOM.choice([-1, 1]) * RANDOM.getrandbits(RANDOM.randrange(1, 63))


def some_float() -> float:
    """A float of one of several kinds."""
    kind = RANDOM.randrange(5)
    if kind == 0:
        return struct.unpack(">d", RANDOM.randbytes(8))[0]
    if kind == 1:
        return round(RANDOM.uniform(-1000, 1000), RANDOM.randrange(5))
    if kind == 2:
        return RANDOM.randrange(-(10**6), 10**6) / 8
    if kind == 3:
        return RANDOM.uniform(-1, 1) * 10.0 ** RANDOM.randrange(-20, 20)
    return RANDOM.random()


def some_text() -> str:
    """A text over a small alphabet, now and then with wide characters."""
    letters = RANDOM.choice(["ab", "abc ", "aB1 _-", "\t\n\r x", "aé\xa0", "a☃b", "01+-_. ", "x'\"\\"])
    return "".join(RANDOM.choice(letters) for _ in range(RANDOM.randrange(12)))


def int_cases() -> None:
    """Operations on ints."""
    pairs = list(itertools.product(INTS, INTS))
    pairs += [(some_int(), some_int()) for _ in range(2000)]
    for a, b in pairs:
        case("int.add", (a, b), lambda: a + b)
        case("int.sub", (a, b), lambda: a - b)
        case("int.mul", (a, b), lambda: a * b)
        case("int.floordiv", (a, b), lambda: a // b)
        case("int.modulo", (a, b), lambda: a % b)
        case("int.divmod", (a, b), lambda: divmod(a, b))
        case("int.truediv", (a, b), lambda: a / b)
        case("int.gcd", (a, b), lambda: math.gcd(a, b))
        case("int.lcm", (a, b), lambda: math.lcm(a, b))
        case("big.add", (a, b), lambda: a + b)
        case("big.mul", (a, b), lambda: a * b)
    for a in INTS + [some_int() for _ in range(500)]:
        b = RANDOM.randrange(-3, 80)
        case("int.lshift", (a, b), lambda: a << b)
        case("int.rshift", (a, b), lambda: a >> b)
        case("int.pow", (a % 1000 - 500, b % 30), lambda: (a % 1000 - 500) ** (b % 30))
        case("int.round_n", (a, -abs(b) % 22), lambda: round(a, -abs(b) % 22))
        case("int.round_n", (a, -(abs(b) % 22)), lambda: round(a, -(abs(b) % 22)))
        case("int.bit_length", (a,), lambda: a.bit_length())
        case("int.bit_count", (a,), lambda: a.bit_count())
        case("int.isqrt", (a,), lambda: math.isqrt(a))
        case("int.comb", (b, a % 40), lambda: math.comb(b, a % 40))
        case("int.perm", (b, a % 20), lambda: math.perm(b, a % 20))
        case("int.factorial", (b,), lambda: math.factorial(b))
        case("int.bin", (a,), lambda: bin(a))
        case("int.oct", (a,), lambda: oct(a))
        case("int.hex", (a,), lambda: hex(a))
        case("int.str", (a,), lambda: str(a))
        m = some_int()
        case("int.modpow", (a, b, m), lambda: pow(a, b, m))
        case("int.modpow", (a, b, m % 100), lambda: pow(a, b, m % 100))
        x = RANDOM.choice(FLOATS + [float(a), float(a) + 0.5])
        case("int.lt_float", (a, x), lambda: a < x)
        case("int.eq_float", (a, x), lambda: a == x)
        case("hash.int", (a,), lambda: hash(a))
        case("hash.tuple", (a, b, m), lambda: hash((a, b, m)))


def big_cases() -> None:
    """Operations on ints beyond 64 bits."""
    def some_big() -> int:
        return RANDOM.choice([-1, 1]) * RANDOM.getrandbits(RANDOM.choice([10, 64, 70, 128, 500]))

    for _ in range(800):
        a, b = some_big(), some_big()
        n = RANDOM.randrange(200)
        case("big.sub", (a, b), lambda: a - b)
        case("big.floordiv", (a, b), lambda: a // b)
        case("big.modulo", (a, b), lambda: a % b)
        case("big.divmod", (a, b), lambda: divmod(a, b))
        case("big.truediv", (a, b), lambda: a / b)
        case("big.and", (a, b), lambda: a & b)
        case("big.or", (a, b), lambda: a | b)
        case("big.xor", (a, b), lambda: a ^ b)
        case("big.lshift", (a, n), lambda: a << n)
        case("big.rshift", (a, n), lambda: a >> n)
        case("big.pow", (a, n % 9), lambda: a ** (n % 9))
        case("big.modpow", (a, n, b), lambda: pow(a, n, b))
        case("big.modpow", (a, -n, b), lambda: pow(a, -n, b))
        case("big.gcd", (a, b), lambda: math.gcd(a, b))
        case("big.isqrt", (a,), lambda: math.isqrt(a))
        case("big.str", (a,), lambda: str(a))
        case("big.float", (a,), lambda: float(a))
        case("big.hash", (a,), lambda: hash(a))
        case("big.bit_length", (a,), lambda: a.bit_length())
        case("big.from_float", (float(a),), lambda: int(float(a)))
        case("big.factorial", (n,), lambda: math.factorial(n))
        case("big.comb", (n, n // 3), lambda: math.comb(n, n // 3))
        shown = f"{a:_}" if n % 2 else f" {a} "
        case("big.parse", (shown,), lambda: int(shown))
        ratio = 2 ** (n * 6 + 1) * a, b
        case("big.truediv", ratio, lambda: ratio[0] / ratio[1])
        case("big.truediv", ratio[::-1], lambda: ratio[1] / ratio[0])


def float_cases() -> None:
    """Operations on floats, and their text."""
    pairs = list(itertools.product(FLOATS, FLOATS))
    pairs += [(some_float(), some_float()) for _ in range(3000)]
    for x, y in pairs:
        case("float.div", (x, y), lambda: x / y)
        case("float.floordiv", (x, y), lambda: x // y)
        case("float.modulo", (x, y), lambda: x % y)
        case("float.divmod", (x, y), lambda: divmod(x, y))
        case("float.pow", (x, y), lambda: x**y)
        case("float.pow", (x, 2.0), lambda: x**2.0)
        case("float.pow", (x, 0.5), lambda: x**0.5)
        case("float.hypot", (x, y), lambda: math.hypot(x, y))
        case("float.sum", ([x, y, -x, 1.0, y],), lambda: sum([x, y, -x, 1.0, y]))
    for x in FLOATS + [some_float() for _ in range(5000)]:
        n = RANDOM.randrange(-5, 20)
        case("float.repr", (x,), lambda: repr(x))
        case("float.round", (x,), lambda: round(x))
        case("float.round_n", (x, n), lambda: round(x, n))
        case("float.round_n", (x, n % 4), lambda: round(x, n % 4))
        case("float.round_n", (x, n * 20), lambda: round(x, n * 20))
        case("float.int", (x,), lambda: int(x))
        case("float.floor", (x,), lambda: math.floor(x))
        case("float.ceil", (x,), lambda: math.ceil(x))
        case("float.is_integer", (x,), lambda: x.is_integer())
        case("float.parse", (repr(x),), lambda: float(repr(x)))
        if x == x:
            case("hash.float", (x,), lambda: hash(x))


MATHS = "sqrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh exp expm1 log log2 log10"
MATHS += " log1p gamma lgamma erf erfc cbrt exp2 degrees radians ulp frexp modf"


def math_cases() -> None:
    """The `math` module."""
    values = FLOATS + [some_float() for _ in range(1500)]
    values += [RANDOM.uniform(-30, 200) for _ in range(300)] + [float(n) for n in range(-5, 30)]
    for x in values:
        for name in MATHS.split():
            case(f"math.{name}", (x,), lambda: getattr(math, name)(x))
        y = RANDOM.choice(values)
        for name in ["atan2", "pow", "fmod", "copysign", "remainder"]:
            case(f"math.{name}", (x, y), lambda: getattr(math, name)(x, y))
        case("math.log_base", (x, y), lambda: math.log(x, y))
        n = RANDOM.randrange(-1200, 1200)
        case("math.ldexp", (x, n), lambda: math.ldexp(x, n))
        several = [RANDOM.choice(values) for _ in range(RANDOM.randrange(8))]
        case("math.fsum", (several,), lambda: math.fsum(several))
        case("math.hypot", (several,), lambda: math.hypot(*several))
        case("math.isclose", (x, y), lambda: math.isclose(x, y))
        close = x * (1 + RANDOM.uniform(-2e-9, 2e-9))
        case("math.isclose", (x, close), lambda: math.isclose(x, close))


NO_ARGUMENTS = "upper lower title capitalize swapcase casefold isalpha isdigit isalnum isspace"
NO_ARGUMENTS += " isupper islower isnumeric isdecimal isidentifier isprintable istitle isascii"
NO_ARGUMENTS += " split rsplit strip lstrip rstrip splitlines"
ONE_TEXT = "find rfind index rindex count startswith endswith split rsplit strip lstrip rstrip"
ONE_TEXT += " partition rpartition removeprefix removesuffix"


def bound() -> int | None:
    """A bound of a slice."""
    return RANDOM.choice([None, None, *range(-8, 9), MOST, -MOST - 1])


def text_cases() -> None:
    """Methods of `str`."""
    texts = TEXTS + [some_text() for _ in range(400)]
    for text in texts:
        case("str.repr", (text,), lambda: repr(text))
        case("str.hash", (text,), lambda: hash(text))
        case("str.int", (text,), lambda: int(text))
        case("str.float", (text,), lambda: float(text))
        case("str.ord", (text,), lambda: ord(text))
        for base in (0, 2, 16, 36, 1):
            case("str.int_base", (text, base), lambda: int(text, base))
        for name in NO_ARGUMENTS.split():
            case(f"str.{name}", (text,), lambda: getattr(text, name)())
        for name in ONE_TEXT.split():
            cut = text[RANDOM.randrange(len(text) + 1) :][: RANDOM.randrange(3)]
            for piece in (cut, RANDOM.choice(texts)):
                case(f"str.{name}_with", (text, piece), lambda: getattr(text, name)(piece))
        lo, hi, n = bound(), bound(), RANDOM.randrange(-3, 15)
        piece = text[1:2]
        step = RANDOM.choice([None, 1, 2, 3, -1, -2, 0, MOST, -MOST - 1])
        case("str.slice", (text, lo, hi, step), lambda: text[lo:hi:step])
        case("str.at", (text, n), lambda: text[n])
        case("str.find_in", (text, piece, lo, hi), lambda: text.find(piece, lo, hi))
        case("str.rfind_in", (text, piece, lo, hi), lambda: text.rfind(piece, lo, hi))
        case("str.count_in", (text, piece, lo, hi), lambda: text.count(piece, lo, hi))
        case("str.split_max", (text, n % 4), lambda: text.split(None, n % 4))
        case("str.rsplit_max", (text, n % 4), lambda: text.rsplit(None, n % 4))
        case("str.split_sep_max", (text, "a", n % 4), lambda: text.split("a", n % 4))
        case("str.rsplit_sep_max", (text, "a", n % 4), lambda: text.rsplit("a", n % 4))
        other = RANDOM.choice(texts)
        case("str.replace", (text, piece, other), lambda: text.replace(piece, other))
        case("str.replace", (text, "", other), lambda: text.replace("", other))
        case("str.replace_count", (text, "a", "bc", n % 4), lambda: text.replace("a", "bc", n % 4))
        case("str.zfill", (text, n), lambda: text.zfill(n))
        case("str.ljust", (text, n, "*"), lambda: text.ljust(n, "*"))
        case("str.rjust", (text, n, "☃"), lambda: text.rjust(n, "☃"))
        case("str.center", (text, n, "-"), lambda: text.center(n, "-"))
        case("str.expandtabs", (text, n), lambda: text.expandtabs(n))
        case("str.keepends", (text,), lambda: text.splitlines(True))
        case("str.join", (text, texts[n : n + 3]), lambda: text.join(texts[n : n + 3]))
        case("str.repeat", (text, n), lambda: text * n)
        case("str.lt", (text, other), lambda: text < other)
        case("str.eq", (text, other), lambda: text == other)
        case("str.concat", (text, other), lambda: text + other)


def first(items: range) -> list[int]:
    """The first few items of a range that may be long."""
    return list(itertools.islice(items, 20))


def list_cases() -> None:
    """Lists: slices, and what changes them."""
    def changed(change: Callable[[list[int]], Value]) -> Callable[[], Value]:
        def call() -> Value:
            copy = list(xs)
            return [change(copy), copy]

        return call

    def set_slice(copy: list[int]) -> None:
        copy[lo:hi:step] = values

    def del_slice(copy: list[int]) -> None:
        del copy[lo:hi:step]

    def set_item(copy: list[int]) -> None:
        copy[n] = 99

    def del_item(copy: list[int]) -> None:
        del copy[n]

    for _ in range(1500):
        xs = [RANDOM.randrange(5) for _ in range(RANDOM.randrange(9))]
        values = [RANDOM.randrange(5) for _ in range(RANDOM.randrange(4))]
        lo, hi, n = bound(), bound(), RANDOM.randrange(-9, 9)
        step = RANDOM.choice([None, 1, 2, 3, -1, -2, 0, MOST, -MOST - 1])
        case("list.at", (xs, n), lambda: xs[n])
        case("list.slice", (xs, lo, hi, step), lambda: xs[lo:hi:step])
        case("list.set_slice", (xs, lo, hi, step, values), changed(set_slice))
        case("list.del_slice", (xs, lo, hi, step), changed(del_slice))
        case("list.set", (xs, n), changed(set_item))
        case("list.del_at", (xs, n), changed(del_item))
        case("list.pop", (xs,), changed(lambda copy: copy.pop()))
        case("list.pop_at", (xs, n), changed(lambda copy: copy.pop(n)))
        case("list.insert", (xs, n), changed(lambda copy: copy.insert(n, 99)))
        case("list.remove", (xs, n), changed(lambda copy: copy.remove(n)))
        case("list.index", (xs, n), lambda: xs.index(n))
        span = (0 if lo is None else lo), (len(xs) if hi is None else hi)
        case("list.index_in", (xs, n, *span), lambda: xs.index(n, *span))
        case("list.count", (xs, n), lambda: xs.count(n))
        case("list.contains", (xs, n), lambda: n in xs)
        case("list.sort", (xs,), lambda: sorted(xs))
        case("list.sort_reverse", (xs,), lambda: sorted(xs, reverse=True))
        case(
            "list.sort_by_half",
            (xs, n > 0),
            lambda: sorted(xs, key=lambda x: x // 2, reverse=n > 0),
        )
        case("list.repeat", (xs, n), lambda: xs * n)
        case("list.lt", (xs, values), lambda: xs < values)
        case("list.eq", (xs, values), lambda: xs == values)
        case("list.min", (xs,), lambda: min(xs))
        case("list.max", (xs,), lambda: max(xs))
        floats = [RANDOM.choice([0.0, -0.0, 1.0, -1.0, 2.5]) for _ in xs]
        case("list.sort_floats", (floats,), lambda: sorted(floats))
        case("list.repr_floats", (floats,), lambda: repr(floats))
        if step:
            case("range.list", (n, hi or 0, step), lambda: first(range(n, hi or 0, step)))
        case("range.index", (n, 20, step or 0, n + 4), lambda: range(n, 20, step or 0).index(n + 4))


def specs() -> Iterator[str]:
    """Format specifications, most of them valid for some type."""
    yield from ["", "d", "10", "<10", "^10d", "010", ",", "_", "+,d", "#x", "#010x", "e", ".3", "%"]
    for _ in range(700):
        yield "".join(
            [
                RANDOM.choice(["", "", "*", "☃", "0"]) + RANDOM.choice("<>^=")
                if RANDOM.random() < 0.5
                else "",
                RANDOM.choice(["", "", "+", "-", " "]),
                RANDOM.choice(["", "", "", "z"]),
                RANDOM.choice(["", "", "", "#"]),
                RANDOM.choice(["", "", "0"]),
                RANDOM.choice(["", "", "5", "12", "20"]),
                RANDOM.choice(["", "", "", ",", "_"]),
                RANDOM.choice(["", "", ".0", ".1", ".3", ".10"]),
                RANDOM.choice(["", "", "d", "b", "o", "x", "X", "c", "e", "E", "f", "F", "g", "G", "%", "s"]),
            ]
        )


def format_cases() -> None:
    """`format` and `%`."""
    ints = [0, 1, -1, 42, 255, 1234567, -987654321, MOST, 2**70, -(10**25)]
    floats = [0.0, -0.0, 1.0, 1.5, -2.5, 0.1, 1234567.891, 1e10, 1e16, 1e-7, 123456789.0, 0.00012345]
    floats += [float("inf"), float("-inf"), float("nan"), 1e100, 9.995, 99999.95, 999999.5, 5e-324]
    for spec in specs():
        for a in RANDOM.sample(ints, 4):
            case("format.int", (a, spec), lambda: format(a, spec))
        for x in RANDOM.sample(floats, 6) + [some_float()]:
            case("format.float", (x, spec), lambda: format(x, spec))
        for text in RANDOM.sample(TEXTS, 2):
            case("format.str", (text, spec), lambda: format(text, spec))
        case("format.bool", (True, spec), lambda: format(True, spec))
    for _ in range(2500):
        flags = "".join(RANDOM.choice("-+ #0") for _ in range(RANDOM.randrange(3)))
        width = RANDOM.choice(["", "", "5", "12"])
        precision = RANDOM.choice(["", "", ".", ".0", ".3", ".8"])
        form = f"<%{flags}{width}{precision}{RANDOM.choice('diouxXeEfFgGcsr')}|%%>"
        for value in [RANDOM.choice(ints), RANDOM.choice(floats), RANDOM.choice(TEXTS), True]:
            case("format.percent", (form, value), lambda: form % value)


def some_key(kind: str) -> Value:
    """A key of a kind."""
    if kind == "int":
        return RANDOM.choice([RANDOM.randrange(20), RANDOM.randrange(2000), some_int()])
    if kind == "str":
        return some_text()
    return [RANDOM.randrange(-9, 9), RANDOM.randrange(9)]


def set_cases() -> None:
    """Programs over two sets, with the orders after each step."""
    steps = ["add"] * 6 + ["discard"] * 3 + ["pop", "update", "union", "intersection", "difference"]
    steps += ["symmetric_difference", "difference_update", "intersection_update", "copy", "clear"]
    steps += ["symmetric_difference_update", "from_list", "swap", "constants", "from_dict"]
    for turn in range(600):
        kind = ["int", "str", "tuple"][turn % 3]
        sets: list[set[Value]] = [set(), set()]
        program: list[Value] = []
        orders: list[Value] = []
        for _ in range(RANDOM.choice([5, 20, 60])):
            step = RANDOM.choice(steps)
            count = RANDOM.choice([1, 3, 10, 80]) if step in ("add", "from_list", "discard") else 4
            keys = [some_key(kind) for _ in range(count)]
            program.append([step, keys])
            popped = run_step(sets, step, [tuple(k) if isinstance(k, list) else k for k in keys])
            orders.append([list(sets[0]), popped])
        print(f"set.{kind}", show(program), show(orders), sep="\t")


def run_step(sets: list[set[Value]], step: str, keys: list[Value]) -> Value:
    """One step of a program over two sets."""
    first, second = sets
    if step in ("add", "discard"):
        for key in keys:
            getattr(first, step)(key)
    elif step == "pop":
        return first.pop() if first else None
    elif step == "swap":
        sets.reverse()
    elif step == "copy":
        sets[0] = first.copy()
    elif step == "clear":
        first.clear()
    elif step == "from_list":
        sets[0] = set(keys)
    elif step == "from_dict":
        sets[0] = set(dict.fromkeys(keys))
    elif step == "constants":
        sets[0] = set()
        sets[0].update(frozenset(keys))
    elif step in ("update", "difference_update", "intersection_update", "symmetric_difference_update"):
        getattr(first, step)(second)
    else:
        sets[0] = getattr(first, step)(second)
    return None


def main() -> None:
    """Prints all cases."""
    print(sys.version_info.minor)
    int_cases()
    big_cases()
    float_cases()
    math_cases()
    text_cases()
    list_cases()
    format_cases()
    set_cases()


main()
