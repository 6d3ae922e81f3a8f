#!/usr/bin/env bash
# From the corpora beside the project to models/en/encoder.onnx, on two cores in about an hour and a half.
# Needs Python 3.11 and the packages of requirements.txt; users of whosaid need none of this.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${1:-target/training}

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet -r training/requirements.txt
cargo xtask encoder-examples "$work"
export OMP_WAIT_POLICY=PASSIVE
"$work/venv/bin/python" training/train.py "$work" --out "$work/encoder" --epochs 4 | tee "$work/encoder.log"
"$work/venv/bin/python" training/export.py "$work/encoder.pt" models/en/encoder.onnx
