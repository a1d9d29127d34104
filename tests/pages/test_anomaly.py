"""The anomaly page: tasks, scores, a choice of its own, and what is told of ended runs."""

import pytest
from streamlit.testing.v1 import AppTest

from aelab import catalogue, frames
from aelab.bundled import results
from aelab.lecture.core.claim import CLAIMS
from aelab.presets import PRESETS, Preset
from aelab.presets.anomaly import TASKS, task_of
from aelab.runs.protocol import State
from aelab.web.anomaly import findings
from aelab.web.anomaly import jets as jetfindings
from aelab.web.anomaly import runs as ended
from tests.notes import SCRIPT, Notes, chosen, query, shown

PAGE = "../../pages/anomaly.py"


def opened(**given: str) -> AppTest:
    page = AppTest.from_file(str(SCRIPT), default_timeout=30)
    return switched(page.run(), PAGE, **given)


def switched(page: AppTest, to: str, **given: str) -> AppTest:
    page.query_params.clear()  # as the links of the navigation do
    for name, value in given.items():
        page.query_params[name.replace("data_", "data.")] = value
    return page.switch_page(to).run()


def test_the_page_opens_on_the_first_task(cluster: Notes) -> None:
    page = opened()
    assert not page.exception and not page.error
    assert [h.value for h in page.sidebar.header][:4] == ["Lecture", "Task", "Score", "Model"]
    assert chosen(cluster.last) == chosen(TASKS[0].spec)
    assert query(page)["data.anomaly"] == "top"


def test_every_task_is_a_button_and_plays(cluster: Notes) -> None:
    page = opened()
    for task in TASKS:
        page.button(key=f"preset.{task.slug}").click().run()
        assert not page.exception, task.name
        assert chosen(cluster.last) == chosen(task.spec)


@pytest.mark.parametrize("task", TASKS, ids=lambda t: t.slug)
def test_a_task_knows_itself(task: Preset) -> None:
    assert task_of(task.dataset, task.dataset_params) is task
    assert task.dataset in catalogue.slugs("dataset")


def test_another_digit_is_the_same_task_and_none_is_no_task() -> None:
    digit = next(t for t in TASKS if t.dataset == "mnist")
    assert task_of("mnist", {"anomaly": "7"}) is digit
    assert task_of("mnist", {}) is None and task_of("two-moons", {}) is None


def test_lab_and_anomaly_page_have_a_run_each(cluster: Notes) -> None:
    page = opened()
    ours = shown(page)["run"]
    switched(page, "../../pages/lab.py")
    assert chosen(cluster.runs[shown(page)["run"]].spec) == chosen(PRESETS[0].spec)
    theirs = shown(page)["run"]
    switched(page, PAGE)
    assert shown(page)["run"] == ours != theirs
    assert chosen(cluster.runs[ours].spec) == chosen(TASKS[0].spec)
    assert not cluster.stopped


def test_the_scores_offered_are_those_that_suit(cluster: Notes) -> None:
    page = opened()
    jets = page.selectbox(key="c.score").options
    assert jets[0] == "Reconstruction error" and "Jet mass" in jets
    assert "KL divergence" not in jets
    page.radio(key="c.model").set_value("vae").run()
    assert "KL divergence" in page.selectbox(key="c.score").options
    page.button(key="preset.anomaly-own").click().run()
    other = page.selectbox(key="c.score").options
    assert "Jet mass" not in other and "Smeared error" not in other


def test_a_score_goes_into_the_link_and_to_the_picture_without_another_run(
    cluster: Notes,
) -> None:
    page = opened()
    before = len(cluster.runs)
    page.selectbox(key="c.score").set_value("jet-mass").run()
    page.checkbox(key="c.flat").check().run()
    assert query(page)["score"] == "jet-mass" and query(page)["flat"] == "1"
    assert shown(page)["score"] == "jet-mass" and shown(page)["flat"] is True
    assert len(cluster.runs) == before


def test_data_without_anything_to_look_for_say_so(cluster: Notes) -> None:
    page = opened(dataset="mnist", model="pca")
    assert not page.exception
    assert "Nothing is looked for" in page.info[0].value


def test_the_figures_of_a_frame_become_a_result() -> None:
    entries = catalogue.read()
    assert entries is not None
    figures = [0.8712, 0.0035, 0.0, 0.41, 21.2, 1.9, 5.0, 0.2]
    view = {"name": "scores", "figures": figures, "score": "Smeared error", "flat": True}
    header, _ = frames.unpack(frames.pack({"views": [view]}, []))
    score = results.of_frame(header)
    assert score is not None and score["auc"] == 0.8712
    result = ended._result(TASKS[0].spec, score, entries)
    assert (result.task, result.model, result.latent) == ("top", "autoencoder", 6)
    assert result.score == "smeared-error" and result.decorrelated and result.uncertainty == 0.0035
    assert results.of_frame({"views": []}) is None
    today = results.of_frame(header | {"options": {"score": "smeared-error"}})
    assert today is not None and ended._result(TASKS[0].spec, today, entries) == result


def test_a_mean_over_seeds_ignores_what_is_missing() -> None:
    assert results.mean([None, 1.0, 3.0]) == 2 and results.mean([None]) is None


def test_a_series_over_the_size_of_the_code_is_queued_and_can_be_stopped(cluster: Notes) -> None:
    page = opened()
    before = set(cluster.runs)
    page.button(key="series.start").click().run()
    for done in range(len(ended.SIZES)):
        assert not page.exception and not page.session_state.error
        series = [run for run in cluster.runs if run not in before]
        assert len(series) == done + 1
        assert (
            f"{done} of {len(ended.SIZES)} runs have ended" in page.get("progress")[0].proto.text
        )
        cluster.runs[series[-1]].state = State.FINISHED
        page.run()
    assert cluster.stopped == [] and len(series) == len(ended.SIZES)
    sizes = [cluster.runs[run].spec.model_params["latent"] for run in series]
    assert sizes == list(ended.SIZES)
    spec = cluster.runs[series[0]].spec
    settings, usual = chosen(spec), chosen(TASKS[0].spec)
    assert settings["dataset_params"] == usual["dataset_params"]
    assert {**settings["model_params"], "latent": sizes[0]} == (
        usual["model_params"] | {"latent": sizes[0]}
    )
    page.button(key="series.start").click().run()
    page.button(key="series.stop").click().run()
    (last,) = [run for run in cluster.runs if run not in {*before, *series}]
    assert cluster.stopped == [last]
    cluster.runs[last].state = State.FINISHED
    page.run()
    assert len(cluster.runs) == len(before) + len(series) + 1


def test_a_run_that_has_ended_becomes_a_line_of_the_table(cluster: Notes) -> None:
    page = opened()
    figures = [0.8712, 0.0035, 0.0, 0.41, 21.2, 1.9, 5.0, 0.2]
    view = {"name": "scores", "figures": figures, "score": "jet-mass", "flat": False}
    record = cluster.runs[shown(page)["run"]]
    record.state, record.frame = State.FINISHED, frames.pack({"views": [view]}, [])
    page.run()
    table = next(m.value for m in page.markdown if "looked for" in m.value)
    assert "| top | Autoencoder | 6 |" in table and "0\\.871 ± 0\\.004" in table


def test_shipped_results_are_told_in_words_that_come_from_their_numbers(
    cluster: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(aucs: dict[str, float]) -> str:
        measured = [
            results.Result("top", "pca", 6, "", "jet-mass", [aucs["mass"]], 0.003),
            results.Result("top", "autoencoder", 6, "", ended.PLAIN, [aucs["top"]], 0.003),
            results.Result("QCD", "autoencoder", 6, "", ended.PLAIN, [aucs["qcd"]], 0.003),
        ]
        monkeypatch.setattr(results, "read", lambda: measured)
        return "\n".join(m.value for m in opened().markdown)

    text = told({"mass": 0.93, "top": 0.87, "qcd": 0.4})
    assert "Of 1 reconstruction errors 0 are clearly better" in text
    assert "worse than guessing" in text
    text = told({"mass": 0.8, "top": 0.87, "qcd": 0.55})
    assert "Of 1 reconstruction errors 1 are clearly better" in text
    assert ", better than guessing" in text


def profile(task: str, names: tuple[str, str], means: tuple[float, float]) -> results.Profile:
    at = [10.0, 20.0, 30.0]
    rising = [[m - 1, m, m + 1] for m in means]
    return results.Profile(task, names, at, rising, rising, rising, [[0.25, 0.5, 0.25]] * 2)


def test_the_mean_and_the_trend_of_a_profile() -> None:
    shape = profile("QCD", ("top", "QCD"), (46.0, 34.0))
    assert shape.average(0) == pytest.approx(46) and shape.trend(1).value == pytest.approx(1)


def test_what_is_not_known_of_a_profile_is_left_out() -> None:
    shape = profile("top", ("QCD", "top"), (2.0, 8.0))
    gone = [[None, *row[1:]] for row in shape.mean]
    empty = results.Profile("top", shape.names, shape.at, gone, gone, gone, shape.share)
    assert empty.average(0) == pytest.approx((0.5 * 2 + 0.25 * 3) / 0.75)


def test_the_class_of_own_data_that_is_looked_for_is_chosen_by_its_name(cluster: Notes) -> None:
    page = opened()
    page.button(key="preset.anomaly-own").click().run()
    box = page.selectbox(key="c.class")
    assert box.options == ["none", "a", "e", "wave"] and box.value == 3
    box.set_value(1).run()
    assert cluster.last.dataset_params["anomaly"] == 1
    assert query(page)["data.anomaly"] == "1"


def test_the_tables_of_shipped_results_name_models_and_scores_of_which_there_are_some() -> None:
    shipped = results.read()
    models, scores = ({getattr(r, name) for r in shipped} for name in ("model", "score"))
    compared = {score for _, score in jetfindings.CHANGES}
    assert {*jetfindings.BASELINES, *compared, *(s for _, s in findings.DIGITS)} <= scores
    assert {jetfindings.AE, jetfindings.PCA, *(model for model, _ in findings.DIGITS)} <= models


def test_shipped_results_name_models_and_scores_of_this_lab() -> None:
    entries = catalogue.read()
    assert entries is not None
    shipped = results.read()
    assert {result.model for result in shipped} <= entries.models.keys()
    assert {result.score for result in shipped} <= entries.scores.keys()


def verdicts(page: AppTest) -> list[str]:
    return [m.value for m in page.main.markdown if "predicted" in m.value and "emsp" in m.value]


def test_a_search_with_the_independent_score_is_as_predicted_and_with_the_raw_one_it_is_not(
    cluster: Notes,
) -> None:
    page = opened()
    assert not page.exception and "From a score to a search" in [h.value for h in page.main.header]
    shown_first = verdicts(page)
    assert shown_first and all("✓ holds" in v for v in shown_first), shown_first
    page.segmented_control(key="search.score").set_value("raw").run()
    text = "\n".join(m.value for m in page.main.markdown)
    assert not page.exception and "an excess that the cut has made" in text
    assert sum("✗ does not hold" in v for v in verdicts(page)) == 1


def test_the_question_of_the_search_is_graded_by_the_toys(cluster: Notes) -> None:
    page = opened()
    page.radio(key="ask-anomaly.fake").set_value("No deviation").run()
    text = "\n".join(m.value for m in page.main.markdown)
    assert "It is: An excess." in text and "The mean significance is 3.0" in text


def test_a_search_without_top_jets_and_without_a_cut(cluster: Notes) -> None:
    page = opened()
    page.slider(key="search.share").set_value(0.0)
    page.select_slider(key="search.kept").set_value(100)
    page.run()
    assert not page.exception
    text = "\n".join(m.value for m in page.main.markdown)
    assert "Without top jets" in text and "**With " not in text
    assert all("✓ holds" in v for v in verdicts(page))


def test_every_claim_on_anomalies_is_on_the_page_of_a_task_and_holds(cluster: Notes) -> None:
    page, texts, judged = opened(), [], []
    for slug in ("anomaly-top", "anomaly-digit", "anomaly-brain"):
        page.button(key=f"preset.{slug}").click().run()
        texts += [m.value for m in page.main.markdown]
        judged += verdicts(page)
    text = "\n".join(texts)
    own = [claim for slug, claim in CLAIMS.items() if slug.startswith("anomaly.")]
    assert own and all(claim.formula in text for claim in own)
    assert all("✓ holds" in verdict for verdict in judged)
    assert len(judged) == len(own)
