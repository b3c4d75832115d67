"""`docs/refusals.md`, made from the table of codes: `python -m ferrule.report.refusals`.

Comes in: nothing but `codes.TABLE`. Goes out: Markdown. Also one code alone, for `explain`.
"""

from __future__ import annotations

import sys

from ferrule.base.codes import FAMILIES, TABLE, Refusal

_HEAD = """# Refusals

A refusal says why a function, or a line of it, stays in Python. It is never an error: the program
runs as before and gives the same answer. `ferrule check` and the table of `ferrule run` show them
with their places; `ferrule explain CODE` shows one of these entries.

<!-- Made from src/ferrule/base/codes.py by `just docs`: edit it there. -->
"""


def document() -> str:
    """The whole page."""
    parts = [_HEAD]
    for prefix, name in FAMILIES.items():
        parts.append(f"\n## {prefix}: {name}\n")
        rows = (row for row in TABLE.values() if row.code.startswith(prefix))
        parts += [_entry(row) for row in rows]
    return "".join(parts)


def explain(row: Refusal) -> str:
    """One code as plain text."""
    return f"{row.code} {row.title}\n\n{row.why}\n\nWhat to do: {row.remedy}\n"


def _entry(row: Refusal) -> str:
    return f"\n### {row.code}: {row.title}\n\n{row.why}\n\n**What to do:** {row.remedy}\n"


if __name__ == "__main__":
    sys.stdout.write(document())
