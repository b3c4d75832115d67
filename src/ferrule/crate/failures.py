"""Why cargo failed, in words for whoever named the crates.

In: what cargo wrote. Out: a `BuildFailed` with what happened, naming the crate in quotes, and what
mends it. Assumes cargo's English; words that are not known are passed on as they are.
"""

from __future__ import annotations

import re

from ferrule.crate.errors import BuildFailed, CacheError, full, is_full
from ferrule.crate.process import Finished

_NO_NETWORK = (
    *("failed to download", "Could not resolve", "failed to fetch", "network failure"),
    *("failed to query replaced source", "download of config.json failed", "Couldn't connect"),
    *("spurious network error", "attempting to make an HTTP request, but --offline"),
)
_ADVICE = "Check the file's [dependencies]"
_FETCHED = re.compile(r"(?:failed to get|failed to download(?: replaced source)?) `([\w-]+)")
# what cargo says, what we say of its groups, and what mends it
_WORDS = (
    (
        r"no matching package named `([^`]+)` found",
        "There is no crate named '{0}'",
        "Check its name in the file's [dependencies]",
    ),
    (
        r"failed to select a version for the requirement `([\w-]+) = \"([^\"]+)\"`"
        r"(?:\ncandidate versions found which didn't match: ([^\n]+?)(?:, \.\.\.)?\n)?",
        "There is no version {1} of the crate '{0}', but {2}",
        "Check the version in the file's [dependencies]",
    ),
    (
        r"depends on `([\w-]+)`,? with feature `([^`]+)` but `[^`]+` does not have",
        "The crate '{0}' has no feature '{1}'",
        _ADVICE,
    ),
    (
        r"failed to parse the version requirement `([^`]*)` for dependency `([\w-]+)`",
        "The crate '{1}' can't have a version '{0}'",
        _ADVICE,
    ),
    (
        r"([\w-]+)@([\d.]+) requires rustc ([\d.]+)",
        "The crate {0} {1} needs rustc {2} or newer",
        "Run `rustup update stable`, or name an older version of the crate",
    ),
    (
        r"failed to load source for dependency `([\w-]+)`(?:.*?unable to update ([^\n]+))?",
        "The crate '{0}' can't be read from {1}",
        _ADVICE,
    ),
)


def lacks_network(finished: Finished) -> bool:
    """Whether it could not reach the registry."""
    return any(sign in finished.errors for sign in _NO_NETWORK)


def failure_of(finished: Finished, heard: list[str] | None = None) -> BuildFailed | CacheError:
    """cargo's words, sorted by what the user can do."""
    if is_full(finished.errors, *(heard or ())):
        return full("the crates")
    lines = (line for line in finished.errors.splitlines() if line.strip())
    said = "\n".join(line for line in lines if not line.strip().startswith("Updating "))
    if lacks_network(finished):
        found = _FETCHED.search(said)
        crate = f"The crate {found.group(1)!r}" if found else "A crate"
        advice = "Check the network; what was built once is not fetched again"
        return BuildFailed(f"{crate} could not be fetched: there is no network", advice)
    for pattern, what, advice in _WORDS:
        found = re.search(pattern, said, re.DOTALL)
        if found:
            words = what.format(*(group or "" for group in found.groups()))
            return BuildFailed(words.removesuffix(", but ").removesuffix(" from "), advice)
    compiled = _compile_errors(heard or [])
    return BuildFailed(f"cargo could not build the crates: {compiled or said}", "")


def _compile_errors(heard: list[str]) -> str:
    texts = (re.search(r'"rendered":"(error.*?)(?<!\\)"', line) for line in heard)
    found = [match.group(1).encode().decode("unicode_escape") for match in texts if match]
    return "\n".join(found[:3])
