"""What a Dask worker does for the lab: it executes runs, and answers those who look at them.

Nothing here imports torch before a worker needs it: the web server and the scheduler import this
module, too.
"""

import asyncio
import logging
import os
import sys
import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from aelab.channel import GONE, Channel, Reply
from aelab.params import InputError

TOPIC = "aelab"
NICE = 10
COMMAND_SECONDS = 30.0  # a command that takes longer than this is answered without its result

CHANNELS: dict[str, Channel] = {}  # of the runs on this worker, by their ids
IMPORTING = threading.Lock()  # two threads that import the same large library trip each other up

log = logging.getLogger(__name__)


class Lab(WorkerPlugin):
    """Lets the server poll a worker's runs for frames and send them commands."""

    name = "aelab"

    def setup(self, worker: Worker) -> None:
        """Register the two handlers, and import in a thread what runs need."""

        async def poll(run: str, seen: int, seconds: float) -> Reply:
            """Wait for a frame newer than ``seen``."""
            channel = CHANNELS.get(run)
            if channel is None:
                return GONE
            try:
                shown = await asyncio.wait_for(asyncio.wrap_future(channel.poll(seen)), seconds)
            except TimeoutError:
                return {"ok": True, "number": seen}
            if shown is None:
                return GONE
            return {"ok": True} | asdict(shown)

        async def command(run: str, name: str, value: Any) -> Reply:
            """Send a command, and wait until it is in force."""
            channel = CHANNELS.get(run)
            if channel is None:
                return GONE
            done = asyncio.wrap_future(channel.send(name, value))
            try:
                return await asyncio.wait_for(done, COMMAND_SECONDS)
            except TimeoutError:
                return {"ok": False, "state": "", "message": "The worker takes long to answer."}

        worker.handlers["aelab_poll"] = poll
        worker.handlers["aelab_command"] = command
        # Importing torch takes seconds: in this method it would keep the worker from joining.
        threading.Thread(target=_warm, args=(worker,), name="aelab-warm", daemon=True).start()


def _warm(worker: Worker) -> None:
    with IMPORTING:
        _ready()
    worker.log_event(TOPIC, {"event": "warm", "address": worker.address})


@cache
def _ready() -> None:
    from aelab.runs import warm

    warm()


def execute(run: str, spec: str, ticket: dict[str, Any]) -> dict[str, Any]:
    """Execute a turn of a run on this worker, and return its `Ending` as plain data."""
    with IMPORTING:
        _ready()
    import torch

    from aelab.runs import Ending, Run, Ticket
    from aelab.spec import Spec

    torch.set_num_threads(1)
    _yield_to_others()
    worker, channel = get_worker(), Channel()
    try:
        turn = Run(Spec.from_json(spec), channel, run, Ticket(**ticket))
        CHANNELS[run] = channel
        worker.log_event(TOPIC, {"event": "started", "run": run, "turn": ticket["turn"],
                                 "address": worker.address, "state": turn.state})  # fmt: skip
        ending = turn.go()
    except InputError as problem:
        ending = Ending("stopped", str(problem))
    except Exception:  # whatever a model does, the browser gets a sentence and the log the rest
        log.exception("Run %s broke off.", run)
        ending = Ending("stopped", "The run broke off with an error; the server's log has it.")
    finally:
        channel.close()
        CHANNELS.pop(run, None)
    return asdict(ending)


def make_catalogue() -> bytes:
    """Make the catalogue on this worker and return its file."""
    with IMPORTING:
        from aelab import catalogue

        return Path(catalogue.make()).read_bytes()


def _yield_to_others() -> None:
    """Let the worker's own loop, and whoever uses the machine, go before the training."""
    if sys.platform == "linux":  # only there does niceness belong to a thread
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
