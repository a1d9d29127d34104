"""The GAN against two textbook optimisers, its equilibrium, and views without an encoder."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

import aelab
from aelab import catalogue
from aelab.datasets.ring import Ring
from aelab.frames import unpack
from aelab.models.gan import GAN
from aelab.models.ppca import ProbabilisticPCA
from aelab.runs.publisher import FramePublisher
from aelab.training.learning import Learning
from aelab.training.loop import snapshot, train

SMALL: dict[str, Any] = {
    "widths": (16,),
    "batch": 32,
    "activation": "tanh",
    "rate": 1e-2,
    "epochs": 3,
}


def points(n: int = 128, dtype: type[np.floating] = np.float64) -> NDArray[Any]:
    return Ring(points=n).train.astype(dtype)


def begun(x: NDArray[Any], **params: Any) -> GAN:
    model = GAN(**SMALL | params)
    model.begin(x)
    return model


def test_both_losses_are_the_cross_entropies_of_their_labels() -> None:
    x = points()
    model = begun(x)
    losses = model.evaluate(x, seed=5)
    z = torch.empty(len(x), 2, dtype=torch.float64)
    z.normal_(generator=torch.Generator().manual_seed(5))
    with torch.no_grad():
        data = model.discriminator(torch.from_numpy(x))
        generated = model.discriminator(model.g(z))
    ones, zeros = torch.ones_like(data), torch.zeros_like(data)
    expected = cross_entropy(data, ones) + cross_entropy(generated, zeros)
    assert losses["discriminator"] == pytest.approx(float(expected), rel=1e-12)
    assert losses["generator"] == pytest.approx(float(cross_entropy(generated, ones)), rel=1e-12)


def textbook(x: NDArray[Any], updates: int) -> dict[str, Any]:
    """Return the weights of both networks after updates with two optimisers of torch."""
    model = begun(x)
    pair = {
        name: torch.optim.Adam(net.parameters(), lr=1e-2, betas=(0.5, 0.999))
        for name, net in (("D", model.discriminator), ("g", model.g))
    }
    rows = torch.from_numpy(x)
    noise = torch.Generator().manual_seed(2)  # the third of the model's seeds
    for batch in list(model.batches())[:updates]:
        z = torch.empty(len(batch), 2, dtype=torch.float64).normal_(generator=noise)
        d, g = model.discriminator, model.g
        real, fake = torch.sigmoid(d(rows[batch])), torch.sigmoid(d(g(z)))
        loss_d = -(torch.log(real) + torch.log(1 - fake)).mean()
        gradients_d = torch.autograd.grad(loss_d, list(d.parameters()), retain_graph=True)
        gradients_g = torch.autograd.grad(-torch.log(fake).mean(), list(g.parameters()))
        for net, gradients in ((d, gradients_d), (g, gradients_g)):
            for weight, gradient in zip(net.parameters(), gradients, strict=True):
                weight.grad = gradient
        pair["D"].step()
        pair["g"].step()
    return model._nets.state_dict()


def test_an_update_is_that_of_two_optimisers_each_down_its_own_loss() -> None:
    x = points()
    model = begun(x)
    for batch in list(model.batches())[:4]:
        model.learn(batch)
    expected = textbook(x, 4)
    for name, weight in model._nets.state_dict().items():
        np.testing.assert_allclose(weight, expected[name], rtol=1e-9, atol=1e-12, err_msg=name)


def test_where_the_discriminator_knows_nothing_the_losses_are_2_ln_2_and_ln_2() -> None:
    x = points()
    model = begun(x)
    with torch.no_grad():
        for weight in model.discriminator.parameters():
            weight.zero_()
    assert model.evaluate(x)["discriminator"] == pytest.approx(2 * math.log(2), rel=1e-12)
    assert model.evaluate(x)["generator"] == pytest.approx(math.log(2), rel=1e-12)
    np.testing.assert_allclose(model.real(x), 0.5)
    assert [round(level["value"], 6) for level in model.levels("loss")] == [1.386294, 0.693147]
    assert model.levels("norms") == []


def test_a_resumed_training_goes_on_to_the_same_numbers_with_the_moments_of_both_networks() -> (
    None
):
    x = points(dtype=np.float32)
    whole = list(train(GAN(**SMALL), x))
    steps = train(first := GAN(**SMALL), x)
    for _ in range(5):
        next(steps)
    state = {name: array.copy() for name, array in snapshot(first).items()}
    assert sum(name.endswith("exp_avg") for name in state) == 8  # two layers each, with biases
    second = GAN(**SMALL)
    assert [s.terms for s in train(second, x, state=state)] == [s.terms for s in whole[5:]]
    np.testing.assert_array_equal(second.generate(20), whole[-1].model.generate(20))


@pytest.mark.slow
def test_after_training_the_samples_lie_near_the_data_and_cover_all_gaussians() -> None:
    data = Ring(points=2000)
    model = GAN(widths=(64, 64), activation="SiLU", batch=256, rate=2e-3, epochs=100)
    before = share_near(begun(np.asarray(data.train)), data.centres)
    after = share_near(model.fit(np.asarray(data.train)), data.centres)
    assert before.sum() < 0.1 and after.sum() > 0.5
    assert after.min() > 0.03


def share_near(model: GAN, centres: NDArray[Any]) -> NDArray[Any]:
    """Return the share of the samples that lie within three widths of each Gaussian (K,)."""
    apart = np.linalg.norm(model.generate(1000)[:, None] - centres, axis=2)
    return (apart < 3 * 0.15).mean(0)


def test_a_gan_is_not_stopped_early_since_neither_loss_measures_its_quality() -> None:
    spec = aelab.Spec(
        dataset="ring-of-gaussians",
        dataset_params={"points": 100},
        model="gan",
        model_params={"epochs": 40, "batch": 100, "widths": (8,)},
    )
    learning = Learning(spec)
    model: Any = learning.model
    model.evaluate = lambda x, seed: dict.fromkeys(learning.model.terms, 1.0)
    while learning.verdict is None:
        learning.update()
    assert learning.index == learning.updates == 40
    assert learning.verdict.state == "finished" and not learning.verdict.message


def test_samples_with_many_features_get_a_warning_and_train() -> None:
    assert begun(points()).caution() == ""
    many = GAN(epochs=1)
    many.fit(np.random.default_rng(0).random((64, 16), np.float32))
    assert "often fails" in many.caution()
    assert many.generate(3).shape == (3, 16)


def published(
    dataset: str = "ring-of-gaussians", model: str = "gan", **params: Any
) -> tuple[Learning, FramePublisher, dict[str, Any], dict[str, Any]]:
    spec = aelab.Spec(
        dataset=dataset, dataset_params={"points": 100}, model=model, model_params=params
    )
    learning = Learning(spec)
    snapshots = FramePublisher("r", learning)
    learning.update()
    header, parts = unpack(snapshots.take({}, full=True))
    views = {view["name"]: view for view in header["views"]}
    return learning, snapshots, views, {part.name: part.array for part in parts}


@pytest.mark.parametrize("model", ["gan", "ppca"])
def test_samples_are_drawn_from_fixed_codes(model: str) -> None:
    learning, _, views, arrays = published(model=model, latent=2)
    assert views["samples"]["kind"] == "cloud" and views["samples"]["output"] == "sample"
    generated = arrays["samples.x_hat"]
    np.testing.assert_array_equal(generated, learning.model.generate(len(generated), 0))
    corner = learning.model.decode(np.array([[-2.0, 2.0], [2.0, -2.0]], np.float32))
    np.testing.assert_allclose(arrays["samples.grid"][[0, -1], [0, -1]], corner, rtol=1e-5)


@pytest.mark.parametrize(("latent", "part"), [(1, "samples.curve"), (3, "samples.x_hat")])
def test_a_prior_of_another_size_is_drawn_as_a_curve_or_as_samples_alone(
    latent: int, part: str
) -> None:
    _, _, views, arrays = published("swiss-roll", latent=latent)
    assert views["samples"]["kind"] == "space"
    assert arrays[part].shape[-1] == 3 and "samples.grid" not in arrays


def test_samples_of_images_are_a_strip() -> None:
    _, _, views, arrays = published("mnist", "ppca")
    assert views["samples"]["kind"] == "strip"
    assert arrays["samples.x_hat"].shape == arrays["samples.x"].shape == (10, 784)


def test_views_and_probes_that_need_an_encoder_are_not_used_for_a_gan() -> None:
    learning, snapshots, views, arrays = published()
    assert "latent" not in views and "reconstructions" not in views
    assert arrays["loss.heldout"].shape[1] == 2 and views["loss"]["sum"] is False
    assert {level["label"] for level in views["loss"]["levels"]} == {"L_D, D = ½", "L_g, D = ½"}
    assert snapshots.probe({"sample": 0}) == {} and snapshots.probe({"code": [0, 0]}) == {}
    snapshots.set_option("pick", 3)
    assert snapshots.take({}, full=False)
    with pytest.raises(aelab.InputError, match="no encoder"):
        learning.model.errors(points())


def test_only_scores_that_need_no_model_suit_a_gan() -> None:
    data = SimpleNamespace(sample_shape=(8, 8), quantities=dict, masks=None)
    suited = {title for title, kind in aelab.SCORES.items() if kind.suits(GAN, data)}
    assert suited == {"distance-to-mean", "sum-of-squares", "active-pixels"}
    assert "reconstruction-error" in {
        title for title, kind in aelab.SCORES.items() if kind.suits(ProbabilisticPCA, data)
    }


def test_the_catalogue_says_that_a_gan_does_not_encode() -> None:
    models = {slug: catalogue._model(aelab.MODELS[slug]) for slug in ("gan", "pca")}
    scores = {slug: catalogue._score(kind) for slug, kind in aelab.SCORES.items()}
    images = {"images": catalogue.Entry("images", "Images", {}, "", sample_shape=(8, 8))}
    entries = catalogue.Catalogue(images, models, scores)
    assert not models["gan"].encodes and models["pca"].encodes
    assert "reconstruction-error" not in entries.scores_for("images", "gan")
    assert "sum-of-squares" in entries.scores_for("images", "gan")
    assert "reconstruction-error" in entries.scores_for("images", "pca")
