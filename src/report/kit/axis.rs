//! Scales, ticks and the placing of labels: arithmetic only, nothing drawn.

use amparo_tables::numbers::number;

/// A straight or logarithmic scale from data to canvas.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    data: (f64, f64),
    canvas: (f64, f64),
    log: bool,
}

impl Scale {
    /// Straight; an empty range is widened so that nothing divides by 0.
    pub fn linear(low: f64, high: f64, canvas: (f64, f64)) -> Scale {
        let (low, high) = if high > low { (low, high) } else { (low - 0.5, low + 0.5) };
        Scale { data: (low, high), canvas, log: false }
    }

    /// Logarithmic; both ends must be above 0.
    pub fn log(low: f64, high: f64, canvas: (f64, f64)) -> Scale {
        let mut scale = Scale::linear(low.ln(), high.ln(), canvas);
        scale.log = true;
        scale
    }

    /// Canvas place of a value, kept within the panel.
    pub fn at(&self, value: f64) -> f64 {
        let v = if self.log { value.max(f64::MIN_POSITIVE).ln() } else { value };
        let share = ((v - self.data.0) / (self.data.1 - self.data.0)).clamp(0.0, 1.0);
        self.canvas.0 + share * (self.canvas.1 - self.canvas.0)
    }

    /// Tick values within the scale, about `wanted` of them.
    pub fn ticks(&self, wanted: usize) -> Vec<f64> {
        if self.log {
            log_ticks(self.data.0.exp(), self.data.1.exp(), wanted)
        } else {
            ticks(self.data.0, self.data.1, wanted)
        }
    }
}

/// The 1-2-5 step that gives about `wanted` ticks.
fn step(span: f64, wanted: usize) -> f64 {
    let raw = span / wanted.max(1) as f64;
    let power = 10f64.powf(raw.log10().floor());
    let unit = raw / power;
    power * [1.0, 2.0, 5.0, 10.0].into_iter().find(|s| unit <= s * 1.0001).unwrap_or(10.0)
}

/// Round values inside `[low, high]`.
pub fn ticks(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let step = step(high - low, wanted);
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last).map(|i| i as f64 * step).collect()
}

/// 1, 2, 5 × powers of ten inside `[low, high]`, thinned to powers when there are many.
fn log_ticks(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let decades = (low.log10().floor() as i32)..=(high.log10().ceil() as i32);
    let within = |v: &f64| *v >= low * 0.9999 && *v <= high * 1.0001;
    let series = |units: &[f64]| -> Vec<f64> {
        decades.clone().flat_map(|d| units.iter().map(move |u| u * 10f64.powi(d))).filter(within).collect()
    };
    let mut every = 1;
    for units in [&[1.0, 2.0, 5.0][..], &[1.0, 3.0], &[1.0]] {
        let found = series(units);
        if found.len() <= wanted {
            return found;
        }
        every = found.len().div_ceil(wanted);
    }
    series(&[1.0]).into_iter().step_by(every).collect()
}

/// A range that holds 0 and all values, its ends on round ticks.
pub fn nice_range(values: impl IntoIterator<Item = f64>, wanted: usize) -> (f64, f64) {
    let (mut low, mut high) = (0.0f64, 0.0f64);
    for v in values.into_iter().filter(|v| v.is_finite()) {
        low = low.min(v);
        high = high.max(v);
    }
    if high - low <= 0.0 {
        return (-1.0, 1.0);
    }
    let step = step(high - low, wanted);
    ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step)
}

/// Tick labels with as many decimals as the step needs; millions and billions in words.
pub fn tick_labels(ticks: &[f64]) -> Vec<String> {
    let largest = ticks.iter().fold(0.0f64, |m, t| m.max(t.abs()));
    let (divisor, word) = match largest {
        v if v >= 1e9 => (1e9, " bn"),
        v if v >= 1e6 => (1e6, " m"),
        _ => (1.0, ""),
    };
    let gap = ticks.windows(2).map(|w| (w[1] - w[0]).abs() / divisor).fold(f64::INFINITY, f64::min);
    let decimals = if gap.is_finite() && gap > 0.0 { (-(gap * 1.0001).log10().floor()).clamp(0.0, 6.0) } else { 0.0 };
    ticks
        .iter()
        .map(|t| {
            let word = if *t == 0.0 { "" } else { word };
            format!("{}{word}", number(t / divisor, if *t == 0.0 { 0 } else { decimals as usize }))
        })
        .collect()
}

/// Labels of ticks on a logarithmic scale: each as short as it can be by itself.
pub fn log_tick_labels(ticks: &[f64]) -> Vec<String> {
    let label = |t: &f64| match *t {
        t if t >= 1e9 => format!("{} bn", number(t / 1e9, 0)),
        t if t >= 1e6 => format!("{} m", number(t / 1e6, 0)),
        t if t >= 1.0 => number(t, 0),
        t => number(t, (-t.log10().floor()).clamp(0.0, 6.0) as usize),
    };
    ticks.iter().map(label).collect()
}

/// Moves label centres apart so that none overlap, as little as possible in the least-squares sense, and keeps them
/// between `low` and `high`. `heights[i]` is the room label i needs; the order of the wanted centres is kept. When
/// there is less room than labels, they are shared out evenly over it.
pub fn spread(wanted: &[f64], heights: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let total: f64 = heights.iter().sum();
    let squeeze = if total > high - low { (high - low) / total } else { 1.0 };
    // Subtracting each label's own offset turns "no overlap" into "never decreasing": pool adjacent violators.
    let mut offset = 0.0;
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    let mut offsets = Vec::new();
    for i in &order {
        let half = squeeze * heights[*i] / 2.0;
        offsets.push(offset + half);
        blocks.push((wanted[*i] - (offset + half), 1));
        offset += 2.0 * half;
        while let [.., (a, m), (b, n)] = blocks[..] {
            if a <= b {
                break;
            }
            let pooled = (a * m as f64 + b * n as f64) / (m + n) as f64;
            blocks.truncate(blocks.len() - 2);
            blocks.push((pooled, m + n));
        }
    }
    let mut places = vec![0.0; wanted.len()];
    let starts = blocks.iter().flat_map(|(start, n)| std::iter::repeat_n(*start, *n));
    for ((i, start), own) in order.iter().zip(starts).zip(offsets) {
        places[*i] = start.clamp(low, (high - offset).max(low)) + own;
    }
    places
}
