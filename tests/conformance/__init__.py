"""CPython's own tests on compiled modules of the standard library."""
