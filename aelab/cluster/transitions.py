"""The phases of a run, the moves between them, and the effect of each command in each phase.

All that depends on the phase of a run is in the two tables. `tables` draws them for
ARCHITECTURE.md.
"""

from collections.abc import Mapping
from enum import Enum

from aelab.runs.protocol import COMMANDS, VIEWING
from aelab.views.options import IDLE


class Phase(Enum):
    """Where a run is."""

    WAITING = "in the queue"
    STARTING = "on its way to a worker"
    LIVE = "on a worker"
    SUSPENDED = "suspended"
    OVER = "over"


class Action(Enum):
    """The effect of a command."""

    SEND = "sent to the worker"
    POSTPONE = "postponed until the run is on a worker"
    STOP_ATTEMPT = "sent to the worker, which is restarted if it does not obey"
    ABANDON = "the attempt is withdrawn, the run ends"
    END = "the run ends"
    LEAVE_QUEUE = "the run leaves the queue"
    QUEUE_AGAIN = "the run is queued"
    RESTART = "queued with fresh weights, to pause at step 0"
    QUEUE_TO_EXECUTE = "queued, to be carried out on a worker"
    QUEUE_TO_SHOW = "queued, to be shown in its final state"
    APPLY_LATER = "applied in the next attempt"
    ACKNOWLEDGE = "no effect"
    REFUSE = "refused"


MOVES: Mapping[Phase, frozenset[Phase]] = {
    Phase.WAITING: frozenset({Phase.STARTING, Phase.SUSPENDED, Phase.OVER}),
    Phase.STARTING: frozenset({Phase.LIVE, Phase.WAITING, Phase.SUSPENDED, Phase.OVER}),
    Phase.LIVE: frozenset({Phase.STARTING, Phase.WAITING, Phase.SUSPENDED, Phase.OVER}),
    Phase.SUSPENDED: frozenset({Phase.WAITING, Phase.OVER}),
    Phase.OVER: frozenset({Phase.WAITING}),
}


def _row(default: Action, viewing: Action, idle: Action, **others: Action) -> Mapping[str, Action]:
    """Return the effect of each command: of viewing commands, of options that wait, of others."""
    options = dict.fromkeys(VIEWING, viewing) | dict.fromkeys(IDLE, idle)
    return dict.fromkeys(COMMANDS, default) | options | others


ACTIONS: Mapping[Phase, Mapping[str, Action]] = {
    Phase.WAITING: _row(
        Action.POSTPONE,
        Action.POSTPONE,
        Action.POSTPONE,
        play=Action.QUEUE_AGAIN,
        pause=Action.LEAVE_QUEUE,
        reset=Action.RESTART,
        stop=Action.END,
    ),
    Phase.STARTING: _row(Action.POSTPONE, Action.POSTPONE, Action.POSTPONE, stop=Action.ABANDON),
    Phase.LIVE: _row(Action.SEND, Action.SEND, Action.SEND, stop=Action.STOP_ATTEMPT),
    Phase.SUSPENDED: _row(
        Action.QUEUE_TO_EXECUTE,
        Action.QUEUE_TO_EXECUTE,
        Action.APPLY_LATER,
        play=Action.QUEUE_AGAIN,
        pause=Action.ACKNOWLEDGE,
        reset=Action.RESTART,
        stop=Action.END,
    ),
    Phase.OVER: _row(
        Action.REFUSE,
        Action.QUEUE_TO_SHOW,
        Action.APPLY_LATER,
        play=Action.QUEUE_AGAIN,
        pause=Action.ACKNOWLEDGE,
        reset=Action.RESTART,
        stop=Action.ACKNOWLEDGE,
    ),
}


def tables() -> str:
    """Return both tables as Markdown."""
    head = ["command", *(phase.value for phase in Phase)]
    rows = [[f"`{op}`", *(ACTIONS[phase][op].value for phase in Phase)] for op in COMMANDS]
    moves = [
        [phase.value, ", ".join(after.value for after in Phase if after in MOVES[phase])]
        for phase in Phase
    ]
    return f"{_markdown(head, rows)}\n{_markdown(['a run that is', 'may become'], moves)}"


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
