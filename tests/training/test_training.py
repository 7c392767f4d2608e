"""A tiny training from fonts to weights: that the path works, not that it reads well."""

import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from parsers.thai_lines.picture import HEIGHT
from parsers.thai_lines.reader import LineReader
from training import fonts, score
from training.begin import network_from
from training.damage import Level
from training.export import export
from training.train import PEAK, Plan, beginning, load, rate, train

SMALL = {"channels": (8, 16, 24), "width": 32, "hidden": 24}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """What two runs of one plan leave: the second goes on where the first one ended."""
    folder = tmp_path_factory.mktemp("training")
    fonts.install(folder / "fonts", web=False)
    first = Plan(folder / "fonts", folder / "run", steps=48, processes=1, half=False, sizes=dict(SMALL))
    threads = torch.get_num_threads()
    train(first)
    second = Plan(folder / "fonts", folder / "run", steps=96, processes=1, half=False, sizes=dict(SMALL))
    train(second)
    torch.set_num_threads(threads)
    return second


def test_a_training_that_is_taken_up_again_goes_on_where_it_was(plan: Plan) -> None:
    kept = torch.load(plan.checkpoint, weights_only=True)
    assert kept["steps"] == 96
    rows = [json.loads(line) for line in (plan.out / "log.jsonl").read_text().splitlines()]
    assert [row["steps"] for row in rows] == [48, 96]
    assert rows[1]["lines"] > rows[0]["lines"] > 48 * 8


def test_the_loss_falls(plan: Plan) -> None:
    first, second = (json.loads(line)["loss"] for line in (plan.out / "log.jsonl").read_text().splitlines())
    assert second < 0.9 * first


def test_the_exported_weights_say_what_the_network_says(plan: Plan, tmp_path: Path) -> None:
    network = load(plan.checkpoint)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        export(network, tmp_path / "whole.onnx", half=False)
        export(network, tmp_path / "small.onnx")
    picture = np.random.default_rng(1).integers(0, 255, (HEIGHT, 96)).astype(np.uint8)
    ink = torch.from_numpy(picture).float().div(255)[None, None]
    with torch.no_grad():
        said = network(ink).softmax(2).numpy()
    whole = LineReader(1, tmp_path / "whole.onnx").columns([picture], 96)
    small = LineReader(1, tmp_path / "small.onnx").columns([picture], 96)
    assert np.abs(whole - said).max() < 1e-4
    assert np.abs(small - said).max() < 0.01
    assert (tmp_path / "small.onnx").stat().st_size < (tmp_path / "whole.onnx").stat().st_size


def test_weights_that_are_taken_up_again_say_the_same_and_learn_on(plan: Plan, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        export(load(plan.checkpoint), tmp_path / "small.onnx")
    begun = Plan(
        plan.fonts, tmp_path / "run", steps=24, processes=1, half=False, start=tmp_path / "small.onnx"
    )
    network = beginning(begun)
    assert network.sizes == load(plan.checkpoint).sizes
    picture = np.random.default_rng(1).integers(0, 255, (HEIGHT, 96)).astype(np.uint8)
    with torch.no_grad():
        said = network.eval()(torch.from_numpy(picture).float().div(255)[None, None]).softmax(2).numpy()
    kept = LineReader(1, tmp_path / "small.onnx").columns([picture], 96)
    assert np.abs(kept - said).max() < 1e-4
    threads = torch.get_num_threads()
    train(begun)
    torch.set_num_threads(threads)
    before, after = (
        json.loads((folder / "log.jsonl").read_text().splitlines()[-1]) for folder in (plan.out, begun.out)
    )
    assert after["loss"] < 1.2 * before["loss"]
    assert after["rate"] < PEAK / 2


def test_weights_of_another_network_are_refused(plan: Plan, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        export(load(plan.checkpoint), tmp_path / "small.onnx")
    model = onnx.load(tmp_path / "small.onnx")
    bias = next(one for one in model.graph.initializer if one.name.startswith("network.classes.bias"))
    bias.CopyFrom(onnx.numpy_helper.from_array(np.zeros(10, np.float32), bias.name))
    onnx.save(model, tmp_path / "other.onnx")
    with pytest.raises(ValueError, match=r"other\.onnx"):
        network_from(tmp_path / "other.onnx", ())


def test_lines_for_the_test_are_the_same_each_time_and_in_families_kept_apart(plan: Plan) -> None:
    lines = score.held_out_lines(plan.fonts, 5)
    again = score.held_out_lines(plan.fonts, 5)
    assert {line.level for line in lines} == {Level.CLEAN, Level.FAIR, Level.PHOTOGRAPH}
    assert {line.face.family for line in lines} <= fonts.HELD_OUT
    assert all(
        a.text == b.text and np.array_equal(a.picture, b.picture) for a, b in zip(lines, again, strict=True)
    )


def test_the_learning_rate_rises_shortly_and_then_falls_to_almost_nothing() -> None:
    assert rate(0.0, 0) < rate(0.0, 10) < rate(0.01, 1000) <= PEAK
    assert rate(1.0, 5000) < PEAK / 100


def test_the_score_counts_edits_exact_lines_and_thai_digits() -> None:
    tally = score.Tally()
    tally.add("๕ พ.ย. ๒๕๖๑", "๕ พ.ย. ๒๕๖๑")
    tally.add("๔๔", "๕๔")
    assert tally.row() == {
        "lines": 2, "cer": round(1 / 13, 5), "exact": 0.5, "thai_digits": 7, "thai_digits_right": round(6 / 7, 5),
    }  # fmt: skip
