"""A script without a main function: all of it runs at the top."""

import collections


def neighbours(word, letters):
    """Words with one letter changed."""
    found = []
    for i in range(len(word)):
        for letter in letters:
            if letter != word[i]:
                found.append(word[:i] + letter + word[i + 1 :])
    return found


counts = collections.Counter()
for number in range(8000):
    word = f"{number:012b}"
    for other in neighbours(word, "01"):
        counts[other.count("1")] += 1
    for other in neighbours("abcdefgh", "abcdefgh"):
        counts[other[0]] += 1
for key in sorted(counts, key=str):
    print(key, counts[key])
total = sum(counts.values())
print(__name__, total, word)
