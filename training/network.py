"""The encoder: all-MiniLM-L6-v2 (6 layers of BERT) with embeddings for shape and tag, and one head a task.

Devlin et al. (2019), "BERT"; Wang et al. (2020), "MiniLM"; Lafferty et al. (2001), "Conditional Random Fields" for
the heads that label sequences.
"""

import torch
from torch import nn
from torch.nn import functional as F

WIDTH, N_LAYERS, N_HEADS, INNER = 384, 6, 12, 1536
LONGEST = 256
N_SHAPES = 17
N_TAGS = 52
# Labels of each task. BIO tasks are decoded as sequences, the others word by word.
TASKS = {"roles": 7, "inner": 7, "names": 7, "kinds": 7, "stances": 6}
SEQUENCES = ("roles", "inner", "names")
IMPOSSIBLE = -1e4


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.mix_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.small = False

    def forward(self, x, mask, dropout):
        n, length, _ = x.shape
        heads = self.step(self.qkv, x).view(n, length, 3, N_HEADS, WIDTH // N_HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(heads[0], heads[1], heads[2], attn_mask=mask)
        x = self.mix_norm(x + dropout(self.step(self.mix, seen.transpose(1, 2).reshape(n, length, WIDTH))))
        return self.norm(x + dropout(self.step(self.down, F.gelu(self.step(self.up, x)))))

    def step(self, linear, x):
        """A linear step; while `small`, with what 8 bits will make of its input and weights (Jacob et al. 2018)."""
        if not self.small:
            return linear(x)
        return F.linear(small_input(x), small_weight(linear.weight), linear.bias)


def small_input(x):
    """x in 256 steps from its least to its greatest, zero among them; one scale a window."""
    with torch.no_grad():
        wide = x.float()
        low = wide.amin((1, 2), keepdim=True).clamp(max=0)
        high = wide.amax((1, 2), keepdim=True).clamp(min=0)
        scale = (high - low).clamp(min=1e-8) / 255
        zero = torch.round(-low / scale)
        change = (torch.clamp(torch.round(wide / scale) + zero, 0, 255) - zero) * scale - wide
    return x + change.to(x.dtype)


def small_weight(weight):
    with torch.no_grad():
        scale = weight.abs().amax(1, keepdim=True) / 127
        change = torch.round(weight / scale) * scale - weight
    return weight + change


class Encoder(nn.Module):
    """Scores of every task for every word of a batch of windows."""

    def __init__(self, n_pieces, tasks):
        super().__init__()
        self.pieces = nn.Embedding(n_pieces, WIDTH)
        self.places = nn.Embedding(LONGEST, WIDTH)
        self.shapes = nn.Embedding(N_SHAPES, WIDTH)
        self.tags = nn.Embedding(N_TAGS, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.tags.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(N_LAYERS))
        self.heads = nn.ModuleDict({task: nn.Linear(WIDTH, TASKS[task]) for task in tasks})
        sequences = [task for task in tasks if task in SEQUENCES]
        self.chains = nn.ModuleDict({task: Chain(TASKS[task]) for task in sequences})
        self.dropout = nn.Dropout(0.1)

    def forward(self, batch):
        """batch: tensors `pieces`, `shapes`, `tags` (n, length) and `mask` (n, 1, 1, length), true where real."""
        length = batch["pieces"].shape[1]
        x = self.pieces(batch["pieces"]) + self.places.weight[:length]
        x = x + self.shapes(batch["shapes"]) + self.tags(batch["tags"])
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, batch["mask"], self.dropout)
        return self.dropout(x)

    def load_base(self, tensors, rows):
        """Takes the weights of the published model; `rows` are the numbers of the pieces that are kept."""
        take = lambda name: tensors[name].float()
        with torch.no_grad():
            self.pieces.weight.copy_(take("embeddings.word_embeddings.weight")[rows])
            kind = take("embeddings.token_type_embeddings.weight")[0]
            self.places.weight.copy_(take("embeddings.position_embeddings.weight")[:LONGEST] + kind)
            copy(self.norm, tensors, "embeddings.LayerNorm")
            for number, layer in enumerate(self.layers):
                name = f"encoder.layer.{number}"
                parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
                layer.qkv.weight.copy_(torch.cat([take(f"{part}.weight") for part in parts]))
                layer.qkv.bias.copy_(torch.cat([take(f"{part}.bias") for part in parts]))
                copy(layer.mix, tensors, f"{name}.attention.output.dense")
                copy(layer.mix_norm, tensors, f"{name}.attention.output.LayerNorm")
                copy(layer.up, tensors, f"{name}.intermediate.dense")
                copy(layer.down, tensors, f"{name}.output.dense")
                copy(layer.norm, tensors, f"{name}.output.LayerNorm")


def copy(module, tensors, name):
    module.weight.copy_(tensors[f"{name}.weight"].float())
    module.bias.copy_(tensors[f"{name}.bias"].float())


class Chain(nn.Module):
    """A linear chain over BIO labels: odd labels begin a piece, even ones but zero go on with it."""

    def __init__(self, n_labels):
        super().__init__()
        self.steps = nn.Parameter(torch.zeros(n_labels, n_labels))
        self.starts = nn.Parameter(torch.zeros(n_labels))
        impossible = torch.zeros(n_labels, n_labels)
        for inside in range(2, n_labels, 2):
            impossible[:, inside] = IMPOSSIBLE
            impossible[inside - 1 : inside + 1, inside] = 0
        self.register_buffer("impossible", impossible, persistent=False)
        self.register_buffer("first", impossible[0].clone(), persistent=False)

    def loss(self, scores, gold, starts, real):
        """Negative log likelihood of the gold labels, summed. All of shape (n, length[, labels]); `starts` marks
        the first word of each paragraph, `real` the words that are there."""
        n, length, _ = scores.shape
        steps, first = self.steps + self.impossible, self.starts + self.first
        emitted = scores.gather(2, gold.unsqueeze(2)).squeeze(2)
        moved = steps[gold[:, :-1], gold[:, 1:]]
        moved = torch.cat([torch.zeros(n, 1), moved], 1)
        path = torch.where(starts, first[gold], moved)
        right = ((emitted + path) * real).sum()
        alpha = scores[:, 0] + first
        for place in range(1, length):
            within = torch.logsumexp(alpha.unsqueeze(2) + steps, 1)
            afresh = torch.logsumexp(alpha, 1, keepdim=True) + first
            after = torch.where(starts[:, place, None], afresh, within) + scores[:, place]
            alpha = torch.where(real[:, place, None], after, alpha)
        return torch.logsumexp(alpha, 1).sum() - right

    def best(self, scores, starts):
        """The best labels of one window: scores (length, labels), `starts` a list of booleans."""
        steps, first = (self.steps + self.impossible).detach(), (self.starts + self.first).detach()
        alpha, came = scores[0] + first, []
        for place in range(1, len(scores)):
            if starts[place]:
                from_, best = torch.full_like(first, 0, dtype=torch.long) + alpha.argmax(), alpha.max() + first
            else:
                best, from_ = (alpha.unsqueeze(1) + steps).max(0)
            came.append(from_)
            alpha = best + scores[place]
        labels = [int(alpha.argmax())]
        for from_ in reversed(came):
            labels.append(int(from_[labels[-1]]))
        return labels[::-1]
