"""What holds for every view."""

from collections.abc import Iterator

import numpy as np

from aelab import frames
from aelab.contract.base import POINTS, quick, require
from aelab.registry import DATASETS, MODELS
from aelab.training.history import History
from aelab.training.loop import train
from aelab.views.base import View
from aelab.views.context import Context
from aelab.views.kinds import problems

TRIED = {"two-moons": {}, "mnist": {"anomaly": "9"}}  # data that views are tried on


def contexts() -> Iterator[Context]:
    """Yield runs that have just begun, of each model on points of the plane and on images."""
    for dataset, params in TRIED.items():
        data = DATASETS[dataset](points=POINTS, **params)
        for model in MODELS.values():
            made = quick(model)
            step = next(train(made, np.asarray(data.train)))
            history = History(model.terms, POINTS, list(made.measure()))
            history.add(step.index, step.terms)
            yield Context(made, data, history)


def fits_into_a_frame(view: type[View]) -> None:
    """Check that the layout and arrays of a view can be sent, of the first run that it suits.

    There may be none among those that are tried; then nothing is known.
    """
    context = next((w for w in contexts() if view.suits(w.model, w.data)), None)
    if context is None:
        return
    made = view(context)
    head = made.head()
    require(head.get("title"), "`layout` has to give a title.")
    for frame_number in (None, 0):
        parts = made.parts(frame_number)
        mistakes = problems(head, parts, full=frame_number is None)
        require(not mistakes, " ".join(mistakes))
        frames.pack({"views": [head]}, parts)
