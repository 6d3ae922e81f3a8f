//! [`Network`]: the ONNX graph, run by rten. The only file that knows the engine.

use crate::framing;
use crate::windows::Window;
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use std::sync::{Arc, Mutex};
use whosaid_linear::{FORBIDDEN, Transitions};

/// One point of score in units of the network: its scores are rounded to such steps.
const UNIT: f32 = 1.0 / 256.0;
const INPUTS: [&str; 5] = ["pieces", "places", "shapes", "tags", "firsts"];
const OUTPUTS: [&str; 3] = ["roles", "names", "kinds"];
/// Stands in the metadata for a step that must not happen.
const NEVER: &str = "-";

/// Scores of the words of a window for each task, row by row; or why there are none.
pub(crate) type Found = Result<[Vec<i32>; 3], String>;

/// The graph and a pool of one thread for every thread that runs it.
pub(crate) struct Network {
    model: Model,
    inputs: [NodeId; 5],
    outputs: [NodeId; 3],
    idle: Mutex<Vec<Arc<ThreadPool>>>,
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Network").field("n_params", &self.model.total_params()).finish_non_exhaustive()
    }
}

impl Network {
    /// Loads a graph that is part of the program.
    pub fn built_in(bytes: &'static [u8]) -> Result<Self, String> {
        Self::new(options().load_static_slice(bytes).map_err(|why| why.to_string())?)
    }

    /// Loads a graph.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, String> {
        if !framing::is_whole(&bytes) {
            return Err("it is damaged: a field ends outside the file".to_owned());
        }
        Self::new(options().load(bytes).map_err(|why| why.to_string())?)
    }

    fn new(model: Model) -> Result<Self, String> {
        let node = |name: &str| model.node_id(name).map_err(|_| format!("it has no '{name}'"));
        let [pieces, places, shapes, tags, firsts] = INPUTS.map(node);
        let [roles, names, kinds] = OUTPUTS.map(node);
        let inputs = [pieces?, places?, shapes?, tags?, firsts?];
        let outputs = [roles?, names?, kinds?];
        Ok(Network { model, inputs, outputs, idle: Mutex::default() })
    }

    /// Number of pieces that it knows.
    pub fn n_pieces(&self) -> usize {
        self.model.metadata().get("pieces").and_then(|number| number.parse().ok()).unwrap_or(0)
    }

    /// Scores of one label following another, from the metadata: a line a label, the last one for the start.
    pub fn transitions(&self, task: &str, n_labels: usize) -> Result<Transitions, String> {
        let name = format!("transitions.{task}");
        let table = self.model.metadata().get(&name).ok_or_else(|| format!("it has no {name}"))?;
        let damaged = || format!("{name} is damaged");
        let mut transitions = Transitions::free(n_labels);
        let mut n_cells = 0;
        for (from, line) in table.lines().enumerate().take(n_labels + 1) {
            for (to, cell) in line.split(' ').enumerate().take(n_labels) {
                let score = match cell {
                    NEVER => FORBIDDEN,
                    cell => in_points(cell.parse().map_err(|_| damaged())?),
                };
                transitions.set(from, to, score);
                n_cells += 1;
            }
        }
        if n_cells == (n_labels + 1) * n_labels { Ok(transitions) } else { Err(damaged()) }
    }

    /// Runs the graph on each window, one after the other.
    ///
    /// The engine works on a thread of its own, and waiting for it must not make a worker of another pool take up
    /// the next article meanwhile: so a plain thread does the waiting.
    pub fn run_all(&self, windows: &[Window]) -> Vec<Found> {
        if windows.is_empty() {
            return Vec::new();
        }
        let pool = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let pool = pool.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)));
        let run = || windows.iter().map(|window| self.run(window, &pool)).collect();
        let found = std::thread::scope(|scope| scope.spawn(run).join());
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(pool);
        }
        found.unwrap_or_else(|_| vec![Err("the engine stopped".to_owned()); windows.len()])
    }

    fn run(&self, window: &Window, pool: &Arc<ThreadPool>) -> Found {
        let places: Vec<u32> = (0..window.pieces.len() as u32).collect();
        let rows = [&window.pieces, &places, &window.shapes, &window.tags, &window.firsts];
        let inputs = self.inputs.iter().zip(rows).map(|(&id, row)| {
            let row: Vec<i32> = row.iter().map(|&number| number as i32).collect();
            (id, Value::from(NdTensor::from_data([row.len()], row)).into())
        });
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
        let found = self.model.run_n(inputs.collect(), self.outputs, Some(options));
        let [roles, names, kinds] = found.map_err(|why| why.to_string())?.map(points);
        Ok([roles?, names?, kinds?])
    }
}

fn options() -> ModelOptions {
    let mut options = ModelOptions::with_all_ops();
    options.prepack_weights(true);
    options
}

fn points(scores: Value) -> Result<Vec<i32>, String> {
    let scores: Tensor<f32> = scores.into_tensor().ok_or("it gives no numbers")?;
    Ok(scores.to_vec().into_iter().map(in_points).collect())
}

fn in_points(score: f32) -> i32 {
    // Scores are a few units; a damaged model's infinity stays far from overflow.
    (score / UNIT).round().clamp(-1e6, 1e6) as i32
}
