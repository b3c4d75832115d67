"""Show how one version of a text became another, line by line.

Usage: python textdiff.py [LINES]
"""

import random
import sys

WORDS = "the a one some river hill road tree house light wind stone goes runs falls sings".split()


def sample_versions(lines, seed=47):
    """A text and what an editor made of it."""
    numbers = random.Random(seed)
    old = [" ".join(numbers.choices(WORDS, k=numbers.randint(3, 6))) for _ in range(lines)]
    new = []
    for line in old:
        chance = numbers.random()
        if chance < 0.1:
            continue
        if chance < 0.2:
            new.append(" ".join(numbers.choices(WORDS, k=4)))
        if chance < 0.3:
            line = line.replace("the", "this")
        new.append(line)
    return old, new


def common_lengths(old, new):
    """The length of the longest common subsequence of all ends of both."""
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            if old[i] == new[j]:
                table[i][j] = table[i + 1][j + 1] + 1
            else:
                table[i][j] = max(table[i + 1][j], table[i][j + 1])
    return table


def diff(old, new):
    """Lines with a mark: kept, taken out or put in."""
    table = common_lengths(old, new)
    out = []
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            out.append("  " + old[i])
            i += 1
            j += 1
        elif table[i + 1][j] >= table[i][j + 1]:
            out.append("- " + old[i])
            i += 1
        else:
            out.append("+ " + new[j])
            j += 1
    out.extend("- " + line for line in old[i:])
    out.extend("+ " + line for line in new[j:])
    return out


def main():
    """Print the first lines of the difference and how many changed."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1200
    out = diff(*sample_versions(lines))
    for line in out[:12]:
        print(line)
    print(sum(line[0] != " " for line in out), "of", len(out), "lines changed")


if __name__ == "__main__":
    main()
