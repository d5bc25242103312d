"""Python's search for garbage, timed by the work: a long import makes millions of objects, of which only
those of one record hang on each other in rings, and looking for rings at every few hundred new objects takes
a fifth of the time."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Pieces of work (some five hundred records each) that leave their garbage until all of it is swept.
PIECES = 4


class Sweeping:
    """Garbage is looked for after every few pieces of work only, and not in what was there before."""

    def __init__(self) -> None:
        self.pieces = 0
        gc.freeze()
        gc.disable()

    def __call__(self) -> None:
        """Say that a piece of work is done."""
        self.pieces += 1
        if self.pieces % PIECES == 0:
            gc.collect()


@contextmanager
def seldom_swept() -> Iterator[Callable[[], None]]:
    """Within the block, garbage is looked for at every few calls of what it gives."""
    sweeping = Sweeping()
    try:
        yield sweeping
    finally:
        gc.enable()
        gc.unfreeze()
