"""Functions of several operations, for `test_ops.py`: statements and the types of `a`, `b`, `c`.

In: nothing. Out: `CASES`, from statements and types to what is known of them: "" for native and
equal, "rare" where most edge values need Python, "refused", or "wrong" where a fault is known.
"""

from __future__ import annotations

from ferrule.base import types
from ferrule.base.types import Type

_TABLE = r"""
STR, INT  ::  return len(a[b])
INT, INT  ::  return len((a // b, 1))
STR, INT  ::  return bool(a[b])
STR, INT  ::  return 1 if a[b] else 2
STR, INT  ::  return not a[b]
BOOL, INT, INT  ::  return min(a, b, c)  ::  rare
BOOL, BOOL  ::  return max(a, b)
INT, FLOAT  ::  return min(a, b)
FLOAT, INT, FLOAT  ::  return max(a, b, c)
Dict(STR, List(INT)), STR, INT  ::  a.setdefault(b, []).append(c)  ::  refused
Dict(STR, INT), STR  ::  return a.setdefault(b, 0)
Set(INT), Set(INT)  ::  a |= b  ::  wrong
Set(INT), Set(INT)  ::  a &= b  ::  wrong
Set(INT), Set(INT)  ::  a -= b  ::  wrong
Set(INT), Set(INT)  ::  a ^= b  ::  wrong
Dict(INT, STR), Dict(INT, STR)  ::  a |= b  ::  refused
List(INT), List(INT)  ::  a += b
List(INT), INT  ::  a *= b % 5  ::  refused
List(INT)  ::  a.extend(a)
List(INT)  ::  a += a
Dict(INT, STR)  ::  a.update(a)
Set(INT)  ::  a.update(a)  ::  wrong
Set(INT)  ::  a.difference_update(a)
List(INT)  ::  a[1:1] = a
List(INT), INT, INT  ::  a[b:c] = a[c:b]
List(INT), List(INT)  ::  a[::2] = b
List(INT), INT, INT  ::  a[b], a[c] = a[c], a[b]
List(INT), INT  ::  a.append(a[b])
List(INT), INT  ::  a.insert(b, a.pop())
List(STR), INT  ::  a.append(a.pop(b))
List(INT), INT  ::  a[len(a) - b] = a.pop()
List(INT)  ::  return a.pop() + a.pop()
List(INT)  ::  return a.pop() - a[0]
List(INT)  ::  return a[0] - a.pop()
List(STR), INT  ::  return (a[b], a.pop(b))
List(INT)  ::  return [a.pop(), len(a), a[-1]]
List(INT), INT  ::  a[b] += a.pop()
Dict(INT, INT), INT  ::  a[b] = a.get(b, 0) + 1
Dict(STR, INT), STR  ::  a[b] += 1
Dict(STR, List(INT)), STR, INT  ::  a[b].append(c)  ::  rare
Dict(STR, INT), STR  ::  del a[b]; return len(a)
Dict(STR, List(INT)), STR, List(INT)  ::  return a.get(b, c)  ::  refused
Dict(STR, List(INT))  ::  return a.copy()  ::  refused
List(List(INT))  ::  return a[:]  ::  refused
List(List(INT))  ::  return a + a  ::  refused
List(List(INT)), INT  ::  return a * b  ::  refused
List(INT)  ::  b = a.copy(); b.append(1); return b
List(INT)  ::  b = a; b.append(1); return a  ::  refused
List(INT)  ::  b = a[:]; b.append(1); return a
List(INT)  ::  a += [1]; return a
List(INT)  ::  b = a; a = a + [1]; return (a, b)
List(INT)  ::  b = a; b += [1]; return (a, b)  ::  refused
List(FLOAT), FLOAT  ::  return b in a
List(FLOAT), FLOAT  ::  return a.index(b)
List(FLOAT), FLOAT  ::  return a.count(b)
List(FLOAT), FLOAT  ::  a.remove(b)
List(FLOAT), List(FLOAT)  ::  return a == b
FLOAT  ::  return [a] == [a]
FLOAT, FLOAT  ::  return (a, b) < (b, a)
FLOAT, FLOAT  ::  return (a, b) == (b, a)
FLOAT, FLOAT  ::  return {a: b}[b]  ::  refused
FLOAT, FLOAT  ::  return {a, b}  ::  refused
FLOAT, FLOAT  ::  return {a, b} == {b, a}  ::  refused
FLOAT, FLOAT, FLOAT  ::  return sorted([a, b, c])
FLOAT, FLOAT, FLOAT  ::  return max([a, b, c])
FLOAT, FLOAT, FLOAT  ::  return min([a, b, c])
FLOAT, FLOAT, FLOAT  ::  return sum([a, b, c])
List(FLOAT)  ::  return sum(a)
List(INT)  ::  return sum(a)
List(INT)  ::  return sum([x > 0 for x in a])
List(INT), INT  ::  return max(a, default=b)
Set(INT)  ::  return list(a)
Set(STR)  ::  return [x for x in a]
Set(INT), Set(INT)  ::  return [x for x in a | b]
Set(STR)  ::  return sorted(a)
List(STR)  ::  return ','.join(a)
STR, STR  ::  return ','.join(a.split(b))
STR, STR  ::  return [c for c in a if c in b]
STR, STR  ::  return a.join(list(b))
STR, STR  ::  return a.startswith(('a', 'ab', b))
STR, STR  ::  return a.endswith(('a', b))
STR, INT  ::  return '%s=%d' % (a, b)
FLOAT  ::  return '%s' % (a,)
FLOAT, List(STR)  ::  return '%5.2f|%s' % (a, b)
STR, STR  ::  return f'{a:>10}|{b!r}'
FLOAT, INT  ::  return f'{a:.3f} {b:5d} {a}'
FLOAT, STR  ::  return str(a) + repr(b)
STR, STR  ::  return [a, b] * 2
FLOAT, INT  ::  return divmod(a, b)
INT, INT  ::  return a ** b
INT  ::  return 2 ** a
INT  ::  return a ** 2
INT  ::  return a ** 0.5
FLOAT  ::  return a ** -1
INT  ::  return 1 << a
INT, INT  ::  return -a // b
INT  ::  return a % -3
FLOAT  ::  return a // 1
FLOAT  ::  return int(a) + round(a)
FLOAT  ::  return round(a, 2)
FLOAT, INT  ::  return round(a, b)
INT, FLOAT  ::  return a == b
INT, FLOAT, INT  ::  return a < b < c
INT, FLOAT  ::  return a if a > b else b
BOOL  ::  return -a
BOOL  ::  return ~a
BOOL, BOOL  ::  return a + b
BOOL, INT  ::  return a & b
BOOL, FLOAT  ::  return a + b
BOOL, INT  ::  return [a + 0, b]
BOOL, BOOL  ::  return str(a) + str(b)
STR, BOOL  ::  return a * b
BOOL, FLOAT  ::  return a * b
List(INT), BOOL  ::  return a[b]
BOOL, INT  ::  return a / b
BOOL  ::  return abs(a)
BOOL, INT  ::  return a == b
BOOL, List(INT)  ::  return a in b  ::  refused
INT, List(FLOAT)  ::  return a in b
INT, Dict(FLOAT, INT)  ::  return b.get(a)  ::  refused
Dict(INT, INT), BOOL  ::  return a.get(b)  ::  refused
Dict(INT, INT), INT  ::  return a[b] if b in a else None
Dict(STR, FLOAT), STR  ::  return (a.get(b), a.get(b, None))
Dict(STR, FLOAT), STR  ::  return a.pop(b, None)
Dict(STR, INT), STR  ::  x = a.get(b); return 0 if x is None else x + 1
Dict(STR, INT)  ::  x, y = a.popitem(); return y
Set(INT)  ::  x = a.pop(); return (x, x in a)
Set(INT), Set(INT)  ::  return a.isdisjoint(b) or a >= b
Set(STR), Set(STR)  ::  return (a <= b, a < b, a > b, a >= b, a != b)
INT, INT  ::  return math.log(a, b)
INT, FLOAT  ::  return math.hypot(a, b)
FLOAT  ::  return math.floor(a) + math.ceil(a)
List(FLOAT)  ::  return math.fsum(a) + math.prod([1, 2])
List(INT)  ::  a.reverse(); a.sort(); return a[0]
List(FLOAT)  ::  a.sort(reverse=True)
List(INT)  ::  a.sort(key=lambda x: -x)
List(STR)  ::  a.sort(key=len)
STR  ::  return a.split()[0]
STR  ::  x, y = a.split(); return y
List(INT)  ::  x, y = a; return y
STR  ::  x, y, z = a.split(','); return z
STR  ::  return int(a.split(',')[1])
STR  ::  return [int(x) for x in a]
STR, STR  ::  return a.replace(b, '').upper().strip()
STR  ::  return a[::-1]
STR, INT, INT  ::  return a[b:c][::-2]
List(INT), INT  ::  return a[b % 7 - 3:]
STR  ::  return ord(a) + 1
STR  ::  return ord(a[0]) - ord('a')
INT  ::  return chr(a + 1)
STR  ::  return a.isdigit() and int(a) > 3
STR  ::  return (a.find('b'), a.rfind('b', 1), a.count('a', 0, 3), a.index('c', 1, -1))
INT, INT  ::  return a > b and a or b  ::  refused
STR, STR  ::  return a or b
List(INT), List(INT)  ::  return a and b  ::  refused
STR  ::  return a[0] == a[-1]
Tuple((INT, STR)), Tuple((INT, STR))  ::  return a < b
Tuple((INT, STR)), Tuple((INT, STR))  ::  return min(a, b)
INT  ::  return hash(a)  ::  refused
STR, STR  ::  return float(a) + int(b)
List(INT)  ::  return not a
STR, Dict(INT, INT)  ::  return bool(a) + bool(b)
INT  ::  return None if a > 3 else a
"""


def _read(line: str) -> tuple[tuple[str, tuple[Type, ...]], str]:
    operands, text, *known = line.split("  ::  ")
    return (text, eval(f"({operands},)", vars(types))), "".join(known)


CASES: dict[tuple[str, tuple[Type, ...]], str] = dict(map(_read, _TABLE.strip().splitlines()))
