"""One row of the table: an attack, whether the lab held, and what it did to others."""

import contextlib
import math
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType

from benchmarks.abuse.attack import Attack, Finding, Findings, Outage
from benchmarks.abuse.bystander import Bystander, Waits
from benchmarks.abuse.lab import ROOT, Lab
from benchmarks.abuse.site import ENVIRONMENT, Site

P95_MS = 300.0
GROWTH_MB = 50.0
SLOTS_SECONDS = 5.0
SETTLE_SECONDS = 2.0  # of calm before an attack
WATCH_SECONDS = 6.0  # a shorter attack is watched for so long
WARM = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))  # opened before it is measured
RUN = "?dataset=Two+moons&model=Autoencoder&latent=1&epochs=1000&widths=8"


@dataclass
class Result:
    """What an attack came to."""

    name: str
    findings: list[Finding] = field(default_factory=list)
    waits: Waits | None = None
    growth: float = math.nan
    slots: float = math.nan
    seconds: float = 0.0

    @property
    def failures(self) -> list[str]:
        """What did not hold, in words."""
        failures = [finding.what for finding in self.findings if not finding.held]
        if self.waits and not all(p95 < P95_MS for p95 in self.waits.p95):
            failures.append("the bystander waited")
        if self.growth >= GROWTH_MB:
            failures.append("the web process grew")
        if self.slots > SLOTS_SECONDS:
            failures.append(f"slots were free only after {self.slots:.0f} s")
        return failures


def tried(attack: Attack | Outage, site: Site) -> Result:
    """Try an attack and return what it came to, also when it ends badly."""
    result, start = Result(attack.name), time.monotonic()
    try:
        if isinstance(attack, Outage):
            _collect(attack.run(site), result, site.seconds)
        else:
            with site.serving(None, **attack.environment) as lab:
                _watched(attack, lab, site, result)
    except (OSError, EOFError, StopIteration, LookupError) as error:
        result.findings.append(Finding(f"{type(error).__name__}: {error}", held=False))
    result.seconds = time.monotonic() - start
    return result


def _watched(attack: Attack, lab: Lab, site: Site, result: Result) -> None:
    """Attack a lab while a bystander works with it."""
    slots = int(attack.environment.get("AELAB_WORKERS", ENVIRONMENT["AELAB_WORKERS"]))
    _warm(lab, slots)
    bystander = Bystander(lab.address)
    time.sleep(SETTLE_SECONDS)
    bystander.mark()
    lab.guard.reset()
    end = time.monotonic() + WATCH_SECONDS
    _collect(attack.run(lab), result, site.seconds)
    time.sleep(max(0.0, end - time.monotonic()))
    result.growth = lab.guard.growth
    lab.leave()
    result.waits = bystander.leave()
    if lab.guard.exhausted:
        result.findings.append(Finding("the lab took all memory and was ended", held=False))
    else:
        result.slots = _free_after(lab, slots)


def _warm(lab: Lab, slots: int) -> None:
    """Open all pages, so that what they read at first is not taken for growth; use each slot."""
    for path in WARM:
        lab.visitor().open("" if path == "lab" else path)
    lab.leave()
    _free_after(lab, slots)
    lab.leave()


def _collect(findings: Findings, result: Result, seconds: float) -> None:
    """Take what an attack finds until its time is over."""
    try:
        with _bounded(seconds):
            for finding in findings:
                result.findings.append(finding)
    except TimeoutError as error:
        result.findings.append(Finding(str(error), held=False))


def _free_after(lab: Lab, slots: int, most: float = 30.0) -> float:
    """Return the seconds until newcomers have a run in each slot."""
    start = time.monotonic()
    newcomers = [lab.visitor() for _ in range(slots)]
    lives = [newcomer.watch(newcomer.open(query=RUN).run) for newcomer in newcomers]
    for live in lives:
        live.reached("running", seconds=max(0.1, start + most - time.monotonic()))
    running = all(live.state == "running" for live in lives)
    return time.monotonic() - start if running else math.inf


@contextlib.contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` in the block when its time is over."""

    def over(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"not over after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
