"""Random typed programs, compiled against CPython: `python -m tests.fuzz N --seed S`."""
