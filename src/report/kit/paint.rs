//! From a scene to SVG and PNG: one function paints every mark on either backend, at the same whole-number places.

use super::error::ReportError;
use super::font::{self, FAMILY, SIZE_PER_EM};
use super::format::escape;
use super::scene::{Anchor, Colour, Mark, Scene, Shape};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::FontStyle;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Backend pixels per unit: plotters places whole pixels, so both formats are painted this much larger.
const FINE: f64 = 4.0;
/// The PNG is the fine painting averaged over squares of this side: smooth edges at two pixels per unit.
const AVERAGED: u32 = 2;

type Area<DB> = DrawingArea<DB, Shift>;
type Failed<DB> = DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>;

/// Ems from the top anchor of a text down to its baseline, which plotters' two backends place differently.
#[derive(Clone, Copy)]
struct Baseline(f64);

const SVG_BASELINE: Baseline = Baseline(0.76);
const BITMAP_BASELINE: Baseline = Baseline(0.62);

fn colour(c: Colour) -> RGBAColor {
    RGBAColor(c.0, c.1, c.2, c.3)
}

fn place((x, y): (f64, f64)) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

fn paint<DB: DrawingBackend>(scene: &Scene, area: &Area<DB>, baseline: Baseline) -> Result<(), Failed<DB>> {
    area.fill(&WHITE)?;
    for mark in &scene.marks {
        match mark {
            Mark::Box { from, to, fill } => {
                area.draw(&Rectangle::new([place(*from), place(*to)], colour(*fill).filled()))?;
            }
            Mark::Line { points, colour: c, width, dash } => {
                let style = colour(*c).stroke_width((width * FINE).round().max(1.0) as u32);
                for piece in dashed(points, dash) {
                    let path: Vec<_> = piece.into_iter().map(place).collect();
                    area.draw(&PathElement::new(path, style))?;
                }
            }
            Mark::Area { points, fill } => {
                let path: Vec<_> = points.iter().map(|p| place(*p)).collect();
                area.draw(&Polygon::new(path, colour(*fill).filled()))?;
            }
            Mark::Point { at, shape, radius, colour: c, hollow } => {
                paint_point(area, *at, *shape, *radius, colour(*c))?;
                if *hollow {
                    paint_point(area, *at, *shape, radius - 1.8, WHITE.to_rgba())?;
                }
            }
            Mark::Text { at, text, face } => {
                let h = match face.anchor {
                    Anchor::Start => HPos::Left,
                    Anchor::Middle => HPos::Center,
                    Anchor::End => HPos::Right,
                };
                let weight = if face.bold { FontStyle::Bold } else { FontStyle::Normal };
                let ink = colour(face.colour);
                let style = TextStyle::from((FAMILY, face.size * SIZE_PER_EM * FINE, weight).into_font())
                    .color(&ink)
                    .pos(Pos::new(h, VPos::Top));
                let top = (at.0, at.1 - baseline.0 * face.size);
                area.draw(&Text::new(text.as_str(), place(top), style))?;
            }
        }
    }
    area.present()
}

fn paint_point<DB: DrawingBackend>(
    area: &Area<DB>,
    (x, y): (f64, f64),
    shape: Shape,
    r: f64,
    fill: RGBAColor,
) -> Result<(), Failed<DB>> {
    let corners = match shape {
        Shape::Circle => {
            return area.draw(&Circle::new(place((x, y)), (r * FINE).round() as i32, fill.filled()));
        }
        Shape::Square => vec![(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        Shape::Diamond => vec![(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)],
        Shape::Triangle => vec![(0.0, -1.2), (1.15, 0.85), (-1.15, 0.85)],
        Shape::Wedge => vec![(0.0, 1.2), (1.15, -0.85), (-1.15, -0.85)],
    };
    let path: Vec<_> = corners.iter().map(|(u, v)| place((x + u * r, y + v * r))).collect();
    area.draw(&Polygon::new(path, fill.filled()))
}

/// The drawn pieces of a dashed line; the line itself where the pattern is empty.
fn dashed(points: &[(f64, f64)], pattern: &[f64]) -> Vec<Vec<(f64, f64)>> {
    if pattern.is_empty() {
        return vec![points.to_vec()];
    }
    let (mut pieces, mut piece) = (Vec::new(), Vec::new());
    let (mut index, mut left) = (0, pattern[0]);
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let mut done = 0.0;
        while done < length {
            let at = |d: f64| (from.0 + (to.0 - from.0) * d / length, from.1 + (to.1 - from.1) * d / length);
            let next = (done + left).min(length);
            if index % 2 == 0 {
                if piece.is_empty() {
                    piece.push(at(done));
                }
                piece.push(at(next));
            }
            left -= next - done;
            done = next;
            if left <= 1e-9 {
                if index % 2 == 0 {
                    pieces.push(std::mem::take(&mut piece));
                }
                index = (index + 1) % pattern.len();
                left = pattern[index].max(0.1);
            }
        }
    }
    if piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

fn fine_size(scene: &Scene) -> (u32, u32) {
    // A multiple of the averaged square, so that no row is left over.
    let side = |units: f64| (units * FINE / f64::from(AVERAGED)).ceil() as u32 * AVERAGED;
    (side(scene.width), side(scene.height))
}

fn failed(error: impl std::fmt::Display) -> ReportError {
    ReportError(error.to_string())
}

/// The scene as SVG, with `title` and `description` for screen readers; with the font inside it stands alone.
/// `id` keeps the labels of several charts in one page apart.
pub fn svg(scene: &Scene, id: &str, title: &str, description: &str, embed: bool) -> Result<String, ReportError> {
    font::register();
    let size = fine_size(scene);
    let mut body = String::new();
    {
        let area = SVGBackend::with_string(&mut body, size).into_drawing_area();
        paint(scene, &area, SVG_BASELINE).map_err(failed)?;
    }
    let start = body.find('>').ok_or_else(|| failed("no SVG was written"))? + 1;
    let style = if embed { format!("<style>{}</style>\n", font::css()) } else { String::new() };
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{}</title>\n\
         <desc id=\"{id}-desc\">{}</desc>\n{style}{}",
        f64::from(size.0) / FINE,
        f64::from(size.1) / FINE,
        size.0,
        size.1,
        escape(title),
        escape(description),
        // plotters breaks the line before </text>; some readers show it as a space.
        body[start..].trim_start().replace("\n</text>", "</text>")
    ))
}

/// The scene as a PNG picture at two pixels per unit.
pub fn png(scene: &Scene) -> Result<Vec<u8>, ReportError> {
    font::register();
    let (width, height) = fine_size(scene);
    let mut fine = vec![0u8; (width * height * 3) as usize];
    {
        let area = BitMapBackend::with_buffer(&mut fine, (width, height)).into_drawing_area();
        paint(scene, &area, BITMAP_BASELINE).map_err(failed)?;
    }
    let averaged = average(&fine, width as usize, AVERAGED as usize);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width / AVERAGED, height / AVERAGED);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&averaged).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

/// Means over squares of `side` pixels of an RGB picture.
fn average(fine: &[u8], width: usize, side: usize) -> Vec<u8> {
    let height = fine.len() / 3 / width;
    let mut out = Vec::with_capacity(fine.len() / (side * side));
    for y in (0..height).step_by(side) {
        for x in (0..width).step_by(side) {
            for channel in 0..3 {
                let mut sum = 0;
                for v in y..y + side {
                    for u in x..x + side {
                        sum += usize::from(fine[(v * width + u) * 3 + channel]);
                    }
                }
                out.push((sum / (side * side)) as u8);
            }
        }
    }
    out
}
