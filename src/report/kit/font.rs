//! The one typeface of charts and report, shipped with the program so that pictures are the same everywhere.

use ab_glyph::{Font, FontRef, ScaleFont};
use plotters::style::{FontStyle, register_font};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Family name in SVG, CSS and plotters.
pub const FAMILY: &str = "Amparo Sans";

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/AmparoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../assets/fonts/AmparoSans-Bold.ttf");

/// plotters' font size of one em: its bitmaps take the line height (1.24 em in this font), its SVGs divide by 1.24.
pub const SIZE_PER_EM: f64 = 1.24;

/// Makes the typeface known to plotters; once is enough, more does no harm.
pub fn register() {
    static DONE: OnceLock<()> = OnceLock::new();
    DONE.get_or_init(|| {
        for (style, bytes) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, BOLD)] {
            // Cannot fail for a font that the tests have drawn with; were it to, drawing reports the missing font.
            let _ = register_font(FAMILY, style, bytes);
        }
    });
}

/// Width of a text at `em` units.
pub fn width(text: &str, em: f64, bold: bool) -> f64 {
    let mut so_far = Measured::new(bold);
    so_far.push_str(text);
    so_far.width(em)
}

/// A text that is measured as it grows, letter by letter, so that whoever looks for the place to break it measures it once.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    bold: bool,
    pixels: f32,
    last: Option<char>,
}

/// Measured this large, so that plotters' rounding to whole pixels does not show.
const MEASURED_EM: f64 = 400.0;

/// Advances of letters, and what each pair moves closer, in pixels of the measured size.
#[derive(Default)]
struct Known {
    advances: BTreeMap<char, f32>,
    kerning: BTreeMap<(char, char), f32>,
}

thread_local! {
    /// Of the regular and of the bold face. A lookup in the font's own tables takes ten times as long.
    static KNOWN: RefCell<[Known; 2]> = RefCell::default();
}

/// Both faces; none if the shipped font were not one.
fn faces() -> Option<&'static [FontRef<'static>; 2]> {
    static FACES: OnceLock<Option<[FontRef<'static>; 2]>> = OnceLock::new();
    let face = |bytes: &'static [u8]| FontRef::try_from_slice(bytes).ok();
    FACES.get_or_init(|| Some([face(REGULAR)?, face(BOLD)?])).as_ref()
}

impl Measured {
    /// Nothing yet.
    pub fn new(bold: bool) -> Measured {
        Measured { bold, pixels: 0.0, last: None }
    }

    /// Appends a letter.
    pub fn push(&mut self, c: char) {
        let Some(faces) = faces() else { return };
        let face = || faces[usize::from(self.bold)].as_scaled((MEASURED_EM * SIZE_PER_EM) as f32);
        KNOWN.with_borrow_mut(|known| {
            let known = &mut known[usize::from(self.bold)];
            self.pixels += *known.advances.entry(c).or_insert_with(|| face().h_advance(face().glyph_id(c)));
            if let Some(last) = self.last {
                let closer = || face().kern(face().glyph_id(last), face().glyph_id(c));
                self.pixels += *known.kerning.entry((last, c)).or_insert_with(closer);
            }
        });
        self.last = Some(c);
    }

    /// Appends a text.
    pub fn push_str(&mut self, text: &str) {
        text.chars().for_each(|c| self.push(c));
    }

    /// Width at `em` units.
    pub fn width(&self, em: f64) -> f64 {
        f64::from(self.pixels as u32) * em / MEASURED_EM
    }
}

/// CSS that embeds both weights, so that a file stands alone.
pub fn css() -> &'static str {
    static CSS: OnceLock<String> = OnceLock::new();
    CSS.get_or_init(|| {
        [("normal", REGULAR), ("bold", BOLD)]
            .map(|(weight, bytes)| {
                format!(
                    "@font-face{{font-family:\"{FAMILY}\";font-weight:{weight};\
                     src:url(data:font/ttf;base64,{}) format(\"truetype\")}}",
                    base64(bytes)
                )
            })
            .join("\n")
    })
}

/// Standard base64 with padding (RFC 4648, section 4).
pub fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().enumerate().fold(0u32, |w, (i, b)| w | u32::from(*b) << (16 - 8 * i));
        for i in 0..4 {
            if i <= chunk.len() {
                out.push(ALPHABET[(word >> (18 - 6 * i)) as usize & 63] as char);
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::IntoFont;

    #[test]
    fn a_text_is_as_wide_as_plotters_draws_it() {
        register();
        for text in ["", "Averted", "AVATAR To Wa. S/ 2 M: ±3 % – “Ñandú”…", "名前 \u{1b}x", "a  b\u{a0}c"]
        {
            for (bold, style) in [(false, FontStyle::Normal), (true, FontStyle::Bold)] {
                let drawn = (FAMILY, MEASURED_EM * SIZE_PER_EM, style).into_font().box_size(text).map_or(0, |(w, _)| w);
                assert_eq!(width(text, MEASURED_EM, bold), f64::from(drawn), "{text:?}");
            }
        }
    }
}
