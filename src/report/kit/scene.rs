//! A chart as plain data: marks in logical units (1 unit ≈ 1 CSS pixel), before any picture format. Charts are checked
//! as data; `paint` turns one scene into SVG and PNG.

use super::font;
use super::plotted::Plotted;

/// Red, green, blue and opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour(pub u8, pub u8, pub u8, pub f64);

impl Colour {
    /// The same colour, see-through.
    pub fn alpha(self, alpha: f64) -> Colour {
        Colour(self.0, self.1, self.2, alpha)
    }
}

/// Text and the baseline.
pub const INK: Colour = Colour(0x1f, 0x24, 0x29, 1.0);
/// Secondary text; 7:1 on white.
pub const QUIET: Colour = Colour(0x4d, 0x55, 0x5e, 1.0);
/// Axes.
pub const RULE: Colour = Colour(0x9a, 0xa2, 0xab, 1.0);
/// Grid lines.
pub const GRID: Colour = Colour(0xe3, 0xe6, 0xea, 1.0);
/// Funded years.
pub const SHADE: Colour = Colour(0xf1, 0xf3, 0xf5, 1.0);
/// Paper.
pub const WHITE: Colour = Colour(0xff, 0xff, 0xff, 1.0);

/// Okabe and Ito's colours (yellow left out: too light on paper). Any two differ by 10 or more (CIEDE2000) as readers without one of the
/// three kinds of cones see them, which a test simulates.
pub const PALETTE: [Colour; 6] = [
    Colour(0x00, 0x72, 0xb2, 1.0),
    Colour(0xd5, 0x5e, 0x00, 1.0),
    Colour(0x00, 0x9e, 0x73, 1.0),
    Colour(0xcc, 0x79, 0xa7, 1.0),
    Colour(0xe6, 0x9f, 0x00, 1.0),
    Colour(0x56, 0xb4, 0xe9, 1.0),
];

/// Dash patterns (drawn, left out, …) in units; empty is solid. They tell lines apart in greyscale.
pub const DASHES: [&[f64]; 5] = [&[], &[9.0, 4.0], &[2.5, 3.0], &[10.0, 3.0, 2.5, 3.0], &[5.0, 5.0]];

/// Shape of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Disc or ring.
    Circle,
    /// Upright square.
    Square,
    /// Square on its corner.
    Diamond,
    /// Triangle that points up.
    Triangle,
    /// Triangle that points down.
    Wedge,
}

/// Styles before one comes again: there are six colours and five dashes, and six and five share no divisor.
pub const STYLES: usize = PALETTE.len() * DASHES.len();

/// How policy `index` is drawn. No two below [`STYLES`] share colour and dash, or colour and point.
pub fn style(index: usize) -> (Colour, &'static [f64], Shape) {
    const SHAPES: [Shape; DASHES.len()] = [Shape::Circle, Shape::Square, Shape::Diamond, Shape::Triangle, Shape::Wedge];
    (PALETTE[index % PALETTE.len()], DASHES[index % DASHES.len()], SHAPES[index % SHAPES.len()])
}

/// Where a text's x is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Anchor {
    /// The text begins there.
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct Face {
    /// Em in units.
    pub size: f64,
    /// Whether it is set in bold.
    pub bold: bool,
    /// Colour of the letters.
    pub colour: Colour,
    /// Where the text lies relative to its x.
    pub anchor: Anchor,
}

impl Face {
    /// A face of this em, regular, in ink, anchored at its start.
    pub const fn new(size: f64) -> Face {
        Face { size, bold: false, colour: INK, anchor: Anchor::Start }
    }

    /// The same in bold.
    pub const fn bold(mut self) -> Face {
        self.bold = true;
        self
    }

    /// The same in this colour.
    pub const fn colour(mut self, colour: Colour) -> Face {
        self.colour = colour;
        self
    }

    /// The same in the colour of remarks.
    pub const fn quiet(self) -> Face {
        self.colour(QUIET)
    }

    /// The same, centred on its x.
    pub const fn middle(mut self) -> Face {
        self.anchor = Anchor::Middle;
        self
    }

    /// The same, ending at its x.
    pub const fn end(mut self) -> Face {
        self.anchor = Anchor::End;
        self
    }

    /// Width of a text in this face, in units.
    pub fn width(&self, text: &str) -> f64 {
        font::width(text, self.size, self.bold)
    }

    /// Breaks a text into lines no wider than `width`; a word that is wider by itself is cut with an ellipsis, and so
    /// is what does not fit in `most` lines.
    pub fn wrap(&self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut measured = font::Measured::new(self.bold);
        // At spaces only: a no-break space stays inside its word.
        for word in text.split([' ', '\n', '\t']).filter(|w| !w.is_empty()) {
            let mut longer = measured;
            longer.push(' ');
            longer.push_str(word);
            match lines.last_mut() {
                Some(line) if longer.width(self.size) <= width => {
                    line.push(' ');
                    line.push_str(word);
                    measured = longer;
                }
                _ => {
                    lines.push(word.to_owned());
                    measured = font::Measured::new(self.bold);
                    measured.push_str(word);
                }
            }
        }
        if lines.len() > most {
            let rest = lines.split_off(most).join(" ");
            if let Some(last) = lines.last_mut() {
                last.push(' ');
                last.push_str(&rest);
            }
        }
        lines.iter().map(|line| self.fit(line, width)).collect()
    }

    /// The text, cut with an ellipsis where it is wider than `width`.
    pub fn fit(&self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        // The longest beginning that leaves room for the ellipsis; blanks before that go.
        let (mut kept, mut measured) = (0, font::Measured::new(self.bold));
        for (at, c) in text.char_indices() {
            measured.push(c);
            if c.is_whitespace() {
                continue;
            }
            let mut trimmed = measured;
            trimmed.push('…');
            if trimmed.width(self.size) <= width {
                kept = at + c.len_utf8();
            } else if measured.width(self.size) > width {
                break;
            }
        }
        format!("{}…", &text[..kept])
    }
}

/// One thing drawn.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A filled rectangle.
    Box {
        /// One corner.
        from: (f64, f64),
        /// The opposite corner.
        to: (f64, f64),
        /// Colour of the inside.
        fill: Colour,
    },
    /// A line through points.
    Line {
        /// Points in order, `(x, y)`.
        points: Vec<(f64, f64)>,
        /// Colour of the line.
        colour: Colour,
        /// Width of the line, units.
        width: f64,
        /// Lengths of dashes and gaps in turn, units; empty: unbroken.
        dash: &'static [f64],
    },
    /// A filled polygon.
    Area {
        /// Corners in order, `(x, y)`; the last joins the first.
        points: Vec<(f64, f64)>,
        /// Colour of the inside.
        fill: Colour,
    },
    /// A point.
    Point {
        /// Its centre, `(x, y)`.
        at: (f64, f64),
        /// Its shape.
        shape: Shape,
        /// Half its size, units.
        radius: f64,
        /// Its colour.
        colour: Colour,
        /// Only the outline is drawn.
        hollow: bool,
    },
    /// A line of text.
    Text {
        /// Anchor and baseline, `(x, y)`.
        at: (f64, f64),
        /// What it says.
        text: String,
        /// How it looks.
        face: Face,
    },
}

/// Marks in drawing order on a white page.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Width of the page, units.
    pub width: f64,
    /// Height of the page, units.
    pub height: f64,
    /// Everything drawn, later marks over earlier ones.
    pub marks: Vec<Mark>,
    /// The numbers that are drawn.
    pub plotted: Vec<Plotted>,
}

impl Scene {
    /// An empty page; `frame` sets the height.
    pub fn new(width: f64) -> Scene {
        Scene { width, height: 0.0, marks: Vec::new(), plotted: Vec::new() }
    }

    /// Notes a number that is drawn here.
    pub fn plots(&mut self, plotted: Plotted) {
        if plotted.value.is_finite() {
            self.plotted.push(plotted);
        }
    }

    /// Adds a filled rectangle between two corners.
    pub fn rect(&mut self, from: (f64, f64), to: (f64, f64), fill: Colour) {
        self.marks.push(Mark::Box { from, to, fill });
    }

    /// Adds a line through points; `dash` is as in [`Mark::Line`].
    pub fn line(&mut self, points: Vec<(f64, f64)>, colour: Colour, width: f64, dash: &'static [f64]) {
        self.marks.push(Mark::Line { points, colour, width, dash });
    }

    /// Adds a filled polygon.
    pub fn area(&mut self, points: Vec<(f64, f64)>, fill: Colour) {
        self.marks.push(Mark::Area { points, fill });
    }

    /// Adds a point; `hollow` draws only its outline.
    pub fn point(&mut self, at: (f64, f64), shape: Shape, radius: f64, colour: Colour, hollow: bool) {
        self.marks.push(Mark::Point { at, shape, radius, colour, hollow });
    }

    /// Text with its baseline at `at.1`.
    pub fn text(&mut self, at: (f64, f64), text: impl Into<String>, face: Face) {
        let text = text.into();
        if !text.is_empty() {
            self.marks.push(Mark::Text { at, text, face });
        }
    }

    /// Lines of text, the first baseline at `at.1`; returns the baseline after the last.
    pub fn lines(&mut self, at: (f64, f64), lines: &[String], face: Face, leading: f64) -> f64 {
        let mut y = at.1;
        for line in lines {
            self.text((at.0, y), line, face);
            y += leading;
        }
        y
    }

    /// An arrowhead at `at` pointing to the right (`direction` 1) or the left (−1).
    pub fn arrowhead(&mut self, at: (f64, f64), direction: f64, colour: Colour) {
        let back = at.0 - 9.0 * direction;
        self.area(vec![at, (back, at.1 - 5.0), (back, at.1 + 5.0)], colour);
    }

    /// Every text with its box (left, top, right, bottom), for checking that none overlap or leave the page.
    pub fn text_boxes(&self) -> Vec<(String, [f64; 4])> {
        let boxed = |mark: &Mark| match mark {
            Mark::Text { at, text, face } => {
                let width = face.width(text);
                let left = match face.anchor {
                    Anchor::Start => at.0,
                    Anchor::Middle => at.0 - width / 2.0,
                    Anchor::End => at.0 - width,
                };
                let (top, bottom) = (at.1 - 0.76 * face.size, at.1 + 0.2 * face.size);
                Some((text.clone(), [left, top, left + width, bottom]))
            }
            _ => None,
        };
        self.marks.iter().filter_map(boxed).collect()
    }
}
