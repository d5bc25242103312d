"""Archives that somebody else wrote, with a right seal."""

import io

from agreements.backup.archive import Manifest, Writer, header


def resealed(
    *members: tuple[str, bytes], database: str = "sqlite", migrations: tuple[str, ...] = ()
) -> bytes:
    """Its members, and a manifest of them."""
    file = io.BytesIO()
    writer = Writer(file, Manifest("2026-01-01", "0", database, list(migrations)))
    for name, content in members:
        start = file.tell()
        with writer.member("documents/placeholder") as member:
            member.write(content)
        end = file.tell()
        file.seek(start)
        file.write(header(name, len(content)))
        file.seek(end)
        entry = writer.manifest.entries.pop()
        writer.manifest.entries.append(type(entry)(name, entry.size, entry.sha256))
    writer.close()
    return file.getvalue()
