"""Files as they come in: recognised by what they hold, looked at by a virus scanner, read for the search."""
