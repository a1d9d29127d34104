"""Markov chains: the energy along them, and how many of their steps are accepted."""

import numpy as np

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel, WithChains
from aelab.views.base import View, view
from aelab.views.layouts import CurvesLayout
from aelab.views.norms import Measures

COUNT = 64  # chains that are followed
SAMPLES = 500  # held-out samples whose mean energy is drawn beside them
SEED = 0  # of the noise, the same in every frame, so that frames differ by what was learnt alone


@view("chains")
class MarkovChains(View):
    """The mean energy along chains that go on from now, beside that of held-out samples.

    Chains that have found p(x) stay level; where the model is normalised they are at the energy of
    the data.
    """

    order = 31

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether the model samples by Markov chains."""
        return isinstance(model, WithChains)

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "curves"

    def layout(self) -> CurvesLayout:
        """Return the words and numbers that stay."""
        terms = ["data", "chains"]
        return {
            "title": "Energy along the chains",
            "note": "the first half of the steps is of codes, the second of samples",
            "unit": f"mean {self.context.model.unit} of {COUNT} chains",
            "terms": terms,
            "symbols": {name: f"⟨U⟩ of {name}" for name in terms},
            "sum": False,
            "levels": [],
            "per_epoch": None,
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return both curves, whole each time."""
        model = self.context.model
        assert isinstance(model, WithChains)  # what suits
        energies = model.walk(COUNT, SEED)
        data = np.full(len(energies), model.errors(self.context.data.heldout(SAMPLES)).mean())
        curves = np.column_stack([data, energies]).astype(np.float32)
        return [
            self.part("steps", np.arange(len(energies), dtype=np.float32)),
            self.part("terms", curves),
        ]


@view("acceptance")
class Acceptance(Measures):
    """The share of the steps of chains that the rule of Metropolis and Hastings accepts."""

    order = 52
    group, title = "acceptance", "Accepted steps of the chains"

    def unit(self, labels: list[str]) -> str:
        """Return what is measured."""
        return "share of the steps, 0 before the chains begin"
