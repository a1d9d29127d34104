"""Subspace: angles between what a linear decoder spans and what PCA does."""

from aelab.views.base import view
from aelab.views.layouts import CurvesLayout
from aelab.views.norms import Measures


@view("subspace")
class Subspace(Measures):
    """Principal angles θ to the subspace of PCA, and how far single columns are from its axes."""

    order = 42
    group, title = "subspace", "Angles to PCA's subspace"

    def layout(self) -> CurvesLayout:
        """Return the words and numbers that stay."""
        single = self.context.model.latent == 1
        note = "" if single else "θ: principal angles; d: a column of g to its nearest uᵢ"
        return {**super().layout(), "note": note}

    def unit(self, labels: list[str]) -> str:
        """Return what is measured."""
        return "degrees"
