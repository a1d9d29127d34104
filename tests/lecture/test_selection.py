"""What a cut keeps: shares that add up, and no sculpting without a correlation."""

import numpy as np
import pytest
from scipy import stats

from aelab.bundled import results
from aelab.jets import scored
from aelab.lecture.anomaly import selection
from aelab.lecture.anomaly.selection import JETS, SEARCH
from aelab.metrics import auc

KEPT = (0.5, 0.3, 0.1, 0.05)


def test_the_scored_jets_have_the_auc_of_the_shipped_results() -> None:
    jets = scored.shipped()
    assert len(jets.mass) == len(jets.score) == len(jets.top) == 2 * jets.top.sum()
    (reference,) = (
        r
        for r in results.read()
        if (r.task, r.model, r.latent, r.setting, r.score)
        == ("top", "pca", scored.SIZE, "", "smeared-error")
    )
    assert auc(jets.score, jets.top).value == pytest.approx(reference.auc[0], abs=1e-4)


def test_the_spectrum_is_a_fall_that_adds_up_to_one() -> None:
    shape = selection.shape()
    assert shape.sum() == pytest.approx(1) and (np.diff(shape) < 0).all()
    assert selection.counts().sum() == pytest.approx(6000, rel=0.05)  # of 20,000


@pytest.mark.parametrize("passing", KEPT)
def test_a_cut_keeps_its_share_and_only_the_raw_one_changes_the_shape(passing: float) -> None:
    flat, raw = (selection.selection(passing, independent) for independent in (True, False))
    np.testing.assert_allclose(flat.qcd / selection.shape(), passing)
    assert raw.qcd.sum() == pytest.approx(passing, rel=0.05)
    assert (np.diff(raw.qcd / selection.shape()) > 0).all(), "more is kept at a larger mass"
    everything = selection.selection(1, True)
    assert (everything.top.sum(), everything.qcd.sum()) == pytest.approx((1, 1))
    for each in (flat, raw):
        assert (each.top <= everything.top).all() and each.top.sum() > each.qcd.sum()


@pytest.mark.parametrize("passing", KEPT)
def test_the_turn_on_is_what_the_held_out_jets_do(passing: float) -> None:
    mass, score, top = selection._in_range()
    passed = score[~top] > np.quantile(score[~top], 1 - passing)
    share = selection.selection(passing, False).qcd / selection.shape()
    bins = np.digitize(mass[~top], SEARCH.edges) - 1
    wide = np.array_split(np.arange(len(share)), 6)
    chi2 = 0.0
    for group in wide:
        inside = np.isin(bins, group)
        expected, variance = share[bins[inside]].sum(), (share * (1 - share))[bins[inside]].sum()
        chi2 += (passed[inside].sum() - expected) ** 2 / variance
    assert stats.chi2.sf(chi2, len(wide) - 2) > 2 * stats.norm.sf(3)


def test_expected_jets_are_those_of_both_kinds_and_top_jets_take_the_place_of_qcd() -> None:
    assert selection.expected(0.02, 1, True).sum() == pytest.approx(JETS)
    difference = selection.expected(1, 0.3, True) - selection.expected(0, 0.3, True)
    both = selection.selection(0.3, True)
    np.testing.assert_allclose(difference, JETS * (both.top - both.qcd))


def test_only_the_raw_cut_has_a_significance_without_a_signal() -> None:
    for passing in KEPT:
        assert selection.asimov(0, passing, True) == pytest.approx(0, abs=1e-4)
        assert abs(selection.asimov(0, passing, False)) > 1
    assert selection.asimov(0.01, 0.3, True) > selection.asimov(0.005, 0.3, True) > 0
