"""Is the native version equal to the Python, and how much faster is it?

In: both versions of a function and its witness. Out: `Verdict` and `Timing`. Runs both in a child
process of the running program; the program itself is not touched.
"""

from ferrule.prove.inputs import Shape
from ferrule.prove.pair import Pair
from ferrule.prove.record import from_data, to_data
from ferrule.prove.timing import measure
from ferrule.prove.trial import Limits, prove

__all__ = ["Limits", "Pair", "Shape", "from_data", "measure", "prove", "to_data"]
