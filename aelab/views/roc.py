"""ROC."""

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views.base import View, view
from aelab.views.layouts import RocLayout
from aelab.views.scores import cut_parts, kinds


@view("roc")
class ROC(View):
    """Which share of the anomalous samples a cut keeps, against which share of the normal ones."""

    order = 2

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether something is looked for in the data."""
        return data.anomalous is not None

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "roc"

    def layout(self) -> RocLayout:
        """Return the words that stay."""
        return {"title": "ROC", "names": kinds(self.context.data)}

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the table of cuts."""
        self.context.scoring.renew(frame_number)
        return cut_parts(self)
