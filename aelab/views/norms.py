"""Norms and angles: what a model measures of itself along the training."""

from abc import abstractmethod
from typing import ClassVar

import numpy as np

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views.base import View, finite, per_epoch, view
from aelab.views.layouts import CurvesLayout
from aelab.views.words import first

LINES = 16  # at most


class Measures(View):
    """The measures of one group against epochs, or the steps of a single one."""

    group: ClassVar[str]
    title: ClassVar[str]

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether the model measures anything of this group."""
        return any(_group(name) == cls.group for name in model.measure())

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "curves"

    @abstractmethod
    def unit(self, labels: list[str]) -> str:
        """Return what is measured, for lines of these labels."""

    @property
    def columns(self) -> list[int]:
        """Which of the measures are of this group."""
        names = self.context.history.measure_names
        return [i for i, name in enumerate(names) if _group(name) == self.group]

    def layout(self) -> CurvesLayout:
        """Return the words and numbers that stay."""
        columns, names = self.columns, self.context.history.measure_names
        labels = [names[i].split(".", 1)[1] for i in columns[:LINES]]
        return {
            "title": self.title,
            "note": first(LINES, len(columns)),
            "unit": self.unit(labels),
            "terms": labels,
            "symbols": {label: label for label in labels},
            "sum": False,
            "levels": finite(self.context.model.levels(self.group)),
            "per_epoch": per_epoch(self.context),
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the curves; in a moving frame every other point, and the last one."""
        history = self.context.history
        steps, measures = history.measure_steps, history.measures[:, self.columns[:LINES]]
        if frame_number is not None and len(steps) > 1:
            rows = np.union1d(np.arange(0, len(steps), 2), len(steps) - 1)
            steps, measures = steps[rows], measures[rows]
        return [self.part("steps", steps), self.part("terms", measures)]


def _group(name: str) -> str:
    return name.split(".", 1)[0]


@view("norms")
class Norms(Measures):
    """Norms of the weights: of each unit, or of each layer."""

    order = 50
    group, title = "norms", "Weight norms"

    def unit(self, labels: list[str]) -> str:
        """Return what is measured: some models square it, and say so in their labels."""
        return "squared norm" if labels[0].endswith("²") else "Frobenius norm"


@view("angles")
class Angles(Measures):
    """Angles of the weights to the principal axes."""

    order = 51
    group, title = "angles", "Angles to ±uᵢ"

    def unit(self, labels: list[str]) -> str:
        """Return what is measured."""
        return "degrees"
