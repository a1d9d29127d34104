"""Training: the loop, its history, the cost of an update, and the end of a training."""

from aelab.training.loop import Progress, Step, resolve, snapshot, steps, train

__all__ = ["Progress", "Step", "resolve", "snapshot", "steps", "train"]
