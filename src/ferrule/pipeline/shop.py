"""Settings as the crate room wants them; the toolchain found, or installed with consent."""

from __future__ import annotations

from ferrule.base.answers import Check, Stored
from ferrule.base.problem import Problem
from ferrule.base.settings import Settings
from ferrule.crate import (
    BuildSettings,
    CrateError,
    ToolMissing,
    Workshop,
    clear,
    examine,
    inventory,
    open_store,
    open_workshop,
    prune,
    temporary_store,
)
from ferrule.crate import install_rust as install_privately
from ferrule.report import ask


def build_settings(settings: Settings) -> BuildSettings:
    """What of the settings shapes a build."""
    return BuildSettings(
        native_cpu=settings.native_cpu,
        checked=settings.checked,
        home=settings.cache,
        limit_s=settings.build_seconds,
    )


def open_shop(settings: Settings) -> Workshop:
    """The cache and the tools; a cache that can't be used is replaced for this process."""
    wanted = build_settings(settings)
    try:
        return open_workshop(wanted)
    except ToolMissing:
        if not _may_install(settings):
            raise
        install_rust(settings)
        return open_workshop(wanted)
    except CrateError:
        return open_workshop(wanted, temporary_store())


def _may_install(settings: Settings) -> bool:
    if settings.install_rust == "ask":
        return ask("No Rust toolchain was found. Install one privately for Ferrule?")
    return settings.install_rust == "yes"


def install_rust(settings: Settings) -> None:
    """Install a private Rust toolchain; raises Problem where that fails."""
    try:
        install_privately(open_store(settings.cache), lambda _question: True)
    except CrateError as error:
        raise Problem(error.what, error.advice) from None


def doctor(settings: Settings) -> tuple[Check, ...]:
    """What is there, what is wrong, how to mend it."""
    return tuple(
        Check(one.name, one.status, one.found, one.advice) for one in examine(settings.cache)
    )


def cache_list(settings: Settings) -> tuple[Stored, ...]:
    """The entries of the cache."""
    return tuple(inventory(open_store(settings.cache)))


def cache_clear(settings: Settings) -> int:
    """Empty the cache; bytes freed."""
    return clear(open_store(settings.cache))


def cache_prune(settings: Settings) -> int:
    """Remove what has not been used for long; bytes freed."""
    return prune(open_store(settings.cache))
