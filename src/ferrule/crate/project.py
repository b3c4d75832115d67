"""Build the extension of a project of the user's with cargo alone, to look at what it does.

In: a project's folder. Out: a copy of its extension, or what rustc said. Wheels are maturin's work.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from ferrule.crate.cargo import linker_variable
from ferrule.crate.errors import BuildFailed, cache_error
from ferrule.crate.failures import failure_of, lacks_network
from ferrule.crate.lock import held
from ferrule.crate.maturin import crates_target
from ferrule.crate.prepare import Workshop
from ferrule.crate.process import Job, run
from ferrule.crate.tools import tool_environment


def build_extension(project: Path, folder: Path, shop: Workshop) -> Path:
    """The extension as the sources are now, copied to `folder`; raises `BuildFailed`."""
    own = project / "target"
    target = own if own.exists() else crates_target(shop)
    command = (
        *(shop.toolchain.cargo, "build", "--release", "--lib", "--message-format=json"),
        *("--color=never", "--target-dir", str(target)),
    )
    linker = shop.toolchain.linker
    environment = {
        **tool_environment(shop.store, shop.toolchain),
        **({linker_variable(shop.toolchain.host): linker} if linker else {}),
        "CARGO_TERM_PROGRESS_WHEN": "never",
        "PYO3_PYTHON": sys.executable,
        "PYO3_BUILD_EXTENSION_MODULE": "1",
    }
    if sys.platform == "darwin":
        environment["RUSTFLAGS"] = "-Clink-arg=-undefined -Clink-arg=dynamic_lookup"
    heard: list[str] = []
    job = Job(command, project, environment, 1800.0, shop.settings.is_cancelled)
    with held(crates_target(shop).parent / "lock", shop.settings.is_cancelled):
        finished = run(job, heard.append)
        if finished.status != 0 and lacks_network(finished):
            heard.clear()
            offline = Job((*command, "--offline"), project, environment, 1800.0)
            finished = run(offline, heard.append)
        if finished.status != 0:
            raise failure_of(finished, heard)
        return _copied(heard, project, folder)


def _copied(heard: list[str], project: Path, folder: Path) -> Path:
    """Another project's extension may bear the same name: it is copied while nobody else builds."""
    for message in (json.loads(line) for line in heard if line.startswith("{")):
        is_ours = str(message.get("manifest_path", "")) == str(project.resolve() / "Cargo.toml")
        if message.get("reason") == "compiler-artifact" and is_ours:
            for name in message["filenames"]:
                if "cdylib" in message["target"]["crate_types"] and not name.endswith(".rlib"):
                    try:
                        return Path(shutil.copy(name, folder))
                    except OSError as error:
                        raise cache_error("copy the extension", error) from error
    raise BuildFailed("cargo built no extension", "Cargo.toml needs a [lib] that is a cdylib")
