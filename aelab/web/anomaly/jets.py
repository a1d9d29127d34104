"""Results of the lab's own runs on jets, in both directions, and conclusions from them."""

from collections.abc import Iterable, Sequence

import streamlit as st

from aelab.bundled import results
from aelab.bundled.results import Result
from aelab.catalogue import Catalogue
from aelab.figures import anomaly as figures
from aelab.web import charts, lecture, tables
from aelab.web.anomaly import conclusions, cure, search, titles
from aelab.web.anomaly import runs as session_runs
from aelab.web.anomaly.runs import PLAIN
from aelab.web.link import Chosen
from aelab.web.tables import value

MASS = "jet-mass"
AE, PCA = "autoencoder", "pca"
WAYS = {"top": "QCD → find top", "QCD": "top → find QCD"}
BASELINES = (MASS, "active-pixels", "distance-to-mean", "sum-of-squares")
BIASES = {"": "Autoencoder, k = 6", "√": "Autoencoder, k = 32, remap √I"}
CHANGES = {  # settings and scores that are compared with the usual ones
    ("√", PLAIN): "The remap √I",
    ("", "smeared-error"): "Scoring with the smeared error",
    ("smeared error", PLAIN): "Training and scoring with the smeared error",
}


def show(chosen: Chosen, catalogue: Catalogue) -> None:
    """Write tables and figures for the direction that is chosen, beside the other one."""
    measured = [result for result in results.read() if result.task in WAYS]
    if not measured:
        return
    clean = [result for result in measured if not result.contamination]
    way = str(chosen["dataset_params"].get("anomaly", "top"))
    st.header("All models, both directions", anchor=False)
    st.markdown(
        "Runs of this lab: 10,000 jets of one kind to learn from, 5,000 of each to test on; mean "
        "over seeds, with the spread over seeds and the statistical error in quadrature. 1/ε_B is "
        "at ε_S = 0.3, left is the unexplained share of the variance of normal jets."
    )
    st.markdown(_both(clean, catalogue))
    st.markdown("\n".join(f"- {sentence}" for sentence in _conclusions(clean, catalogue)))
    _verdicts("eigenvalues", "threshold", "delong", "mass_alone")
    _verdicts("root_top", "root_qcd", "smeared")
    if way in WAYS:
        _sizes([result for result in clean if result.task == way], way, catalogue)
    _complexity()
    cure.show(WAYS, catalogue)
    _contamination(measured, catalogue)
    search.show()


def _both(measured: Iterable[Result], catalogue: Catalogue) -> str:
    """Return a table of all models with three columns for each direction."""
    cases: dict[str, dict[str, Result]] = {}
    for result in measured:
        if result.score == PLAIN:
            cases.setdefault(titles.case(result, catalogue), {})[result.task] = result
        elif result.score in BASELINES and result.model == PCA and not result.setting:
            cases.setdefault(titles.score(result.score, catalogue), {})[result.task] = result
    heads = [
        f"{way}: AUC" if i == 0 else what
        for way in WAYS.values()
        for i, what in enumerate(("AUC", "1/ε_B", "left"))
    ]
    rows = (
        [name, *(c for way in WAYS for c in _three(by.get(way)))] for name, by in cases.items()
    )
    return tables.table(["score", *heads], rows)


def _three(result: Result | None) -> list[str]:
    """Return AUC, rejection and what is left over of a result, as cells of a table."""
    if result is None:
        return ["–"] * 3
    left = "" if result.score in BASELINES else tables.left(result)
    return [tables.auc(result), tables.rejection(result), left]


def _conclusions(measured: Sequence[Result], catalogue: Catalogue) -> list[str]:
    """Return what the table shows, in words made from its numbers."""
    by = {(o.task, o.model, o.latent, o.setting, o.score): o for o in measured}
    sentences = _against_the_mass(measured, catalogue)
    top, qcd = (by.get((way, AE, 6, "", PLAIN)) for way in WAYS)
    if top is not None and qcd is not None:
        sentences.append(conclusions.inverse(top, qcd))
    for (setting, score), what in CHANGES.items():
        pairs = {
            name: (by.get((way, AE, 32, "", PLAIN)), by.get((way, AE, 32, setting, score)))
            for way, name in WAYS.items()
        }
        words = [conclusions.change(n, b, a) for n, (b, a) in pairs.items() if b and a]
        if len(words) == len(WAYS):
            sentences.append(f"{what}, autoencoder with k = 32: {'; '.join(words)}.")
    return sentences


def _against_the_mass(measured: Sequence[Result], catalogue: Catalogue) -> list[str]:
    """Return how reconstruction errors compare with the jet mass alone."""
    tops = [result for result in measured if result.task == "top"]
    mass = next((result for result in tops if result.score == MASS), None)
    errors = [result for result in tops if result.score == PLAIN]
    if mass is None or not errors:
        return []
    names = [titles.case(result, catalogue) for result in errors]
    return conclusions.against_the_mass(mass, errors, names)


def _sizes(measured: Sequence[Result], way: str, catalogue: Catalogue) -> None:
    """Draw the AUC against the size of the code, PCA beside the autoencoder."""
    st.header("AUC against the size of the code", anchor=False)
    st.markdown(
        f"{WAYS[way]}, by the reconstruction error. A larger code can reconstruct both kinds "
        "better; what counts is the difference. Stars are your own runs."
    )
    usual = [o for o in measured if o.model in (AE, PCA) and o.score == PLAIN and not o.setting]
    level = titles.score(MASS, catalogue)
    mass = next(((level, value(o)) for o in measured if o.score == MASS), None)
    mine = [
        result
        for result in session_runs.gather(catalogue)
        if result.task == way and result.score == PLAIN and not result.decorrelated
    ]
    figure = figures.bottleneck(usual, mine, mass, _models(catalogue))
    charts.chart(figure, "bottleneck", 380, "AUC against the size of the code")
    _verdicts("heldout", "sizes")


def _models(catalogue: Catalogue) -> dict[str, str]:
    """Return the titles of all models."""
    return {slug: model.title for slug, model in catalogue.models.items()}


def _complexity() -> None:
    """Draw the error against the number of active pixels, and say what it shows."""
    st.header("Why: complexity bias", anchor=False)
    st.markdown(
        "Mean reconstruction error against the number of active pixels; the bands hold the middle "
        "68 %. After Finke, Krämer, Morandini, Mück and Oleksiyuk, 2021. A picture sums to one, "
        "so that a jet of few pixels has bright ones, and the squared error counts these most; "
        "under a root the number of pixels counts for more."
    )
    for setting, words in BIASES.items():
        profiles = {
            profile.task: profile for profile in results.profiles() if profile.setting == setting
        }
        pair = [profiles[way] for way in WAYS if way in profiles]
        if len(pair) < len(WAYS):
            continue
        st.markdown(f"**{words}**")
        heads = [f"learnt from {conclusions.LEARNT[profile.task]} jets" for profile in pair]
        figure = figures.complexity(pair, heads)
        name = f"complexity-{len(setting)}"
        charts.chart(figure, name, 360, "Error against the number of active pixels")
        st.markdown("\n".join(f"- {conclusions.bias(profile)}" for profile in pair))
    _verdicts("inverse", "rises", "falls")


def _contamination(measured: Sequence[Result], catalogue: Catalogue) -> None:
    """Draw what anomalous jets in the training sample do."""
    here = [result for result in measured if result.task == "top" and result.score == PLAIN]
    some = [result for result in here if result.contamination]
    if not some:
        return
    sizes = {(result.model, result.latent, result.setting) for result in some}
    same = [result for result in here if (result.model, result.latent, result.setting) in sizes]
    least, most = (pick(same, key=lambda result: result.contamination) for pick in (min, max))
    st.header("A contaminated training sample", anchor=False)
    st.markdown(
        "Nobody can promise that a real background sample holds no signal. Here top jets are "
        f"among those that are learnt from. {conclusions.contaminated(least, most)} The slider "
        "*contamination* does it live."
    )
    figure = figures.contaminated(same, _models(catalogue))
    charts.chart(figure, "contamination", 340, "AUC against the contamination")
    _verdicts("contaminated")


def _verdicts(*names: str) -> None:
    """Draw what is claimed of the runs and the scored jets."""
    for name in names:
        lecture.verdict(f"anomaly.{name}")
