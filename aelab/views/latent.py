"""Latent space."""

from typing import Any

from aelab.frames import Part
from aelab.views._base import View, view


@view("latent")
class Latent(View):
    """The codes of held-out samples: a histogram of one dimension, a scatter of two."""

    order = 10

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "histogram" if self.watch.model.latent == 1 else "scatter"

    def layout(self) -> dict[str, Any]:
        """Return the words and numbers that stay."""
        data, count = self.watch.data, f"{len(self.watch.x):,}".replace(",", " ")
        scales = "" if self.kind == "histogram" else ", equal scales"
        return {
            "title": "Latent space",
            "note": f"{count} held-out {data.sample}s{scales}",
            "dims": self.watch.model.latent,
            "axes": list(self.watch.axes),
            "classes": list(data.classes),
        }

    def parts(self, turn: int | None) -> list[Part]:
        """Return the codes of this turn's share, and the labels once."""
        share = self.watch.share(turn)
        codes = self.watch.codes(turn)[share][:, list(self.watch.axes)]
        points = self.part("points", codes, share.start, len(self.watch.x))
        return [points] if turn is not None else [points, self.part("labels", self.watch.labels)]
