"""Settings as the crate room wants them; the toolchain found, or installed with consent."""

from __future__ import annotations

from dataclasses import replace

from ferrule.base.answers import Check, Stored
from ferrule.base.problem import Problem
from ferrule.base.settings import Settings
from ferrule.crate import (
    BuildSettings,
    CrateError,
    LinkerMissing,
    Store,
    ToolMissing,
    Workshop,
    clear,
    examine,
    inventory,
    open_store,
    open_workshop,
    prepare,
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
    except ToolMissing as missing:
        if isinstance(missing, LinkerMissing) or not _may_install(settings):
            raise
        install_rust(settings)
        return open_workshop(wanted)
    except CrateError as error:
        return replace(open_workshop(wanted, temporary_store()), trouble=str(error))


def prepared_shop(settings: Settings) -> Workshop:
    """The same with the runtime built; raises Problem where the user has to mend something."""
    try:
        shop = open_shop(settings)
        prepare(shop)
    except CrateError as error:
        raise Problem(error.what, error.advice) from None
    return shop


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
    return tuple(inventory(_opened(settings)))


def cache_clear(settings: Settings) -> int:
    """Empty the cache; bytes freed."""
    return clear(_opened(settings))


def cache_prune(settings: Settings) -> int:
    """Remove what has not been used for long; bytes freed."""
    return prune(_opened(settings))


def _opened(settings: Settings) -> Store:
    """The cache that the user asks about, which has to be a usable one."""
    try:
        return open_store(settings.cache)
    except CrateError as error:
        raise Problem(error.what, error.advice) from None
