"""Topics as images."""

import numpy as np

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel, WithMixture
from aelab.views.base import View, view
from aelab.views.layouts import TilesLayout
from aelab.views.weights import PIXELS, TILES, signed
from aelab.views.words import first, indexed


@view("topics")
class TopicImages(View):
    """The topics that samples are mixtures of; a distribution over the pixels is all orange."""

    order = 32

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether the samples are images, and the model mixes topics."""
        return len(data.sample_shape) == 2 and isinstance(model, WithMixture)

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "tiles"

    def layout(self) -> TilesLayout:
        """Return the words and numbers that stay."""
        shape, latent = self.context.data.sample_shape, self.context.model.latent
        shown = min(latent, TILES, PIXELS // int(np.prod(shape)))
        return {
            "title": "Topics",
            "note": first(shown, latent),
            "shape": list(shape),
            "names": indexed("t", shown),
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the topics, each scaled to its own largest value."""
        model = self.context.model
        assert isinstance(model, WithMixture)  # what suits
        topics = model.topics()
        tiles, scales = signed(topics[: min(TILES, PIXELS // topics.shape[1])])
        return [self.part("tiles", tiles), self.part("scales", scales)]
