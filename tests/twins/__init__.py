"""Both versions of a module side by side: CPython against the compiled slice, call by call.

`python -m tests.twins JOB.json` does one job in its own process, so that a crash is only news.
"""
