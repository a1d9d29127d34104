"""Verdicts: what a claim predicts, what was measured, and whether it holds."""

import contextlib
import math
from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from aelab.lecture.core.claim import CLAIMS, Claim, Finding
from aelab.once import once
from aelab.params import InputError
from aelab.web import theme

EARLY = "It cannot be measured yet, or not with the settings as they are."
OTHERWISE = "It cannot be measured with the settings as they are."
SIGN = {"equal": "=", "at most": "≤", "at least": "≥"}


def verdict(slug: str, going: bool = False, **settings: Any) -> Finding | None:
    """Draw what a claim predicts and what is measured under these settings, and return both.

    While a run is ``going``, a claim that does not hold is marked “not yet”.
    """
    claim: Claim = CLAIMS[slug]
    try:
        finding = _finding(claim, settings)
    except InputError as problem:
        unmeasured(claim, str(problem))
        return None
    if not all(map(math.isfinite, finding)):
        immeasurable(claim, going)
        return None
    with _claimed(claim), st.container(key=f"answer-{_key(slug)}"):
        st.markdown(_numbers(claim, finding, going))
        room = f"Tolerance {claim.tolerance:.2g}: " if claim.tolerance else ""
        st.caption(f"{room}{theme.plain(claim.why)}")
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


def _numbers(claim: Claim, finding: Finding, going: bool) -> str:
    not_now = "not yet" if going else "✗ does not hold"
    mark = ":green[**✓ holds**]" if claim.holds(finding) else f":orange[**{not_now}**]"
    unit = f" {theme.plain(claim.unit)}" if claim.unit else ""
    predicted = f"{SIGN[claim.kind]} {number(finding.predicted)}{unit}"
    return f"{mark} &emsp; predicted {predicted} &emsp; measured {number(finding.measured)}{unit}"


def _key(slug: str) -> str:
    return slug.replace(".", "-")


def number(value: float) -> str:
    """Return a number with four digits, as it is shown in a verdict."""
    return theme.plain(f"{value:.4g}".replace("-", "−"))
