"""The script, page by page, with a cluster that only takes notes."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from aelab import catalogue, home, presets
from aelab.presets import PRESETS
from aelab.web import theme
from aelab.web.controls import MORE
from tests.notes import Notes, chosen, opened, query, shown


def test_the_page_opens_on_the_first_preset_with_all_its_controls(cluster: Notes) -> None:
    page = opened()
    assert not page.exception
    assert page.title[0].value == "Autoencoder Lab"
    assert [h.value for h in page.header] == ["Lecture", "Presets", "Data", "Model", "Minimise"]
    entries = catalogue.read()
    assert entries is not None
    datasets = [entry.title for entry in entries.datasets.values()]
    assert page.radio(key="c.dataset").options == datasets
    models = [entry.title.removesuffix(" autoencoder") for entry in entries.models.values()]
    assert page.radio(key="c.model").options == models
    assert chosen(cluster.last) == chosen(PRESETS[0].spec)
    assert not page.warning
    assert not page.error


def test_the_first_preset_of_each_model_is_a_card_and_the_others_are_folded_away(
    cluster: Notes,
) -> None:
    def drawn(page: AppTest) -> list[str]:
        keys = [button.key or "" for button in page.button]
        return [key.removeprefix("preset.") for key in keys if key.startswith("preset.")]

    page = opened()
    first = presets.firsts(PRESETS)
    assert len(first) == len({p.model for p in PRESETS})
    assert drawn(page) == [p.slug for p in first]
    page.session_state[MORE] = True  # unfolded
    others = [p for p in PRESETS if p not in first]
    assert drawn(page.run()) == [p.slug for p in first + others]


@pytest.mark.parametrize("title", ["pca", "oja"])
def test_a_model_that_minimises_nothing_has_a_rule(cluster: Notes, title: str) -> None:
    entries = catalogue.read()
    assert entries is not None
    headers = [h.value for h in opened(model=title).header]
    assert headers[-1] == ("Minimise" if entries.models[title].minimises else "Learning rule")


def test_the_dataset_is_named_before_its_sentence(cluster: Notes) -> None:
    captions = [c.value for c in opened(dataset="two-moons").caption]
    assert captions[0].startswith("**Two moons.** ")


@pytest.mark.parametrize("title", ["pca", "autoencoder", "vae"])
def test_every_declared_field_of_a_model_has_a_control(cluster: Notes, title: str) -> None:
    page = opened(model=title)
    entry = catalogue.declared_as("model", title)
    assert entry is not None
    for key, field in entry.fields.items():
        if key != "seed":
            assert f"c.model.{key}" in page.session_state, field
    labels = [w.label for w in (*page.slider, *page.select_slider, *page.selectbox)]
    assert any("code size" in label for label in labels)


def test_moving_a_slider_writes_the_link_and_starts_over(cluster: Notes) -> None:
    page = opened()
    page.slider(key="c.model.beta").set_value(4.0).run()
    assert query(page)["beta"] == "4"
    assert query(page)["run"] == "run-1"
    assert cluster.last.model_params["beta"] == 4
    assert cluster.stopped == ["run-0"]
    assert shown(page)["note"] == "Settings changed: started over."


def test_a_rerun_without_a_change_starts_nothing(cluster: Notes) -> None:
    page = opened()
    page.run().run()
    assert len(cluster.runs) == 1


def test_what_may_change_while_a_run_goes_on_starts_nothing(cluster: Notes) -> None:
    page = opened()
    page.select_slider(key="c.model.rate").set_value(0.01).run()
    assert len(cluster.runs) == 1
    assert query(page)["rate"] == "0.01"
    assert shown(page)["rate"] == 0.01


@pytest.mark.parametrize("preset", PRESETS, ids=lambda p: p.slug)
def test_a_preset_submits_its_spec(cluster: Notes, preset: presets.Preset) -> None:
    page = opened(dataset="two-moons", model="pca", latent="2", seed="5")
    before = len(cluster.runs)
    page.session_state[MORE] = True
    page.run().button(key=f"preset.{preset.slug}").click().run()
    assert not page.exception
    assert len(cluster.runs) == before + 1
    assert chosen(cluster.last) == chosen(preset.spec)
    assert shown(page)["preset"]["name"] == preset.name


def test_a_code_is_no_larger_than_a_sample(cluster: Notes) -> None:
    page = opened(dataset="two-moons", model="pca", latent="7")
    assert query(page).get("latent", "2") == "2"
    assert page.slider(key="c.model.latent").max == 2


def test_a_code_may_be_larger_than_a_sample_where_the_model_can_learn_it(cluster: Notes) -> None:
    page = opened(dataset="two-moons", model="autoencoder", latent="64")
    assert not page.warning
    assert cluster.last.model_params["latent"] == 64


def test_another_dataset_begins_at_the_preset_of_the_pair(cluster: Notes) -> None:
    page = opened()
    page.slider(key="c.model.beta").set_value(2.0).run()
    page.radio(key="c.dataset").set_value("two-moons").run()
    assert not page.exception
    assert cluster.last.model_params["likelihood"] == "Gaussian"
    assert cluster.last.model_params["beta"] == 2


def test_bad_widths_keep_the_last_good_ones_and_say_one_sentence(cluster: Notes) -> None:
    page = opened()
    page.text_input(key="c.model.widths").set_value("128-32").run()
    assert cluster.last.model_params["widths"] == (128, 32)
    page.text_input(key="c.model.widths").set_value("12-<b>x").run()
    assert len(cluster.runs) == 2
    assert len(page.error) == 1
    assert page.text_input(key="c.model.widths").value == "12-<b>x"
    assert query(page)["widths"] == "128-32"


def test_a_full_cluster_gives_one_sentence_and_keeps_the_controls(cluster: Notes) -> None:
    page = opened()
    cluster.full = True
    page.slider(key="c.model.beta").set_value(3.0).run()
    assert not page.exception
    assert [e.value for e in page.error] == [r"You have two runs already\: stop one\."]
    assert shown(page)["run"] == "run-0"
    assert page.slider(key="c.model.beta").value == 3


def test_a_cluster_that_did_not_start_says_so_in_one_sentence(cluster: Notes) -> None:
    cluster.problem = "No scheduler answers at tcp://[x]."
    page = opened()
    assert [e.value for e in page.error] == [theme.plain(cluster.problem)]
    assert page.radio


def test_a_shipped_run_is_shown_until_play_is_pressed(
    cluster: Notes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / f"{PRESETS[0].slug}.frame.gz").write_bytes(b"")
    page = opened()
    assert not cluster.runs
    assert shown(page)["frame_url"] == f"/shipped/{PRESETS[0].slug}.frame.gz"
    page.session_state["asked"] = True
    page.run()
    assert chosen(cluster.last) == chosen(PRESETS[0].spec)
    assert shown(page)["frame_url"] == ""
    assert shown(page)["run"] == "run-0"


def test_play_makes_a_new_run_of_the_same_settings(cluster: Notes) -> None:
    page = opened(seed="5")
    page.session_state["asked"] = True
    page.run()
    assert [r.spec.seed for r in cluster.runs.values()] == [5, 5]


def test_without_a_catalogue_it_is_asked_for_and_awaited(
    cluster: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.made = False
    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "read", lambda: None)
        page = opened()
    assert not page.exception
    assert cluster.asked
    assert not page.radio
    cluster.made = True
    page.run()
    assert page.radio


def test_a_home_that_cannot_be_written_is_said_on_the_page_and_nothing_is_lost(
    cluster: Notes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "a file where the folder should be"
    broken.write_bytes(b"")
    page = opened()
    monkeypatch.setenv("AELAB_HOME", str(broken))
    monkeypatch.setattr(catalogue, "path", lambda: catalogue._last[0][0])
    page.run()
    assert [e.value for e in page.error] == [theme.plain(home.problem())]
    assert "not a folder" in home.problem() and page.radio
