"""Jet mass."""

import numpy as np

from aelab.params import InputError
from aelab.scores.base import Array, Score, Values, score
from aelab.training.data_protocols import ScoredData
from aelab.training.model_protocols import ScoredModel


@score("jet-mass", "Jet mass")
class JetMass(Score):
    """The invariant mass of the jet: the cut that physicists made before there were networks.

    Top jets are heavy, those of light quarks and gluons mostly are not. Source: Larkoski, Moult
    and Nachman, "Jet substructure at the Large Hadron Collider", Physics Reports 2020.
    """

    description = "The invariant mass of the jet; it needs no model."
    unit = "GeV"
    order = 130
    baseline = True
    quantity = "jet mass"

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Raise an error, since a normalised image does not determine the mass.

        Raises:
            InputError: always; `of` returns the masses of test samples.

        """
        raise InputError(
            "The jet mass is known of test samples, not of an image: ask for that of test rows."
        )

    def of(self, model: ScoredModel, data: ScoredData, rows: slice | Array) -> Values:
        """Return the masses (n,) in GeV of the test jets ``rows``."""
        return np.asarray(data.quantities()[self.quantity].values[rows], np.float64)
