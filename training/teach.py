"""Writes what several trained encoders think, together, of the words of examples (Hinton et al. 2015, "Distilling the
Knowledge in a Neural Network"): for every window the mean of their scores of roles, and the mean of their chains.

    python training/teach.py FOLDER A.pt B.pt C.pt --out FOLDER/taught.pt
"""

import argparse

import torch

from network import TASKS, Encoder
from train import batch_of, read, scores_of

CORPORA = ["polnear", "wikinews", "news"]
# Every so manieth window of news is taught.
NEWS_STEP = 2
BATCH = 16


def load(path):
    weights = torch.load(path)
    tasks = [task for task in TASKS if f"heads.{task}.weight" in weights]
    model = Encoder(len(weights["pieces.weight"]), tasks)
    model.load_state_dict(weights, strict=False)
    for layer in model.layers:
        layer.small = True
    return model.eval()


def teach(options):
    models = [load(path) for path in options.teachers]
    windows = [one for corpus in CORPORA for one in taught_windows(read(options.examples, "train", [corpus]))]
    windows.sort(key=lambda one: len(one["pieces"]))
    scores = {}
    with torch.no_grad():
        for at in range(0, len(windows), BATCH):
            group = windows[at : at + BATCH]
            bare = [{name: one[name] for name in ("pieces", "shapes", "tags", "firsts", "runs")} for one in group]
            batch = batch_of(bare)
            batch["gold"] = {"roles": None}
            mean = sum(scores_of(model, batch)["roles"] for model in models) / len(models)
            for row, one in enumerate(group):
                scores[one["idx"]] = mean[row, : len(one["firsts"])].half()
            if at // BATCH % 100 == 0:
                print(f"{at} of {len(windows)} windows", flush=True)
    chains = [model.chains["roles"] for model in models]
    steps = sum(chain.steps.detach() for chain in chains) / len(chains)
    starts = sum(chain.starts.detach() for chain in chains) / len(chains)
    torch.save({"scores": scores, "steps": steps, "starts": starts}, options.out)


def taught_windows(windows):
    return windows[::NEWS_STEP] if windows[0]["corpus"] == "news" else windows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", help="folder with examples.jsonl")
    parser.add_argument("teachers", nargs="+", help="weights of trained encoders")
    parser.add_argument("--out", default="taught.pt")
    teach(parser.parse_args())
