#!/usr/bin/env bash
# From the corpora beside the project to models/en/encoder.onnx, on two cores in about seven hours.
# Of the weights of this version, the first four rounds and the first continuation were learned in windows of 256
# pieces and with contents shown twice; now all examples come in windows of 128, as the product reads them.
# Needs Python 3.11 and the packages of requirements.txt; users of whosaid need none of this.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${1:-target/training}

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet -r training/requirements.txt
cargo xtask encoder-examples "$work"
export OMP_WAIT_POLICY=PASSIVE
train() { "$work/venv/bin/python" training/train.py "$work" "$@" | tee -a "$work/encoder.log"; }
# First with whole numbers, then twice as the product runs it: matrices and their inputs in 8 bits.
train --corpora polnear,wikinews,names --epochs 4 --out "$work/whole"
train --begin "$work/whole.pt" --small --rate 1e-4 --epochs 1 --seed 2 --out "$work/one"
train --begin "$work/whole.pt" --small --rate 1.5e-4 --epochs 2 --seed 3 --out "$work/two"
"$work/venv/bin/python" training/mean.py "$work/one.pt" "$work/two.pt" "$work/small.pt"
# Then from what these and one of PolNeAR alone think together of the examples, and of news that nobody annotated: the
# mean of their scores is better than any of them, and so is one that learns it.
train --corpora polnear --small --rate 2e-4 --epochs 4 --seed 4 --out "$work/alone"
"$work/venv/bin/python" training/teach.py "$work" "$work/small.pt" "$work/two.pt" "$work/alone.pt" --out "$work/taught.pt"
learn() { train --begin "$work/small.pt" --small --rate 1e-4 --epochs 1 --corpora polnear,wikinews,contents,names,news \
    --taught "$work/taught.pt" "$@"; }
learn --half 1 --seed 5 --out "$work/taught-one"
learn --half 2 --seed 9 --out "$work/taught-two"
"$work/venv/bin/python" training/mean.py "$work/small.pt" "$work/taught-one.pt" "$work/taught-two.pt" "$work/all.pt"
"$work/venv/bin/python" training/export.py "$work/all.pt" models/en/encoder.onnx
