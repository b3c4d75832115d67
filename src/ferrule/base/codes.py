"""The one table of refusal codes: why something stays in Python, and what a person can do.

Adding a refusal is one row here, `just docs`, and one case in `tests/cases/refusals/`. The first
digit says who refuses: 1 reading, 2 types, 3 ownership, 4 constructs, 5 effects, 6 building,
7 proof and timing. A code never changes its meaning; `docs/refusals.md` is made from this table.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a code means, wherever it occurs: the diagnostic adds the place and the facts."""

    code: str
    title: str  # a few words, no full stop
    why: str  # what about it can't be native, or can't be promised
    remedy: str  # what a person can do; may be "Nothing: ..."


FAMILIES = {
    "F1": "Reading the source",
    "F2": "Types",
    "F3": "Ownership",
    "F4": "Constructs, operations and calls",
    "F5": "Effects",
    "F6": "Building",
    "F7": "Proof and timing",
}

_REFUSALS = (
    # F1: reading the source ----------------------------------------------------------------------
    Refusal(
        "F101",
        "source can't be read",
        "The text can't be found or parsed: it was made by `exec` or typed at a prompt, its file "
        "is gone, it has a syntax error or another encoding than it says.",
        "Mend the place that the message names, or put the function into a file.",
    ),
    Refusal(
        "F102",
        "text and running function do not match",
        "The function is not the one whose text was read: it is defined twice or inside another "
        "function, it was replaced, or the file was edited after the program loaded it.",
        "Define it once, at the top of its module, and run again.",
    ),
    Refusal(
        "F103",
        "never seen called",
        "No call was seen, and no annotation says what it is called with, so its types are not "
        "known.",
        "Run a program or a test that calls it, or annotate its parameters.",
    ),
    # F2: types -----------------------------------------------------------------------------------
    Refusal(
        "F201",
        "values of different types",
        "A variable, a container or a result holds values of types that have no native type in "
        "common.",
        "Use one name per type, keep values of one type in a container, return one type or None.",
    ),
    Refusal(
        "F202",
        "another type is needed here",
        "The value is used where a value of another type is expected.",
        "Convert it, for example with `float()`, where the conversion is meant.",
    ),
    Refusal(
        "F203",
        "type not known",
        "No value reached this line in the run, and nothing in the text says its type.",
        "Run a program or a test that reaches this line, or annotate the function.",
    ),
    Refusal(
        "F204",
        "argument without a native type",
        "The function is called with values, or with several types in one place, that only Python "
        "works on.",
        "Convert the argument at the call, or move the computing part into a function of its own.",
    ),
    Refusal(
        "F205",
        "types that do not settle",
        "Inference came to no end: types here depend on each other in a growing way.",
        "Annotate the function, or split it.",
    ),
    Refusal(
        "F206",
        "type that contains itself",
        "A list, tuple or dict holds values of its own type, so there is no finite type for it.",
        "Use a class for such a structure.",
    ),
    # F3: ownership -------------------------------------------------------------------------------
    Refusal(
        "F301",
        "two owners for one value",
        "Two names, or a name and a place in a container, mean the same list, dict, set or object "
        "here. Native code never copies to hide that, and could not count its owners here.",
        "Change it through one name, or copy it where a copy is meant.",
    ),
    Refusal(
        "F302",
        "part of an argument replaced or kept",
        "The function takes a part of an argument away, replaces it or keeps it after the call; "
        "what the caller sees of that is not reproduced natively.",
        "Build a new value and return it, or keep this function in Python.",
    ),
    Refusal(
        "F303",
        "result shares with an argument",
        "What the function returns contains an argument or part of one, which must stay the same "
        "object for the caller.",
        "Return a copy, or an index or a key in place of the object.",
    ),
    Refusal(
        "F304",
        "changed while a part of it has a name",
        "A name means a part of a list, dict or object that is changed while the name is in use; "
        "a loop over a container that it changes is such a case.",
        "Make the change after the loop, or use the name no longer after the change.",
    ),
    # F4: constructs, operations and calls --------------------------------------------------------
    Refusal(
        "F401",
        "operation on these types",
        "The operation has no native form for operands of these types.",
        "Convert the operands, or keep this line out of the hot path.",
    ),
    Refusal(
        "F402",
        "construct",
        "This kind of statement or expression has no native form yet.",
        "Write it in another way, or keep it out of the hot path.",
    ),
    Refusal(
        "F403",
        "value without a native type",
        "A constant or a module variable is of a type that only Python works on.",
        "Pass what is needed of it as a parameter of a plain type.",
    ),
    Refusal(
        "F404",
        "exception object",
        "Natively an exception has a type and a text; this line needs the object itself.",
        "Use `str(error)`, or keep the handler out of the hot path.",
    ),
    Refusal(
        "F405",
        "identity of values",
        "Whether two names mean one object is known to Python alone; natively only `is None` is.",
        "Compare with `==`, or keep this line out of the hot path.",
    ),
    Refusal(
        "F406",
        "attribute or method",
        "The attribute is not a plain one of the instance, or the method is not known from the "
        "class's own text.",
        "Keep the data that the hot path needs in plain attributes, set in `__init__`.",
    ),
    Refusal(
        "F407",
        "index of a tuple",
        "The items of a tuple may differ in type, so the index must be a constant in range.",
        "Unpack the tuple, or use a list where the items are of one type.",
    ),
    Refusal(
        "F408",
        "module variable that changes",
        "The function relies on a name of a module that is bound more than once, or assigns it.",
        "Pass the value as a parameter, return what is to be assigned.",
    ),
    Refusal(
        "F409",
        "function or module as a value",
        "A function, class or module is kept in a container or an attribute, or given back. A "
        "function of the program may be held by a local and handed on.",
        "Call it by its name.",
    ),
    Refusal(
        "F410",
        "target of an assignment",
        "What stands on the left of `=`, or after `for`, has no native form for this value.",
        "Unpack into plain names, as many as there are items.",
    ),
    Refusal(
        "F411",
        "call",
        "What is called here, or the form of its arguments, has no native version.",
        "Give the arguments one by one, or call it outside the hot path.",
    ),
    Refusal(
        "F412",
        "kind of function",
        "Native functions are plain ones: not `async`, no `*args` or `**kwargs`, without "
        "decorators that change them. A generator is native where a native function walks it.",
        "Move the computing part into a plain function at the top of the module.",
    ),
    Refusal(
        "F413",
        "calls a function that is not native",
        "A function that this one needs was refused, so this one can't be native either.",
        "Mend what the message names, or call it outside the hot path.",
    ),
    Refusal(
        "F414",
        "class is not plain",
        "Native instances have plain attributes and methods: no properties, `__getattr__`, "
        "metaclass or inherited behaviour, and a constructor that only sets attributes.",
        "Keep the data that the hot path needs in a plain class, or in tuples.",
    ),
    Refusal(
        "F415",
        "exception",
        "Only built-in exceptions with plain text are raised and caught natively.",
        "Keep this exception out of the hot path; one that leaves the function is redone in "
        "Python anyway.",
    ),
    # F5: effects ---------------------------------------------------------------------------------
    Refusal(
        "F501",
        "effect outside the program",
        "The function reads or writes files, sockets, the clock or other things outside; neither "
        "a proof nor a redo may repeat that.",
        "Move the computing part into a function of its own.",
    ),
    Refusal(
        "F502",
        "writes a module variable",
        "The function assigns a global or nonlocal name, or changes what one holds.",
        "Return the value and assign it in the caller.",
    ),
    Refusal(
        "F503",
        "redo after a visible effect",
        "The function might have to be done again in Python after something was already visible.",
        "Do the visible part at the end, or in the caller.",
    ),
    Refusal(
        "F504",
        "loop not parallel",
        "One turn of the loop needs what another one does, or threads can't share what it works "
        "on. It is native, on one core.",
        "Let each turn change only its own element, or add to a total once at its end.",
    ),
    # F6: building --------------------------------------------------------------------------------
    Refusal(
        "F601",
        "no Rust toolchain",
        "No `rustc` was found, and none may be installed.",
        "`ferrule doctor --install-rust`, or install Rust from https://rustup.rs.",
    ),
    Refusal(
        "F602",
        "no C linker",
        "Rust needs a C compiler's linker to make an extension.",
        "Install one: `build-essential` on Debian, `xcode-select --install` on macOS, Visual "
        "Studio Build Tools on Windows.",
    ),
    Refusal(
        "F603",
        "Rust rejected by rustc",
        "The emitted Rust did not compile: a bug in Ferrule. The function stays in Python.",
        "Send us the report that the message names.",
    ),
    Refusal(
        "F604",
        "build not finished",
        "The build was stopped, ran out of time, memory or disk space.",
        "Raise `build-seconds`, free some space, and run again.",
    ),
    Refusal(
        "F605",
        "extension can't be loaded",
        "The built extension does not load into this interpreter.",
        "`ferrule cache clear`, then run again.",
    ),
    Refusal(
        "F606",
        "what was compiled is not what is running",
        "A function, class or constant that the slice relies on is another one in this program.",
        "Run again; avoid replacing functions while the program runs.",
    ),
    Refusal(
        "F607",
        "a bug in Ferrule",
        "Ferrule failed on this function. The function stays in Python.",
        "Send us the report that the message names.",
    ),
    # F7: proof and timing ------------------------------------------------------------------------
    Refusal(
        "F701",
        "answers differ",
        "The native version gave another answer than the Python on an input of the proof: a bug "
        "in Ferrule. The function stays in Python.",
        "Send us the input that the message shows.",
    ),
    Refusal(
        "F702",
        "not faster",
        "The native version did not measure faster on the program's own calls, often because "
        "crossing the boundary costs more than the call saves.",
        "Compile the caller that loops over it, or pass more work per call.",
    ),
    Refusal(
        "F703",
        "nothing to prove it on",
        "No call of the function was recorded that can be repeated.",
        "Run a program or a test that calls it with values that can be pickled.",
    ),
    Refusal(
        "F704",
        "proof not finished",
        "The proof crashed, hung or ran out of time.",
        "Raise `proof-seconds`, or prove it on smaller inputs.",
    ),
    Refusal(
        "F705",
        "never ran natively in the proof",
        "Every input of the proof was handed back to Python, so nothing was compared.",
        "Look at the types of the arguments: a guard may refuse them all.",
    ),
    Refusal(
        "F706",
        "too little time to win",
        "The function takes too small a share of the program to be worth moving.",
        "Nothing: other functions matter more.",
    ),
)

NOTES = frozenset({"F504"})  # what these speak of is native all the same
TABLE = {refusal.code: refusal for refusal in _REFUSALS}


def refusal(code: str) -> Refusal:
    """The row of a code. A code that is not in the table is a bug of ours: KeyError."""
    return TABLE[code]


def hinders(code: str) -> bool:
    """Whether it keeps something in Python, rather than being worth knowing of native code."""
    return code not in NOTES


def title(code: str) -> str:
    """A code's title, or the code itself where a report of another version has it."""
    row = TABLE.get(code)
    return code if row is None else row.title
