"""The section on what a search does with a score: cut, fit the sidebands, look into the window."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

from aelab.figures import search as figures
from aelab.figures.measured import Series, measured
from aelab.lecture.anomaly import selection
from aelab.lecture.anomaly.selection import JETS, SEARCH, Toys, Values
from aelab.lecture.core.comparing import differ
from aelab.metrics import Estimate
from aelab.once import once
from aelab.theory import estimates
from aelab.theory.search import searched, toys
from aelab.web import charts, lecture
from aelab.web.anomaly import toys as words

KEPT = (100, 50, 30, 20, 10, 5)  # of the QCD jets, in percent
TOYS = (200, 1000, 5000)
SHARES = (0.0, 0.005, 0.01, 0.015, 0.02)  # of top jets, in the figure of all
EACH = 300  # toys of a point in it
RAW, INDEPENDENT = "raw", "independent of the mass"
ASKED = 0.3  # share of QCD that is kept in the question
OUTCOMES = ("No deviation", "An excess", "A deficit")


@dataclass(frozen=True)
class Chosen:
    """Share of top jets, kept share of QCD jets, which score, and the number of toys."""

    share: float
    passing: float
    independent: bool
    toys: int

    def thrown(self) -> Toys:
        """Search in the toys."""
        return selection.thrown(self.share, self.passing, self.independent, self.toys)

    def without(self) -> Toys:
        """Search in toys without top jets."""
        return replace(self, share=0.0).thrown()

    def expected(self) -> Values:
        """Return the expected number of jets (b,)."""
        return selection.expected(self.share, self.passing, self.independent)

    def asimov(self) -> float:
        """Return the significance of the expected spectrum."""
        return selection.asimov(self.share, self.passing, self.independent)


@lecture.section("search", "From a score to a search", rows=(52,))
@st.fragment
def show() -> None:
    """Draw the section; a change of its controls redraws only it."""
    _introduction()
    _question()
    chosen = _controls()
    left, right = st.columns(2)
    with left:
        _spectrum(chosen)
    with right:
        _significances(chosen)
    _shares(chosen)
    null = chosen.without()
    sentences = [words.without(null), words.sidebands(null)]
    if chosen.share:
        sentences.insert(1, words.with_tops(chosen.thrown(), chosen.share, chosen.asimov()))
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))
    _verdicts(chosen)


def _introduction() -> None:
    """Write what a search does, and its two formulas."""
    low, high = SEARCH.window
    st.markdown(
        "A search has no labels. It cuts on the score, fits the mass spectrum beside the place of "
        "the signal, and asks whether there is more in between than the fit expects. Here "
        f"{JETS:,} jets between {SEARCH.low:g} and {SEARCH.high:g} GeV are drawn, many times: QCD "
        "falls as the jets of the lab do, top jets are put in, and the cut keeps of both kinds "
        "what it keeps of held-out jets. The score is the smeared error of PCA with k = 32. The "
        f"window from {low:g} to {high:g} GeV is chosen before the data are seen: one "
        "significance is judged and not the largest of many, so that there is no look-elsewhere "
        "effect."
    )
    lecture.formula(
        r"\ln \lambda(m) = \theta_0 + \theta_1 \ln(1 - x) - \theta_2 \ln x, \quad "
        rf"x = m / {SEARCH.end:g}\,\mathrm{{GeV}}"
    )
    lecture.formula(
        r"Z^2 = 2\Big[n \ln \frac{n}{\hat b_0} + \frac{b^2}{\sigma^2} \ln \frac{b}{\hat b_0}"
        r"\Big], \qquad \hat b_0 = \frac{b^2 + n\sigma^2}{b + \sigma^2}"
    )
    st.markdown(
        r"$n$ jets are in the window, the fit of the sidebands expects $b \pm \sigma$, and "
        r"$\hat b_0$ is the background that agrees best with both; $Z$ has the sign of $n - b$. "
        "This is the profile likelihood ratio of Li and Ma, 1983, and of Cowan, Cranmer, Gross "
        "and Vitells, 2011."
    )


def _question() -> None:
    """Ask what a cut on the raw score does to data without a signal."""
    mean = estimates.mean(selection.thrown(0.0, ASKED, False, TOYS[1]).significance)
    lecture.question(
        "anomaly.fake",
        "No top jet is in the data. The raw score, which rises with the mass, keeps "
        f"{ASKED:.0%} of the QCD jets. What do the toys show in the window, on average?",
        OUTCOMES,
        OUTCOMES[differ(mean, Estimate(0.0, 0.0))],
        f"The mean significance is {words.signed(mean)}. The spectrum falls, the kept share "
        "rises: their product is no longer a fall of three parameters.",
    )


def _controls() -> Chosen:
    """Draw the controls, and return what is chosen."""
    columns = st.columns([3, 3, 4, 3])
    share = columns[0].slider("Top jets put in, %", 0.0, 2.0, 1.0, 0.1, key="search.share")
    passing = columns[1].select_slider(
        "QCD jets kept, %", KEPT, round(100 * ASKED), key="search.kept"
    )
    score = columns[2].segmented_control(
        "Score", (RAW, INDEPENDENT), default=INDEPENDENT, required=True, key="search.score"
    )
    count = columns[3].select_slider("Toys", TOYS, TOYS[1], key="search.toys")
    return Chosen(share / 100, int(passing) / 100, score == INDEPENDENT, int(count))


def _spectrum(chosen: Chosen) -> None:
    """Draw the first toy with the fit of its sidebands."""
    counts = toys(chosen.expected(), 1)
    outcome = searched(counts, SEARCH)
    figure = figures.spectrum(SEARCH.edges, counts[0], outcome.fitted[0], SEARCH.window)
    charts.chart(figure, "search", 400, "The mass spectrum of one toy with its fit")
    n, b, error, z = (float(values[0]) for values in outcome[:4])
    st.caption(
        f"The first toy: {n:,.0f} jets in the window (shaded), {b:,.0f} ± {error:.0f} expected, "
        f"Z = {words.signed(z)}."
    )


def _significances(chosen: Chosen) -> None:
    """Draw the significances of all toys, without and with top jets."""
    shown = {"without top jets": chosen.without().significance}
    if chosen.share:
        shown[f"with {chosen.share:.1%}"] = chosen.thrown().significance
    charts.chart(figures.significances(shown), "significances", 400, "Significances of toys")
    st.caption(f"{chosen.toys:,} toys of each kind, searched in the same way.")


def _shares(chosen: Chosen) -> None:
    """Draw the significance against the share of top jets, without and with either cut."""
    figure = measured(
        _against(chosen.passing),
        "share of top jets before the cut (%)",
        "significance Z",
        levels=[(3.0, "evidence, 3"), (5.0, "discovery, 5")],
        at=100 * chosen.share,
    )
    charts.chart(figure, "search-shares", 360, "Significance against the share of top jets")
    st.caption(
        f"Dashed: expected, by one fit to the expected spectrum. Points: mean of {EACH} toys. "
        f"The cuts keep {chosen.passing:.0%} of the QCD jets."
    )


@once(8)
def _against(passing: float) -> list[Series]:
    """Return mean and expected significance for each share of top jets, by cut."""
    x, series = 100 * np.array(SHARES), []
    cases = (("no cut", 1.0, True), (RAW, passing, False), (INDEPENDENT, passing, True))
    for i, (name, part, independent) in enumerate(cases):
        of = [Chosen(share, part, independent, EACH) for share in SHARES]
        y, error = np.array([estimates.mean(each.thrown().significance) for each in of]).T
        predicted = np.array([each.asimov() for each in of])
        series.append(Series(name=name, x=x, y=y, error=error, predicted=predicted, colour=i))
    return series


def _verdicts(chosen: Chosen) -> None:
    """Draw what is claimed of the search, with the settings as they are."""
    cut: dict[str, Any] = {"passing": chosen.passing, "toys": chosen.toys}
    either = cut | {"independent": chosen.independent}
    lecture.verdict("anomaly.decorrelated")
    lecture.verdict("anomaly.sculpted")
    lecture.verdict("anomaly.smooth")
    lecture.verdict("anomaly.null", **either)
    lecture.verdict("anomaly.width", **either)
    lecture.verdict("anomaly.expected", share=chosen.share, **either)
    lecture.verdict("anomaly.gain", **cut)
    lecture.verdict("anomaly.fake", **cut)
