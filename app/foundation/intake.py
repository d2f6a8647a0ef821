"""What one request may bring. A file that is too large does not take the words beside it with it."""

from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Request

from app.foundation.files import LARGEST

IN_MEMORY = 500 * 1024


class Taken(SpooledTemporaryFile[bytes]):
    """As much of a file as tells that it is too large, and no more: the rest is read and let go."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        room = LARGEST + 1 - self.tell()
        if room > 0:
            super().write(data[:room])
        return len(data)


class OurRequest(Request):
    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return Taken(IN_MEMORY)
