"""What happens on the Dask side, as events that the cluster consumes one after the other."""

from dataclasses import dataclass

from aelab.runs.attempt import Ending
from aelab.runs.channel import Command, Reply
from aelab.runs.protocol import State


@dataclass(frozen=True)
class Place:
    """An attempt of a run and the worker that it is on; the address is empty before it arrives."""

    run: str
    attempt: int
    address: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """The attempt, whatever worker it is on."""
        return self.run, self.attempt


@dataclass(frozen=True)
class WorkersCounted:
    """The scheduler has so many workers; posted every half second."""

    slots: int


@dataclass(frozen=True)
class Taken:
    """A worker has taken an attempt and reads its data."""

    place: Place


@dataclass(frozen=True)
class Started:
    """An attempt is ready on its worker, in this state."""

    place: Place
    state: State


@dataclass(frozen=True)
class FrameReceived:
    """A worker has sent a frame of an attempt."""

    place: Place
    frame: bytes
    full: bool


@dataclass(frozen=True)
class Answered:
    """A command that was sent to a place has its reply.

    The state in the reply is gone if the run has left the worker or the worker is lost.
    """

    place: Place
    command: Command
    reply: Reply


@dataclass(frozen=True)
class WorkerLost:
    """The worker of an attempt is lost; Dask gives the attempt to another worker."""

    place: Place


@dataclass(frozen=True)
class SchedulerLost:
    """The scheduler is lost, and all attempts with it."""


@dataclass(frozen=True)
class Ended:
    """An attempt has ended and returned its result."""

    place: Place
    ending: Ending


@dataclass(frozen=True)
class Failed:
    """Dask has given up an attempt, for a reason that the visitor is told."""

    place: Place
    reason: str


Event = (
    WorkersCounted
    | Taken
    | Started
    | FrameReceived
    | Answered
    | WorkerLost
    | SchedulerLost
    | Ended
    | Failed
)
