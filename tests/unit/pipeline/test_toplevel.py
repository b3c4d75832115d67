"""What is said of hot code outside of any function."""

from dataclasses import replace

from ferrule.base.records import FuncName, Hot, Profile
from ferrule.pipeline.toplevel import told


def profile_of(name, seconds, lines):
    func = FuncName("__main__", name, "/where/program.py", 1)
    other = Hot(replace(func, qualname="other"), 2.0 - seconds, 2.0, {}, {}, None)
    return Profile(3.0, (Hot(func, seconds, seconds, lines, {}, None), other), {})


def test_the_line_is_named_with_what_to_do():
    text = told(profile_of("<module>", 1.5, {3: 0.2, 7: 1.3}))
    assert "75%" in text and "program.py:7" in text and "Put that code into" in text


def test_functions_and_little_things_are_not_told():
    assert told(profile_of("work", 1.5, {3: 1.5})) == ""
    assert told(profile_of("<module>", 0.1, {3: 0.1})) == ""
