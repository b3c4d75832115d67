"""Break Caesar's cipher by the frequency of letters.

Usage: python cipher.py [LETTERS]
"""

import random
import sys

WORDS = """in a hole in the ground there lived a family of moles who had dug it long before
anyone could remember and every spring they cleaned the walls with brushes opened the small round
windows to the garden and waited quietly for the first guests to come""".split()
FREQUENT = "etaoinshrdlu"


def sample_text(size, seed=59):
    """A text of about so many letters."""
    numbers = random.Random(seed)
    text = ""
    while len(text) < size:
        text += numbers.choice(WORDS).capitalize() + numbers.choice([" ", ", ", ". "])
    return text


def shift(text, places):
    """The text with each letter moved on in the alphabet."""
    result = ""
    for char in text:
        if "a" <= char <= "z":
            result += chr((ord(char) - ord("a") + places) % 26 + ord("a"))
        elif "A" <= char <= "Z":
            result += chr((ord(char) - ord("A") + places) % 26 + ord("A"))
        else:
            result += char
    return result


def score(text):
    """The share of frequent letters."""
    letters = 0
    frequent = 0
    for char in text.lower():
        if char.isalpha():
            letters += 1
            if char in FREQUENT:
                frequent += 1
    return frequent / letters if letters else 0.0


def crack(secret):
    """The most likely text and how far it had been moved."""
    best = max(range(26), key=lambda places: score(shift(secret, -places)))
    return shift(secret, -best), best


def main():
    """Encrypt a text and read it without the key."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    text = sample_text(size)
    cracked, places = crack(shift(text, 11))
    print(f"moved by {places}: {cracked[:60]}")
    print("right" if cracked == text else "wrong")


if __name__ == "__main__":
    main()
