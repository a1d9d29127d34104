"""A reader that misbehaves as the upload tells it to; it runs in a process of its own."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aelab.params import InputError
from aelab.uploads.sandbox_child import ANSWER_FILE, limits

TOKEN = "0" * 20


def convert(source: Any, target: Any) -> Any:
    told = source.read().decode()
    target.write_bytes(b"kept")
    note = ACTIONS[told](target)
    return TOKEN, note if isinstance(note, str) else ""


def write_nonsense(target: Any, text: Any) -> None:
    target.with_name(ANSWER_FILE).write_text(text)
    os._exit(0)


def refuse(sentence: Any) -> None:
    raise InputError(sentence)


def current(target: Any) -> Any:
    import resource

    return json.dumps({name: resource.getrlimit(getattr(resource, name))[0] for name in limits(0)})


def link(target: Path) -> None:
    target.unlink()
    target.symlink_to("/etc/passwd")


ACTIONS: dict[str, Callable[[Path], object]] = {
    "behave": lambda target: "well",
    "limits": current,
    "torch": lambda target: ",".join({"torch", "sklearn", "pandas", "streamlit"} & {*sys.modules}),
    "segfault": lambda target: os.kill(os.getpid(), signal.SIGSEGV),
    "too long": lambda target: os.kill(os.getpid(), signal.SIGXCPU),
    "hang": lambda target: time.sleep(60),
    "memory": lambda target: bytearray(10**10),
    "disk": lambda target: target.write_bytes(bytes(300 * 2**20)),
    "raise": lambda target: dict[str, str]()["a key"],
    "recurse": lambda target: ACTIONS["recurse"](target),
    "leave": lambda target: os._exit(0),
    "exit": lambda target: sys.exit("bye"),
    "flood": lambda target: (
        [os.write(fd, b"x" * 10**6) for fd in (1, 2) for _ in range(20)] and ""
    ),
    "no file": lambda target: target.unlink(),
    "a link": link,
    "no json": lambda target: write_nonsense(target, "{"),
    "a list": lambda target: write_nonsense(target, "[1]"),
    "deep json": lambda target: write_nonsense(target, "[" * 4_000),
    "much json": lambda target: write_nonsense(target, json.dumps({"problem": "x" * 10**7})),
    "numbers": lambda target: write_nonsense(target, '{"token": 1, "note": [], "problem": {}}'),
    "refuse": lambda target: refuse("Line 3 is bad."),
    "refuse in signs": lambda target: refuse("a\ud800b\u202ec\0d\x1b[31m\n" + "e" * 1_000),
}
