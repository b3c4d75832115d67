"""The JSON of a report: the keys that the documentation promises, and nothing but JSON."""

import json
from types import ModuleType

from ferrule.base.records import Report
from ferrule.report import machine


def test_a_compared_run_has_the_promised_shape(sample: ModuleType) -> None:
    data = json.loads(machine.as_text(machine.report_data(sample.COMPARED.report)))
    assert (data["before_s"], data["after_s"], data["speedup"]) == (4.2, 0.6, 4.2 / 0.6)
    assert data["steps"] == {"profile": 0.02, "build": 0.8, "prove": 1.1}
    functions = {function["name"]: function for function in data["functions"]}
    assert set(functions) == {"advance", "energy", "main", "tiny"}
    advance = functions["advance"]
    assert (advance["file"], advance["line"], advance["share"]) == ("/src/nbody.py", 12, 0.92)
    assert (advance["status"], advance["reasons"]) == ("native", [])
    assert advance["proof"]["inputs"] == 214
    assert advance["proof"]["mismatches"] == 0
    assert (advance["before_s"], advance["after_s"]) == (1.2e-3, 2e-5)


def test_reasons_have_code_line_and_message(sample: ModuleType) -> None:
    (main,) = machine.functions_data([sample.REFUSED])
    reasons = main["reasons"]
    assert isinstance(reasons, list)
    assert {"code": "F402", "line": 70, "message": "del"}.items() <= reasons[2].items()


def test_what_was_not_measured_is_null(sample: ModuleType) -> None:
    data = machine.report_data(sample.REPORT)
    assert data["before_s"] is data["after_s"] is data["speedup"] is None
    (quiet,) = machine.functions_data([sample.QUIET])
    assert quiet["before_s"] is quiet["after_s"] is None
    assert quiet["proof"] == {"inputs": 0, "mismatches": 0, "native": 0}


def test_a_mismatch_counts(sample: ModuleType) -> None:
    (wrong,) = machine.functions_data([sample.WRONG])
    assert wrong["proof"] == {"inputs": 214, "mismatches": 1, "native": 200}


def test_a_program_of_no_time_has_no_speedup() -> None:
    assert machine.report_data(Report((), {}, 0.0, 0.0, 0.0))["speedup"] is None
