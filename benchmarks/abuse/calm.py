"""No attack at all: what the bystander's waiting is compared with."""

import time

from benchmarks.abuse.attack import Finding, Findings, attack
from benchmarks.abuse.lab import Lab

SECONDS = 10.0


@attack("calm")
def calm(lab: Lab) -> Findings:
    """Do nothing for a while."""
    time.sleep(SECONDS)
    yield Finding("the lab answers", lab.answers())
