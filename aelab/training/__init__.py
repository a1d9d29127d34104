"""Training: the loop, its history, what an update may cost, and when a training is over."""

from aelab.training.loop import Progress, Step, resolve, snapshot, steps, train

__all__ = ["Progress", "Step", "resolve", "snapshot", "steps", "train"]
