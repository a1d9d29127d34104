"""Isolation forest on pixels."""

from aelab.scores._detector import Forest
from aelab.scores.base import score


@score("forest-on-pixels", "Isolation forest on pixels")
class ForestOnPixels(Forest):
    """How few random cuts part a sample from the normal ones; it needs no model.

    Source: Liu, Ting and Zhou, "Isolation forest", ICDM 2008.
    """

    description = "How few random cuts part a sample from the normal ones; it needs no model."
    order = 160
    coded = False
