//! The one typeface of charts and report, shipped with the program so that pictures are the same everywhere.

use plotters::style::{FontStyle, IntoFont, register_font};
use std::sync::OnceLock;

/// Family name in SVG, CSS and plotters.
pub const FAMILY: &str = "Amparo Sans";

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/AmparoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/AmparoSans-Bold.ttf");

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

/// Width of a text at `em` units, measured large so that plotters' rounding to whole pixels does not show.
pub fn width(text: &str, em: f64, bold: bool) -> f64 {
    register();
    const MEASURED_EM: f64 = 400.0;
    let style = if bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    let font = (FAMILY, MEASURED_EM * SIZE_PER_EM, style).into_font();
    let measured = font.box_size(text).map_or(0, |(w, _)| w);
    f64::from(measured) * em / MEASURED_EM
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
        let word = chunk
            .iter()
            .enumerate()
            .fold(0u32, |w, (i, b)| w | u32::from(*b) << (16 - 8 * i));
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
