"""The GitHub workflow of a project: tests on the usual systems, wheels, and an upload on a tag.

In: the name of the package. Out: the text of a workflow. Assumes the project's `just` recipes and
trusted publishing for the upload.
"""

from __future__ import annotations

_TEXT = """\
# Written by `ferrule ci github`.
name: CI

on:
  push:
    branches: [main]
    tags: ["v*"]
  pull_request:

permissions:
  contents: read

jobs:
  test:
    strategy:
      fail-fast: false
      matrix:
        os: [ubuntu-latest, macos-latest]
        python: ["3.11", "3.14"]
    runs-on: ${{ matrix.os }}
    steps:
      - uses: actions/checkout@v4
      - uses: astral-sh/setup-uv@v6
        with:
          python-version: ${{ matrix.python }}
      - run: uv tool install rust-just
      - run: just test

  wheels:
    strategy:
      fail-fast: false
      matrix:
        include:
          - { os: ubuntu-latest, target: x86_64, manylinux: "2014" }
          - { os: ubuntu-latest, target: aarch64, manylinux: "2014" }
          - { os: ubuntu-latest, target: x86_64, manylinux: musllinux_1_2 }
          - { os: macos-latest, target: aarch64, manylinux: auto }
          - { os: macos-latest, target: x86_64, manylinux: auto }
          - { os: windows-latest, target: x64, manylinux: auto }
    runs-on: ${{ matrix.os }}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.11"
      - uses: PyO3/maturin-action@v1
        with:
          target: ${{ matrix.target }}
          manylinux: ${{ matrix.manylinux }}
          args: --release --locked --out dist@INTERPRETERS@
      - uses: actions/upload-artifact@v4
        with:
          name: wheel-${{ matrix.os }}-${{ matrix.target }}-${{ matrix.manylinux }}
          path: dist

  sdist:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: PyO3/maturin-action@v1
        with:
          command: sdist
          args: --out dist
      - uses: actions/upload-artifact@v4
        with:
          name: wheel-sdist
          path: dist

  release:
    if: startsWith(github.ref, 'refs/tags/v')
    needs: [test, wheels, sdist]
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    environment:
      name: pypi
      url: https://pypi.org/p/@PACKAGE@
    steps:
      - uses: actions/download-artifact@v4
        with:
          pattern: wheel-*
          merge-multiple: true
          path: dist
      - uses: pypa/gh-action-pypi-publish@release/v1
"""


def workflow(package: str, per_version: bool = False) -> str:
    """The whole file; `per_version` for a project whose wheels are not abi3."""
    interpreters = " --find-interpreter" if per_version else ""
    return _TEXT.replace("@INTERPRETERS@", interpreters).replace("@PACKAGE@", package)
