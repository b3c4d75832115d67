"""What counts as the program on a stack."""

import sys
from pathlib import Path

import ferrule
from ferrule.profile.stack import copy_stack

OURS = Path(ferrule.__file__).parent


def stack_seen_from(file):
    """The stack as it is copied while code of this file runs."""
    names = {"copy_stack": copy_stack, "sys": sys}
    exec(compile("seen = copy_stack(sys._getframe())", str(file), "exec"), names)
    return names["seen"]


def test_code_of_the_program_counts():
    assert stack_seen_from("program.py").steps[0][0].co_filename == "program.py"


def test_below_ferrules_own_frames_is_the_program():
    assert stack_seen_from(OURS / "profile" / "probe.py").steps[0][0].co_filename == __file__


def test_below_the_command_line_is_no_program():
    assert stack_seen_from(OURS / "cli.py") is None
