"""Training: the loop, its history, the cost of an update, and the end of a training."""

from aelab.training.loop import Step, resolve, snapshot, steps, train
from aelab.training.model_protocols import Progress

__all__ = ["Progress", "Step", "resolve", "snapshot", "steps", "train"]
