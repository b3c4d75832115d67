"""Count the words of a text, whatever their case and the punctuation around them.

Usage: python wordcount.py [FILE | WORDS]
"""

import random
import sys
from pathlib import Path

WORD_LIST = Path(__file__).parent / "data" / "words.txt"


def sample_text(size, seed=11):
    """A text of `size` words; a few of them are frequent and most are rare, as in prose."""
    numbers = random.Random(seed)
    words = WORD_LIST.read_text(encoding="utf-8").split()
    weights = [1.0 / rank for rank in range(1, len(words) + 1)]
    endings = numbers.choices([" ", " ", " ", " ", ", ", ". ", ".\n", "'s ", "; "], k=size)
    chosen = numbers.choices(words, weights, k=size)
    pieces = []
    for i, word in enumerate(chosen):
        starts_sentence = i == 0 or "." in endings[i - 1]
        pieces.append(word.capitalize() if starts_sentence else word)
        pieces.append(endings[i])
    return "".join(pieces)


def count_words(text):
    """How often each word occurs. An apostrophe inside a word belongs to it."""
    counts = {}
    word = ""
    for char in text:
        if char.isalpha() or (char == "'" and word):
            word += char.lower()
        elif word:
            counts[word] = counts.get(word, 0) + 1
            word = ""
    if word:
        counts[word] = counts.get(word, 0) + 1
    return counts


def most_frequent(counts, limit):
    """The `limit` most frequent words; equals in the order of the alphabet."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


def main():
    """Print the number of words and the most frequent ones."""
    argument = sys.argv[1] if len(sys.argv) > 1 else "2500000"
    if argument.isdigit():
        text = sample_text(int(argument))
    else:
        text = Path(argument).read_text(encoding="utf-8")
    counts = count_words(text)
    print(f"{sum(counts.values())} words, {len(counts)} different")
    for word, count in most_frequent(counts, 15):
        print(f"{count:8} {word}")


if __name__ == "__main__":
    main()
