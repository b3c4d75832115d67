"""A program that looks at its own functions, its file, its stack and its pickles."""

import inspect
import pickle
import sys
from pathlib import Path


def smear(values: list, rounds: int = 5) -> int:
    """Look closely, I have an annotation."""
    total = 0
    for turn in range(rounds):
        for value in values:
            total = (total * 7 + value + turn) % 65_537
    return total


smear.mark = "kept"


def caller():
    """The name of the function that asked."""
    return sys._getframe(1).f_code.co_name


def main():
    """Look before and after the hot calls."""
    for _ in range(3):
        print([smear(list(range(50_000))) for _ in range(3)])
        print(__name__, Path(__file__).name, Path(sys.argv[0]).name, __spec__, __package__)
        print(smear.__name__, smear.__qualname__, smear.__module__, smear.__doc__, smear.mark)
        print(inspect.signature(smear), smear.__defaults__, smear.__annotations__)
        print(inspect.getsource(smear).count("\n"), inspect.isfunction(smear), caller())
        print(pickle.loads(pickle.dumps(smear)) is smear, pickle.dumps(smear, 0))
        print(smear.__code__.co_varnames[:2], smear.__code__.co_argcount, callable(smear))
        print(sys.modules["__main__"].smear is smear, "ferrule" in dir(), sorted(globals())[-5:])


if __name__ == "__main__":
    main()
