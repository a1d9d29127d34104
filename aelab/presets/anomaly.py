"""The presets of the anomaly page, one per task."""

from collections.abc import Mapping
from typing import Any

from aelab.presets import AE, Preset

JETS, MNIST, BRAIN, OWN = "jet-images", "mnist", "brain-slices", "own-data"
CONVOLUTIONAL = {"network": "convolutional"}
DENSE: dict[str, Any] = {
    "latent": 6,
    "widths": (256, 64),
    "batch": 256,
    "rate": 1e-3,
    "epochs": 20,
}

TASKS = (
    Preset(
        name="QCD → find top",
        slug="anomaly-top",
        dataset=JETS,
        dataset_params={"anomaly": "top"},
        model=AE,
        model_params=DENSE,
        look_for=(
            "Trained on QCD jets alone. Look whether top jets drift into the tail of the error "
            "and the ROC curve rises; then choose the score “Jet mass”, which needs no training."
        ),
        target=3.0,
    ),
    Preset(
        name="Top → find QCD",
        slug="anomaly-qcd",
        dataset=JETS,
        dataset_params={"anomaly": "QCD"},
        model=AE,
        model_params=DENSE,
        look_for=(
            "The inverse task, trained on top jets alone. QCD jets are simpler: compare their "
            "error with that of the top jets, and see how far the AUC gets from 0.5. Then try "
            "the remap √I."
        ),
        target=5.8,
    ),
    Preset(
        name="MNIST, find a digit",
        slug="anomaly-digit",
        dataset=MNIST,
        dataset_params={"anomaly": "4"},
        model=AE,
        model_params={"latent": 16, "widths": (256, 64), "batch": 256, "rate": 2e-3, "epochs": 10},
        look_for=(
            "No 4 is learnt from, but 9 is near: compare the errors of both. Then look for the "
            "digit 1, of few bright pixels, and compare its AUC with 0.5."
        ),
        target=16.0,
    ),
    Preset(
        name="Brain slices, find lesions",
        slug="anomaly-brain",
        dataset=BRAIN,
        model=AE,
        model_params={"latent": 32, "batch": 64, "epochs": 10},
        look_for=(
            "Simulated data. Learnt from healthy slices; what is brighter than its "
            "reconstruction is marked as a lesion. Compare the Dice number with that of the mean "
            "image."
        ),
        target=20.0,
    ),
    Preset(
        name="Own data",
        slug="anomaly-own",
        dataset=OWN,
        dataset_params={"anomaly": 3},
        model=AE,
        model_params={"latent": 1, "widths": (64, 64), "batch": 64, "rate": 3e-3, "epochs": 200},
        look_for=(
            "The last stroke of the doodle is left out of the training: see whether it is found. "
            "Upload a table with a column of labels and choose which class is looked for."
        ),
        target=0.01,
    ),
)


ENCODER = Preset(
    name="Encoder on jets",
    slug="jets-encoder",
    dataset=JETS,
    model=AE,
    model_params={"latent": 16, "batch": 128, "rate": 2e-3, "epochs": 6} | CONVOLUTIONAL,
    look_for=(
        "Compare the kernels of the first layer with their random start (Reset shows it), and "
        "see where on the jet the maps of the second layer are large."
    ),
    target=5.0,
    views="maps.reconstructions.kernels.loss",
)


def task_of(dataset: str, params: Mapping[str, Any]) -> Preset | None:
    """Return the task of data with these parameters; None if there is no anomaly."""
    tasks = [task for task in TASKS if task.dataset == dataset]
    for task in tasks:
        if task.dataset_params.get("anomaly") == params.get("anomaly"):
            return task
    has_anomaly = bool(params.get("anomaly")) or dataset == BRAIN
    return tasks[0] if tasks and has_anomaly else None
