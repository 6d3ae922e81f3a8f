# The front door.

# What CI runs.
check:
    bash .ci/run

# Run all tests.
test:
    cargo test --workspace

# Build the Python package and run its tests, on Spark too.
python:
    cargo xtask python

# Print the figures of one task, or compare all with the floors: just eval floors
eval *TASKS:
    cargo eval {{TASKS}}

# Train one model again: just train tags
train MODEL:
    cargo xtask train {{MODEL}}

# Run the main job on the sample.
sample:
    cargo run --release -- report samples/kittiwake -o story.html
