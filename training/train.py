"""Fine-tunes the encoder on the examples that `cargo xtask encoder-examples FOLDER` writes.

    python training/train.py FOLDER --corpora polnear,wikinews,names --out FOLDER/both

Writes OUT.pt after every epoch and prints its figures on the development parts: F1 of words of each role, of names.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from base import base_weights
from network import SEQUENCES, TASKS, Encoder

BATCH = 8
RATE, CHAIN_RATE = 2e-4, 5e-3
WARM_UP = 0.06
# How often the windows of a corpus are seen in an epoch.
REPEATS = {"polnear": 1, "wikinews": 2, "contents": 4, "names": 1, "news": 1}
# How much what teachers think of a word counts beside what annotators say.
TAUGHT = 1.0


def read(folder, part, corpora):
    with open(Path(folder) / "examples.jsonl", encoding="utf8") as lines:
        windows = [{"idx": idx, **json.loads(line)} for idx, line in enumerate(lines)]
    windows = [one for one in windows if one["part"] == part and one["corpus"] in corpora]
    for one in windows:
        open_runs(one)
    return windows


def open_runs(window):
    """A piece that goes on from the window before begins anew."""
    for task in SEQUENCES:
        at = 0
        for length in window["runs"] if task in window else []:
            label = window[task][at]
            window[task][at] = label - 1 if label > 0 and label % 2 == 0 else label
            at += length


def batch_of(windows):
    """Windows of one corpus as tensors, padded to the longest."""
    length = max(len(one["pieces"]) for one in windows)
    n_words = max(len(one["firsts"]) for one in windows)
    pad = lambda name, size, fill: torch.tensor([one[name] + [fill] * (size - len(one[name])) for one in windows])
    batch = {name: pad(name, length, 0) for name in ("pieces", "shapes", "tags")}
    there = torch.tensor([[place < len(one["pieces"]) for place in range(length)] for one in windows])
    batch["mask"] = there[:, None, None, :]
    batch["firsts"] = pad("firsts", n_words, 0)
    batch["real"] = torch.tensor([[place < len(one["firsts"]) for place in range(n_words)] for one in windows])
    batch["starts"] = torch.tensor([run_starts(one, n_words) for one in windows])
    batch["gold"] = {task: pad(task, n_words, 0 if task in SEQUENCES else -1) for task in TASKS if task in windows[0]}
    if "taught" in windows[0]:
        taught = [F.pad(one["taught"].float(), (0, 0, 0, n_words - len(one["firsts"]))) for one in windows]
        batch["taught"] = torch.stack(taught)
        batch["gold"].setdefault("roles", None)
    return batch


def run_starts(window, n_words):
    starts, at = [False] * n_words, 0
    for length in window["runs"]:
        starts[at] = True
        at += length
    return starts


def scores_of(model, batch):
    """Scores of the words of a batch by task, in full precision."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = model(batch)
    words = states.float().gather(1, batch["firsts"][:, :, None].expand(-1, -1, states.shape[2]))
    return {task: model.heads[task](words) for task in batch["gold"] if task in model.heads}


def loss_of(model, batch):
    total = 0
    for task, scores in scores_of(model, batch).items():
        gold, real = batch["gold"][task], batch["real"]
        if task == "roles" and "taught" in batch:
            total = total + TAUGHT * taught_loss(scores, batch["taught"], real)
        if gold is None:
            continue
        if task in SEQUENCES:
            total = total + model.chains[task].loss(scores, gold, batch["starts"], real) / real.sum()
        elif (gold >= 0).any():
            total = total + 0.1 * F.cross_entropy(scores[gold >= 0], gold[gold >= 0])
    return total


def taught_loss(scores, taught, real):
    """How far the chances of labels are from those that teachers give them, a word."""
    far = F.kl_div(F.log_softmax(scores, 2), F.softmax(taught, 2), reduction="none").sum(2)
    return (far * real).sum() / real.sum()


def take_taught(windows, model, path, half):
    """Gives windows what teachers think of them, and the model their chain; of the news only one half is kept."""
    taught = torch.load(path)
    for one in windows:
        if one["idx"] in taught["scores"]:
            one["taught"] = taught["scores"][one["idx"]]
    with torch.no_grad():
        model.chains["roles"].steps.copy_(taught["steps"])
        model.chains["roles"].starts.copy_(taught["starts"])
    news = [one for one in windows if one["corpus"] == "news" and "taught" in one]
    return [one for one in windows if one["corpus"] != "news"] + news[half - 1 :: 2]


def batches(windows, shuffle):
    """Batches of windows of one corpus and like length, in random order."""
    groups = []
    for corpus in sorted({one["corpus"] for one in windows}):
        mine = [one for one in windows if one["corpus"] == corpus]
        mine = mine * (REPEATS[corpus] if shuffle else 1)
        if shuffle:
            random.shuffle(mine)
        for at in range(0, len(mine), BATCH * 20):
            block = sorted(mine[at : at + BATCH * 20], key=lambda one: len(one["pieces"]))
            groups += [block[i : i + BATCH] for i in range(0, len(block), BATCH)]
    if shuffle:
        random.shuffle(groups)
    return groups


def measure(model, windows):
    """F1 of words of each kind, by corpus and task."""
    counts = {}
    model.eval()
    with torch.no_grad():
        for group in batches(windows, shuffle=False):
            batch = batch_of(group)
            for task, scores in scores_of(model, batch).items():
                for row, one in enumerate(group):
                    n = len(one["firsts"])
                    if task in SEQUENCES:
                        found = model.chains[task].best(scores[row, :n], batch["starts"][row].tolist())
                        kinds = lambda labels: [(label + 1) // 2 for label in labels]
                        gold, found = kinds(one[task]), kinds(found)
                    else:
                        gold = one[task]
                        found = [-1 if g < 0 else f for g, f in zip(gold, scores[row, :n].argmax(1).tolist())]
                    for g, f in zip(gold, found):
                        for label in {g, f}:
                            tally = counts.setdefault((one["corpus"], task, label), [0, 0, 0])
                            tally[0] += g == f
                            tally[1] += g == label
                            tally[2] += f == label
    model.train()
    f1 = lambda both, gold, found: 2 * both / max(1, gold + found)
    return {" ".join(map(str, key)): round(f1(*tally), 4) for key, tally in sorted(counts.items()) if key[2] > -1}


def train(options):
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    corpora = options.corpora.split(",")
    windows = read(options.examples, "train", corpora)
    dev = read(options.examples, "dev", ["polnear", "wikinews", "contents", "names"])
    tasks = [task for task in TASKS if any(task in one for one in windows)]
    dev = [one for one in dev if any(task in one for task in tasks)]
    tensors, rows = base_weights(options.pieces)
    model = Encoder(len(rows), tasks)
    model.load_base(tensors, rows)
    if options.begin:
        model.load_state_dict(torch.load(options.begin), strict=False)
    if options.taught:
        windows = take_taught(windows, model, options.taught, options.half)
    for layer in model.layers:
        layer.small = options.small
    chains = list(model.chains.parameters())
    others = [p for name, p in model.named_parameters() if not name.startswith("chains.")]
    groups = [
        {"params": [p for p in others if p.ndim > 1], "weight_decay": 0.01, "lr": options.rate},
        {"params": [p for p in others if p.ndim < 2], "weight_decay": 0, "lr": options.rate},
        {"params": chains, "weight_decay": 0, "lr": CHAIN_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, fused=True)
    n_steps = options.epochs * len(batches(windows, shuffle=True))
    slope = lambda step: min(1, (step + 1) / (WARM_UP * n_steps)) * max(0.0, 1 - step / n_steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, slope)
    started, seen, step = time.time(), 0, 0
    for epoch in range(options.epochs):
        total = 0
        for group in batches(windows, shuffle=True):
            loss = loss_of(model, batch_of(group))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step, total = step + 1, total + loss.item()
            seen += sum(len(one["pieces"]) for one in group)
            if step % 50 == 0:
                rate = seen / (time.time() - started)
                print(f"epoch {epoch} step {step}/{n_steps} loss {total / 50:.4f} {rate:.0f} pieces/s", flush=True)
                total = 0
            if options.steps and step >= options.steps:
                return
        torch.save(model.state_dict(), f"{options.out}.pt")
        figures = measure(model, dev)
        print(f"epoch {epoch} {time.time() - started:.0f} s {json.dumps(figures)}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", help="folder with examples.jsonl")
    parser.add_argument("--corpora", default="polnear,wikinews,contents,names")
    parser.add_argument("--pieces", default="models/en/encoder.pieces")
    parser.add_argument("--out", default="encoder")
    parser.add_argument("--begin", help="weights to go on from")
    parser.add_argument("--taught", help="what teachers think of the examples, by teach.py")
    parser.add_argument("--half", type=int, choices=[1, 2], default=1, help="which half of the taught news to learn")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="learn with steps in 8 bits, as the product runs them")
    parser.add_argument("--steps", type=int, default=0, help="stop after so many steps, to try things out")
    train(parser.parse_args())
