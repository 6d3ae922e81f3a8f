"""Writes the mean of several sets of weights that began at the same ones: python training/mean.py A.pt B.pt OUT.pt"""

import sys

import torch

*paths, out = sys.argv[1:]
sets = [torch.load(path) for path in paths]
mean = lambda name: sum(weights[name] for weights in sets) / len(sets)
torch.save({name: mean(name) if first.is_floating_point() else first for name, first in sets[0].items()}, out)
