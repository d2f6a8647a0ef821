"""Files become one ZIP: the same files, the same bytes."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

UNIX, READABLE = 3, 0o100644 << 16


def zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    """In the order of their names, all of one moment."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = ZipInfo(name, at.timetuple()[:6])
            entry.create_system, entry.external_attr = UNIX, READABLE
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return packed.getvalue()
