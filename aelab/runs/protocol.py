"""The states of a run and the commands that it obeys."""

from enum import StrEnum

from aelab.views.options import OPTIONS


class State(StrEnum):
    """The state of a run, as it is shown and stored."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    DIVERGED = "diverged"
    STOPPED = "stopped"
    GONE = "gone"  # only in a reply: the run has left this worker


class Op(StrEnum):
    """A command to a run."""

    PLAY = "play"
    PAUSE = "pause"
    STEP = "step"
    STOP = "stop"
    RESET = "reset"
    RATE = "rate"
    AXES = "axes"
    PICK = "pick"
    SHOW = "show"
    PACE = "pace"
    PROBE = "probe"
    SCORE = "score"
    FLAT = "flat"
    SAMPLE = "sample"
    DRAWN = "drawn"  # a browser has drawn the last frame; it does not reach the run
    FULL = "full"  # the server's: make a full frame
    SUSPEND = "suspend"  # the server's: write a checkpoint and leave the worker


# Commands that change only what is shown.
VIEWING = (*(Op(name) for name in OPTIONS), Op.PROBE)
LEAVING = (Op.STOP, Op.SUSPEND)  # commands after which a run leaves its worker
LIVE = (State.RUNNING, State.PAUSED)  # on a worker
ENDED = (State.FINISHED, State.DIVERGED, State.STOPPED)
