"""Significance improvement."""

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views.base import View, view
from aelab.views.layouts import ImprovementLayout
from aelab.views.scores import cut_parts, kinds


@view("sic")
class SignificanceImprovement(View):
    """By which factor a cut changes the significance of a small excess, ε_S/√ε_B against ε_S.

    Source: Gallicchio et al., "Multivariate discrimination and the Higgs + W/Z search", JHEP 2011,
    arXiv:1010.3698.
    """

    order = 6

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether something is looked for in the data."""
        return data.anomalous is not None

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "improvement"

    def layout(self) -> ImprovementLayout:
        """Return the words that stay."""
        return {"title": "Significance improvement", "names": kinds(self.context.data)}

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the table of cuts."""
        self.context.scoring.renew(frame_number)
        return cut_parts(self)
