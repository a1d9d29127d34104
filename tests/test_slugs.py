"""Slugs: the stable names in specs, links, presets and files; titles of before are understood."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

import aelab
from aelab import Spec, catalogue
from aelab.registry import slug_of
from aelab.web import link

# Every title that has stood in a link or a file. A title may change, this table may only grow.
TITLES = {
    "dataset": {
        "Two moons": "two-moons",
        "Correlated Gaussian": "correlated-gaussian",
        "Noisy line": "noisy-line",
        "Circles": "circles",
        "Spiral": "spiral",
        "Ring of Gaussians": "ring-of-gaussians",
        "Checkerboard": "checkerboard",
        "S-curve": "s-curve",
        "Uniform noise": "uniform-noise",
        "Swiss roll": "swiss-roll",
        "MNIST": "mnist",
        "Jet images": "jet-images",
        "Brain slices": "brain-slices",
        "Own data": "own-data",
    },
    "model": {
        "PCA": "pca",
        "Probabilistic PCA": "ppca",
        "Oja": "oja",
        "Autoencoder": "autoencoder",
        "Sparse autoencoder": "sparse",
        "Denoising autoencoder": "denoising",
        "Contractive autoencoder": "contractive",
        "Variational autoencoder": "vae",
        "GAN": "gan",
    },
    "score": {
        "Reconstruction error": "reconstruction-error",
        "Smeared error": "smeared-error",
        "Largest residual": "largest-residual",
        "Negative log-likelihood of PCA": "pca-likelihood",
        "Negative ELBO": "negative-elbo",
        "KL divergence": "kl-divergence",
        "Reconstruction probability": "reconstruction-probability",
        "Mahalanobis distance of codes": "mahalanobis",
        "Nearest neighbours of codes": "nearest-neighbours",
        "Isolation forest on codes": "forest-on-codes",
        "Distance to the mean": "distance-to-mean",
        "Sum of squares": "sum-of-squares",
        "Jet mass": "jet-mass",
        "Number of pixels": "active-pixels",
        "Isolation forest on pixels": "forest-on-pixels",
        "One-class SVM on PCA codes": "one-class-svm",
    },
}
ENTRIES = {"dataset": aelab.DATASETS, "model": aelab.MODELS, "score": aelab.SCORES}
LINKS = json.loads((Path(__file__).parent / "web" / "links_by_title.json").read_text())


@pytest.mark.parametrize("kind", TITLES)
def test_every_title_of_before_leads_to_its_slug(kind: str) -> None:
    slugs = {title: slug_of(ENTRIES[kind], title) for title in TITLES[kind]}
    assert slugs == TITLES[kind]


@pytest.mark.parametrize("kind", TITLES)
def test_a_slug_is_short_plain_and_says_what_its_class_says(kind: str) -> None:
    for slug, entry in ENTRIES[kind].items():
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug) and len(slug) <= 30
        assert entry.slug == slug and slug_of(ENTRIES[kind], slug) == slug


@pytest.mark.parametrize("kind", TITLES)
def test_no_title_or_former_title_is_the_name_of_two(kind: str) -> None:
    names = [n for s, e in ENTRIES[kind].items() for n in (s, e.title, *e.former_titles)]
    assert len(set(names)) == len(names)


def test_a_former_title_is_understood() -> None:
    class Renamed:
        title, former_titles = "Ridge", ("Line",)

    entries = {"ridge": Renamed}
    assert [slug_of(entries, name) for name in ("ridge", "Ridge", "Line")] == ["ridge"] * 3
    assert [slug_of(entries, name) for name in ("line", "", None, 3, ["ridge"])] == [None] * 5


def test_a_spec_has_slugs_whichever_name_it_was_made_with() -> None:
    by_title = Spec(dataset="Two moons", model="Variational autoencoder")
    assert (by_title.dataset, by_title.model) == ("two-moons", "vae")
    assert by_title == Spec(dataset="two-moons", model="vae")
    stored = '{"dataset":"MNIST","model":"Oja","dataset_params":{},"model_params":{},"seed":3}'
    assert Spec.from_json(stored) == Spec(dataset="mnist", model="oja", seed=3)


@pytest.mark.parametrize("stored", LINKS, ids=lambda stored: stored["link"])
def test_a_link_of_before_there_were_slugs_leads_where_it_led(
    made: None, stored: dict[str, Any]
) -> None:
    entries = catalogue.read()
    assert entries is not None
    chosen, _ = link.read(dict(parse_qsl(stored["link"].removeprefix("?"))), entries)
    assert Spec(**chosen) == Spec(**stored["spec"])
    again, problems = link.read(link.write(chosen, entries), entries)
    assert again == chosen and not problems
