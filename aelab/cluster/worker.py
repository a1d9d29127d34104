"""What a Dask worker does for the lab: it executes runs, and answers those who look at them.

Nothing here imports torch before a worker needs it: the web server and the scheduler import this
module, too.
"""

import asyncio
import json
import logging
import os
import sys
import threading
from dataclasses import asdict
from functools import cache
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from aelab import interrupts
from aelab.params import InputError
from aelab.runs.channel import GONE, Channel, Reply
from aelab.runs.protocol import Op, State

TOPIC = "aelab"
NICE = 10
COMMAND_SECONDS = 30.0  # a command that takes longer than this is answered without its result

CHANNELS: dict[tuple[str, int], Channel] = {}  # by run and turn
WARM = threading.Event()  # set when all that runs need has been imported
IMPORTING = threading.Lock()  # two threads that import the same large library trip each other up

TOO_LARGE = "The run needs more memory than a worker has: choose a smaller batch, code or network."
BROKEN = "The run broke off with an error; the server's log has it."

log = logging.getLogger(__name__)


class Lab(WorkerPlugin):
    """Lets the server poll a worker's runs for frames and send them commands."""

    name = "aelab"

    def setup(self, worker: Worker) -> None:
        """Register the two handlers, and import in a thread what runs need."""

        async def poll(run: str, turn: int, seen: int, seconds: float) -> Reply:
            """Wait for a frame newer than ``seen``."""
            channel = CHANNELS.get((run, turn))
            if channel is None:
                return GONE
            try:
                shown = await asyncio.wait_for(asyncio.wrap_future(channel.poll(seen)), seconds)
            except TimeoutError:
                return {"ok": True, "number": seen}
            if shown is None:
                return GONE
            return {"ok": True} | asdict(shown)

        async def command(run: str, turn: int, name: str, value: str) -> Reply:
            """Send a command with its value as JSON, and wait until it is in force."""
            channel = CHANNELS.get((run, turn))
            if channel is None:
                return GONE
            done = asyncio.wrap_future(channel.send(Op(name), json.loads(value)))
            try:
                return await asyncio.wait_for(done, COMMAND_SECONDS)
            except TimeoutError:
                return {"ok": False, "state": "", "message": "The worker takes long to answer."}

        async def refusal(spec: str) -> str:
            """Return why a run is not taken in, empty if it is or if that is not known yet."""
            return _refusal(spec) if WARM.is_set() else ""

        worker.handlers["aelab_poll"] = poll
        worker.handlers["aelab_command"] = command
        worker.handlers["aelab_refusal"] = refusal
        worker.http_server.stop()  # Dask opens the port of its pages in any case
        limit_memory(worker.memory_manager.memory_limit)
        # Importing torch takes seconds: in this method it would keep the worker from joining.
        threading.Thread(target=_warm, args=(worker,), name="aelab-warm", daemon=True).start()


def limit_memory(most: int | None) -> None:
    """Let this process take no more memory than ``most`` bytes, where the system can see to it.

    A large allocation then fails, and the run says so. Of memory that grows in small pieces the
    nanny takes care, which ends the process. Address space is not limited: it would break the
    mapping of files, and CUDA.
    """
    if most and sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        within = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (within, hard))


def _refusal(spec: str) -> str:
    from aelab.cluster.admission import refusal
    from aelab.spec import Spec

    try:
        return refusal(Spec.from_json(spec))
    except InputError as problem:
        return str(problem)


def _warm(worker: Worker) -> None:
    _yield_to_others()  # the first page goes first
    with IMPORTING:
        _ready()
    WARM.set()
    worker.log_event(TOPIC, {"event": "warm", "address": worker.address})


@cache
def _ready() -> None:
    from aelab.cluster.admission import offered
    from aelab.runs.run import warm

    warm()
    offered()


def execute(run: str, spec: str, ticket: dict[str, Any]) -> dict[str, Any]:
    """Execute a turn of a run on this worker, and return its `Ending` as plain data."""
    with IMPORTING:
        _ready()
    import torch

    from aelab.runs.run import Ending, Run, Ticket
    from aelab.spec import Spec

    torch.set_num_threads(1)
    _yield_to_others()
    worker, channel = get_worker(), Channel()
    key = run, int(ticket["turn"])
    CHANNELS[key] = channel  # before the data are read: what is commanded meanwhile is kept
    place = {"run": run, "turn": ticket["turn"], "address": worker.address}
    worker.log_event(TOPIC, {"event": "taken"} | place)
    try:
        if why := _refusal(spec):
            raise InputError(why)
        with interrupts.when(channel.leaving):
            turn = Run(Spec.from_json(spec), channel, run, Ticket(**ticket))
        worker.log_event(TOPIC, {"event": "started", "state": str(turn.state)} | place)
        ending = turn.go()
    except interrupts.Interrupted:  # before it could begin: all is as it was
        unbegun = {"state": State.PAUSED, "message": "", "fix": None, "frame": b""}
        return unbegun | {"carried": ticket["carried"]}
    except InputError as problem:
        ending = Ending(State.STOPPED, str(problem))
    except (
        Exception
    ) as problem:  # whatever a model does, the browser gets a sentence and the log the rest
        log.exception("Run %s broke off.", run)
        ending = Ending(State.STOPPED, TOO_LARGE if _is_out_of_memory(problem) else BROKEN)
    finally:
        channel.close()
        CHANNELS.pop(key, None)
    return asdict(ending)


def _is_out_of_memory(problem: Exception) -> bool:
    """Return whether an allocation has failed; torch says so in words only."""
    return isinstance(problem, MemoryError) or "allocate memory" in str(problem)


def make_catalogue() -> bytes:
    """Make the catalogue on this worker and return its file."""
    with IMPORTING:
        from aelab import catalogue

        return catalogue.content()


def _yield_to_others() -> None:
    """Let the worker's own loop, and whoever uses the machine, go before the training."""
    if sys.platform == "linux":  # only there does niceness belong to a thread
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
