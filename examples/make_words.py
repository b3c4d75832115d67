"""Write data/words.txt, the word list of the spelling and counting examples.

The words are invented from syllables with a fixed seed, so that the list belongs to nobody.

Usage: python make_words.py [COUNT]
"""

import random
import sys
from pathlib import Path

STARTS = ["b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "l", "m", "n", "p", "pl"]
STARTS += ["qu", "r", "s", "sh", "sk", "st", "t", "th", "tr", "v", "w", ""]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "oo", "ou", "y"]
ENDS = ["", "", "", "l", "m", "n", "nd", "ng", "r", "rk", "s", "st", "t", "ck"]
ACCENTS = {"a": "à", "e": "é", "o": "ö", "u": "ü"}


def invent(numbers):
    """One word of one to four syllables; a few carry an accent."""
    word = ""
    for _ in range(numbers.choice([1, 1, 2, 2, 2, 3, 3, 4])):
        word += numbers.choice(STARTS) + numbers.choice(VOWELS) + numbers.choice(ENDS)
    if numbers.random() < 0.02:
        word = "".join(ACCENTS.get(letter, letter) for letter in word)
    return word


def invent_words(count, seed=1):
    """`count` different words, the likely frequent (short) ones first."""
    numbers = random.Random(seed)
    words = {}
    while len(words) < count:
        word = invent(numbers)
        if len(word) > 1:
            words[word] = len(word) + numbers.random() * 4
    return sorted(words, key=lambda word: (words[word], word))


def main():
    """Write the list."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    path = Path(__file__).parent / "data" / "words.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(invent_words(count)) + "\n", encoding="utf-8")
    print(f"{count} words in {path}")


if __name__ == "__main__":
    main()
