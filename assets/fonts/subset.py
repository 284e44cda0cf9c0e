"""Makes AmparoSans-{Regular,Bold}.ttf from DejaVu Sans Condensed 2.37 (Debian: fonts-dejavu-extra).

Run once, by hand: `python3 subset.py` with fonttools. The result is committed; building the program needs neither.
Keeps Latin and the signs charts use, drops kerning (so that a measured width is the drawn width), and sets
ascent - descent to 1.24 em, which makes the bitmap and the SVG text of plotters the same size.
"""

from fontTools import subset
from fontTools.ttLib import TTFont

SIGNS = "‐‑‒–—‘’‚“”„†•…‰‹›⁄⁰⁴⁵⁶⁷⁸⁹⁻←→−≈≠≤≥∞πτμΔ€"
UNICODES = [*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, SIGNS)]
SOURCES = {"Regular": "DejaVuSansCondensed", "Bold": "DejaVuSansCondensed-Bold"}

for style, source in SOURCES.items():
    font = TTFont(f"/usr/share/fonts/truetype/dejavu/{source}.ttf")
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "MATH", "kern", "FFTM"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=UNICODES)
    subsetter.subset(font)

    em = font["head"].unitsPerEm
    ascent = round(0.96 * em)
    descent = round(1.24 * em) - ascent
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = ascent, -descent, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ascent, -descent, 0
    os2.usWinAscent, os2.usWinDescent = ascent, descent

    names = {
        1: "Amparo Sans",
        3: f"Amparo Sans {style}, from DejaVu Sans Condensed 2.37",
        4: f"Amparo Sans {style}",
        6: f"AmparoSans-{style}",
    }
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(names[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID)
    font.save(f"AmparoSans-{style}.ttf")
