"""A slice on the real runtime crate, in the user's own cache."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

import pytest

from ferrule.base.records import Sources
from ferrule.crate import BuildSettings, ToolMissing, build, open_workshop, recall
from ferrule.crate.recall import built_to_data

pytestmark = [pytest.mark.rust, pytest.mark.slow]
PLUS = """use ferrule_rt::prelude::*;

/// `x + 41`, or 7 where the sum leaves 64 bits.
pub fn plus(x: i64) -> i64 {
    int::add(x, 41).unwrap_or(7)
}
"""


@pytest.mark.parametrize("checked", [False, True])
def test_a_slice_on_the_real_runtime(make_sources: Callable[..., Sources], checked: bool) -> None:
    try:
        shop = open_workshop(BuildSettings(checked=checked))
    except ToolMissing as error:
        pytest.skip(str(error))
    built = build(make_sources(PLUS), shop)
    function = ctypes.CDLL(built.path).answer
    function.argtypes, function.restype = [ctypes.c_int64], ctypes.c_int64
    assert (function(1), function(2**63 - 1), function(-(2**63))) == (42, 7, 41 - 2**63)
    again = recall(shop.store, built_to_data(built))
    assert again is not None
    assert (again.path, again.entries) == (built.path, built.entries)
