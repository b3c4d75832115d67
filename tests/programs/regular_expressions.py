"""Patterns of the module, changed on the way, in functions that do other work too."""

import re

LINE = re.compile(r"(\d+)-(\d+) (\w+)(?: (\w+))?")


def tally(lines):
    """What each kind of line adds up to."""
    counts = {}
    for line in lines:
        found = LINE.match(line)
        if not found:
            continue
        kind = found.group(3)
        value = int(found.group(1)) * 31 + int(found.group(2))
        for turn in range(40):
            value = (value * 48_271 + turn) % 2_147_483_647
        counts[kind] = counts.get(kind, 0) + value
    return counts


def squeeze(lines):
    """Runs of blanks are one blank."""
    return [re.sub(r"\s+", " ", line) for line in lines if re.search("[aeiou]", line)]


def ends(lines):
    """The last words, of which some lines have none."""
    return [found.group(4) for line in lines if (found := LINE.match(line)) is not None]


def main():
    """The same lines, again and again, with another pattern in the end."""
    lines = [f"{i}-{i * 7 % 13} kind{i % 5}" + " end" * (i % 3) for i in range(3000)]
    lines += ["", "é", "12-", "\t1-2 x"]
    for _ in range(4):
        print(sorted(tally(lines).items()))
    print(len(squeeze([line.replace("-", "   ") for line in lines])), ends(lines)[:4])
    globals()["LINE"] = re.compile(r"(\d)(\d) (\w+)(x)?")
    print(sorted(tally(["12 a", "34 b", "1-2 c"]).items()), ends(["12 a", "12 bx"]))
    globals()["LINE"] = None
    try:
        tally(["1-2 c"])
    except AttributeError as error:
        print(error)


if __name__ == "__main__":
    main()
