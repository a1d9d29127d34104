"""Where a run may be, where it may go from there, and what a command does to it there.

Everything that depends on the phase of a run is in the two tables; ARCHITECTURE.md has them drawn
by `tables`.
"""

from collections.abc import Mapping
from enum import Enum

from aelab.runs.protocol import VIEWING, Op


class Phase(Enum):
    """Where a run is."""

    WAITING = "in the queue"
    STARTING = "on its way to a worker"
    LIVE = "on a worker"
    ASIDE = "set aside"
    OVER = "over"


class Action(Enum):
    """What is done with a command."""

    SEND = "sent to the worker"
    KEEP = "kept until the run is on a worker"
    STOP_TURN = "sent to the worker, which is restarted if it does not obey"
    ABANDON = "the turn is withdrawn, the run ends"
    END = "the run ends"
    HOLD = "the run leaves the queue"
    QUEUE_AGAIN = "the run is queued"
    RESTART = "queued with fresh weights, to stand at step 0"
    VISIT = "queued, to be carried out on a worker"
    REVISIT = "queued, to be shown in the state of its end"
    REMEMBER = "remembered for the next turn"
    ACKNOWLEDGE = "nothing to do"
    REFUSE = "refused"


MOVES: Mapping[Phase, frozenset[Phase]] = {
    Phase.WAITING: frozenset({Phase.STARTING, Phase.ASIDE, Phase.OVER}),
    Phase.STARTING: frozenset({Phase.LIVE, Phase.WAITING, Phase.ASIDE, Phase.OVER}),
    Phase.LIVE: frozenset({Phase.STARTING, Phase.WAITING, Phase.ASIDE, Phase.OVER}),
    Phase.ASIDE: frozenset({Phase.WAITING, Phase.OVER}),
    Phase.OVER: frozenset({Phase.WAITING}),
}


def _row(default: Action, viewing: Action, **others: Action) -> Mapping[Op, Action]:
    named = {Op[name.upper()]: action for name, action in others.items()}
    return {op: default for op in Op} | dict.fromkeys(VIEWING, viewing) | named


ACTIONS: Mapping[Phase, Mapping[Op, Action]] = {
    Phase.WAITING: _row(
        Action.KEEP, Action.KEEP,
        play=Action.QUEUE_AGAIN, pause=Action.HOLD, reset=Action.RESTART, stop=Action.END,
    ),
    Phase.STARTING: _row(Action.KEEP, Action.KEEP, stop=Action.ABANDON),
    Phase.LIVE: _row(Action.SEND, Action.SEND, stop=Action.STOP_TURN),
    Phase.ASIDE: _row(
        Action.VISIT, Action.VISIT, pace=Action.ACKNOWLEDGE, show=Action.REMEMBER,
        play=Action.QUEUE_AGAIN, pause=Action.ACKNOWLEDGE, reset=Action.RESTART, stop=Action.END,
    ),
    Phase.OVER: _row(
        Action.REFUSE, Action.REVISIT, pace=Action.ACKNOWLEDGE, show=Action.REMEMBER,
        play=Action.QUEUE_AGAIN, pause=Action.ACKNOWLEDGE, reset=Action.RESTART,
        stop=Action.ACKNOWLEDGE,
    ),
}  # fmt: skip


def tables() -> str:
    """Return both tables as Markdown."""
    head = ["command", *(phase.value for phase in Phase)]
    rows = [[f"`{op}`", *(ACTIONS[phase][op].value for phase in Phase)] for op in Op]
    moves = [
        [phase.value, ", ".join(after.value for after in Phase if after in MOVES[phase])]
        for phase in Phase
    ]
    return f"{_markdown(head, rows)}\n{_markdown(['a run that is', 'may become'], moves)}"


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
