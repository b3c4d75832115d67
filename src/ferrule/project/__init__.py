"""Room 11: projects in two languages: what their files say, and what changes in an existing one.

In: names, and the texts of a project. Out: plans: which file gets which text. Writes nothing.
"""

from ferrule.project.adopting import Slice, Sources, plan_adopt
from ferrule.project.existing import Found, Refusal, document_of, package_of, plan_add
from ferrule.project.fresh import plan_new
from ferrule.project.plan import Change, Plan, difference
from ferrule.project.workflow import workflow

__all__ = [
    "Change",
    "Found",
    "Plan",
    "Refusal",
    "Slice",
    "Sources",
    "difference",
    "document_of",
    "package_of",
    "plan_add",
    "plan_adopt",
    "plan_new",
    "workflow",
]
