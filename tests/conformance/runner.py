"""Run tests of CPython's own, and say what became of each.

Usage: python runner.py FOLDER ANSWER TEST...

Modules are looked for in FOLDER first; ANSWER becomes JSON: test -> "ok", "failed" or "skipped".
A file of its own, run by a plain interpreter: it imports nothing of the project.
"""

import io
import json
import sys
import unittest
from pathlib import Path


class Recorded(unittest.TestResult):
    """What became of each test."""

    def __init__(self):
        super().__init__(io.StringIO(), False, 0)
        self.told = {}
        self.why = {}

    def addSuccess(self, test):
        self.told.setdefault(test.id(), "ok")

    def addSkip(self, test, reason):
        self.told[test.id()] = "skipped"

    def _fail(self, test, err):
        self.told[test.id()] = "failed"
        self.why[test.id()] = self._exc_info_to_string(err, test)[-2000:]

    def addError(self, test, err):
        self._fail(test, err)

    def addFailure(self, test, err):
        self._fail(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._fail(test, err)

    def addExpectedFailure(self, test, err):
        self.told.setdefault(test.id(), "ok")

    def addUnexpectedSuccess(self, test):
        self.told[test.id()] = "failed"


def main(folder, answer, names):
    if folder != "-":
        sys.path.insert(0, folder)
    result = Recorded()
    loader = unittest.TestLoader()
    for name in names:
        loader.loadTestsFromName(name).run(result)
    text = json.dumps({"told": result.told, "why": result.why}, indent=1)
    Path(answer).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
