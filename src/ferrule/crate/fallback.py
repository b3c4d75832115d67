"""A wheel without its extension, for the platforms that have none: the Python inside runs there.

In: a wheel that holds native functions of Ferrule. Out: the same for any platform. pip takes the
one with the extension wherever it fits. Assumes a wheel as maturin writes it.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import zipfile
from pathlib import Path

_MANIFEST = ".ferrule.json"
_EXTENSION = re.compile(r"/_native\.[^/]*(so|pyd)$")


def holds_native_functions(wheel: Path) -> bool:
    """Whether the Python of what is native is inside too."""
    with zipfile.ZipFile(wheel) as archive:
        return any(name.endswith(_MANIFEST) for name in archive.namelist())


def without_extension(wheel: Path) -> Path:
    """Write the wheel for any platform beside this one."""
    name, version = wheel.name.split("-")[:2]
    target = wheel.with_name(f"{name}-{version}-py3-none-any.whl")
    part = target.with_suffix(".part")
    rows: list[tuple[str, str, str]] = []
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as out:
        for info in source.infolist():
            if _EXTENSION.search(f"/{info.filename}") or "/sboms/" in info.filename:
                continue
            if info.filename.endswith(".dist-info/RECORD"):
                record = info
                continue
            content = source.read(info)
            if info.filename.endswith(".dist-info/WHEEL"):
                content = _for_any(content.decode()).encode()
            out.writestr(info, content, zipfile.ZIP_DEFLATED)
            rows.append((info.filename, _hash(content), str(len(content))))
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([*rows, (record.filename, "", "")])
        out.writestr(record, text.getvalue())
    part.replace(target)
    return target


def _for_any(text: str) -> str:
    kept = [line for line in text.splitlines() if not line.startswith(("Tag:", "Root-Is-Purelib:"))]
    return "\n".join([*kept, "Root-Is-Purelib: true", "Tag: py3-none-any", ""])


def _hash(content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
    return f"sha256={digest.decode()}"
