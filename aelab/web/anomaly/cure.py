"""What repairs the complexity bias: two models from the literature, and the remap study."""

import itertools
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from aelab.bundled import results
from aelab.bundled.measured import CURE, Measured, grouped
from aelab.bundled.results import Result
from aelab.catalogue import Catalogue
from aelab.metrics import Estimate
from aelab.web import tables
from aelab.web.anomaly import conclusions, titles
from aelab.web.anomaly.runs import PLAIN

Ways = Mapping[str, str]  # directions: their names, by what is looked for
Case = tuple[str, int | None, str, str, str]  # model, size of the code, setting, score, direction
Found = Mapping[Case, Result]
REMAPS = ("none", "√", "ln", "I^¼")
SIZE = 32  # of the code, in the remap study
SMEARED, KERNEL, MEAN = "smeared-error", "smeared error", "distance-to-mean"


class Cure(NamedTuple):
    """A model that is compared, its score, and what its authors write of it."""

    model: str
    latent: int
    setting: str
    score: str
    published: str


CURES = (
    Cure("autoencoder", 3, "", PLAIN, "does not tag QCD jets if trained on tops (2104.09051)"),
    Cure("normalised", 3, "", PLAIN, "symmetric in both directions (2206.14225)"),
    Cure("dirichlet-vae", 2, "√", "rarest-topic", "solves the problem (2104.08291)"),
    Cure("dirichlet-vae", 2, "√", "kl-divergence", ""),
)


def show(ways: Ways, catalogue: Catalogue) -> None:
    """Write both tables and what follows from them, if there are runs."""
    measured = CURE.read()
    if not measured:
        return
    by = _by_case(grouped(measured))
    st.header("What is said to cure it", anchor=False)
    st.markdown(
        "A normalised autoencoder makes its error the energy of a density, and raises it for the "
        "samples that this density gives beside the data. A Dirichlet VAE scores by the code: the "
        "weight of the topic that the normal jets have least of, and no anomaly is needed to "
        "choose it. Both are small enough to train in a minute, beside a plain autoencoder of the "
        "same layers; mean over seeds, with spread over seeds and statistical error in "
        "quadrature. Left is the unexplained share of the variance of normal jets: near 100 % an "
        "error only tells how far a jet is from one fixed picture. Remap, sizes and steps of both "
        "were chosen with the AUC of test jets in view, which flatters them."
    )
    _cures(by, ways, catalogue)
    _energies(measured, ways)
    usual = _by_case(result for result in results.read() if not result.contamination)
    _remaps(_longer(by, usual), ways, catalogue)


def _by_case(of: Iterable[Result]) -> dict[Case, Result]:
    """Return results by what they are of."""
    return {(o.model, o.latent, o.setting, o.score, o.task): o for o in of}


def _longer(first: Found, second: Found) -> Found:
    """Return the results of both, and of the same case that of more seeds."""
    chosen = {case: o for case, o in first.items() if len(o.auc) >= _seeds(second.get(case))}
    return {**second, **chosen}


def _seeds(result: Result | None) -> int:
    return len(result.auc) if result else 0


def _cures(by: Found, ways: Ways, catalogue: Catalogue) -> None:
    """Write the table of the models, and whether each of them is a cure."""
    mean = titles.score(MEAN, catalogue)
    untrained = {ways[o.task]: o for o in results.read() if o.score == MEAN and o.task in ways}
    rows, sentences = [[mean, *_columns([untrained.get(way) for way in ways.values()]), ""]], []
    for cure in CURES:
        pair = {way: by.get((*cure[:4], task)) for task, way in ways.items()}
        present = {way: result for way, result in pair.items() if result is not None}
        if not present:
            continue
        case = titles.case(next(iter(present.values())), catalogue)
        name = f"{case}: {titles.score(cure.score, catalogue)}"
        rows.append([name, *_columns(list(pair.values())), cure.published])
        if cure.model != "autoencoder" and len(present) == len(untrained) == len(ways):
            beside = conclusions.untrained(mean, present, untrained)
            sentences.append(f"{conclusions.cured(name, present)} {beside}")
    heads = [head for way in ways.values() for head in (f"{way}: AUC", "left")]
    st.markdown(tables.table(["score", *heads, "seeds", "its authors"], rows))
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))


def _columns(pair: Sequence[Result | None]) -> list[str]:
    """Return AUC and unexplained share of each direction, and the number of seeds, as cells."""
    *aucs, seeds = _aucs(pair)
    lefts = [tables.left(o) if o and o.score != MEAN else "" for o in pair]
    return [*itertools.chain.from_iterable(zip(aucs, lefts, strict=True)), seeds]


def _aucs(pair: Sequence[Result | None]) -> list[str]:
    """Return the AUC of each direction and the smallest number of seeds, as cells of a table."""
    seeds = min((len(result.auc) for result in pair if result), default=0)
    return [*(tables.auc(result) if result else "–" for result in pair), str(seeds)]


def _energies(measured: Sequence[Measured], ways: Ways) -> None:
    """Say how the energies of held-out jets and of the chains compare at the end."""
    sentences = []
    for task, way in ways.items():
        ends = [run.energies for run in measured if run.energies and run.task == task]
        if len(ends) > 1:
            data, chains = map(_mean, zip(*ends, strict=True))
            sentences.append(conclusions.balance(way, data, chains))
    if sentences:
        st.markdown(
            "The Markov chains of the normalised autoencoder, mean over seeds with its standard "
            "error; the view *Energy along the chains* follows them in a run:"
        )
        st.markdown("\n".join(f"- {sentence}" for sentence in sentences))


def _mean(values: Sequence[float]) -> Estimate:
    """Return the mean of two values or more, with its standard error."""
    return Estimate(statistics.fmean(values), statistics.stdev(values) / len(values) ** 0.5)


def _wanted(model: str, remap: str, kernel: str) -> tuple[str, int, str, str]:
    """Return model, size of the code, setting and score: PCA can only be scored with a kernel."""
    parts = ["" if remap == "none" else remap, kernel if model != "pca" else ""]
    score = SMEARED if kernel and model == "pca" else PLAIN
    return model, SIZE, ", ".join(filter(None, parts)), score


def _remaps(by: Found, ways: Ways, catalogue: Catalogue) -> None:
    """Write the table of remaps and kernels, and which of them work in both directions."""
    rows, settings = [], {}
    for case in itertools.product(("pca", "autoencoder"), REMAPS, ("", KERNEL)):
        model, remap, kernel = case
        pair = [by.get((*_wanted(*case), task)) for task in ways]
        if None in pair:
            continue
        title = f"{titles.model(model, catalogue)}, k = {SIZE}"
        rows.append([title, remap, "yes" if kernel else "no", *_aucs(pair)])
        name = f"{title}, remap {remap}{', kernel' if kernel else ''}"
        settings[name] = [result for result in pair if result is not None]
    if not rows:
        return
    st.subheader("Remaps and kernel", anchor=False)
    st.markdown(
        "The study of Finke, Krämer, Morandini, Mück and Oleksiyuk repeated: intensities I, √I, "
        "ln(1 + 1000 I) and I^¼, with the squared error or with that of images smeared by one "
        "pixel, the kernel. An autoencoder is trained with the error that scores; PCA is only "
        "scored with it."
    )
    heads = ["model", "remap", "kernel", *(f"{way}: AUC" for way in ways.values()), "seeds"]
    st.markdown(tables.table(heads, rows))
    st.markdown(f"- {conclusions.remapped(settings)}")
