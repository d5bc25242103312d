"""A deposited file as an answer to a browser or a program: a download that runs nothing."""

import logging
from typing import Any

from django.http import FileResponse

logger = logging.getLogger(__name__)


def as_download(document: Any) -> FileResponse:
    """The file of a document, under its own name. Raises FileNotFoundError where the store has lost it."""
    try:
        file = document.file.open("rb")
    except FileNotFoundError:
        logger.error("The file of document %s is missing: %s", document.pk, document.file.name)
        raise
    return FileResponse(
        file,
        as_attachment=True,
        filename=document.download_name,
        content_type=document.media_type,
        headers={
            # Whatever a browser makes of it, it runs nothing and reaches nothing.
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Content-Length": str(document.size),
            "ETag": f'"{document.sha256}"',
            "Cache-Control": "private, no-cache",
        },
    )
