"""The whole register as JSON Lines: everything that was entered, nothing that follows from it."""
