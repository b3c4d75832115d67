"""A small calculator language: `area = width * (height + 2)`, one assignment a line.

Usage: python tokenizer.py [FILE | LINES]
"""

import random
import sys
from pathlib import Path

OPERATORS = "+-*/()="


class ScriptError(Exception):
    """The script says something that the language has no word for."""


def sample_script(lines, seed=5):
    """A script that computes with what it computed before; a few lines are wrong."""
    numbers = random.Random(seed)
    names = ["width", "height", "rate", "total", "price_1", "price_2", "x", "y"]
    script = [f"{name} = {i + 1}.5" for i, name in enumerate(names)]
    while len(script) < lines:
        a, b, c = numbers.choices(names, k=3)
        target = numbers.choice(names)
        number = numbers.randint(1, 99)
        script.append(
            numbers.choice(
                [
                    f"{target} = ({a} + {b} * {number / 100}) / ({c} * {c} + 1)",
                    f"{target} = {number} - -{a} / ({b} - {c})  # can divide by zero",
                    f"{target} = ({a} - {b}) * 0.5 + {number}.25",
                    f"{target} = (({a}) + (({b}) - ({c} / 3))) / {number}",
                    f"{target} = {a} / (1 + {b} * {b}) $ {c}" if number > 95 else f"{target} = {a}",
                    f"{target} = {number} * ({a} + unknown)" if number > 95 else f"{target} = 1",
                ]
            )
        )
    return "\n".join(script)


def tokenize(line):
    """The tokens of a line as (kind, text); kinds are number, name and operator."""
    tokens = []
    i = 0
    while i < len(line):
        char = line[i]
        if char == "#":
            break
        if char.isspace():
            i += 1
        elif char.isdigit() or char == ".":
            start = i
            while i < len(line) and (line[i].isdigit() or line[i] == "."):
                i += 1
            tokens.append(("number", line[start:i]))
        elif char.isalpha() or char == "_":
            start = i
            while i < len(line) and (line[i].isalnum() or line[i] == "_"):
                i += 1
            tokens.append(("name", line[start:i]))
        elif char in OPERATORS:
            tokens.append(("operator", char))
            i += 1
        else:
            raise ScriptError(f"unexpected {char!r} in column {i + 1}")
    return tokens


class Evaluator:
    """Evaluates the tokens of one expression, from left to right."""

    def __init__(self, tokens, variables):
        self.tokens = tokens
        self.variables = variables
        self.position = 0

    def peek(self):
        """The text of the next token, empty at the end."""
        if self.position < len(self.tokens):
            return self.tokens[self.position][1]
        return ""

    def expression(self):
        """Terms joined by + and -."""
        value = self.term()
        while self.peek() in ("+", "-"):
            operator = self.peek()
            self.position += 1
            if operator == "+":
                value += self.term()
            else:
                value -= self.term()
        return value

    def term(self):
        """Factors joined by * and /."""
        value = self.factor()
        while self.peek() in ("*", "/"):
            operator = self.peek()
            self.position += 1
            if operator == "*":
                value *= self.factor()
            else:
                value /= self.factor()
        return value

    def factor(self):
        """A number, a variable, a negated factor or an expression in brackets."""
        if self.position >= len(self.tokens):
            raise ScriptError("the line ends too early")
        kind, text = self.tokens[self.position]
        self.position += 1
        if kind == "number":
            return float(text)
        if kind == "name":
            if text not in self.variables:
                raise ScriptError(f"no variable {text}")
            return self.variables[text]
        if text == "-":
            return -self.factor()
        if text == "(":
            value = self.expression()
            if self.peek() != ")":
                raise ScriptError("a bracket is left open")
            self.position += 1
            return value
        raise ScriptError(f"unexpected {text}")


def assign(line, variables):
    """Do one assignment; a line without any token does nothing."""
    tokens = tokenize(line)
    if not tokens:
        return
    if len(tokens) < 3 or tokens[0][0] != "name" or tokens[1][1] != "=":
        raise ScriptError("not an assignment")
    evaluator = Evaluator(tokens[2:], variables)
    value = evaluator.expression()
    if evaluator.position < len(evaluator.tokens):
        raise ScriptError(f"unexpected {evaluator.peek()}")
    variables[tokens[0][1]] = value


def run(script):
    """The variables after the whole script, and how many lines failed for each reason."""
    variables = {}
    failures = {}
    for line in script.splitlines():
        try:
            assign(line, variables)
        except ScriptError as error:
            failures[str(error)] = failures.get(str(error), 0) + 1
        except ZeroDivisionError:
            failures["division by zero"] = failures.get("division by zero", 0) + 1
    return variables, failures


def main():
    """Print all variables and all failures."""
    argument = sys.argv[1] if len(sys.argv) > 1 else "240000"
    if argument.isdigit():
        script = sample_script(int(argument))
    else:
        script = Path(argument).read_text(encoding="utf-8")
    variables, failures = run(script)
    for name, value in variables.items():
        print(f"{name} = {value!r}")
    for reason, count in sorted(failures.items()):
        print(f"{count} times: {reason}")


if __name__ == "__main__":
    main()
