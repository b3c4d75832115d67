"""SHA-256 without OpenSSL, which is megabytes in every program that loads it.

In: bytes. Out: the `sha256` that is built into the interpreter, else `hashlib`'s.
"""

try:
    from _sha256 import sha256  # type: ignore[import-not-found,unused-ignore]  # up to 3.11
except ImportError:
    try:
        from _sha2 import sha256  # type: ignore[import-not-found,unused-ignore]  # since 3.12
    except ImportError:
        from hashlib import sha256

__all__ = ["sha256"]
