"""Finding records by what their readers type: normalise (`keys`), index, query."""
