"""Install Rust privately, in the cache folder, if the user agrees.

In: the cache and a question's answer. Out: a toolchain that works. Assumes the optional package
`puccinialin`, which downloads the Rust project's own installer and shows its progress on stderr.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable

from ferrule.crate.errors import ToolMissing
from ferrule.crate.store import Store
from ferrule.crate.tools import Toolchain, find_tools, private_rust


def install_rust(store: Store, consent: Callable[[str], bool]) -> Toolchain:
    """Install it and return what was installed; raises `ToolMissing` where that can't be."""
    if importlib.util.find_spec("puccinialin") is None:
        raise ToolMissing(
            "Rust can't be installed from here: the package puccinialin is missing",
            "Run `pip install 'ferrule[rust]'`, or install Rust from https://rustup.rs",
        )
    folder = private_rust(store)
    if not consent(
        "Ferrule can download Rust (several hundred MB on disk) from the Rust project into "
        f"{folder}. Nothing outside that folder is changed. Install it?"
    ):
        raise ToolMissing(
            "Rust was not installed, as you asked",
            "Programs run unchanged, in Python; install Rust from https://rustup.rs when you like",
        )
    command = (sys.executable, "-m", "puccinialin", "--location", str(folder))
    finished = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=2, check=False)
    if finished.returncode != 0:
        raise ToolMissing(
            "The installation of Rust failed; what it said is above",
            "Check the network and try again, or install Rust from https://rustup.rs",
        )
    return find_tools(store)
