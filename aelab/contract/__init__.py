"""What holds for every model, dataset, score and view: checks for the tests and for plugins.

Each check takes a class and raises `Broken` with a sentence if it does not hold. All of them
together take seconds. What takes longer, such as scikit-learn's own checks, is in the tests alone.
"""

from aelab.contract.base import (
    Broken,
    Check,
    describes_its_parameters,
    has_a_slug,
    quick,
    require,
    samples,
)
from aelab.contract.checks import (
    CHECKS,
    broken,
    require_plugins,
)
from aelab.contract.datasets import (
    advises_within_ranges,
    gives_the_same_samples,
    has_two_parts_with_labels,
    holds_out_its_test,
)
from aelab.contract.models import (
    has_a_formula_of_its_terms,
    keeps_shape_and_dtype,
    learns_the_same_again,
    refuses_what_is_out_of_range,
    trains_with_its_terms,
)
from aelab.contract.scores import (
    images_and_a_strange_one,
    is_finite_and_the_same_again,
    says_what_it_is,
)
from aelab.contract.views import (
    contexts,
    fits_into_a_frame,
)

__all__ = [
    "CHECKS",
    "Broken",
    "Check",
    "advises_within_ranges",
    "broken",
    "contexts",
    "describes_its_parameters",
    "fits_into_a_frame",
    "gives_the_same_samples",
    "has_a_formula_of_its_terms",
    "has_a_slug",
    "has_two_parts_with_labels",
    "holds_out_its_test",
    "images_and_a_strange_one",
    "is_finite_and_the_same_again",
    "keeps_shape_and_dtype",
    "learns_the_same_again",
    "quick",
    "refuses_what_is_out_of_range",
    "require",
    "require_plugins",
    "samples",
    "says_what_it_is",
    "trains_with_its_terms",
]
