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
    """A command to a run. The name of a view option is a command, too, and sets it."""

    PLAY = "play"
    PAUSE = "pause"
    STEP = "step"
    STOP = "stop"
    RESET = "reset"
    RATE = "rate"
    PROBE = "probe"
    DRAWN = "drawn"  # a browser has drawn the last frame; it does not reach the run
    FULL = "full"  # the server's: make a full frame
    SUSPEND = "suspend"  # the server's: write a checkpoint and leave the worker


COMMANDS: tuple[str, ...] = (*Op, *OPTIONS)
VIEWING: tuple[str, ...] = (*OPTIONS, Op.PROBE)  # commands that change only what is shown
LEAVING = (Op.STOP, Op.SUSPEND)  # commands after which a run leaves its worker
LIVE = (State.RUNNING, State.PAUSED)  # on a worker
ENDED = (State.FINISHED, State.DIVERGED, State.STOPPED)


def command_name(name: str) -> str:
    """Return the command of this name: a member of `Op`, or the name of a view option.

    Raises:
        ValueError: If there is no such command.

    """
    return name if name in OPTIONS else Op(name)
