"""Experiments: several runs that are compared, each a file per chapter of the lecture."""

from aelab.experiments.base import EXPERIMENTS, Experiment, Found, experiment

__all__ = ["EXPERIMENTS", "Experiment", "Found", "experiment"]
