"""Import `.rs` files: they stand in the folders of `sys.path` as `.py` files do.

In: a function that builds a file. Out: a path hook. Python's own rules hold: the first folder
wins, a package wins over a file, `.py` and a ready extension win over a `.rs` beside them (with a
warning). A build happens when a module is imported, never while it is looked for.
"""

from __future__ import annotations

import importlib.machinery as machinery
import os
import sys
import warnings

TYPE_CHECKING = False  # as type checkers take it; `typing` would be loaded for every program
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    Build = Callable[[str, str], str]  # the file, the module's full name -> the library

_OTHERS = (
    (machinery.ExtensionFileLoader, machinery.EXTENSION_SUFFIXES),
    (machinery.SourceFileLoader, machinery.SOURCE_SUFFIXES),
    (machinery.SourcelessFileLoader, machinery.BYTECODE_SUFFIXES),
)


class Loader:
    """Builds a file and loads the library; `importlib.reload` builds again."""

    build: Build  # set on a subclass by `path_hook`

    def __init__(self, fullname: str, path: str) -> None:
        self.name = fullname
        self.path = path
        self.library = ""
        self._run: Callable[[ModuleType], None] | None = None

    def create_module(self, spec: machinery.ModuleSpec) -> ModuleType:
        """The extension's own module."""
        module, self._run = self._load()
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Run it; a second time, put what a new build offers into the old module."""
        run, self._run = self._run, None
        if run is not None:
            run(module)
            module.__file__ = self.path
            return
        fresh, run = self._load()
        run(fresh)
        kept = {name for name in vars(fresh) if not name.startswith("__") or name == "__doc__"}
        module.__dict__.update({name: vars(fresh)[name] for name in kept})

    def _load(self) -> tuple[ModuleType, Callable[[ModuleType], None]]:
        self.library = type(self).build(self.path, self.name)
        inner = machinery.ExtensionFileLoader(self.name, self.library)
        spec = machinery.ModuleSpec(self.name, inner, origin=self.library)
        return inner.create_module(spec), inner.exec_module

    def get_source(self, fullname: str) -> str:
        """The Rust."""
        with open(self.path, encoding="utf-8") as file:
            return file.read()

    def get_filename(self, fullname: str) -> str:
        """The `.rs` file."""
        return self.path

    def is_package(self, fullname: str) -> bool:
        """Never."""
        return False


class Finder(machinery.FileFinder):
    """A folder of modules in which `.rs` files count."""

    def find_spec(
        self, fullname: str, target: ModuleType | None = None
    ) -> machinery.ModuleSpec | None:
        """As Python finds, and a word where two files of one name stand side by side."""
        spec = super().find_spec(fullname, target)
        origin = spec.origin if spec else None
        if origin and not origin.endswith(".rs"):
            rust = os.path.join(self.path, fullname.rpartition(".")[2] + ".rs")
            if os.path.isfile(rust) and not _is_crate(rust):
                message = f"two files of one name: {origin} is imported, and {rust} is not"
                warnings.warn(message, RuntimeWarning, stacklevel=2)
        return spec


def _is_crate(file: str) -> bool:
    """Whether the file is part of a crate with a manifest: then nobody expects to import it."""
    folder = os.path.dirname(file)
    places = (folder, os.path.dirname(folder))
    return any(os.path.isfile(os.path.join(one, "Cargo.toml")) for one in places)


def install(build: Build) -> None:
    """Let `import` find `.rs` files from now on; a second call changes nothing."""
    if any(getattr(hook, "is_ferrule", False) for hook in sys.path_hooks):
        return
    made = type("RustLoader", (Loader,), {"build": staticmethod(build)})
    hook = Finder.path_hook(*_OTHERS, (made, [".rs"]))

    def for_folder(path: str) -> Finder:
        found = hook(path)
        assert isinstance(found, Finder)
        return found

    for_folder.is_ferrule = True  # type: ignore[attr-defined]
    sys.path_hooks.insert(_place(sys.path_hooks), for_folder)
    sys.path_importer_cache.clear()


def _place(hooks: Sequence[Callable[[str], object]]) -> int:
    """In front of Python's hook for folders, behind those for zip files and the like."""
    names = [getattr(hook, "__name__", "") for hook in hooks]
    found = [index for index, name in enumerate(names) if name == "path_hook_for_FileFinder"]
    return found[0] if found else len(hooks)
