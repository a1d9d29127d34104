"""The link of the Lab: what it says, what comes of it, and how it is mended."""

from urllib.parse import parse_qsl

import pytest

from aelab import catalogue
from aelab.presets import PRESETS
from aelab.spec import Spec
from aelab.web import link
from tests.notes import Notes, Record, chosen, opened, query, shown


@pytest.mark.slow
def test_the_link_of_every_preset_leads_to_its_spec(cluster: Notes) -> None:
    entries = catalogue.read()
    assert entries is not None
    for preset in PRESETS:
        shared = dict(
            parse_qsl(link.share(link.of(preset.spec, entries), entries).removeprefix("?"))
        )
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
    assert cluster.last.dataset in catalogue.slugs("dataset")


def test_a_value_out_of_range_is_clamped_and_said_so(cluster: Notes) -> None:
    page = opened(beta="1000")
    assert cluster.last.model_params["beta"] == 20
    assert "1000" in page.warning[0].value
    assert query(page)["beta"] == "20"


def test_the_sentence_on_a_link_goes_once_something_is_changed(cluster: Notes) -> None:
    page = opened(beta="1000")
    page.slider(key="c.model.beta").set_value(2.0).run()
    assert not page.warning


def test_a_link_with_a_run_finds_it_and_shows_its_settings(cluster: Notes) -> None:
    spec = Spec(dataset="mnist", model="autoencoder", model_params={"latent": 5}, seed=7)
    cluster.runs["abc"] = Record(spec, "someone else")
    page = opened(run="abc", dataset="two-moons", latent="1")
    assert len(cluster.runs) == 1
    assert shown(page)["run"] == "abc"
    assert page.select_slider(key="c.model.latent").value == 5
    assert query(page) == {
        "dataset": "mnist",
        "model": "autoencoder",
        "latent": "5",
        "seed": "7",
        "run": "abc",
    }


def test_the_run_of_someone_who_looks_at_it_is_not_stopped(cluster: Notes) -> None:
    spec = Spec(dataset="mnist", model="autoencoder")
    cluster.runs["abc"] = Record(spec, "someone else", viewers=1)
    page = opened(run="abc")
    page.select_slider(key="c.model.latent").set_value(3).run()
    assert len(cluster.runs) == 2
    assert cluster.stopped == []


def test_after_a_reload_the_run_is_the_sessions_own_again(cluster: Notes) -> None:
    cluster.runs["abc"] = Record(Spec(dataset="mnist", model="autoencoder"), "me", viewers=0)
    page = opened(run="abc")
    page.select_slider(key="c.model.latent").set_value(3).run()
    assert cluster.stopped == ["abc"]
    assert cluster.runs["run-1"].owner == "me"


def test_a_second_session_does_not_see_the_run_of_the_first(cluster: Notes) -> None:
    first, second = opened(), opened()
    assert shown(first)["run"] != shown(second)["run"]
    assert len({r.owner for r in cluster.runs.values()}) == 2


def test_a_run_that_is_gone_is_run_again(cluster: Notes) -> None:
    page = opened()
    cluster.runs.clear()
    page.run()
    assert len(cluster.runs) == 1
    assert shown(page)["note"] == "The run is no longer there: started again."


def test_what_is_looked_at_is_in_the_link_and_told_to_the_picture(cluster: Notes) -> None:
    page = opened(latent="3", axes="pca", views="loss.latent")
    assert (shown(page)["axes"], shown(page)["views"]) == ("pca", "loss.latent")
    assert query(page)["views"] == "loss.latent"
    assert "axes=pca" in shown(page)["share"] and "views=loss.latent" in shown(page)["share"]
