"""What the server sends with a run to a worker, and what the worker returns at the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aelab.runs.protocol import State


@dataclass(frozen=True)
class Attempt:
    """One placement of a run on a worker.

    Attributes:
        generation: How often the run has been started with fresh weights.
        number: Its sequence number; a run has another attempt each time that it gets a slot.
        begin: The state it begins in. A run that has ended gets an attempt in its final state
            when it is to be shown again.
        rate: Learning rate of a generation that begins, None for that of the Spec.
        pace: Updates per second to begin with; 0 is as fast as possible.
        carried: The checkpoint that the attempt before could not write, empty if it could.

    """

    generation: int = 0
    number: int = 0
    begin: State = State.RUNNING
    rate: float | None = None
    pace: int = 0
    carried: bytes = b""


@dataclass(frozen=True)
class Ending:
    """How an attempt ended.

    Attributes:
        state: The state of the run: paused if it was suspended.
        message: A sentence for the visitor.
        fix: Parameter values that may prevent the divergence.
        rate: Learning rate at the end.
        index: Number of updates done.
        frame: The last full frame, empty if there is none.
        carried: The checkpoint of a run that continues later, if it could not be written.
        begun: False if the attempt was ended before the training was set up: rate and index
            are those of the attempt before.

    """

    state: State
    message: str = ""
    fix: Mapping[str, Any] | None = None
    rate: float | None = None
    index: int = 0
    frame: bytes = b""
    carried: bytes = b""
    begun: bool = True
