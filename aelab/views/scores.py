"""Anomaly score."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import CutLayout

Values: TypeAlias = NDArray[np.float64]

BINS = 80
ENDS = (0.2, 99)  # percentiles of each class that the bins reach to


@view("scores")
class Scores(View):
    """The distribution of the score for normal and anomalous test samples, and a cut on it."""

    order = 1

    def __init__(self, context: Context) -> None:
        """Know no range yet: it follows the scores calmly."""
        super().__init__(context)
        self._range = (0.0, 0.0)
        self._of = ("", False)

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether something is looked for in the data."""
        return data.anomalous is not None

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "cut"

    def layout(self) -> CutLayout:
        """Return the words that stay, and the figures of this frame for tables."""
        scoring = self.context.scoring
        quantity = next(iter(self.context.data.quantities()), "")
        title = scoring.title + (f", independent of {quantity}" if scoring.flat else "")
        return {
            "title": "Anomaly score",
            "note": title,
            "unit": "" if scoring.flat else scoring.score.unit_for(self.context.model),
            "names": kinds(self.context.data),
            "score": scoring.title,
            "flat": scoring.flat,
            "baselines": scoring.baselines,
            "figures": [round(v, 5) if np.isfinite(v) else None for v in scoring.numbers()],
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the histogram and the table of cuts."""
        scoring = self.context.scoring
        scoring.renew(frame_number)
        normal, odd = scoring.split()
        counts = np.zeros((2, BINS))
        if len(normal) and len(odd):
            self._follow(normal, odd)
            for row, kind in enumerate((normal, odd)):
                histogram, _ = np.histogram(np.clip(kind, *self._range), BINS, self._range)
                counts[row] = histogram / len(kind)
        return [
            self.part("counts", counts.astype(np.float32)),
            self.part("range", np.array(self._range, np.float32)),
            *cut_parts(self),
        ]

    def _follow(self, normal: Values, odd: Values) -> None:
        """Move the range if the scores have left it, or fill little of it."""
        low = min(np.percentile(kind, ENDS[0]) for kind in (normal, odd))
        high = max(np.percentile(kind, ENDS[1]) for kind in (normal, odd))
        before = self._range
        scoring = self.context.scoring
        same = self._of == (scoring.title, scoring.flat)
        room = 0.1 * (high - low) or 0.5
        wide = before[1] - before[0]
        fits = same and before[0] <= low and high <= before[1] and high - low > 0.6 * wide
        if not fits:
            self._range = (0.0, 1.0) if scoring.flat else (float(low - room), float(high + room))
            self._of = (scoring.title, scoring.flat)


def kinds(data: ViewedData) -> list[str]:
    """Return what normal and what anomalous samples are called."""
    names = [f"{data.sample} {name}" if name.isdigit() else name for name in data.classes]
    odd = [names[label] for label in data.anomalies if label < len(names)]
    others = [name for label, name in enumerate(names) if label not in data.anomalies]
    return [others[0] if len(others) == 1 else "others", ", ".join(odd)]


def cut_parts(scoring_view: View) -> list[Part]:
    """Return the table of cuts, how many samples it is of, and the numbers that go with it."""
    scoring = scoring_view.context.scoring
    sizes = [len(kind) for kind in scoring.split()]
    return [
        scoring_view.part("cuts", np.stack(scoring.cuts(), axis=1).astype(np.float32)),
        scoring_view.part("samples", np.array(sizes, np.float32)),
        scoring_view.part("numbers", np.array(scoring.numbers(), np.float32)),
    ]
