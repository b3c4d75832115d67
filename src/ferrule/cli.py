"""The command line: parses, calls the pipeline, prints through `report`, exits.

Comes in: `sys.argv`. Goes out: an exit status; `run` passes on the program's own. Everything that
Ferrule says goes to stderr, except what a command was asked for; a program's stdout is its own.
Assumes that the pipeline raises `Problem` for what the user can mend; anything else is a bug.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO, TypeVar

import click

from ferrule import __version__, pipeline, report
from ferrule import commands as projects
from ferrule.base import codes, program, pyproject
from ferrule.base.answers import Ran
from ferrule.base.problem import BROKEN, Problem
from ferrule.base.program import Program
from ferrule.base.settings import Settings
from ferrule.base.shadow import hidden

_Command = TypeVar("_Command", bound=Callable[..., object])

_PROGRAM = "ferrule.program"  # where a parsed program waits in click's context
_FORMATS = ("text", "json", "sarif", "github")
_STAGES = ("source", "ir", "passes", "rust")
_FINDINGS = 1  # the exit status of a command that found what it looked for
_INTERRUPTED = 130


class _ProgramCommand(click.Command):
    """A command whose line ends with a program; what follows it is the program's."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = [param for param in self.params if isinstance(param, click.Option)]
        valued = {name for option in options if not option.is_flag for name in option.opts}
        ours, ctx.meta[_PROGRAM] = program.split(args, valued)
        return super().parse_args(ctx, ours)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[OPTIONS]", "SCRIPT | -m MODULE | -- COMMAND", "[ARGS]..."]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ferrule")
def commands() -> None:
    """Move the hot path of a Python program to Rust: found, proved equal, measured."""


def _cache(command: _Command) -> _Command:
    """The option that every command has."""
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--cache", type=kind, help="The cache folder.")(command)


def _json(command: _Command) -> _Command:
    """The same answer as data."""
    words = "Write the same as JSON to this file; - is stdout."
    return click.option("--json", "json_file", metavar="FILE", help=words)(command)


def _choices(command: _Command) -> _Command:
    """The options of commands that compile: what, and how carefully."""
    options = (
        click.option("--only", multiple=True, metavar="NAME", help="Only this function."),
        click.option("--skip", multiple=True, metavar="NAME", help="Not this function."),
        click.option(
            "--effects",
            multiple=True,
            metavar="NAME",
            help="The proof may run this function although it has effects outside.",
        ),
        click.option("--proof-inputs", type=int, help="Generated inputs for one function."),
        click.option("--proof-seconds", type=float, help="The longest proof of one function."),
        click.option("--seed", type=int, help="The seed of the generated inputs."),
        click.option(
            "--install-rust",
            flag_value="yes",
            help="Install Rust privately if there is none, without asking.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@commands.command(cls=_ProgramCommand)
@click.option("--compare", is_flag=True, help="Run it a second time, native, and compare.")
@click.option("--ready", is_flag=True, help="Run it with what is native already; make nothing.")
@click.option("--quiet", is_flag=True, help="Print no table.")
@_json
@_choices
@_cache
@click.pass_context
def run(ctx: click.Context, /, json_file: str | None, **flags: Any) -> int:
    """Run a program once; move what is hot to Rust, prove it, measure it, say so."""
    it = _program_of(ctx)
    is_compared, is_ready, is_quiet = map(flags.pop, ("compare", "ready", "quiet"))
    settings = _settings(_folder_of(it), flags)
    if it.kind == "script" and it.target.endswith(".rs"):
        pipeline.run_rust(it, settings)
    target = _json_target(json_file)
    stream = sys.stderr  # the program may put another in its place
    with hidden(_first_on_path(it)):
        if is_compared:
            ran = pipeline.compare(it, settings)
        else:
            ran = (pipeline.run_ready if is_ready else pipeline.run)(it, settings)
    _tell_run(ran, target, None if is_quiet else stream)
    return -signal.SIGINT if ran.is_interrupted else ran.status


@commands.command(cls=_ProgramCommand)
@_json
@_cache
@click.pass_context
def find(ctx: click.Context, /, json_file: str | None, **flags: Any) -> int:
    """Run a program once and rank its functions by the seconds that a slice would save."""
    it = _program_of(ctx)
    settings, target = _settings(_folder_of(it), flags), _json_target(json_file)
    stream = sys.stderr
    with hidden(_first_on_path(it)):
        found = pipeline.find(it, settings)
    report.show_found(found, stream)
    _write_json(target, lambda: report.found_data(found))
    return -signal.SIGINT if found.is_interrupted else found.status


@commands.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if something is not native.")
@_json
@_cache
def check(
    paths: tuple[Path, ...], form: str, exit_zero: bool, json_file: str | None, **flags: Any
) -> int:
    """Say what in these files is native, what is not, and why. Runs nothing."""
    settings, target = _settings(_folder(paths[0]), flags), _json_target(json_file)
    outcomes = pipeline.check(paths, settings)
    click.echo(report.as_format(outcomes, form, __version__), nl=False)
    _write_json(target, lambda: {"functions": report.functions_data(outcomes)})
    return 0 if exit_zero or report.is_clean(outcomes) else _FINDINGS


@commands.command()
@click.argument("func")
@click.option("--stage", type=click.Choice(_STAGES), help="One stage's text alone.")
@_json
@_cache
def show(func: str, stage: str | None, json_file: str | None, **flags: Any) -> int:
    """Show a function's Python beside its Rust. FUNC is FILE.py:NAME, MODULE:NAME or NAME."""
    target = _json_target(json_file)
    shown = pipeline.show(func, _settings(Path.cwd(), flags))
    if stage is not None:
        report.show_stage(shown, stage, sys.stdout)
    elif target is None or str(target) != "-":
        report.show_beside(shown, sys.stdout)
    _write_json(target, lambda: report.shown_data(shown))
    return 0 if shown.stages.get(stage or "rust") else _FINDINGS


@commands.command()
@click.argument("target", metavar="FUNC | PATH")
@_json
@_choices
@_cache
def prove(target: str, json_file: str | None, **flags: Any) -> int:
    """Prove again that the Rust equals the Python; longer with --proof-inputs.

    Of adopted functions, the Rust as it stands in the project; PATH may be its folder or package.
    """
    file = _json_target(json_file)
    outcomes = pipeline.prove(target, _settings(Path.cwd(), flags))
    report.show_outcomes(outcomes, sys.stderr)
    _write_json(file, lambda: {"functions": report.functions_data(outcomes)})
    return 0 if pipeline.is_equal(outcomes) else _FINDINGS


@commands.command()
@click.argument("target", metavar="FUNC | PATH")
@_json
@_choices
@_cache
def bench(target: str, json_file: str | None, **flags: Any) -> int:
    """Time Python against Rust on the recorded calls: interleaved, medians and spread."""
    file = _json_target(json_file)
    outcomes = pipeline.bench(target, _settings(Path.cwd(), flags))
    report.show_outcomes(outcomes, sys.stderr)
    _write_json(file, lambda: {"functions": report.functions_data(outcomes)})
    return 0 if any(outcome.timing for outcome in outcomes) else _FINDINGS


@commands.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--witness", help="doctest, pytest:PATH, script:'FILE ARGS' or FILE.json.")
@_json
@_choices
@_cache
def build(
    paths: tuple[Path, ...], out: Path, witness: str | None, json_file: str | None, **flags: Any
) -> int:
    """Make importable modules of the same names in OUT, native inside."""
    settings, target = _settings(_folder(paths[0]), flags), _json_target(json_file)
    made = pipeline.build([path.absolute() for path in paths], out.absolute(), witness, settings)
    report.show_report(made, sys.stderr)
    _write_json(target, lambda: report.report_data(made))
    return 0


@commands.command()
@click.option("--install-rust", is_flag=True, help="Install a Rust toolchain privately.")
@_json
@_cache
def doctor(install_rust: bool, json_file: str | None, **flags: Any) -> int:
    """Look at the toolchain, the versions and the cache; say how to mend what is wrong."""
    settings, target = _settings(Path.cwd(), flags), _json_target(json_file)
    if install_rust:
        pipeline.install_rust(settings)
    checks = pipeline.doctor(settings)
    if str(target) != "-":
        report.show_doctor(checks, sys.stdout)
    _write_json(target, lambda: report.doctor_data(checks))
    return _FINDINGS if any(it.status == "error" for it in checks) else 0


@commands.group()
def cache() -> None:
    """List, prune or clear what was built."""


@cache.command("list")
@_json
@_cache
def list_cache(json_file: str | None, **flags: Any) -> int:
    """What the cache holds."""
    target = _json_target(json_file)
    entries = pipeline.cache_list(_settings(Path.cwd(), flags))
    if str(target) != "-":
        report.show_cache(entries, sys.stdout)
    _write_json(target, lambda: report.cache_data(entries))
    return 0


@cache.command("clear")
@_cache
def clear_cache(**flags: Any) -> int:
    """Remove everything; the next run prepares and builds again."""
    click.echo(f"freed {pipeline.cache_clear(_settings(Path.cwd(), flags)):,} bytes", err=True)
    return 0


@cache.command("prune")
@_cache
def prune_cache(**flags: Any) -> int:
    """Remove what was not used for long."""
    click.echo(f"freed {pipeline.cache_prune(_settings(Path.cwd(), flags)):,} bytes", err=True)
    return 0


@commands.command()
@_json
@_choices
@_cache
def demo(json_file: str | None, **flags: Any) -> int:
    """Run one of the examples with --compare, to see what all this is about."""
    target = _json_target(json_file)
    stream = sys.stderr
    ran = pipeline.demo(_settings(Path.cwd(), flags))
    _tell_run(ran, target, stream)
    return ran.status


@commands.command()
@click.argument("code")
def explain(code: str) -> int:
    """Say what a refusal code means and what to do about it."""
    row = codes.TABLE.get(code.upper())
    if row is None:
        known = f"{min(codes.TABLE)} to {max(codes.TABLE)}"
        raise Problem(f"no refusal has the code {code!r}", f"Codes go from {known}.")
    click.echo(report.explain(row), nl=False)
    return 0


for _one in projects.ALL:
    commands.add_command(_one)


def main(words: Sequence[str] | None = None) -> NoReturn:
    """The entry of the command `ferrule`: never a traceback of ours."""
    status: int
    arguments = None if words is None else list(words)
    try:
        status = commands.main(arguments, prog_name="ferrule", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        status = _INTERRUPTED
    except Problem as problem:
        _say_problem(problem)
        status = problem.status
    except Exception as error:  # a bug of ours: the user gets one line, not our stack
        _say_bug(error)
        status = BROKEN
    _leave(status)


def _leave(status: int) -> NoReturn:
    """Exit; a negative status is a signal that ended the program, and ends us the same way."""
    if status < 0 and os.name == "posix":
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    sys.exit(status if status >= 0 else _INTERRUPTED)


def _program_of(ctx: click.Context) -> Program:
    it: Program | None = ctx.meta[_PROGRAM]
    if it is None:
        raise click.UsageError("no program given: a SCRIPT, -m MODULE or -- COMMAND", ctx)
    if it.kind == "script" and not Path(it.target).exists():
        remedy = "Check the path; an installed command goes after --, a module after -m."
        raise Problem(f"can't open {it.target!r}: no such file", remedy)
    return it


def _folder_of(it: Program) -> Path:
    return _folder(Path(it.target)) if it.kind == "script" else Path.cwd()


def _first_on_path(it: Program) -> Path:
    """The folder in which the program's own modules are looked for first."""
    if it.kind == "script":
        return _folder(Path(it.target).resolve())
    return Path.cwd() if it.kind == "module" else Path(sys.executable).parent


def _folder(path: Path) -> Path:
    return path.absolute() if path.is_dir() else path.absolute().parent


def _settings(start: Path, flags: Mapping[str, Any]) -> Settings:
    """The file's settings under the flags that were given; paths no longer depend on the cwd."""
    given = {name: value for name, value in flags.items() if value not in (None, ())}
    if "cache" in given:
        given["cache"] = given["cache"].absolute()
    return pyproject.load(start, given)


def _json_target(name: str | None) -> Path | None:
    """Where the JSON goes, refused at once if it can't: a run is too long to fail at its end."""
    if name is None or name == "-":
        return None if name is None else Path("-")
    file = Path(name).absolute()
    if file.suffix in (".py", ".pyw", ".pyi"):
        raise Problem(f"--json {name}: this is a Python file", "Name a file to write JSON to.")
    if not file.parent.is_dir() or file.is_dir():
        raise Problem(f"--json {name}: can't be written", "Name a file in a folder that exists.")
    return file


def _write_json(target: Path | None, data: Callable[[], object]) -> None:
    if target is None:
        return
    text = report.as_text(data())
    if str(target) == "-":
        click.echo(text, nl=False)
        return
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        what = f"{target}: can't be written: {error.strerror}"
        raise Problem(what, "Free some space, or name another file.") from None


def _tell_run(ran: Ran, target: Path | None, stream: TextIO | None) -> None:
    """The report of a run; its failure never changes the program's own exit status."""
    try:
        if stream is not None:
            report.show_run(ran, stream)
        _write_json(target, lambda: report.report_data(ran.report))
    except Problem as problem:
        _say_problem(problem)
    except Exception as error:
        _say_bug(error)


def _say_problem(problem: Problem) -> None:
    click.echo(f"ferrule: {problem.what}", err=True)
    if problem.remedy:
        click.echo(f"  {problem.remedy}", err=True)


def _say_bug(error: Exception) -> None:
    if os.environ.get("FERRULE_DEBUG"):
        traceback.print_exception(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    click.echo(f"ferrule: a bug in Ferrule: {type(error).__name__}: {error} ({where})", err=True)
    click.echo("  Please report it; FERRULE_DEBUG=1 shows the whole traceback.", err=True)
