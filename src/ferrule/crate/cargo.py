"""Run cargo on the runtime crate and read what it says as it goes.

In: a copy of the sources, a toolchain, flags. Out: the libraries that it built.
Assumes `--message-format=json`: one JSON object a line on standard output, prose on the other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ferrule.crate.errors import BuildFailed, CacheError, full, is_full
from ferrule.crate.process import Finished, Job, run
from ferrule.crate.runtime import PACKAGE, Runtime
from ferrule.crate.settings import BuildSettings, Progress
from ferrule.crate.tools import Toolchain

_NO_NETWORK = ("failed to download", "Could not resolve", "failed to fetch", "network failure")
# as the slices are compiled, whatever the user's own cargo configuration says
_PROFILE = {
    "CARGO_INCREMENTAL": "0",
    "CARGO_PROFILE_RELEASE_OPT_LEVEL": "3",
    "CARGO_PROFILE_RELEASE_PANIC": "unwind",
    "CARGO_PROFILE_RELEASE_LTO": "false",
    "CARGO_PROFILE_RELEASE_DEBUG": "0",
}


# rustc's codes for a library that is missing, unreadable or from another compiler
_DAMAGE = ("E0460", "E0463", "E0514", "E0519", "E0786")


class Damaged(BuildFailed):
    """A failure that files left by an interrupted run may explain."""


@dataclass(frozen=True, slots=True)
class Artifacts:
    """What cargo built."""

    libraries: tuple[Path, ...]  # every rlib
    main: Path  # the runtime crate's own
    link: tuple[str, ...]  # arguments for rustc that build scripts asked for


@dataclass(frozen=True, slots=True)
class Order:
    """One run of cargo."""

    runtime: Runtime
    toolchain: Toolchain
    target: Path  # cargo's own working folder
    environment: dict[str, str]
    flags: tuple[str, ...]  # for rustc


def release_environment() -> dict[str, str]:
    """Variables that fix how crates are compiled."""
    return dict(_PROFILE)


def linker_variable(host: str) -> str:
    """The variable that names cargo's linker for this machine."""
    return f"CARGO_TARGET_{host.upper().replace('-', '_')}_LINKER"


def build_runtime(order: Order, settings: BuildSettings) -> Artifacts:
    """Build the runtime with the feature `python`; raises `BuildFailed` with the first error."""
    total = _count(order)
    messages: list[dict[str, object]] = []

    def hear(line: str) -> None:
        message = _parse(line)
        messages.append(message)
        if message.get("reason") == "compiler-artifact" and not _is_script(message):
            done = len(_crates(messages))
            settings.progress(Progress(done, max(done, total), _name(message)))

    finished = run(_job(order, settings), hear)
    if finished.status != 0:
        raise _failure(finished, messages)
    return _artifacts(messages)


def _job(order: Order, settings: BuildSettings) -> Job:
    command = (
        *(order.toolchain.cargo, "build", "--release", "--message-format=json", "--color=never"),
        *("--package", PACKAGE, "--features", "python", "--target", order.toolchain.host),
        *("--target-dir", str(order.target), *_locked(order)),
    )
    environment = {
        **order.environment,
        "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(order.flags),
        "PYO3_BUILD_EXTENSION_MODULE": "1",
        "CARGO_TERM_PROGRESS_WHEN": "never",
        **_PROFILE,
    }
    if order.toolchain.linker:
        environment[linker_variable(order.toolchain.host)] = order.toolchain.linker
    return Job(
        command, order.runtime.root, environment, settings.limit_s * 10, settings.is_cancelled
    )


def _locked(order: Order) -> tuple[str, ...]:
    return ("--locked",) if (order.runtime.root / "Cargo.lock").exists() else ()


def _count(order: Order) -> int:
    """How many crates there are to build; 0 where cargo would not say."""
    command = (
        *(order.toolchain.cargo, "tree", "--package", PACKAGE, "--features", "python"),
        *("--edges", "normal,build", "--prefix", "none", "--format", "{p}", *_locked(order)),
    )
    finished = run(Job(command, order.runtime.root, order.environment, 600.0))
    lines = {line.removesuffix(" (*)").strip() for line in finished.output.splitlines()}
    return len(lines - {""}) if finished.status == 0 else 0


def _parse(line: str) -> dict[str, object]:
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


def _name(message: dict[str, object]) -> str:
    target = message.get("target")
    return str(target.get("name", "")) if isinstance(target, dict) else ""


def _is_script(message: dict[str, object]) -> bool:
    target = message.get("target")
    return isinstance(target, dict) and "custom-build" in target.get("kind", ())


def _crates(messages: list[dict[str, object]]) -> set[object]:
    return {
        message.get("package_id")
        for message in messages
        if message.get("reason") == "compiler-artifact" and not _is_script(message)
    }


def _artifacts(messages: list[dict[str, object]]) -> Artifacts:
    libraries: list[Path] = []
    main: list[Path] = []
    for message in messages:
        files = message.get("filenames")
        if message.get("reason") != "compiler-artifact" or not isinstance(files, list):
            continue
        found = [Path(name) for name in files if str(name).endswith(".rlib")]
        libraries += found
        if _name(message).replace("-", "_") == PACKAGE.replace("-", "_"):
            main += found
    if not main:
        raise BuildFailed("cargo built no runtime library", "Run `ferrule cache clear`")
    return Artifacts(tuple(libraries), main[-1], _link_arguments(messages))


def _link_arguments(messages: list[dict[str, object]]) -> tuple[str, ...]:
    arguments: list[str] = []
    for message in messages:
        if message.get("reason") == "build-script-executed":
            arguments += _each("-L", message.get("linked_paths"))
            arguments += _each("-l", message.get("linked_libs"))
    return tuple(arguments)


def _each(option: str, values: object) -> list[str]:
    return [f"{option}{value}" for value in values] if isinstance(values, list) else []


def _failure(finished: Finished, messages: list[dict[str, object]]) -> BuildFailed | CacheError:
    text = finished.errors
    if is_full(text, finished.output):
        return full("the runtime")
    if any(sign in text for sign in _NO_NETWORK):
        return BuildFailed(
            "The crates that the runtime needs could not be fetched",
            "Check the network, or install Ferrule's wheel, which carries them",
        )
    errors = list(filter(None, map(_error, messages)))
    first = errors[0][1] if errors else _last_error(text)
    what = f"The runtime crate did not compile: {first}"
    if not errors or any(code in _DAMAGE for code, _ in errors):
        return Damaged(what, "Run `ferrule cache clear` and try again")
    return BuildFailed(what, "This is a bug of Ferrule; please report it with what rustc says")


def _error(message: dict[str, object]) -> tuple[str, str] | None:
    """The code and the text of an error of rustc."""
    inner = message.get("message")
    if not isinstance(inner, dict) or inner.get("level") != "error":
        return None
    code = inner.get("code")
    text = str(inner.get("rendered") or inner.get("message") or "").strip()
    return (str(code.get("code")) if isinstance(code, dict) else "", text)


def _last_error(text: str) -> str:
    errors = [line for line in text.splitlines() if line.startswith("error")]
    return (errors or text.strip().splitlines() or ["cargo said nothing"])[-1]
