"""The program that a command works on: what the command line said, nothing looked up yet.

Comes in: the words after `ferrule run`. Goes out: our own options, and the program with its
arguments, which are never looked at. Assumes Python's own rules: everything after the script, after
`-m MODULE` or after `--` belongs to the program.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["script", "module", "command"]


@dataclass(frozen=True, slots=True)
class Program:
    """A script's path, a module's name (`-m`) or an installed command (`-- pytest ...`)."""

    kind: Kind
    target: str
    arguments: tuple[str, ...] = ()

    def __str__(self) -> str:
        flag = {"script": "", "module": "-m ", "command": "-- "}[self.kind]
        return " ".join([flag + self.target, *self.arguments])


def split(words: Sequence[str], valued: Collection[str]) -> tuple[list[str], Program | None]:
    """Our options and the program; `valued` are the options that are followed by a value."""
    place = 0
    while place < len(words):
        word = words[place]
        ours, rest = list(words[:place]), words[place + 1 :]
        if word == "--":
            return ours, _program("command", rest)
        if word == "-m":
            return ours, _program("module", rest)
        if word.startswith("-m") and not word.startswith("--"):
            return ours, Program("module", word[2:], tuple(rest))
        if not word.startswith("-") or word == "-":
            return ours, Program("script", word, tuple(rest))
        place += 2 if word in valued else 1
    return list(words), None


def _program(kind: Kind, words: Sequence[str]) -> Program | None:
    return Program(kind, words[0], tuple(words[1:])) if words else None
