"""The live picture of a run as a browser has it: commands go, statuses and frames come."""

import contextlib
import itertools
import json
import threading
import time
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

SECONDS = 10.0


class Live:
    """One who looks at a run and commands it."""

    def __init__(self, address: str, run: str, cookies: str = "") -> None:
        """Connect to the live route; what comes is read by a thread of its own."""
        self.state, self.message, self.closed = "", "", 0
        self.frames, self.bytes, self.began = 0, 0, time.monotonic()
        self.first_frame = 0.0  # seconds until the first frame came
        self.acks: dict[Any, dict[str, Any]] = {}
        self._ids = itertools.count(1_000)
        self._news = threading.Condition()
        self.socket = connect(
            f"ws://{address}/live?run={run}",
            origin=Origin(f"http://{address}"),
            additional_headers={"Cookie": cookies},
            compression=None,
            max_size=None,
            open_timeout=SECONDS,
            ping_interval=None,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def say(self, text: str) -> None:
        """Send a text as it is; a socket that is closed says nothing."""
        with contextlib.suppress(ConnectionClosed):
            self.socket.send(text)

    def ask(self, op: str, value: Any = None, seconds: float = SECONDS) -> float | None:
        """Command the run; return the seconds to the acknowledgement, None if there is none."""
        number, start = next(self._ids), time.perf_counter()
        self.say(json.dumps({"op": op, "value": value, "id": number}))
        if self.acknowledged(number, seconds):
            return time.perf_counter() - start
        return None

    def acknowledged(self, number: Any, seconds: float = SECONDS) -> bool:
        """Wait until a command is acknowledged or the socket is closed."""
        return self._wait(lambda: number in self.acks, seconds)

    def reached(self, *states: str, seconds: float = SECONDS) -> bool:
        """Wait until the run is in one of these states."""
        return self._wait(lambda: self.state in states, seconds)

    def pictured(self, frames: int = 1, seconds: float = SECONDS) -> bool:
        """Wait until so many frames have come."""
        return self._wait(lambda: self.frames >= frames, seconds)

    def close(self) -> None:
        """Look away."""
        self.socket.close()

    def _wait(self, condition: Any, seconds: float) -> bool:
        with self._news:
            self._news.wait_for(lambda: condition() or self.closed, seconds)
            return bool(condition())

    def _listen(self) -> None:
        try:
            for message in self.socket:
                with self._news:
                    self._take(message)
                    self._news.notify_all()
        except ConnectionClosed:
            pass
        with self._news:
            self.closed = self.socket.close_code or 1006
            self._news.notify_all()

    def _take(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            self.frames, self.bytes = self.frames + 1, self.bytes + len(message)
            self.first_frame = self.first_frame or time.monotonic() - self.began
            return self.say('{"op":"drawn"}')
        status = json.loads(message)
        self.state, self.message = status["state"], status["message"]
        if status["ack"] is not None:
            self.acks[status["ack"]] = status
        return None
