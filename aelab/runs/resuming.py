"""Which checkpoint an attempt resumes from."""

from aelab.runs import checkpoints
from aelab.runs.attempt import Attempt
from aelab.runs.checkpoints import Checkpoint


def stored_checkpoint(run: str, attempt: Attempt) -> tuple[Checkpoint | None, bool]:
    """Return the checkpoint of an attempt's generation or None, and whether a file is broken.

    One that was carried, because it could not be written, counts unless this attempt itself has
    written one since.
    """
    stored = checkpoints.read(run)
    broken = stored is None and checkpoints.exists(run)
    number = stored.notes.get("attempt") if stored is not None else None
    if attempt.carried and number != attempt.number:
        stored = checkpoints.unpacked(attempt.carried)
    same = stored is not None and stored.notes.get("generation") == attempt.generation
    return (stored if same else None), broken
