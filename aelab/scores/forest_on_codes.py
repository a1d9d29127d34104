"""Isolation forest on codes."""

from aelab.scores._detector import Forest
from aelab.scores.base import score


@score("forest-on-codes", "Isolation forest on codes")
class ForestOnCodes(Forest):
    """How few random cuts part a code from those of the normal samples.

    Source: Liu, Ting and Zhou, "Isolation forest", ICDM 2008.
    """

    description = "How few random cuts part a code from those of the normal samples."
    order = 90
    coded = True
    slow = True
