"""The Lab page as a test sees it: the attributes of the component's root, and its buttons."""

import contextlib
import re
import time
from collections.abc import Callable
from typing import Self, TypeVar

from playwright.sync_api import Locator, Page

QUICK = (
    "?dataset=Two+moons&model=Autoencoder&latent=2&widths=32-32&epochs=1000&batch=64"
    "&data.points=2000"
)
ROOT = "[data-mount]"

T = TypeVar("T")


def wait(condition: Callable[[], T], what: str, seconds: float = 20.0) -> T:
    """Wait until ``condition()`` is true and return its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds:g} s for {what}")


class Lab:
    """A page with the live component on it."""

    def __init__(self, page: Page) -> None:
        """Wait for the component of a page."""
        self.page = page
        page.wait_for_selector(ROOT, timeout=30_000)

    @property
    def url(self) -> str:
        """The address as the browser has it now; Playwright's own lags while a test sleeps."""
        return str(self.page.evaluate("location.href"))

    def get(self, name: str) -> str:
        """Return an attribute of the component's root, such as "state"."""
        return self.page.locator(ROOT).first.get_attribute(f"data-{name}") or ""

    def number(self, name: str) -> float:
        """Return an attribute as a number, NaN if it is empty."""
        text = self.get(name)
        return float(text) if text else float("nan")

    def click(self, name: str) -> None:
        """Click the button whose name begins so."""
        self.page.get_by_role("button", name=re.compile(f"^{name}")).first.click()

    def until(self, state: str, seconds: float = 20.0) -> bool:
        """Wait until the run is in a state."""
        return wait(lambda: self.get("state") == state, f"state {state}", seconds)

    def acked(self, action: Callable[[], object]) -> None:
        """Do something and wait until the run has acknowledged it."""
        before = self.number("ack")
        action()
        wait(lambda: self.number("ack") > before, "an acknowledgement")

    def running(self) -> Self:
        """See to it that a run is going on and moving."""
        going = ("running", "queued")
        with contextlib.suppress(AssertionError):  # a run that is asked for begins by itself
            wait(lambda: self.get("run") == "" or self.get("state") in going, "a run", 3)
        if self.get("state") not in going:
            self.click("Play")
        self.until("running")
        step = self.number("step")
        wait(lambda: self.number("step") > step, "a further step")
        return self

    def pause(self) -> Self:
        """Pause the run, and wait until the numbers stand still."""
        self.acked(lambda: self.click("Pause"))
        self.until("paused")
        return self.settled()

    def laid_out(self, canvas: Locator | None = None) -> Self:
        """Wait until the first picture, or a canvas, has kept its place for two seconds.

        On a busy machine the style of the page may arrive after what it lays out.
        """
        seen = canvas or self.page.locator(f"{ROOT} canvas").first
        place, since = None, time.monotonic()

        def still() -> bool:
            nonlocal place, since
            now = seen.bounding_box()
            if now != place:
                place, since = now, time.monotonic()
            return time.monotonic() - since > 2

        wait(still, "a page that keeps still")
        return self

    def settled(self) -> Self:
        """Wait until the numbers on the page stand still."""
        last = None
        for _ in range(100):
            now = (self.get("step"), self.get("loss"), self.get("state"))
            if now == last:
                return self
            last = now
            time.sleep(0.25)
        raise AssertionError("the numbers do not come to rest")
