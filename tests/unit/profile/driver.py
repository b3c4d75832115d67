"""Runs a program under watch, as the pipeline does; the profile goes to the file named first."""

import sys
from pathlib import Path

from ferrule.base.program import Program
from ferrule.profile import WatchSettings, execute, leave, save, watching

out, witnessing, kind, target, *arguments = sys.argv[1:]
out = Path(out).absolute()
with watching(WatchSettings(is_witnessing=witnessing == "yes")) as watch:
    status = execute(Program(kind, target, tuple(arguments)))
save(watch.profile(), out)
leave(status)
