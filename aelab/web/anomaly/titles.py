"""What a page calls the runs of results, which name models and scores by their slugs."""

from aelab.bundled.results import Result
from aelab.catalogue import Catalogue


def model(slug: str, catalogue: Catalogue) -> str:
    """Return the title of a model; its slug where it is not in this lab."""
    entry = catalogue.models.get(slug)
    return entry.title if entry else slug


def score(slug: str, catalogue: Catalogue) -> str:
    """Return the title of a score; its slug where it is not in this lab."""
    entry = catalogue.scores.get(slug)
    return entry.title if entry else slug


def case(result: Result, catalogue: Catalogue) -> str:
    """Return model, size of the code and setting, such as "Autoencoder, k = 32, √"."""
    parts = (model(result.model, catalogue), f"k = {result.latent}", result.setting)
    return ", ".join(filter(None, parts))
