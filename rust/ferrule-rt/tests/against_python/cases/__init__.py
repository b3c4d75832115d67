"""Cases for the runtime crate, with the answers of the Python that runs this.

In: nothing. Out: lines on stdout, `op<TAB>argument…<TAB>answer`; the first tells the version.
"""
