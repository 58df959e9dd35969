"""A zip file in which nothing is compressed, so that it has the same bytes whatever packs it."""

import io
import zipfile
from collections.abc import Mapping

_MADE = (2026, 1, 5, 9, 0, 0)
_UNIX = 3


def stored(parts: Mapping[str, bytes]) -> bytes:
    """The zip with these files, all made at one fixed time."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _MADE)
            entry.create_system = _UNIX  # else it tells on which system it was made
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return written.getvalue()
