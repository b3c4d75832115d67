"""The commands about projects: `new`, `add`, `adopt`, `ci`, `wheel` and `verify`.

Comes in: words. Goes out: an exit status. What changes is shown first, as a difference on stdout;
nothing is changed without `--yes` or an answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ferrule import pipeline, report
from ferrule.base import pyproject
from ferrule.base.settings import Settings

_Command = TypeVar("_Command", bound=Callable[..., object])
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_NOT_DONE = 1


def _project(command: _Command) -> _Command:
    """The folder, the cache, and what every command that changes files has."""
    options = (
        click.argument("folder", default=".", type=_FOLDER),
        click.option("--yes", is_flag=True, help="Change the files without asking."),
        click.option("--undo", is_flag=True, help="Put back what the last change changed."),
        click.option("--cache", type=click.Path(file_okay=False, path_type=Path)),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("name")
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path))
def new(name: str, cache: Path | None) -> int:
    """Make a project for both languages in a new folder NAME."""
    folder = pipeline.new_project(name, Path.cwd(), _settings(Path.cwd(), cache))
    click.echo(f"{folder} is ready: cd {name} && just test", err=True)
    return 0


@click.command()
@_project
def add(folder: Path, yes: bool, undo: bool, cache: Path | None) -> int:
    """Give the Python project in FOLDER a part in Rust."""
    settings = _settings(folder, cache)
    return _change(
        folder, yes, undo, lambda show, consent: pipeline.add_rust(folder, settings, show, consent)
    )


@click.group()
def ci() -> None:
    """Workflows that test a project and build its wheels."""


@ci.command()
@_project
def github(folder: Path, yes: bool, undo: bool, cache: Path | None) -> int:
    """Write the GitHub workflow of the project in FOLDER."""
    return _change(
        folder, yes, undo, lambda show, consent: pipeline.add_workflow(folder, show, consent)
    )


@click.command()
@click.argument("folder", default=".", type=_FOLDER)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Instead of dist.")
@click.option("--per-version", is_flag=True, help="For this version of Python alone, not abi3.")
@click.option(
    "--free-threaded/--no-free-threaded",
    default=None,
    help="One more for Pythons without the GIL. Made anyhow where such a Python is found.",
)
@click.option("--witness", help="doctest, pytest:PATH, script:'FILE ARGS' or FILE.json.")
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path))
def wheel(folder: Path, out: Path | None, cache: Path | None, **flags: Any) -> int:
    """Build the wheels of the project in FOLDER: of a Python project, with its hot path native."""
    wanted = pipeline.Wanted((out or folder / "dist").absolute(), **flags)
    for path in pipeline.wheel(folder.absolute(), wanted, _settings(folder, cache)):
        click.echo(f"{path} ({path.stat().st_size / 1000:.0f} kB)")
    return 0


@click.command()
@_project
@click.option("--witness", help="doctest, pytest:PATH, script:'FILE ARGS' or FILE.json.")
def adopt(folder: Path, yes: bool, undo: bool, cache: Path | None, witness: str | None) -> int:
    """Make the Rust of the hot functions of the project in FOLDER part of the project."""
    settings = _settings(folder, cache)

    def change(show: Callable[[str], None], consent: Callable[[str], bool]) -> bool:
        done, made = pipeline.adopt(folder, witness, settings, show, consent)
        report.show_report(made, sys.stderr)
        return done

    return _change(folder, yes, undo, change)


@click.command()
@click.argument("package")
@click.option("--proof-inputs", type=int, help="Generated inputs for one function.")
@click.option("--seed", type=int, help="The seed of the generated inputs.")
def verify(package: str, proof_inputs: int | None, seed: int | None) -> int:
    """Prove the native functions of the installed PACKAGE again, on this machine."""
    flags = {"proof_inputs": proof_inputs, "seed": seed}
    outcomes = pipeline.verify(package, pyproject.load(Path.cwd(), flags))
    report.show_outcomes(outcomes, sys.stderr)
    return 0 if pipeline.holds(outcomes) else _NOT_DONE


ALL = (new, add, adopt, ci, verify, wheel)


def _settings(folder: Path, cache: Path | None) -> Settings:
    return pyproject.load(folder, {"cache": cache.absolute() if cache else None})


def _change(folder: Path, yes: bool, undo: bool, change: Callable[..., Any]) -> int:
    """Undo, or show, ask and do."""
    if undo:
        left = pipeline.undo(folder)
        for path in left:
            click.echo(f"{path}: edited since, so it stays as it is", err=True)
        return _NOT_DONE if left else 0
    done = change(
        lambda text: click.echo(text, nl=False), lambda question: yes or report.ask(question)
    )
    if not done:
        click.echo("Nothing was changed; --yes changes without asking.", err=True)
    return 0 if done else _NOT_DONE
