"""Runs: trainings that obey commands, publish frames and write checkpoints."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # for editors; at run time the names are imported when they are first used
    from aelab.runs.attempt import Attempt as Attempt
    from aelab.runs.attempt import Ending as Ending
    from aelab.runs.channel import Channel as Channel
    from aelab.runs.protocol import Op as Op
    from aelab.runs.protocol import State as State
    from aelab.runs.run import Run as Run

__all__ = ["Attempt", "Channel", "Ending", "Op", "Run", "State"]
_MODULES = {
    "Attempt": "aelab.runs.attempt",
    "Channel": "aelab.runs.channel",
    "Ending": "aelab.runs.attempt",
    "Op": "aelab.runs.protocol",
    "Run": "aelab.runs.run",
    "State": "aelab.runs.protocol",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"{__name__} has no {name}.")
