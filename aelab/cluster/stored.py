"""Runs of an earlier server, read from their checkpoints."""

import secrets

from aelab.cluster.job import Job
from aelab.cluster.transitions import Phase
from aelab.runs import checkpoints
from aelab.runs.protocol import ENDED, State
from aelab.spec import Spec


def restored(run: str) -> Job | None:
    """Return a run of an earlier server from its checkpoint: over, or suspended.

    None if there is no such run, or it is of an incompatible version of the lab.
    """
    try:
        notes = checkpoints.stored_notes(run)
        if notes is None:
            return None
        state = State(notes["state"])
        over = state in ENDED
        job = Job(
            run,
            Spec.from_json(notes["spec"]),
            secrets.token_urlsafe(16),
            state=state if over else State.PAUSED,
            phase=Phase.OVER if over else Phase.SUSPENDED,
        )
        job.visitor = ""  # not stored: see `Cluster.watch`
        job.generation, job.attempt = notes["generation"], notes["attempt"]
        job.index, job.rate = notes["index"], notes["rate"]
        job.message, job.fix = notes["message"], notes["fix"]
    except (ValueError, KeyError, TypeError):  # no id, or a run of another version of the lab
        return None
    return job
