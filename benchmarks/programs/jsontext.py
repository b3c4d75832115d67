"""Look through a JSON document, with a parser by recursive descent: what is in it?

Usage: python jsontext.py [RECORDS]
"""

import json
import random
import sys


def sample_json(records, seed=53):
    """A document with nested objects, arrays, strings and numbers."""
    numbers = random.Random(seed)
    items = [
        {
            "id": i,
            "name": "".join(numbers.choices('abcdefgh "\\\n', k=12)),
            "price": round(numbers.uniform(-10.0, 500.0), 2),
            "tags": numbers.sample(["new", "old", "red", "big", "odd"], 2),
            "stock": {"here": numbers.randrange(50), "ordered": numbers.random() < 0.3},
            "note": None,
        }
        for i in range(records)
    ]
    return json.dumps({"version": 2, "items": items}, indent=1)


class Parser:
    """Where we are in a text, and what has been found there."""

    ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}

    def __init__(self, text):
        self.text = text
        self.place = 0
        self.keys = {}
        self.letters = 0
        self.total = 0.0

    def skip_space(self):
        """Go on to the next letter that counts."""
        while self.place < len(self.text) and self.text[self.place] in " \n\r\t":
            self.place += 1

    def expect(self, letter):
        """Go past a letter that must be there."""
        self.skip_space()
        if self.place >= len(self.text) or self.text[self.place] != letter:
            raise ValueError(f"no {letter!r} at {self.place}")
        self.place += 1

    def value(self):
        """Go past any value; how deep it is nested."""
        self.skip_space()
        letter = self.text[self.place]
        if letter == "{":
            return self.members()
        if letter == "[":
            return self.elements()
        if letter == '"':
            self.letters += len(self.string())
        elif letter in "-0123456789":
            self.total += self.number()
        else:
            self.word()
        return 0

    def members(self):
        """An object; how deep it is."""
        deepest = 0
        self.expect("{")
        self.skip_space()
        if self.text[self.place] == "}":
            self.place += 1
            return 1
        while True:
            self.skip_space()
            key = self.string()
            self.keys[key] = self.keys.get(key, 0) + 1
            self.expect(":")
            deepest = max(deepest, self.value())
            self.skip_space()
            if self.text[self.place] == ",":
                self.place += 1
            else:
                self.expect("}")
                return deepest + 1

    def elements(self):
        """An array; how deep it is."""
        deepest = 0
        self.expect("[")
        self.skip_space()
        if self.text[self.place] == "]":
            self.place += 1
            return 1
        while True:
            deepest = max(deepest, self.value())
            self.skip_space()
            if self.text[self.place] == ",":
                self.place += 1
            else:
                self.expect("]")
                return deepest + 1

    def string(self):
        """A string without its quotes."""
        self.expect('"')
        out = ""
        while self.text[self.place] != '"':
            letter = self.text[self.place]
            if letter == "\\":
                self.place += 1
                letter = self.text[self.place]
                letter = self.ESCAPES.get(letter, letter)
            out += letter
            self.place += 1
        self.place += 1
        return out

    def number(self):
        """A number."""
        start = self.place
        while self.place < len(self.text) and self.text[self.place] in "+-.0123456789eE":
            self.place += 1
        return float(self.text[start : self.place])

    def word(self):
        """One of the three words that JSON has."""
        for word in ("true", "false", "null"):
            if self.text.startswith(word, self.place):
                self.place += len(word)
                return word
        raise ValueError(f"nothing known at {self.place}")


def summarise(text):
    """How deep a document is nested, how often it has each key, letters, the sum of numbers."""
    parser = Parser(text)
    depth = parser.value()
    parser.skip_space()
    if parser.place != len(text):
        raise ValueError(f"more text at {parser.place}")
    return depth, parser.keys, parser.letters, parser.total


def main():
    """Print what the document holds."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    text = sample_json(records)
    depth, keys, letters, total = summarise(text)
    print(f"{len(text)} letters, {depth} deep, {letters} in strings, sum {total:.2f}")
    for key, count in keys.items():
        print(f"{count:8} {key}")


if __name__ == "__main__":
    main()
