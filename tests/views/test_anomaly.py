"""What is seen of an anomaly score: histogram, cuts, extremes, sculpting, complexity."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from aelab.datasets.base import Quantity
from aelab.metrics import significance_improvement
from aelab.models.pca import PCA
from aelab.views.complexity import Complexity
from aelab.views.context import Context
from aelab.views.extremes import EACH, Extremes
from aelab.views.mass import LEVELS, Sculpting
from aelab.views.roc import ROC
from aelab.views.scores import Scores
from aelab.views.sic import SignificanceImprovement
from tests.linear import Curves, Plain

SIDE = 8
N = 3000


@dataclass
class Blots(Plain):
    """Images of few bright pixels, and anomalous ones of many."""

    classes: tuple[str, ...] = ("few", "many")
    sample: str = "blot"
    sample_shape: tuple[int, ...] = (SIDE, SIDE)
    span: tuple[float, float] = (0.0, 1.0)
    decades: float = 0
    lit: bool = False
    masks: Any = None
    anomalies: tuple[int, ...] = (1,)
    views: tuple[str, ...] = ()
    masses: Any = field(init=False)

    def __post_init__(self) -> None:
        rng = np.random.default_rng(0)
        self.test_labels = rng.integers(0, 2, N).astype(np.uint8)
        active = np.where(self.test_labels == 1, 30, 15) + rng.integers(-8, 8, N)
        order = rng.random((N, SIDE**2)).argsort(1).argsort(1)
        self.test = (rng.random((N, SIDE**2)) * (order < active[:, None])).astype(np.float32)
        self.active = np.count_nonzero(self.test, axis=1)
        self.train = self.test[self.test_labels == 0]
        self.anomalous = self.test_labels == 1
        self.masses = self.active + rng.normal(0, 1, N)

    def quantities(self) -> dict[str, Quantity]:
        return {"jet mass": Quantity(self.masses, "GeV")}

    def heldout(self, most: int) -> Any:
        return self.test[~self.anomalous][:most]


@pytest.fixture(scope="module")
def data() -> Blots:
    return Blots()


@pytest.fixture
def context(data: Blots) -> Context:
    return Context(PCA(latent=4).fit(data.train), data, Curves())


def arrays(view: Any, frame_number: int | None = None) -> dict[str, Any]:
    return {part.name.partition(".")[2]: part.array for part in view.parts(frame_number)}


def test_a_full_frame_has_the_score_of_every_test_sample(context: Context, data: Blots) -> None:
    drawn = arrays(Scores(context))
    errors = np.square(data.test - context.model.decode(context.model.encode(data.test))).sum(1)
    np.testing.assert_allclose(context.scoring.raw, errors, rtol=1e-4)
    assert drawn["numbers"][0] == pytest.approx(roc_auc_score(data.anomalous, errors), abs=1e-6)
    np.testing.assert_allclose(drawn["counts"].sum(1), 1, rtol=1e-5)
    assert drawn["samples"].tolist() == [np.sum(~data.anomalous), np.sum(data.anomalous)]
    assert drawn["numbers"][2] == 0  # age


def test_the_significance_improvement_follows_from_the_table_of_cuts(
    context: Context, data: Blots
) -> None:
    cuts = arrays(SignificanceImprovement(context))["cuts"].astype(np.float64)
    np.testing.assert_array_equal(cuts, arrays(ROC(context))["cuts"])
    _, mistag, efficiency = cuts[len(cuts) // 2]
    expected = significance_improvement(context.scoring.raw, data.anomalous, efficiency)
    assert efficiency / mistag**0.5 == pytest.approx(expected.value, rel=0.02)


def test_the_table_of_cuts_counts_what_is_above(context: Context, data: Blots) -> None:
    cuts = arrays(ROC(context))["cuts"].astype(np.float64)
    assert np.all(np.diff(cuts[:, 0]) > 0) and np.all(np.diff(cuts[:, 1:], axis=0) <= 0)
    values = context.scoring.raw
    for threshold, normal, odd in cuts[::20]:
        assert normal == pytest.approx(np.mean(values[~data.anomalous] >= threshold), abs=2e-3)
        assert odd == pytest.approx(np.mean(values[data.anomalous] >= threshold), abs=2e-3)
    assert cuts[0, 1:].tolist() == [1, 1]


def test_shares_take_turns_until_all_are_scored(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aelab.views._scoring.NUMBERS", 1000 * SIDE**2)
    scoring, view = context.scoring, Scores(context)
    for frame_number, count in ((1, 1000), (2, 2000), (3, 3000), (4, 3000)):
        context.model.progress.index = frame_number
        arrays(view, frame_number)
        assert np.isfinite(scoring.raw).sum() == count
    assert scoring.age == 2  # the second share is of update 2, and now it is 4
    assert arrays(ROC(context), 4)["numbers"][2] == 2


def test_a_score_that_is_not_offered_changes_nothing(context: Context) -> None:
    before = context.scoring.title
    for nonsense in ("no such score", 7, None, ["jet-mass"]):
        context.set("score", nonsense)
        assert context.scoring.title == before
    context.set("score", "smeared-error")
    assert context.scoring.title == "Smeared error"
    assert Scores(context).layout()["score"] == "Smeared error"


def watch_auc(data: Blots, values: Any) -> float:
    return float(roc_auc_score(data.anomalous, values))


def test_a_flat_score_leaves_the_spectrum_as_it_is(context: Context, data: Blots) -> None:
    carved = arrays(Sculpting(context))
    context.set("flat", True)
    even = arrays(Sculpting(context))
    row = int(np.argmin(abs(LEVELS - 0.1)))
    at = (carved["edges"][1:] + carved["edges"][:-1]) / 2

    def mean(spectrum: Any) -> float:
        return float((spectrum * at).sum() / spectrum.sum())

    before = data.masses[~data.anomalous].mean()
    assert mean(carved["spectrum"][0]) == pytest.approx(before, abs=0.5)
    assert mean(carved["spectrum"][row]) > before + 3
    assert mean(even["spectrum"][row]) == pytest.approx(before, abs=0.7)
    assert abs(even["correlation"][0]) < 0.1 < carved["correlation"][0]
    raw, flat = carved["auc"]
    assert raw == pytest.approx(watch_auc(data, context.scoring.raw), abs=1e-6)
    assert flat == pytest.approx(watch_auc(data, context.scoring.values), abs=1e-6)
    assert carved["spectrum"].sum(1)[row] == round(LEVELS[row] * np.sum(~data.anomalous))


def test_the_extremes_are_the_ends_of_the_score(context: Context, data: Blots) -> None:
    drawn = arrays(Extremes(context))
    values = context.scoring.raw
    np.testing.assert_allclose(drawn["score"][:EACH], np.sort(values)[: -EACH - 1 : -1], rtol=1e-5)
    np.testing.assert_allclose(drawn["score"][EACH:], np.sort(values)[:EACH][::-1], rtol=1e-5)
    np.testing.assert_array_equal(drawn["x"], context.coded(data.test[drawn["rows"]]))
    np.testing.assert_array_equal(drawn["labels"], data.test_labels[drawn["rows"]])


def test_a_moving_frame_has_one_end_of_the_extremes(context: Context) -> None:
    view = Extremes(context)
    arrays(view)
    first, second = (view.parts(frame_number) for frame_number in (1, 2))
    assert {part.start for part in first} | {part.start for part in second} == {0, EACH}


def test_the_error_grows_with_the_number_of_active_pixels(context: Context, data: Blots) -> None:
    drawn = arrays(Complexity(context))
    mean = drawn["mean"][1]
    finite = np.isfinite(mean)
    assert np.corrcoef(drawn["at"][finite], mean[finite])[0, 1] > 0.8
    np.testing.assert_allclose(drawn["share"].sum(1), 1, rtol=1e-5)
    assert np.all(drawn["low"][1][finite] <= mean[finite])
    assert np.all(mean[finite] <= drawn["high"][1][finite])


def test_images_on_a_logarithmic_scale_keep_their_decades(context: Context, data: Blots) -> None:
    data = Blots(span=(0.0, 100.0), decades=4)
    context = Context(context.model, data, Curves())
    x = np.array([0.0, -1.0, 0.01, 0.1, 1.0, 100.0, 1e9])
    assert context.coded(x).tolist() == [0, 0, 0, 64, 128, 255, 255]
    words = context.images()
    assert (words["scale"], words["low_log"], words["high_log"]) == ("log", -2, 2)


def test_a_run_that_goes_on_catches_up_share_by_share(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aelab.views._scoring.NUMBERS", 1000 * SIDE**2)

    def behind() -> bool:
        return context.behind

    context.take_time(False)
    context.model.progress.index = 7
    arrays(Scores(context))  # a full frame
    assert np.isfinite(context.scoring.raw).sum() == 1000 and behind()
    context.catch_up()
    context.catch_up()
    assert np.isfinite(context.scoring.raw).all() and not behind()
    context.model.progress.index = 8
    assert behind()
    context.take_time(True)
    arrays(Scores(context))
    assert context.scoring.age == 0 and not context.behind


def test_sculpting_names_its_quantity_and_is_for_data_that_have_one(
    context: Context, data: Blots, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = Sculpting(context).head()
    assert (head["kind"], head["quantity"], head["unit"]) == ("sculpt", "jet mass", "GeV")
    assert Sculpting.suits(context.model, data)
    monkeypatch.setattr(Blots, "quantities", lambda self: {})
    assert not Sculpting.suits(context.model, data)
