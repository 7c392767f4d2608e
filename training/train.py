"""Trains the line recogniser for as many minutes as it is given; goes on where it was stopped.

Two processes draw lines of their own and average their weights every few steps: that uses two cores best. The
learning rate falls by the time that is left, whatever else the machine does; with `--steps` it falls by steps, and
one process gives the same weights again.
"""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from math import cos, pi
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from parsers.thai_lines.alphabet import CHARACTERS
from parsers.thai_lines.picture import HEIGHT, normalise
from training.begin import network_from
from training.damage import Level
from training.fonts import Face, faces
from training.lines import Typesetter
from training.network import STEPS_A_COLUMN, STRIDE, Network
from training.texts import Texts

PEAK, LAST = 2e-3, 1e-5
"""Learning rates: after the warm-up, and at the end."""
_WARM_UP_STEPS = 150
_AVERAGE_EVERY = 24
_KEPT = 0.97
"""Share of the running average of weights that stays at each averaging."""
_BATCHES_DRAWN = 6
_BATCHES_SEEN = 24
"""By which the normalisations of weights are set that are trained further."""
_UNPLACED = 0.1
"""Share of lines whose marks nobody placed."""
_COLUMNS_A_BATCH = 5_000
_CLASS = {character: number + 1 for number, character in enumerate(CHARACTERS)}


@dataclass(frozen=True)
class Plan:
    """What to train, and how long; `steps` in place of minutes for a run that can be repeated."""

    fonts: Path
    out: Path
    minutes: float = 90.0
    steps: int = 0
    seed: int = 1
    processes: int = 2
    checkpoint_minutes: float = 4.0
    half: bool = True
    start: Path | None = None
    """Weights to begin from; the learning rate then begins half way down."""
    sizes: dict[str, object] = field(default_factory=dict)

    @property
    def checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    def progress(self, seconds: float, steps: int) -> float:
        """Share of the training that is done, 0 to 1."""
        done = min(1.0, steps / self.steps if self.steps else seconds / 60 / self.minutes)
        return done if self.start is None else 0.5 + done / 2


def rate(progress: float, steps: int) -> float:
    """The learning rate: a short rise, then a cosine to `LAST`."""
    rising = min(1.0, (steps + 1) / _WARM_UP_STEPS)
    return rising * (LAST + (PEAK - LAST) * (1 + cos(pi * progress)) / 2)


def train(plan: Plan) -> Path:
    """Train until the plan is done, and give the checkpoint's path; its `average` is the network to use."""
    plan.out.mkdir(parents=True, exist_ok=True)
    shapes = beginning(plan).state_dict()
    size = sum(value.numel() for value in shapes.values() if value.is_floating_point())
    slots = torch.zeros(plan.processes, size).share_memory_()  # type: ignore[no-untyped-call]
    state = torch.zeros(2, dtype=torch.float64).share_memory_()  # type: ignore[no-untyped-call]
    context = torch.multiprocessing.get_context("spawn")
    barrier = context.Barrier(plan.processes)
    if plan.processes == 1:
        _work(0, plan, slots, state, barrier)
    else:
        torch.multiprocessing.spawn(  # type: ignore[attr-defined, no-untyped-call]
            _work, (plan, slots, state, barrier), nprocs=plan.processes
        )
    return plan.checkpoint


def load(path: Path) -> Network:
    """The averaged network of a checkpoint, ready to be exported."""
    kept = torch.load(path, weights_only=True)
    network = Network(**kept["sizes"])
    network.load_state_dict(kept["average"])
    return network.eval()


def beginning(plan: Plan) -> Network:
    """The network before its first step; the same in all processes."""
    if plan.start is None:
        return Network(**plan.sizes)  # type: ignore[arg-type]
    lesson = _Lesson(plan, plan.seed)
    return network_from(plan.start, (lesson.batch(1.0)[0] for _ in range(_BATCHES_SEEN)))


class _Worker:
    """One of the processes; the first one also keeps average, log and checkpoint."""

    def __init__(self, number: int, plan: Plan) -> None:
        torch.set_num_threads(1)
        torch.manual_seed(plan.seed)
        self.plan, self.number = plan, number
        self.network = beginning(plan)
        self.network.rows.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.optimiser = torch.optim.AdamW(self.network.parameters(), PEAK, (0.9, 0.98), weight_decay=1e-3)
        self.steps, self.lines, self.before = 0, 0, 0.0
        if plan.checkpoint.exists():
            self._resume()
        self.lesson = _Lesson(plan, plan.seed * 1000 + number * 100 + self.steps % 97)
        self.started = time.monotonic()
        self.losses: list[float] = []

    @property
    def seconds(self) -> float:
        return self.before + time.monotonic() - self.started

    def _resume(self) -> None:
        kept = torch.load(self.plan.checkpoint, weights_only=True)
        self.network.load_state_dict(kept["network"])
        self.average = kept["average"]
        self.optimiser.load_state_dict(kept["optimiser"])
        self.steps, self.lines, self.before = kept["steps"], kept["lines"], kept["seconds"]

    def step(self, progress: float) -> None:
        for group in self.optimiser.param_groups:
            group["lr"] = rate(progress, self.steps)
        pictures, targets, widths, lengths = self.lesson.batch(progress)
        self.network.train()
        with torch.autocast("cpu", torch.bfloat16, enabled=self.plan.half):
            logits = self.network(pictures.contiguous(memory_format=torch.channels_last))
        loss = nn.functional.ctc_loss(
            logits.float().log_softmax(2).transpose(0, 1), targets, widths, lengths, zero_infinity=True
        )
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimiser.step()
        self.steps += 1
        self.lines += len(pictures)
        self.losses.append(loss.item())

    def floats(self) -> list[Tensor]:
        return [value for value in self.network.state_dict().values() if value.is_floating_point()]

    def share(self, slots: Tensor, barrier: Barrier) -> None:
        """Average the weights of all processes."""
        values = self.floats()
        if len(slots) > 1:
            slots[self.number] = torch.cat([value.flatten() for value in values])
            barrier.wait()
            mean, start = slots.mean(0), 0
            barrier.wait()
            with torch.no_grad():
                for value in values:
                    value.copy_(mean[start : start + value.numel()].view_as(value))
                    start += value.numel()
        if self.number == 0:
            kept = min(_KEPT, self.steps / _AVERAGE_EVERY / (10 + self.steps / _AVERAGE_EVERY))
            for name, value in self.network.state_dict().items():
                if value.is_floating_point():
                    self.average[name].lerp_(value, 1 - kept)
                else:
                    self.average[name].copy_(value)

    def save(self) -> None:
        path = self.plan.checkpoint.with_suffix(".new")
        torch.save(
            {
                "network": self.network.state_dict(),
                "average": self.average,
                "optimiser": self.optimiser.state_dict(),
                "steps": self.steps,
                "lines": self.lines,
                "seconds": self.seconds,
                "sizes": self.network.sizes,
            },
            path,
        )
        path.replace(self.plan.checkpoint)

    def log(self, progress: float, **more: float) -> None:
        loss = float(np.mean(self.losses)) if self.losses else 0.0
        self.losses = []
        row = {
            "minutes": round(self.seconds / 60, 2), "steps": self.steps, "lines": self.lines * self.plan.processes,
            "rate": rate(progress, self.steps), "loss": round(loss, 4), **more,
        }  # fmt: skip
        with (self.plan.out / "log.jsonl").open("a") as file:
            file.write(json.dumps(row) + "\n")


def _work(number: int, plan: Plan, slots: Tensor, state: Tensor, barrier: Barrier) -> None:
    """`state` is set by the first process alone: progress, and whether to stop."""
    worker = _Worker(number, plan)
    saved = logged = worker.seconds
    while True:
        if number == 0:
            state[0] = plan.progress(worker.seconds, worker.steps)
        if plan.processes > 1:
            barrier.wait()
        progress = float(state[0])
        if progress >= 1:
            break
        for _ in range(_AVERAGE_EVERY):
            worker.step(progress)
        worker.share(slots, barrier)
        if number == 0 and worker.seconds - logged > 60:
            worker.log(progress)
            logged = worker.seconds
        if number == 0 and worker.seconds - saved > 60 * plan.checkpoint_minutes:
            worker.save()
            saved = worker.seconds
    if number == 0:
        worker.log(1.0)
        worker.save()


class _Lesson:
    """Batches of lines of like width: easy and short ones first, all kinds later."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self.random = Random(seed)
        self.texts = Texts(seed)
        self.setter = Typesetter(_trained(faces(plan.fonts)), seed, _UNPLACED)
        self.waiting: list[list[tuple[NDArray[np.uint8], list[int]]]] = []

    def batch(self, progress: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Pictures, targets one after the other, steps of each picture, length of each target."""
        if not self.waiting:
            self.waiting = list(self._drawn(progress))
            self.random.shuffle(self.waiting)
        lines = self.waiting.pop()
        width = -(-max(picture.shape[1] for picture, _ in lines) // 16) * 16
        batch = np.zeros((len(lines), 1, HEIGHT, width), np.uint8)
        for number, (picture, _) in enumerate(lines):
            batch[number, 0, :, : picture.shape[1]] = picture
        steps = width // STRIDE * STEPS_A_COLUMN
        return (
            torch.from_numpy(batch).float().div_(255),
            torch.tensor([each for _, target in lines for each in target]),
            torch.full((len(lines),), steps),
            torch.tensor([len(target) for _, target in lines]),
        )

    def _drawn(self, progress: float) -> Iterator[list[tuple[NDArray[np.uint8], list[int]]]]:
        most = 10 if progress < 0.02 else 30 if progress < 0.06 else 110
        shares = (0.7, 0.3, 0, 0) if progress < 0.04 else (0.26, 0.32, 0.24, 0.18)
        pool: list[tuple[NDArray[np.uint8], list[int]]] = []
        while len(pool) < 32 * _BATCHES_DRAWN:
            line = self.setter.line(self.texts, self.random.choices(list(Level), shares)[0], most=most)
            picture = normalise(line.picture)
            if picture is not None:
                pool.append((picture, [_CLASS[character] for character in line.text]))
        pool.sort(key=lambda line: line[0].shape[1])
        while pool:
            count = max(6, min(32, _COLUMNS_A_BATCH // pool[-1][0].shape[1]))
            yield pool[-count:]
            del pool[-count:]


def _trained(known: list[Face]) -> list[Face]:
    return [face for face in known if not face.held_out]


def main() -> None:
    """`python -m training.train --fonts build/train/fonts --out build/train/run --minutes 90 [--from WEIGHTS]`."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--fonts", type=Path, required=True)
    words.add_argument("--out", type=Path, required=True)
    words.add_argument("--minutes", type=float, default=90.0)
    words.add_argument("--steps", type=int, default=0)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--processes", type=int, default=2)
    words.add_argument(
        "--from", dest="start", type=Path, help="weights to begin from, as training.export writes them"
    )
    plan = Plan(**vars(words.parse_args()))
    plan.out.mkdir(parents=True, exist_ok=True)
    (plan.out / "plan.json").write_text(json.dumps(asdict(plan), default=str))
    train(plan)


if __name__ == "__main__":
    main()
