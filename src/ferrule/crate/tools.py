"""Find the Rust toolchain and the linker; say plainly what is missing and what to do.

In: environment variables, PATH, the private installation in the cache. Out: a `Toolchain`.
Assumes that a compiler stays what it was while its file, its launcher and the launcher's settings
are unchanged, so a second search starts no process.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from ferrule.crate.errors import LinkerMissing, ToolMissing
from ferrule.crate.jsonfile import read_json, write_json
from ferrule.crate.process import Job, run
from ferrule.crate.store import Store

MINIMUM = (1, 95)  # what the runtime crate is written in; its Cargo.toml says the same
_KEPT = 8  # toolchains remembered
_EXE = ".exe" if sys.platform == "win32" else ""


@dataclass(frozen=True, slots=True)
class Toolchain:
    """The tools themselves, not their launchers."""

    cargo: str
    rustc: str
    linker: str  # "" where rustc finds its own
    version: str  # "1.95.0"
    identity: str  # all that `rustc -vV` says
    host: str  # the target triple of this machine


def find_tools(store: Store) -> Toolchain:
    """The toolchain to build with; raises `ToolMissing`."""
    rustc = _tool("rustc", "RUSTC", store)
    cargo = _tool("cargo", "CARGO", store)
    linker = _linker()
    stamp = _stamp(rustc, cargo, linker)
    memory = store.root / "toolchains.json"
    known = read_json(memory)
    if isinstance(known, dict) and stamp in known:
        remembered = _remembered(known[stamp])
        if remembered:
            return remembered
    toolchain = _ask(rustc, cargo, linker, store)
    entry = {**asdict(toolchain), "file": _file_stamp(toolchain.rustc)}
    older = dict(list(known.items())[1 - _KEPT :]) if isinstance(known, dict) else {}
    write_json(memory, {**older, stamp: entry})
    return toolchain


def tool_environment(store: Store, toolchain: Toolchain) -> dict[str, str]:
    """The user's environment with everything in it that would change the code taken out."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CARGO_PROFILE_", "CARGO_BUILD_", "CARGO_TARGET_"))
        and name not in ("RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_BOOTSTRAP", "__PYVENV__")
    }
    environment |= {"RUSTC": toolchain.rustc, "RUSTC_WRAPPER": "", "RUSTC_WORKSPACE_WRAPPER": ""}
    private = private_rust(store)
    if Path(toolchain.rustc).is_relative_to(private):
        environment |= {
            "CARGO_HOME": str(private / "cargo"),
            "RUSTUP_HOME": str(private / "rustup"),
        }
    return environment


def private_rust(store: Store) -> Path:
    """The folder of the private installation, whether or not there is one."""
    return store.root / "rust"


def _tool(name: str, variable: str, store: Store) -> str:
    named = os.environ.get(variable)
    if named:
        found = shutil.which(named)
        if not found:
            raise ToolMissing(
                f"{variable} names {named!r}, which is not a program that can be run",
                f"Unset {variable} or let it name {name}",
            )
        return found
    homes = [Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")]
    homes.append(private_rust(store) / "cargo")
    folders = [os.environ.get("PATH", os.defpath), *(str(home / "bin") for home in homes)]
    found = shutil.which(name, path=os.pathsep.join(folders))
    if not found:
        raise ToolMissing(
            f"No Rust toolchain: {name} is neither on PATH nor in {homes[0] / 'bin'}",
            "Install Rust from https://rustup.rs, or run `pip install 'ferrule[rust]'` and "
            "`ferrule doctor --install-rust`",
        )
    return found


def _linker() -> str:
    if sys.platform == "win32":
        return ""  # rustc finds Visual Studio's linker by itself
    named = os.environ.get("CC", "")
    candidates = [named] if named and " " not in named.strip() else []
    for candidate in [*candidates, "cc", "gcc", "clang"]:
        found = shutil.which(candidate)
        if found:
            return found
    advice = (
        "Run `xcode-select --install`"
        if sys.platform == "darwin"
        else ("Install a C compiler, for example `apt install gcc` or `dnf install gcc`")
    )
    raise LinkerMissing("No linker: none of cc, gcc and clang is on PATH", advice)


def _stamp(*launchers: str) -> str:
    """All that decides which compiler a launcher starts, as text."""
    home = os.environ.get("RUSTUP_HOME") or str(Path.home() / ".rustup")
    chosen = os.environ.get("RUSTUP_TOOLCHAIN", "")
    settings = _file_stamp(str(Path(home) / "settings.toml"))
    return "|".join([*map(_file_stamp, launchers), home, chosen, settings])


def _file_stamp(path: str) -> str:
    try:
        found = os.stat(path)  # noqa: PTH116 - this is on the path of every cache hit
    except OSError:
        return f"{path}:-"
    return f"{path}:{found.st_ino}:{found.st_size}:{found.st_mtime_ns}"


def _remembered(entry: object) -> Toolchain | None:
    if not isinstance(entry, dict):
        return None
    fields = {name: str(entry.get(name, "")) for name in Toolchain.__slots__}
    toolchain = Toolchain(**fields)
    if entry.get("file") != _file_stamp(toolchain.rustc) or not Path(toolchain.cargo).exists():
        return None
    return toolchain


def _ask(rustc: str, cargo: str, linker: str, store: Store) -> Toolchain:
    identity = _answer((rustc, "-vV"), store)
    version = _field(identity, "release")
    host = _field(identity, "host")
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers < MINIMUM or not host:
        wanted = ".".join(map(str, MINIMUM))
        raise ToolMissing(
            f"{rustc} is version {version or 'unknown'}, and Ferrule needs {wanted} or newer",
            "Run `rustup update stable`",
        )
    root = Path(_answer((rustc, "--print", "sysroot"), store).strip()) / "bin"
    real_rustc, real_cargo = root / f"rustc{_EXE}", root / f"cargo{_EXE}"
    return Toolchain(
        cargo=str(real_cargo) if real_cargo.exists() and "CARGO" not in os.environ else cargo,
        rustc=str(real_rustc) if real_rustc.exists() else rustc,
        linker=linker,
        version=version,
        identity=identity.strip(),
        host=host,
    )


def _answer(command: tuple[str, ...], store: Store) -> str:
    environment = dict(os.environ)
    private = private_rust(store)
    if Path(command[0]).is_relative_to(private):
        environment |= {
            "CARGO_HOME": str(private / "cargo"),
            "RUSTUP_HOME": str(private / "rustup"),
        }
    finished = run(Job(command, store.root, environment))
    if finished.status != 0:
        said = finished.errors.strip().splitlines() or ["it said nothing"]
        raise ToolMissing(
            f"{command[0]} does not work: {said[0]}",
            "Try `rustc -vV` yourself; `rustup default stable` often mends it",
        )
    return finished.output


def _field(identity: str, name: str) -> str:
    match = re.search(rf"^{name}: (.+)$", identity, re.MULTILINE)
    return match.group(1).strip() if match else ""
