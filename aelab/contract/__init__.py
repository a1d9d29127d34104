"""What holds for every model, dataset, score and view: checks for the tests and for plugins.

Each check takes a class and raises `Broken` with a sentence if it does not hold. All of them
together take seconds. What takes longer, such as scikit-learn's own checks, is in the tests alone.
"""

from aelab.contract.base import Broken, Check, quick, require, samples
from aelab.contract.checks import CHECKS, broken, require_plugins
from aelab.contract.scores import images_and_a_strange_one
from aelab.contract.views import contexts

__all__ = [
    "CHECKS",
    "Broken",
    "Check",
    "broken",
    "contexts",
    "images_and_a_strange_one",
    "quick",
    "require",
    "require_plugins",
    "samples",
]
