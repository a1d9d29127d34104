"""All checks, and what plugins break of them."""

from typing import Any

from aelab.contract.base import Broken, Check, describes_its_parameters, has_a_slug
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
from aelab.contract.scores import is_finite_and_the_same_again, says_what_it_is
from aelab.contract.views import fits_into_a_frame
from aelab.params import InputError
from aelab.plugins import Plugin, plugins
from aelab.registry import DATASETS, MODELS, SCORES, VIEWS

CHECKS: tuple[tuple[Any, tuple[Check, ...]], ...] = (
    (
        MODELS,
        (
            has_a_slug,
            describes_its_parameters,
            has_a_formula_of_its_terms,
            trains_with_its_terms,
            learns_the_same_again,
            keeps_shape_and_dtype,
            refuses_what_is_out_of_range,
        ),
    ),
    (
        DATASETS,
        (
            has_a_slug,
            describes_its_parameters,
            has_two_parts_with_labels,
            holds_out_its_test,
            gives_the_same_samples,
            advises_within_ranges,
        ),
    ),
    (SCORES, (has_a_slug, says_what_it_is, is_finite_and_the_same_again)),
    (VIEWS, (fits_into_a_frame,)),
)


def broken(plugin: Plugin) -> list[str]:
    """Return a sentence for each check that does not hold of what a plugin defines."""
    sentences, count = [], 0
    for registry, checks in CHECKS:
        for slug, entry in registry.items():
            if plugin.defines(entry):
                count += 1
                sentences += [s for check in checks if (s := _outcome(plugin, slug, entry, check))]
    if not count:
        sentences.append(f"{plugin.label} defines no model, dataset, score or view.")
    return sentences


def _outcome(plugin: Plugin, slug: str, entry: Any, check: Check) -> str:
    """Return what is broken, empty if all is well."""
    try:
        check(entry)
    except Exception as problem:  # whatever the code of others raises
        text = str(problem)
        if not isinstance(problem, Broken | InputError):
            text = f"{type(problem).__name__}: {text}"
        return f"{plugin.label}, “{slug}”: {text}"
    return ""


def require_plugins() -> None:
    """Check all plugins; `InputError` with a line for each check that one of them breaks."""
    sentences = [sentence for plugin in plugins() for sentence in broken(plugin)]
    if sentences:
        raise InputError("\n".join(sentences))
