"""`python -m cases`: prints all cases."""

import sys

from cases import floats, formats, ints, lists, sets, texts
from cases.case import line


def main() -> None:
    """Prints all cases."""
    line(str(sys.version_info.minor))
    for family in (ints, floats, texts, lists, formats, sets):
        family.cases()


if __name__ == "__main__":
    main()
