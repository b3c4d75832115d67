"""Suggest spellings: the words of a list that are nearest to a misspelt one.

Usage: python levenshtein.py [COUNT | WORD...]
"""

import random
import sys
from pathlib import Path

WORD_LIST = Path(__file__).parent / "data" / "words.txt"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def read_words(path):
    """The words of a file with one word a line."""
    return path.read_text(encoding="utf-8").split()


def misspell(word, numbers):
    """The word with one or two letters lost, doubled or changed."""
    for _ in range(numbers.randint(1, 2)):
        place = numbers.randrange(len(word))
        letter = numbers.choice(["", 2 * word[place], numbers.choice(LETTERS)])
        word = word[:place] + letter + word[place + 1 :] or word
    return word


def sample(words, count, seed=7):
    """`count` misspelt words."""
    numbers = random.Random(seed)
    return [misspell(numbers.choice(words), numbers) for _ in range(count)]


def distance(a, b):
    """The edit distance between two words."""
    if len(a) < len(b):
        a, b = b, a
    previous = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        current = [i]
        for j, cb in enumerate(b, 1):
            insert = previous[j] + 1
            delete = current[j - 1] + 1
            change = previous[j - 1] + (ca != cb)
            current.append(min(insert, delete, change))
        previous = current
    return previous[-1]


def suggest(word, words, limit=3):
    """The `limit` words nearest to `word`, the nearest first, then by the alphabet."""
    ranked = []
    for candidate in words:
        if abs(len(candidate) - len(word)) <= 2:
            ranked.append((distance(word, candidate), candidate))
    ranked.sort()
    return [candidate for _, candidate in ranked[:limit]]


def main():
    """Print suggestions for the words given, or for a sample of misspelt ones."""
    words = read_words(WORD_LIST)
    arguments = sys.argv[1:] or ["90"]
    if arguments[0].isdigit():
        arguments = sample(words, int(arguments[0]))
    for word in arguments:
        print(f"{word}: {', '.join(suggest(word, words))}")


if __name__ == "__main__":
    main()
