"""Verdicts: what a claim predicts, what was measured with which error, and whether it holds."""

import contextlib
import math
from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from aelab.lecture.core import spread
from aelab.lecture.core.claim import CLAIMS, Claim, Finding
from aelab.once import once
from aelab.params import InputError
from aelab.web import theme

EARLY = "It cannot be measured yet, or not with the settings as they are."
OTHERWISE = "It cannot be measured with the settings as they are."
UNJUDGED = (
    "No verdict: how such a run scatters over seeds is known only for the settings of its preset."
)
SIGN = {"equal": "=", "at most": "≤", "at least": "≥"}


def verdict(
    slug: str, going: bool = False, judged: bool = True, **settings: Any
) -> Finding | None:
    """Draw what a claim predicts and what is measured under these settings, and return both.

    Args:
        slug: the claim.
        going: whether it is measured from a run that goes on, so that what does not hold is
            marked “not yet”.
        judged: whether the spread over seeds is known for the settings of the run.
        settings: what the claim is called with.

    """
    claim: Claim = CLAIMS[slug]
    try:
        finding = spread.with_spread(claim, _finding(claim, settings))
    except InputError as problem:
        unmeasured(claim, str(problem))
        return None
    if not all(map(math.isfinite, finding)):
        immeasurable(claim, going)
        return None
    with _claimed(claim), st.container(key=f"answer-{_key(slug)}"):
        if judged:
            st.markdown(f"{_mark(claim, finding, going)} &emsp; {_numbers(claim, finding)}")
            words = f"{_errors(claim, finding)}{theme.plain(claim.why)}"
            st.caption(f"{words}{_others(claim, finding)}")
        else:
            st.markdown(_numbers(claim, finding._replace(error=0.0)))
            st.caption(UNJUDGED)
    return finding


def _finding(claim: Claim, settings: Mapping[str, Any]) -> Finding:
    """Return what a claim finds, from the cache if its settings are plain values."""
    try:
        return _cached_finding(claim.slug, tuple(settings.items()))
    except TypeError:  # an array or a picture has no hash
        return claim(**settings)


@once(1000)
def _cached_finding(slug: str, settings: tuple[tuple[str, Any], ...]) -> Finding:
    finding: Finding = CLAIMS[slug](**dict(settings))
    return finding


def unmeasured(claim: Claim, why: str) -> None:
    """Draw a claim without a measurement, and why there is none."""
    with _claimed(claim):
        st.warning(theme.plain(why))


def immeasurable(claim: Claim, going: bool) -> None:
    """Draw a claim that has no number, not yet while a run is ``going``."""
    unmeasured(claim, EARLY if going else OTHERWISE)


@contextlib.contextmanager
def _claimed(claim: Claim) -> Iterator[None]:
    with st.container(key=f"claim-{_key(claim.slug)}", border=True):
        st.markdown(f"{theme.plain(claim.statement)} &emsp; ${claim.formula}$")
        yield


def _mark(claim: Claim, finding: Finding, going: bool) -> str:
    not_now = "not yet" if going else "✗ does not hold"
    return ":green[**✓ holds**]" if claim.holds(finding) else f":orange[**{not_now}**]"


def _numbers(claim: Claim, finding: Finding) -> str:
    unit = f" {theme.plain(claim.unit)}" if claim.unit else ""
    predicted = f"{SIGN[claim.kind]} {number(finding.predicted)}{unit}"
    measured = f"{with_error(finding.measured, finding.error)}{unit}"
    words = f"predicted {predicted} &emsp; measured {measured}"
    return f"{words} &emsp; pull {_signed(claim.pull(finding))}" if finding.error else words


def _errors(claim: Claim, finding: Finding) -> str:
    """Return what the error of a finding is made of, before the reason for it."""
    bound = claim.bound(finding)
    if not bound:
        return ""
    size = theme.plain(f"{bound:.2g}".replace("-", "−"))
    return f"Up to {size} is systematic: " if finding.error else f"Tolerance {size}: "


def _others(claim: Claim, finding: Finding) -> str:
    """Return for how many other seeds a bound holds, if it is measured from runs."""
    if claim.kind == "equal" or not (seeds := len(spread.of(claim))):
        return ""
    return f" It holds for {spread.agreeing(claim, finding)} of {seeds} other seeds."


def _signed(pull: float) -> str:
    return theme.plain(f"{pull:+.1f}".replace("-", "−"))


def _key(slug: str) -> str:
    return slug.replace(".", "-")


def with_error(value: float, error: float) -> str:
    """Return a number with its standard error, both to the error's second digit."""
    if not error:
        return number(value)
    digits = 1 - math.floor(math.log10(error))
    if not 0 <= digits <= 6:
        return f"{number(value)} ± {number(float(f'{error:.2g}'))}"
    return theme.plain(f"{value:.{digits}f} ± {error:.{digits}f}".replace("-", "−"))


def number(value: float) -> str:
    """Return a number with four digits, as it is shown in a verdict."""
    return theme.plain(f"{value:.4g}".replace("-", "−"))
