//! The builtin exceptions and who is a kind of whom.
//!
//! In: nothing. Out: `ExcKind`, with `is_a` as Python's `issubclass`.

/// A builtin exception class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ExcKind {
    BaseException,
    KeyboardInterrupt,
    SystemExit,
    GeneratorExit,
    Exception,
    ArithmeticError,
    FloatingPointError,
    OverflowError,
    ZeroDivisionError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    ImportError,
    ModuleNotFoundError,
    LookupError,
    IndexError,
    KeyError,
    MemoryError,
    NameError,
    UnboundLocalError,
    OSError,
    FileExistsError,
    FileNotFoundError,
    PermissionError,
    TimeoutError,
    ReferenceError,
    RuntimeError,
    NotImplementedError,
    RecursionError,
    StopIteration,
    StopAsyncIteration,
    SyntaxError,
    SystemError,
    TypeError,
    ValueError,
    UnicodeError,
    UnicodeDecodeError,
    UnicodeEncodeError,
    UnicodeTranslateError,
    Warning,
    DeprecationWarning,
    RuntimeWarning,
    UserWarning,
    /// A class of the program itself, by its number in the slice; a plain kind of `Exception`.
    User(u16),
}

impl ExcKind {
    /// `kind.__base__`
    pub const fn base(self) -> Option<ExcKind> {
        use ExcKind::*;
        Some(match self {
            BaseException => return None,
            KeyboardInterrupt | SystemExit | GeneratorExit | Exception => BaseException,
            FloatingPointError | OverflowError | ZeroDivisionError => ArithmeticError,
            ModuleNotFoundError => ImportError,
            IndexError | KeyError => LookupError,
            UnboundLocalError => NameError,
            FileExistsError | FileNotFoundError | PermissionError | TimeoutError => OSError,
            NotImplementedError | RecursionError => RuntimeError,
            UnicodeError => ValueError,
            UnicodeDecodeError | UnicodeEncodeError | UnicodeTranslateError => UnicodeError,
            DeprecationWarning | RuntimeWarning | UserWarning => Warning,
            _ => Exception,
        })
    }

    /// `issubclass(kind, other)`
    pub fn is_a(self, other: ExcKind) -> bool {
        std::iter::successors(Some(self), |kind| kind.base()).any(|kind| kind == other)
    }
}
