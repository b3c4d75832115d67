"""Functions of several operations, for `test_ops.py`: statements and the types of `a`, `b`, `c`.

In: nothing. Out: `CASES`, from statements and types to what is known of them: "" for native and
equal, "rare" where most edge values need Python, "refused", or "wrong: why".
"""

from __future__ import annotations

from ferrule.base.types import BOOL, FLOAT, INT, STR, Dict, List, Set, Tuple, Type

CASES: dict[tuple[str, tuple[Type, ...]], str] = {
    (
        "return len(a[b])",
        (
            STR,
            INT,
        ),
    ): "",
    (
        "return len((a // b, 1))",
        (
            INT,
            INT,
        ),
    ): "",
    (
        "return bool(a[b])",
        (
            STR,
            INT,
        ),
    ): "",
    (
        "return 1 if a[b] else 2",
        (
            STR,
            INT,
        ),
    ): "",
    (
        "return not a[b]",
        (
            STR,
            INT,
        ),
    ): "",
    (
        "return min(a, b, c)",
        (
            BOOL,
            INT,
            INT,
        ),
    ): "",
    (
        "return max(a, b)",
        (
            BOOL,
            BOOL,
        ),
    ): "",
    (
        "return min(a, b)",
        (
            INT,
            FLOAT,
        ),
    ): "",
    (
        "return max(a, b, c)",
        (
            FLOAT,
            INT,
            FLOAT,
        ),
    ): "",
    (
        "a.setdefault(b, []).append(c)",
        (
            Dict(STR, List(INT)),
            STR,
            INT,
        ),
    ): "",
    (
        "return a.setdefault(b, 0)",
        (
            Dict(STR, INT),
            STR,
        ),
    ): "",
    (
        "a |= b",
        (
            Set(INT),
            Set(INT),
        ),
    ): "wrong: the set itself is not changed",
    (
        "a &= b",
        (
            Set(INT),
            Set(INT),
        ),
    ): "wrong: the set itself is not changed",
    (
        "a -= b",
        (
            Set(INT),
            Set(INT),
        ),
    ): "wrong: the set itself is not changed",
    (
        "a ^= b",
        (
            Set(INT),
            Set(INT),
        ),
    ): "wrong: the set itself is not changed",
    (
        "a |= b",
        (
            Dict(INT, STR),
            Dict(INT, STR),
        ),
    ): "refused",
    (
        "a += b",
        (
            List(INT),
            List(INT),
        ),
    ): "",
    (
        "a *= b % 5",
        (
            List(INT),
            INT,
        ),
    ): "",
    ("a.extend(a)", (List(INT),)): "",
    ("a += a", (List(INT),)): "",
    ("a.update(a)", (Dict(INT, STR),)): "",
    ("a.update(a)", (Set(INT),)): "wrong: the order of a set updated by itself",
    ("a.difference_update(a)", (Set(INT),)): "",
    ("a[1:1] = a", (List(INT),)): "",
    (
        "a[b:c] = a[c:b]",
        (
            List(INT),
            INT,
            INT,
        ),
    ): "",
    (
        "a[::2] = b",
        (
            List(INT),
            List(INT),
        ),
    ): "",
    (
        "a[b], a[c] = a[c], a[b]",
        (
            List(INT),
            INT,
            INT,
        ),
    ): "",
    (
        "a.append(a[b])",
        (
            List(INT),
            INT,
        ),
    ): "",
    (
        "a.insert(b, a.pop())",
        (
            List(INT),
            INT,
        ),
    ): "",
    (
        "a.append(a.pop(b))",
        (
            List(STR),
            INT,
        ),
    ): "",
    (
        "a[len(a) - b] = a.pop()",
        (
            List(INT),
            INT,
        ),
    ): "",
    ("return a.pop() + a.pop()", (List(INT),)): "",
    ("return a.pop() - a[0]", (List(INT),)): "",
    ("return a[0] - a.pop()", (List(INT),)): "",
    (
        "return (a[b], a.pop(b))",
        (
            List(STR),
            INT,
        ),
    ): "",
    ("return [a.pop(), len(a), a[-1]]", (List(INT),)): "",
    (
        "a[b] += a.pop()",
        (
            List(INT),
            INT,
        ),
    ): "",
    (
        "a[b] = a.get(b, 0) + 1",
        (
            Dict(INT, INT),
            INT,
        ),
    ): "",
    (
        "a[b] += 1",
        (
            Dict(STR, INT),
            STR,
        ),
    ): "",
    (
        "a[b].append(c)",
        (
            Dict(STR, List(INT)),
            STR,
            INT,
        ),
    ): "",
    (
        "del a[b]; return len(a)",
        (
            Dict(STR, INT),
            STR,
        ),
    ): "",
    (
        "return a.get(b, c)",
        (
            Dict(STR, List(INT)),
            STR,
            List(INT),
        ),
    ): "",
    ("return a.copy()", (Dict(STR, List(INT)),)): "",
    ("return a[:]", (List(List(INT)),)): "",
    ("return a + a", (List(List(INT)),)): "",
    (
        "return a * b",
        (
            List(List(INT)),
            INT,
        ),
    ): "",
    ("b = a.copy(); b.append(1); return b", (List(INT),)): "",
    ("b = a; b.append(1); return a", (List(INT),)): "",
    ("b = a[:]; b.append(1); return a", (List(INT),)): "",
    ("a += [1]; return a", (List(INT),)): "",
    ("b = a; a = a + [1]; return (a, b)", (List(INT),)): "",
    ("b = a; b += [1]; return (a, b)", (List(INT),)): "",
    (
        "return b in a",
        (
            List(FLOAT),
            FLOAT,
        ),
    ): "",
    (
        "return a.index(b)",
        (
            List(FLOAT),
            FLOAT,
        ),
    ): "",
    (
        "return a.count(b)",
        (
            List(FLOAT),
            FLOAT,
        ),
    ): "",
    (
        "a.remove(b)",
        (
            List(FLOAT),
            FLOAT,
        ),
    ): "",
    (
        "return a == b",
        (
            List(FLOAT),
            List(FLOAT),
        ),
    ): "",
    ("return [a] == [a]", (FLOAT,)): "",
    (
        "return (a, b) < (b, a)",
        (
            FLOAT,
            FLOAT,
        ),
    ): "",
    (
        "return (a, b) == (b, a)",
        (
            FLOAT,
            FLOAT,
        ),
    ): "",
    (
        "return {a: b}[b]",
        (
            FLOAT,
            FLOAT,
        ),
    ): "",
    (
        "return {a, b}",
        (
            FLOAT,
            FLOAT,
        ),
    ): "",
    (
        "return {a, b} == {b, a}",
        (
            FLOAT,
            FLOAT,
        ),
    ): "",
    (
        "return sorted([a, b, c])",
        (
            FLOAT,
            FLOAT,
            FLOAT,
        ),
    ): "",
    (
        "return max([a, b, c])",
        (
            FLOAT,
            FLOAT,
            FLOAT,
        ),
    ): "",
    (
        "return min([a, b, c])",
        (
            FLOAT,
            FLOAT,
            FLOAT,
        ),
    ): "",
    (
        "return sum([a, b, c])",
        (
            FLOAT,
            FLOAT,
            FLOAT,
        ),
    ): "",
    ("return sum(a)", (List(FLOAT),)): "",
    ("return sum(a)", (List(INT),)): "",
    ("return sum([x > 0 for x in a])", (List(INT),)): "",
    (
        "return max(a, default=b)",
        (
            List(INT),
            INT,
        ),
    ): "",
    ("return list(a)", (Set(INT),)): "",
    ("return [x for x in a]", (Set(STR),)): "",
    (
        "return [x for x in a | b]",
        (
            Set(INT),
            Set(INT),
        ),
    ): "",
    ("return sorted(a)", (Set(STR),)): "",
    ("return ','.join(a)", (List(STR),)): "",
    (
        "return ','.join(a.split(b))",
        (
            STR,
            STR,
        ),
    ): "",
    (
        "return [c for c in a if c in b]",
        (
            STR,
            STR,
        ),
    ): "",
    (
        "return a.join(list(b))",
        (
            STR,
            STR,
        ),
    ): "",
    (
        "return a.startswith(('a', 'ab', b))",
        (
            STR,
            STR,
        ),
    ): "",
    (
        "return a.endswith(('a', b))",
        (
            STR,
            STR,
        ),
    ): "",
    (
        "return '%s=%d' % (a, b)",
        (
            STR,
            INT,
        ),
    ): "",
    ("return '%s' % (a,)", (FLOAT,)): "",
    (
        "return '%5.2f|%s' % (a, b)",
        (
            FLOAT,
            List(STR),
        ),
    ): "",
    (
        "return f'{a:>10}|{b!r}'",
        (
            STR,
            STR,
        ),
    ): "",
    (
        "return f'{a:.3f} {b:5d} {a}'",
        (
            FLOAT,
            INT,
        ),
    ): "",
    (
        "return str(a) + repr(b)",
        (
            FLOAT,
            STR,
        ),
    ): "",
    (
        "return [a, b] * 2",
        (
            STR,
            STR,
        ),
    ): "",
    (
        "return divmod(a, b)",
        (
            FLOAT,
            INT,
        ),
    ): "",
    (
        "return a ** b",
        (
            INT,
            INT,
        ),
    ): "",
    ("return 2 ** a", (INT,)): "",
    ("return a ** 2", (INT,)): "",
    ("return a ** 0.5", (INT,)): "",
    ("return a ** -1", (FLOAT,)): "",
    ("return 1 << a", (INT,)): "",
    (
        "return -a // b",
        (
            INT,
            INT,
        ),
    ): "",
    ("return a % -3", (INT,)): "",
    ("return a // 1", (FLOAT,)): "",
    ("return int(a) + round(a)", (FLOAT,)): "",
    ("return round(a, 2)", (FLOAT,)): "",
    (
        "return round(a, b)",
        (
            FLOAT,
            INT,
        ),
    ): "",
    (
        "return a == b",
        (
            INT,
            FLOAT,
        ),
    ): "",
    (
        "return a < b < c",
        (
            INT,
            FLOAT,
            INT,
        ),
    ): "",
    (
        "return a if a > b else b",
        (
            INT,
            FLOAT,
        ),
    ): "",
    ("return -a", (BOOL,)): "",
    ("return ~a", (BOOL,)): "",
    (
        "return a + b",
        (
            BOOL,
            BOOL,
        ),
    ): "",
    (
        "return a & b",
        (
            BOOL,
            INT,
        ),
    ): "",
    (
        "return a + b",
        (
            BOOL,
            FLOAT,
        ),
    ): "",
    (
        "return [a + 0, b]",
        (
            BOOL,
            INT,
        ),
    ): "",
    (
        "return str(a) + str(b)",
        (
            BOOL,
            BOOL,
        ),
    ): "",
    (
        "return a * b",
        (
            STR,
            BOOL,
        ),
    ): "",
    (
        "return a * b",
        (
            BOOL,
            FLOAT,
        ),
    ): "",
    (
        "return a[b]",
        (
            List(INT),
            BOOL,
        ),
    ): "",
    (
        "return a / b",
        (
            BOOL,
            INT,
        ),
    ): "",
    ("return abs(a)", (BOOL,)): "",
    (
        "return a == b",
        (
            BOOL,
            INT,
        ),
    ): "",
    (
        "return a in b",
        (
            BOOL,
            List(INT),
        ),
    ): "",
    (
        "return a in b",
        (
            INT,
            List(FLOAT),
        ),
    ): "",
    (
        "return b.get(a)",
        (
            INT,
            Dict(FLOAT, INT),
        ),
    ): "",
    (
        "return a.get(b)",
        (
            Dict(INT, INT),
            BOOL,
        ),
    ): "",
    (
        "return a[b] if b in a else None",
        (
            Dict(INT, INT),
            INT,
        ),
    ): "",
    (
        "return (a.get(b), a.get(b, None))",
        (
            Dict(STR, FLOAT),
            STR,
        ),
    ): "",
    (
        "return a.pop(b, None)",
        (
            Dict(STR, FLOAT),
            STR,
        ),
    ): "",
    (
        "x = a.get(b); return 0 if x is None else x + 1",
        (
            Dict(STR, INT),
            STR,
        ),
    ): "",
    ("x, y = a.popitem(); return y", (Dict(STR, INT),)): "",
    ("x = a.pop(); return (x, x in a)", (Set(INT),)): "",
    (
        "return a.isdisjoint(b) or a >= b",
        (
            Set(INT),
            Set(INT),
        ),
    ): "",
    (
        "return (a <= b, a < b, a > b, a >= b, a != b)",
        (
            Set(STR),
            Set(STR),
        ),
    ): "",
    (
        "return math.log(a, b)",
        (
            INT,
            INT,
        ),
    ): "",
    (
        "return math.hypot(a, b)",
        (
            INT,
            FLOAT,
        ),
    ): "",
    ("return math.floor(a) + math.ceil(a)", (FLOAT,)): "",
    ("return math.fsum(a) + math.prod([1, 2])", (List(FLOAT),)): "",
    ("a.reverse(); a.sort(); return a[0]", (List(INT),)): "",
    ("a.sort(reverse=True)", (List(FLOAT),)): "",
    ("a.sort(key=lambda x: -x)", (List(INT),)): "",
    ("a.sort(key=len)", (List(STR),)): "",
    ("return a.split()[0]", (STR,)): "",
    ("x, y = a.split(); return y", (STR,)): "",
    ("x, y = a; return y", (List(INT),)): "",
    ("x, y, z = a.split(','); return z", (STR,)): "",
    ("return int(a.split(',')[1])", (STR,)): "",
    ("return [int(x) for x in a]", (STR,)): "",
    (
        "return a.replace(b, '').upper().strip()",
        (
            STR,
            STR,
        ),
    ): "",
    ("return a[::-1]", (STR,)): "",
    (
        "return a[b:c][::-2]",
        (
            STR,
            INT,
            INT,
        ),
    ): "",
    (
        "return a[b % 7 - 3:]",
        (
            List(INT),
            INT,
        ),
    ): "",
    ("return ord(a) + 1", (STR,)): "",
    ("return ord(a[0]) - ord('a')", (STR,)): "",
    ("return chr(a + 1)", (INT,)): "",
    ("return a.isdigit() and int(a) > 3", (STR,)): "",
    ("return (a.find('b'), a.rfind('b', 1), a.count('a', 0, 3), a.index('c', 1, -1))", (STR,)): "",
    (
        "return a > b and a or b",
        (
            INT,
            INT,
        ),
    ): "",
    (
        "return a or b",
        (
            STR,
            STR,
        ),
    ): "",
    (
        "return a and b",
        (
            List(INT),
            List(INT),
        ),
    ): "",
    ("return a[0] == a[-1]", (STR,)): "",
    (
        "return a < b",
        (
            Tuple(
                (
                    INT,
                    STR,
                )
            ),
            Tuple(
                (
                    INT,
                    STR,
                )
            ),
        ),
    ): "",
    (
        "return min(a, b)",
        (
            Tuple(
                (
                    INT,
                    STR,
                )
            ),
            Tuple(
                (
                    INT,
                    STR,
                )
            ),
        ),
    ): "",
    ("return hash(a)", (INT,)): "",
    (
        "return float(a) + int(b)",
        (
            STR,
            STR,
        ),
    ): "",
    ("return not a", (List(INT),)): "",
    (
        "return bool(a) + bool(b)",
        (
            STR,
            Dict(INT, INT),
        ),
    ): "",
    ("return None if a > 3 else a", (INT,)): "",
}
