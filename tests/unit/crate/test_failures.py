"""What cargo's failures become: what happened, which crate, what to do."""

from __future__ import annotations

import pytest

from ferrule.crate.failures import failure_of
from ferrule.crate.process import Finished

ROWS = [
    (
        "error: failed to get `fnv` as a dependency of package `c v0.1.0 (/c)`\n\nCaused by:\n"
        "  download of config.json failed\n",
        "The crate 'fnv' could not be fetched: there is no network",
    ),
    (
        "    Updating crates.io index\nerror: no matching package named `nope` found\n",
        "There is no crate named 'nope'",
    ),
    (
        'error: failed to select a version for the requirement `itoa = "^77"`\n'
        "candidate versions found which didn't match: 1.0.19, 1.0.18, ...\nlocation searched: x\n",
        "There is no version ^77 of the crate 'itoa', but 1.0.19, 1.0.18",
    ),
    (
        "error: failed to select a version for `itoa`.\nversions are: 1.0.19\n\n"
        "package `c` depends on `itoa` with feature `x` but `itoa` does not have that feature.\n",
        "The crate 'itoa' has no feature 'x'",
    ),
    (
        "error: failed to parse manifest at `/c/Cargo.toml`\n\nCaused by:\n"
        "  failed to parse the version requirement `abc` for dependency `itoa`\n",
        "The crate 'itoa' can't have a version 'abc'",
    ),
    (
        "error: rustc 1.95.0 is not supported by the following package:\n"
        "  new@1.2.3 requires rustc 1.999\n",
        "The crate new 1.2.3 needs rustc 1.999 or newer",
    ),
    (
        "error: failed to load source for dependency `foo`\n\nCaused by:\n"
        "  unable to update https://127.0.0.1/x\n",
        "The crate 'foo' can't be read from https://127.0.0.1/x",
    ),
    ("error: something else\n", "cargo could not build the crates: error: something else"),
]


@pytest.mark.parametrize(("errors", "what"), ROWS)
def test_the_words(errors: str, what: str) -> None:
    """Those of the user's own file, not cargo's."""
    assert failure_of(Finished(101, "", errors)).what == what
