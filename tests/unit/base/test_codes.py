"""The table of refusals."""

import pytest

from ferrule.base import codes


def test_codes_are_unique_sorted_and_in_a_family() -> None:
    listed = [row.code for row in codes._REFUSALS]
    assert listed == sorted(set(listed))
    assert all(code[:2] in codes.FAMILIES and len(code) == 4 for code in listed)


@pytest.mark.parametrize("row", codes.TABLE.values(), ids=lambda row: row.code)
def test_every_row_is_written_to_be_read(row: codes.Refusal) -> None:
    assert not row.title.endswith(".")
    assert row.why.endswith(".")
    assert row.remedy.endswith((".", "shows."))


def test_an_unknown_code_is_a_bug_but_has_a_title() -> None:
    with pytest.raises(KeyError):
        codes.refusal("F999")
    assert codes.title("F999") == "F999"
    assert codes.title("F411") == codes.refusal("F411").title
