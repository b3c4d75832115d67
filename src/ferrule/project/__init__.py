"""Room 11: projects in two languages: what their files say, and what changes in an existing one.

In: names, and the texts of a project. Out: plans: which file gets which text. Writes nothing.
"""

from ferrule.project.existing import Found, Refusal, plan_add
from ferrule.project.fresh import plan_new
from ferrule.project.plan import Change, Plan, difference
from ferrule.project.workflow import workflow

__all__ = [
    "Change",
    "Found",
    "Plan",
    "Refusal",
    "difference",
    "plan_add",
    "plan_new",
    "workflow",
]
