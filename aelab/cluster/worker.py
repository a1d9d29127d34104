"""What a Dask worker does for the lab: it executes runs, sends frames and obeys commands.

Nothing here imports torch before a worker needs it, since the web server and the scheduler import
this module, too.
"""

import asyncio
import json
import logging
import os
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path

from distributed import Worker, WorkerPlugin, get_worker

from aelab import interrupts, plugins
from aelab.params import InputError
from aelab.runs.attempt import Attempt, Ending
from aelab.runs.channel import GONE, Channel, Reply
from aelab.runs.protocol import State, command_name

TOPIC = "aelab"
WARM_EVENT, TAKEN_EVENT, STARTED_EVENT = "warm", "taken", "started"  # that a worker reports
NICE = 10
COMMAND_SECONDS = 30.0  # a command that takes longer is answered without its result

CHANNELS: dict[tuple[str, int], Channel] = {}  # by run and number of the attempt
WARM = threading.Event()  # set when all that runs need has been imported
IMPORTING = threading.Lock()  # importing a large library in two threads at once can fail

TOO_LARGE = "The run needs more memory than a worker has: choose a smaller batch, code or network."
BROKEN = "The run broke off with an error; the server's log has it."

log = logging.getLogger(__name__)


class Lab(WorkerPlugin):
    """Lets the server fetch frames of a worker's runs and send them commands."""

    name = "aelab"

    def __init__(self, plugin_files: Mapping[str, bytes]) -> None:
        """Take the server's plugin files with it; see `aelab.plugins.contents`."""
        self.plugin_files = plugin_files

    def setup(self, worker: Worker) -> None:
        """Register the three handlers, and import in a thread what runs need."""
        plugins.receive(self.plugin_files, Path(worker.local_directory) / "plugins")

        async def poll(run: str, attempt: int, seen: int, seconds: float) -> Reply:
            """Wait for a frame newer than ``seen``."""
            channel = CHANNELS.get((run, attempt))
            if channel is None:
                return GONE
            try:
                async with asyncio.timeout(seconds):
                    shown = await asyncio.wrap_future(channel.poll(seen))
            except TimeoutError:
                return {"ok": True, "number": seen}
            if shown is None:
                return GONE
            return {"ok": True} | asdict(shown)

        async def command(run: str, attempt: int, name: str, value: str) -> Reply:
            """Send a command with its value as JSON, and wait until it is in force."""
            channel = CHANNELS.get((run, attempt))
            if channel is None:
                return GONE
            done = asyncio.wrap_future(channel.send(command_name(name), json.loads(value)))
            try:
                async with asyncio.timeout(COMMAND_SECONDS):
                    return await done
            except TimeoutError:
                return {"ok": False, "state": "", "message": "The worker takes long to answer."}

        async def refusal(spec: str) -> str:
            """Return why a run is refused; empty if it is not, or the worker is not ready."""
            return _refusal(spec) if WARM.is_set() else ""

        worker.handlers["aelab_poll"] = poll
        worker.handlers["aelab_command"] = command
        worker.handlers["aelab_refusal"] = refusal
        worker.http_server.stop()  # Dask opens the port of its pages regardless of the settings
        limit_memory(worker.memory_manager.memory_limit)
        # Importing torch takes seconds; in this method it would delay the worker's registration.
        threading.Thread(target=_warm, args=(worker,), name="aelab-warm", daemon=True).start()


def limit_memory(limit: int | None) -> None:
    """Limit the memory of this process to ``limit`` bytes; on Linux only.

    A large allocation then fails, and the run ends with a message. Memory that grows in small
    steps is left to the nanny, which ends the process. Address space is not limited, since that
    would break the mapping of files, and CUDA.
    """
    if limit and sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _refusal(spec: str) -> str:
    from aelab.cluster.admission import refusal
    from aelab.spec import Spec

    try:
        return refusal(Spec.from_json(spec))
    except InputError as problem:
        return str(problem)


def _warm(worker: Worker) -> None:
    _yield_to_others()  # the first page has priority
    with IMPORTING, suppress(InputError):  # a run says what is wrong with a plugin
        _ready()
    WARM.set()
    worker.log_event(TOPIC, {"event": WARM_EVENT, "address": worker.address})


def _ready() -> None:
    """Import what runs need, and plugins that came after that; `InputError` if one is broken."""
    _import_all()
    plugins.load()


@cache
def _import_all() -> None:
    from aelab.cluster.admission import offered
    from aelab.runs.warmup import warm

    warm()
    offered()


def execute(run: str, spec: str, attempt: Attempt) -> Ending:
    """Execute an attempt of a run on this worker, and return how it ended.

    An `InputError`, or whatever else a model raises, becomes a sentence for the visitor; the log
    has the error.
    """
    _yield_to_others()
    worker, channel = get_worker(), Channel()
    key = run, attempt.number
    CHANNELS[key] = channel  # before the data are read: commands that come meanwhile are stored
    place = {"run": run, "attempt": attempt.number, "address": worker.address}
    worker.log_event(TOPIC, {"event": TAKEN_EVENT} | place)
    try:
        with IMPORTING:
            _ready()
        import torch

        from aelab.runs.run import Run
        from aelab.spec import Spec

        torch.set_num_threads(1)
        if why := _refusal(spec):
            raise InputError(why)
        with interrupts.when(channel.leaving):
            training = Run(Spec.from_json(spec), channel, run, attempt)
        state = str(training.state)
        worker.log_event(TOPIC, {"event": STARTED_EVENT, "state": state} | place)
        return training.go()
    except interrupts.Interrupted:
        return Ending(State.PAUSED, carried=attempt.carried, begun=False)
    except InputError as problem:
        return Ending(State.STOPPED, str(problem))
    except Exception as problem:  # whatever a model raises; the visitor gets a sentence
        log.exception("Run %s broke off.", run)
        return Ending(State.STOPPED, TOO_LARGE if _is_out_of_memory(problem) else BROKEN)
    finally:
        channel.close()
        CHANNELS.pop(key, None)


def _is_out_of_memory(problem: Exception) -> bool:
    """Return whether an allocation has failed; torch has no type for that, only a message."""
    return isinstance(problem, MemoryError) or "allocate memory" in str(problem)


def make_catalogue() -> bytes:
    """Make the catalogue on this worker and return its file."""
    with IMPORTING:
        from aelab import catalogue

        return catalogue.to_bytes()


def _yield_to_others() -> None:
    """Give the training a lower priority than the worker's loop and other programs."""
    if sys.platform == "linux":  # only there does niceness belong to a thread
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
