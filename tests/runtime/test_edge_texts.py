"""Texts at the Python edge: long ones are read where they lie, and must outlive what happens."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

pytestmark = pytest.mark.rust

Bound: TypeAlias = Callable[..., Callable[..., Any]]

ALPHABETS = ["ab ", "a\t\x1c\x85\xa0 ", string.ascii_letters + " ,;", "é\xff a", "a☃ \u3000b"]
LENGTHS = [
    0,
    1,
    2,
    3,
    7,
    8,
    9,
    15,
    16,
    17,
    22,
    23,
    24,
    31,
    32,
    33,
    39,
    40,
    41,
    63,
    64,
    65,
    100,
    300,
]


def fresh(numbers: random.Random, alphabet: str, length: int) -> str:
    """A text that nobody else holds."""
    return "".join(numbers.choices(alphabet, k=length))


def test_parts_of_texts_of_every_length(bound: Bound) -> None:
    numbers = random.Random(5)
    parts = bound("parts")
    for length in LENGTHS:
        for alphabet in ALPHABETS:
            text = fresh(numbers, alphabet, length)
            for size in (1, 1, 2, 3, 9):
                separator = fresh(numbers, alphabet, size)
                wanted = (text.split(), text.split(separator), text.find(separator))
                assert parts(text, separator) == wanted
            assert parts(text + "|", "|") == ((text + "|").split(), [text, ""], length)


def test_every_byte_is_found_and_no_other(bound: Bound) -> None:
    parts = bound("parts")
    for place in range(40):
        for code in (0, 1, 2, 127, 128, 129, 254, 255):
            for other in (0, 1, 2, 127, 128, 254, 255):
                text = chr(other) * place + chr(code) + chr(other) * (40 - place)
                found = text.find(chr(code))
                assert parts(text, chr(code))[2] == found


def test_a_key_is_the_same_key_in_whatever_form(bound: Bound) -> None:
    numbers = random.Random(6)
    words = [fresh(numbers, "abé", length) for length in (1, 2, 4, 8, 15, 16, 22, 23, 40) * 3]
    counts = dict.fromkeys(words[::2], 0)
    texts = [" ".join(numbers.choices(words, k=count)) for count in (1, 2, 30, 200)]
    wanted = dict(counts)
    for word in " ".join(texts).split():
        wanted[word] = wanted.get(word, 0) + 1
    assert list(bound("count_words")(counts, texts).items()) == list(wanted.items())


@pytest.mark.parametrize("length", [5, 22, 23, 1000])
def test_texts_outlive_the_list_that_held_them(bound: Bound, length: int) -> None:
    numbers = random.Random(length)
    texts = [fresh(numbers, "abcé", length) for _ in range(50)]
    wanted = ["".join(list(text)) for text in reversed(texts)]
    bound("turn")(texts)
    assert texts == wanted
    bound("backwards")(texts)
    assert texts == [*wanted[::-1][1:], wanted[-1]]


def test_a_long_text_comes_back_as_the_same_object(bound: Bound) -> None:
    numbers = random.Random(7)
    texts = [fresh(numbers, "abcé", length) for length in (23, 24, 500)]
    before = list(texts)
    assert all(new is old for new, old in zip(bound("echo_strs")(texts), before, strict=True))
    bound("turn")(texts)
    assert all(new is old for new, old in zip(texts, reversed(before), strict=True))
    assert bound("echo_str")(before[0]) is before[0]
