"""The script, page by page, with a cluster that only takes notes."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from aelab import catalogue, intake, presets, shelf
from aelab.presets import PRESETS
from aelab.spec import Spec
from aelab.ui import link, own, session, theme
from tests.notes import SCRIPT, Notes, Record, chosen, opened, query, shown


def test_the_page_opens_on_the_first_preset_with_all_its_controls(cluster: Notes) -> None:
    page = opened()
    assert not page.exception
    assert page.title[0].value == "Autoencoder Lab"
    assert [h.value for h in page.header] == ["Presets", "Data", "Model", "Minimise"]
    assert page.radio(key="c.dataset").options == list(catalogue.titles("dataset"))
    models = [title.removesuffix(" autoencoder") for title in catalogue.titles("model")]
    assert page.radio(key="c.model").options == models
    assert chosen(cluster.last) == chosen(PRESETS[0].spec)
    assert not page.warning
    assert not page.error


def test_the_first_preset_of_each_model_is_a_card_and_the_others_are_folded_away(
    cluster: Notes,
) -> None:
    page = opened()
    buttons = [b.key.removeprefix("preset.") for b in page.button if b.key.startswith("preset.")]
    first = presets.firsts(PRESETS)
    assert len(first) == len({p.model for p in PRESETS})
    assert buttons == [p.slug for p in first] + [p.slug for p in PRESETS if p not in first]


@pytest.mark.parametrize("title", ["PCA", "Oja"])
def test_a_model_that_minimises_nothing_has_a_rule(cluster: Notes, title: str) -> None:
    known = catalogue.read()
    assert known is not None
    headers = [h.value for h in opened(model=title).header]
    assert headers[-1] == ("Minimise" if known.models[title].minimises else "Learning rule")


def test_the_dataset_is_named_before_its_sentence(cluster: Notes) -> None:
    captions = [c.value for c in opened(dataset="Two moons").caption]
    assert captions[0].startswith("**Two moons.** ")


@pytest.mark.parametrize("title", ["PCA", "Autoencoder", "Variational autoencoder"])
def test_every_declared_field_of_a_model_has_a_control(cluster: Notes, title: str) -> None:
    page = opened(model=title)
    for key, known in catalogue.fields_of("model", title).items():  # type: ignore[union-attr]
        if key != "seed":
            assert f"c.model.{key}" in page.session_state, known
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
    page = opened(dataset="Two moons", model="PCA", latent="2", seed="5")
    before = len(cluster.runs)
    page.button(key=f"preset.{preset.slug}").click().run()
    assert not page.exception
    assert len(cluster.runs) == before + 1
    assert chosen(cluster.last) == chosen(preset.spec)
    assert shown(page)["preset"]["name"] == preset.name


def test_the_link_of_every_preset_leads_to_its_spec(cluster: Notes) -> None:
    known = catalogue.read()
    assert known is not None
    for preset in PRESETS:
        shared = dict(parse_qsl(link.share(link.of(preset.spec, known), known).removeprefix("?")))
        page = opened(**shared)
        assert chosen(cluster.last) == chosen(preset.spec)
        assert not page.warning


def test_the_shared_link_says_nothing_of_the_run(cluster: Notes) -> None:
    page = opened(latent="3")
    assert "run" in query(page)
    assert "latent=3" in shown(page)["share"]
    assert "run" not in dict(parse_qsl(shown(page)["share"].removeprefix("?")))


HOSTILE = {
    "dataset": "<script>alert(1)</script>",
    "model": "__import__('os')",
    "latent": "1e999",
    "beta": "[x](javascript:alert(1))",
    "seed": "-5",
    "widths": "9" * 4000,
    "rate": "nan",
    "run": "../../etc/passwd",
    "axes": "9'\"><img>",
    "views": "a.b.c.d.e",
    "present": "yes",
    "data.digits": "a.b.c",
    "$x$": ":red[x]",
}


@pytest.mark.parametrize("names", [[n] for n in HOSTILE] + [list(HOSTILE)], ids="+".join)
def test_a_hostile_link_gives_at_most_one_sentence(cluster: Notes, names: list[str]) -> None:
    page = opened(**{n: HOSTILE[n] for n in names})
    assert not page.exception
    assert not page.error
    silent = set(names) <= {"run", "axes", "views", "present"}
    assert len(page.warning) == (0 if silent else 1)
    assert all(len(w.value) < 700 for w in page.warning)
    assert not set(query(page)) & {"axes", "views", "present", "$x$", "data.digits"}
    assert page.title[0].value == "Autoencoder Lab"
    assert cluster.last.dataset in catalogue.titles("dataset")


def test_a_value_out_of_range_is_clamped_and_said_so(cluster: Notes) -> None:
    page = opened(beta="1000")
    assert cluster.last.model_params["beta"] == 20
    assert "1000" in page.warning[0].value
    assert query(page)["beta"] == "20"


def test_the_sentence_on_a_link_goes_once_something_is_changed(cluster: Notes) -> None:
    page = opened(beta="1000")
    page.slider(key="c.model.beta").set_value(2.0).run()
    assert not page.warning


def test_a_code_is_no_larger_than_a_sample(cluster: Notes) -> None:
    page = opened(dataset="Two moons", model="PCA", latent="7")
    assert query(page).get("latent", "2") == "2"
    assert page.slider(key="c.model.latent").max == 2


def test_a_code_may_be_larger_than_a_sample_where_the_model_can_learn_it(cluster: Notes) -> None:
    page = opened(dataset="Two moons", model="Autoencoder", latent="64")
    assert not page.warning
    assert cluster.last.model_params["latent"] == 64


def test_another_dataset_begins_at_the_preset_of_the_pair(cluster: Notes) -> None:
    page = opened()
    page.slider(key="c.model.beta").set_value(2.0).run()
    page.radio(key="c.dataset").set_value("Two moons").run()
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


def test_a_link_with_a_run_finds_it_and_shows_its_settings(cluster: Notes) -> None:
    spec = Spec(dataset="MNIST", model="Autoencoder", model_params={"latent": 5}, seed=7)
    cluster.runs["abc"] = Record(spec, "someone else")
    page = opened(run="abc", dataset="Two moons", latent="1")
    assert len(cluster.runs) == 1
    assert shown(page)["run"] == "abc"
    assert page.select_slider(key="c.model.latent").value == 5
    assert query(page) == {
        "dataset": "MNIST", "model": "Autoencoder", "latent": "5", "seed": "7", "run": "abc"
    }  # fmt: skip


def test_the_run_of_someone_who_looks_at_it_is_not_stopped(cluster: Notes) -> None:
    spec = Spec(dataset="MNIST", model="Autoencoder")
    cluster.runs["abc"] = Record(spec, "someone else", viewers=1)
    page = opened(run="abc")
    page.select_slider(key="c.model.latent").set_value(3).run()
    assert len(cluster.runs) == 2
    assert cluster.stopped == []


def test_after_a_reload_the_run_is_the_sessions_own_again(cluster: Notes) -> None:
    cluster.runs["abc"] = Record(Spec(dataset="MNIST", model="Autoencoder"), "me", viewers=0)
    page = opened(run="abc")
    page.select_slider(key="c.model.latent").set_value(3).run()
    assert cluster.stopped == ["abc"]
    assert cluster.runs["run-1"].owner == "me"


def test_a_second_session_does_not_see_the_run_of_the_first(cluster: Notes) -> None:
    one, two = opened(), opened()
    assert shown(one)["run"] != shown(two)["run"]
    assert len({r.owner for r in cluster.runs.values()}) == 2


def test_a_run_that_is_gone_is_run_again(cluster: Notes) -> None:
    page = opened()
    cluster.runs.clear()
    page.run()
    assert len(cluster.runs) == 1
    assert shown(page)["note"] == "The run is no longer there: started again."


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


def test_what_is_looked_at_is_in_the_link_and_told_to_the_picture(cluster: Notes) -> None:
    page = opened(latent="3", axes="pca", views="loss.latent")
    assert (shown(page)["axes"], shown(page)["views"]) == ("pca", "loss.latent")
    assert query(page)["views"] == "loss.latent"
    assert "axes=pca" in shown(page)["share"] and "views=loss.latent" in shown(page)["share"]


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


class State(dict):
    """A session's state outside a script run."""

    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


@pytest.fixture
def session_state(made: None, monkeypatch: pytest.MonkeyPatch) -> State:
    known = catalogue.read()
    assert known is not None
    state = State(chosen=link.bare("MNIST", "Autoencoder"), note="", asked=False)
    monkeypatch.setattr("streamlit.session_state", state)
    return state


def test_a_new_seed_is_another_one_and_plays(session_state: State) -> None:
    session_state["c.seed"] = 5
    session.new_seed()
    assert session_state["c.seed"] != 5
    assert session_state.asked
    assert str(session_state["c.seed"]) in session_state.note


def test_the_offered_fix_sets_the_rate_and_plays(session_state: State) -> None:
    session_state["live"] = {"fix": {"rate": 0.003}}
    session.fix()
    assert session_state["c.model.rate"] == 0.003
    assert session_state.asked
    assert session_state.note == "Started over with learning rate 0.003."


@pytest.mark.parametrize(
    ("name", "said", "kept"),
    [
        ("axes", "3.12", "3.12"), ("axes", "pca", "pca"), ("axes", "1.2.3", ""), ("axes", 5, ""),
        ("views", "latent", "latent"), ("views", "a.b.c.d", "a.b.c.d"), ("views", "a.b.c.d.e", ""),
        ("views", "a..b", ""), ("views", "A", ""), ("views", "x" * 21, ""), ("views", None, ""),
    ],
)  # fmt: skip
def test_a_look_is_kept_if_it_makes_sense(
    session_state: State, name: str, said: object, kept: str
) -> None:
    session_state |= {"live": {name: said}, "axes": "", "views": ""}
    getattr(session, name)()
    assert session_state[name] == kept


@pytest.mark.parametrize("offered", [None, 3, {"rate": "x"}, {"rate": 1e9}, {"owner": 1}, []])
def test_a_fix_that_makes_no_sense_is_ignored(session_state: State, offered: object) -> None:
    before = dict(session_state)
    session_state["live"] = {"fix": offered}
    session.fix()
    assert {k: v for k, v in session_state.items() if k != "live"} == before


# Own data


@pytest.fixture
def home(cluster: Notes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give own data an empty shelf."""
    monkeypatch.setattr(shelf, "home", lambda: tmp_path)
    shelf._about.cache_clear()
    return tmp_path / "data"


def table(features: int = 4, classes: int = 3) -> bytes:
    head = ",".join([*(f"x{i}" for i in range(features)), "class"])
    rows = (f"{','.join([str(i)] * features)},c{i % classes}" for i in range(30))
    return "\n".join([head, *rows]).encode()


def uploaded(page: AppTest, name: str, content: bytes) -> AppTest:
    page.file_uploader[0].upload(name, content)
    return page.run()


def test_an_uploaded_table_becomes_the_data_and_starts_over(cluster: Notes, home: Path) -> None:
    page = uploaded(opened(dataset="Own data", model="PCA"), "iris.csv", table())
    assert not page.exception
    params = cluster.last.dataset_params
    assert [f.stem for f in home.iterdir()] == [params["file"]]
    assert params["standardise"] == "yes"
    assert query(page)["data.file"] == params["file"]
    assert r"iris\.csv\: 30 samples, 4 features, 3 classes\." in captions(page)
    assert shown(page)["note"] == "Settings changed: started over."
    assert page.slider(key="c.model.latent").max == 4
    assert page.file_uploader[0].value is None


def captions(page: AppTest) -> list[str]:
    return [c.value for c in page.caption]


def test_a_file_that_is_not_taken_leaves_the_data_as_they_are(cluster: Notes, home: Path) -> None:
    page = uploaded(opened(dataset="Own data", model="PCA"), "iris.csv", table())
    uploaded(page, "<b>.csv", b"1,2\n1,x\n")
    assert not page.exception
    assert len(page.error) == 1 and "Line 2, column 2" in page.error[0].value
    assert r"\<b\>\.csv" in page.error[0].value
    assert len(cluster.runs) == 2 and len(list(home.iterdir())) == 1
    assert any("4 features" in c for c in captions(page))
    uploaded(page, "other.csv", table(5))
    assert not page.error


def test_a_session_uploads_no_more_than_its_share(
    cluster: Notes, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "QUOTA", 2 * len(table()))
    page = opened(dataset="Own data", model="PCA")
    for _ in range(2):
        assert not uploaded(page, "iris.csv", table()).error
    assert "reload the page" in uploaded(page, "iris.csv", table(3)).error[0].value
    assert len(list(home.iterdir())) == 1


def test_a_code_shrinks_with_the_samples(cluster: Notes, home: Path) -> None:
    page = uploaded(opened(dataset="Own data", model="PCA"), "ten.csv", table(10))
    page.slider(key="c.model.latent").set_value(9).run()
    assert cluster.last.model_params["latent"] == 9
    uploaded(page, "three.csv", table(3))
    assert not page.exception
    assert cluster.last.model_params["latent"] == 3
    assert page.slider(key="c.model.latent").max == 3


def test_a_link_to_own_data_knows_their_features(cluster: Notes, home: Path) -> None:
    token = shelf.keep(intake.read(table(6)))
    page = opened(dataset="Own data", model="PCA", latent="9", data_file=token)
    assert cluster.last.model_params["latent"] == 6
    assert len(page.warning) == 1
    assert r"Kept\: 30 samples, 6 features, 3 classes\." in captions(page)


def test_a_link_to_data_that_are_gone_says_so(cluster: Notes, home: Path) -> None:
    page = opened(dataset="Own data", model="PCA", latent="9", data_file="0" * 20)
    assert not page.exception
    assert theme.plain(shelf.GONE) in captions(page)


def test_own_data_are_there_again_after_another_dataset(cluster: Notes, home: Path) -> None:
    page = uploaded(opened(dataset="Own data", model="PCA"), "iris.csv", table())
    before = dict(cluster.last.dataset_params)
    page.radio(key="c.dataset").set_value("MNIST").run()
    assert "file" not in cluster.last.dataset_params
    page.radio(key="c.dataset").set_value("Own data").run()
    assert cluster.last.dataset_params == before


def test_drawn_points_become_the_data_as_they_are(session_state: State, home: Path) -> None:
    taken: list[Any] = []
    points = [[i / 10, -0.5, i % 2] for i in range(9)]
    session_state["pad"] = {"drawn": {"points": points}}
    own.drawn(taken.append)
    (token,) = (f.stem for f in home.iterdir())
    assert taken == [{"file": token, "standardise": "no"}]
    assert session_state["own.points"] == points
    assert session_state["own.said"] == {token: "Drawing: 9 samples, 2 features, 2 classes."}


@pytest.mark.parametrize("sent", [None, {"points": [[0, 0, 0]]}, {"points": [[9, 9, 9]] * 20}, 7])
def test_a_drawing_that_is_none_is_told(session_state: State, home: Path, sent: object) -> None:
    session_state["pad"] = {"drawn": sent}
    own.drawn(lambda params: pytest.fail("taken"))
    assert session_state["own.problem"].startswith("Drawing: ")
    assert not home.exists()


def test_the_reference_lists_every_parameter_of_every_model_and_dataset(cluster: Notes) -> None:
    page = AppTest.from_file(str(SCRIPT.parents[2] / "pages" / "reference.py"), default_timeout=20)
    page.run()
    assert not page.exception
    known = catalogue.read()
    assert known is not None
    assert {s.value for s in page.subheader} == {*known.models, *known.datasets}
    tables = [m.value for m in page.markdown if m.value.startswith("| symbol")]
    entries = [*known.models.values(), *known.datasets.values()]
    for entry, table in zip(entries, tables, strict=True):
        assert all(f"`{key}`" in table for key in entry.fields)
        assert table.count("\n") == len(entry.fields) + 1
