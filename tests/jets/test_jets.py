"""How a jet becomes an image: what must not change, and what must come out."""

from typing import Any

import numpy as np
import pytest

from aelab.jets import files, images
from aelab.jets.images import REMAPS, deposits, steps
from tests.made_jets import each, equal, made, of


def moved(
    jets: files.Jets, turn: float = 0.0, by: tuple[float, float] = (0.0, 0.0), mirror: float = 1.0
) -> files.Jets:
    """The same jets with their constituents mirrored, turned and shifted, in float64."""
    x, y = mirror * jets.eta.astype(float), jets.phi.astype(float)
    cos, sin = np.cos(turn), np.sin(turn)
    return jets._replace(eta=cos * x - sin * y + by[0], phi=sin * x + cos * y + by[1])


@pytest.mark.parametrize(
    "change",
    [
        {"by": (0.3, -0.2)},
        {"turn": 0.7},
        {"turn": np.pi},
        {"mirror": -1.0},
        {"turn": -2.0, "by": (-0.1, 0.4), "mirror": -1.0},
    ],
    ids=["shifted", "turned", "turned over", "mirrored", "all of it"],
)
def test_the_image_stays_the_same_however_the_jet_is_moved_turned_or_mirrored(
    change: dict[str, Any],
) -> None:
    jets = made(200)
    before, after = (
        [steps(*jet)[-1] for jet in each(some)] for some in (jets, moved(jets, **change))
    )
    for a, b in zip(before, after, strict=True):
        np.testing.assert_allclose(a.x, b.x, atol=1e-7)
        np.testing.assert_allclose(a.y, b.y, atol=1e-7)
    same = np.isclose(images.images(jets), images.images(moved(jets, **change)), atol=1e-6)
    assert (
        same.all(1).mean() > 0.97
    )  # a constituent on the edge of a pixel may fall on either side


def test_the_pixels_hold_the_momentum_in_the_window_and_the_image_adds_up_to_one() -> None:
    jets = made()
    for window, pixels in ((0.8, 40), (0.3, 7)):
        held = deposits(jets, pixels, window).sum(1)
        for i, jet in enumerate(each(jets)):
            step = steps(*jet)[-1]
            inside = (np.abs(step.x) < window) & (np.abs(step.y) < window)
            np.testing.assert_allclose(held[i], step.pt[inside].sum(), rtol=1e-12)
        image = images.images(jets, pixels, window)
        assert image.shape == (len(jets.jet), pixels**2) and image.dtype == np.float32
        np.testing.assert_allclose(image.sum(1), 1, rtol=1e-5)


def test_the_average_is_that_of_the_images_also_where_a_jet_is_outside_the_window() -> None:
    jets = made(50)
    outside = jets.start[7] + np.arange(jets.start[8] - jets.start[7])
    jets.eta[outside] = np.where(np.arange(len(outside)) % 2, 5.0, -5.0)
    every = images.images(jets)
    assert not every[7].any() and every[8].any()
    np.testing.assert_allclose(images.average(jets), every.mean(0, dtype=np.float64), atol=1e-9)


def test_constituents_in_the_same_pixel_add_up() -> None:
    image = deposits(of((3, 0.01, 0.01), (4, 0.011, 0.011), (7, 0.3, 0.0)), 9, 0.5)
    assert sorted(image[image > 0]) == pytest.approx([7, 7])


def test_after_centring_the_centroid_is_at_the_origin_and_stays_there() -> None:
    jets = made(1)
    for step in steps(*jets[:3])[1:]:
        np.testing.assert_allclose([step.pt @ step.x, step.pt @ step.y], 0, atol=1e-10)


def test_after_rotation_the_widest_axis_is_vertical_as_the_eigenvectors_say() -> None:
    jets = made(1, seed=3)
    _, centred, rotated, _ = steps(*jets[:3])
    values, vectors = np.linalg.eigh(np.cov(centred.x, centred.y, aweights=centred.pt))
    along = np.stack([centred.x, centred.y], axis=1) @ vectors  # smallest first
    np.testing.assert_allclose(np.abs(rotated.y), np.abs(along[:, 1]), atol=1e-10)
    np.testing.assert_allclose(np.abs(rotated.x), np.abs(along[:, 0]), atol=1e-10)
    assert values[0] < values[1]


def test_the_right_and_the_upper_half_hold_more_of_the_momentum() -> None:
    jets = made(60)
    for jet in each(jets):
        *_, last = steps(*jet)
        assert last.pt[last.x > 0].sum() >= last.pt[last.x < 0].sum()
        assert last.pt[last.y > 0].sum() >= last.pt[last.y < 0].sum()


def test_two_prongs_come_to_lie_above_each_other_the_harder_nearer_and_up() -> None:
    _, _, _, last = steps(*np.array([[300, 0.4, 0.3], [100, -0.2, -0.5]]).T)
    apart = np.hypot(0.6, 0.8)
    np.testing.assert_allclose(last.x, 0, atol=1e-12)
    np.testing.assert_allclose(last.y, [apart / 4, -3 * apart / 4])
    image = deposits(of((300, 0.4, 0.3), (100, -0.2, -0.5)), 3, 1.2).reshape(3, 3)
    np.testing.assert_array_equal(image[:, 1], [0, 300, 100])  # row 0 is the top


def test_the_first_row_is_the_top_and_the_first_column_the_left() -> None:
    # A cross of five, so that the widest axis, and what is right and up, are plain to see.
    cross = of((9, 0.0, 0.0), (4, 0.0, 0.7), (4.2, 0.0, -0.7), (1, 0.3, 0.0), (0.9, -0.3, 0.0))
    image = deposits(cross, 5, 1.0).reshape(5, 5)
    assert image[0].sum() in (pytest.approx(4), pytest.approx(4.2))
    np.testing.assert_allclose(image.sum(), 19.1, rtol=1e-6)
    step = steps(*cross[:3])[-1]
    for pt, x, y in zip(step.pt, step.x, step.y, strict=True):
        assert image[int((1 - y) / 0.4), int((x + 1) / 0.4)] == pytest.approx(pt)


def test_images_of_many_jets_are_those_of_each_one() -> None:
    jets = made(30)
    alone = [images.images(jets.select(np.array([i])))[0] for i in range(30)]
    np.testing.assert_array_equal(images.images(jets), alone)


def test_a_jet_that_is_all_outside_of_the_window_leaves_an_empty_image() -> None:
    assert not images.images(of((5, 1, 0), (5, -1, 0)), 40, 0.4).any()


def test_the_mass_of_two_massless_particles() -> None:
    first, second = (300.0, 0.2, -0.1), (120.0, -0.35, 0.25)
    expected = np.sqrt(2 * 300 * 120 * (np.cosh(0.55) - np.cos(0.35)))
    np.testing.assert_allclose(images.mass(of(first, second)), expected, rtol=1e-6)
    np.testing.assert_allclose(images.mass(of(first)), 0, atol=1e-3)


def test_the_mass_is_that_of_the_package_vector() -> None:
    vector = pytest.importorskip("vector")
    jets = made(50)
    for i, (pt, eta, phi) in enumerate(each(jets)):
        whole = vector.array({"pt": pt, "eta": eta, "phi": phi, "mass": 0 * pt}).sum()
        np.testing.assert_allclose(images.mass(jets)[i], whole.mass, rtol=1e-6)


def test_the_mass_is_that_of_fastjet() -> None:
    fastjet = pytest.importorskip("fastjet")
    jets = made(20)
    for i, (pt, eta, phi) in enumerate(each(jets)):
        whole = fastjet.PseudoJet(0, 0, 0, 0)
        for t, h, f in zip(pt, eta, phi, strict=True):
            whole = whole + fastjet.PseudoJet(
                t * np.cos(f), t * np.sin(f), t * np.sinh(h), t * np.cosh(h)
            )
        np.testing.assert_allclose(images.mass(jets)[i], whole.m(), rtol=1e-6)


def test_the_remaps_are_the_root_the_logarithm_and_a_power() -> None:
    x = np.array([[0, 1e-3, 0.25, 1]], np.float32)
    assert tuple(REMAPS) == ("none", "√", "ln", "Iⁿ")
    np.testing.assert_array_equal(images.remapped(x, "none", 3), x)
    np.testing.assert_allclose(images.remapped(x, "√", 3), [[0, 1e-3**0.5, 0.5, 1]], rtol=1e-6)
    logs = [[0, np.log(2) / np.log(1001), np.log(251) / np.log(1001), 1]]
    np.testing.assert_allclose(images.remapped(x, "ln", 3), logs, rtol=1e-6)
    np.testing.assert_allclose(images.remapped(x, "Iⁿ", 0.25), x**0.25, rtol=1e-6)
    assert all(images.remapped(x, remap, 0.5).dtype == np.float32 for remap in REMAPS)


def test_a_selection_has_its_jets_in_the_order_of_the_rows() -> None:
    jets = made(10)
    rows = np.array([7, 2, 2])
    some = jets.select(rows)
    for i, row in enumerate(rows):
        a, b = jets.start[row : row + 2]
        np.testing.assert_array_equal(some.pt[some.start[i] : some.start[i + 1]], jets.pt[a:b])
    np.testing.assert_array_equal(some.jet, jets.jet[rows])
    np.testing.assert_array_equal(images.multiplicity(some), images.multiplicity(jets)[rows])


def test_jets_joined_are_the_parts_one_after_the_other() -> None:
    parts = made(5, seed=1), made(1, seed=2), made(8, seed=3)
    whole = files.join(parts)
    at = 0
    for part in parts:
        back = whole.select(np.arange(at, at + len(part.jet)))
        assert equal(back, part)
        at += len(part.jet)
    assert at == len(whole.jet)
