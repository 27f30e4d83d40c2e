"""Small hostile and broken PDFs, made here so that each can be read in the source."""
# ruff: noqa: E501  (a PDF object to a line)

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pikepdf


def pdf(objects: list[bytes], trailer: bytes = b"", xref: bool = True) -> bytes:
    """A PDF of those objects, numbered from 1; object 1 is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    if xref:
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % p for p in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
TEXT = b"BT /F1 12 Tf 72 700 Td (Hello proposal) Tj ET"


def page(box: bytes = b"[0 0 595 842]", resources: bytes = b"/Font << /F1 5 0 R >>") -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << %s >> >>" % (box, resources)


def plain() -> bytes:
    return pdf([CATALOGUE, PAGES, page(), stream(TEXT), FONT])


def empty() -> bytes:
    return b""


def not_a_pdf() -> bytes:
    return "提案書です".encode("cp932") * 50


def truncated() -> bytes:
    return plain()[: len(plain()) // 2]


def no_trailer() -> bytes:
    return plain()[:-120]


def broken_xref() -> bytes:
    return plain().replace(b"0000000", b"9999999")


def wrong_count() -> bytes:
    return plain().replace(b"/Count 1", b"/Count 9")


def huge_count() -> bytes:
    return plain().replace(b"/Count 1", b"/Count 999999999")


def page_loop() -> bytes:
    return pdf([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


def no_pages() -> bytes:
    return pdf([CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>"])


def absurd_page() -> bytes:
    return pdf([CATALOGUE, PAGES, page(b"[0 0 99999999 99999999]"), stream(TEXT), FONT])


def empty_page_box() -> bytes:
    return pdf([CATALOGUE, PAGES, page(b"[0 0 0 0]"), stream(TEXT), FONT])


def negative_box() -> bytes:
    return pdf([CATALOGUE, PAGES, page(b"[595 842 0 0]"), stream(TEXT), FONT])


def self_form() -> bytes:
    """A form that draws itself twice."""
    form = stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>")
    return pdf([CATALOGUE, PAGES, page(resources=b"/XObject << /X 5 0 R >>"), stream(b"/X Do"), form])


def form_tree() -> bytes:
    """Forms that draw the next ten times each: 10 to the power of 12 drawings."""
    forms = []
    for i in range(12):
        inner = b"/Resources << /XObject << /X %d 0 R >> >>" % (6 + i)
        forms.append(stream(b"/X Do " * 10, b"/Type /XObject /Subtype /Form /BBox [0 0 900 900] " + inner))
    forms.append(stream(TEXT, b"/Type /XObject /Subtype /Form /BBox [0 0 900 900]"))
    return pdf([CATALOGUE, PAGES, page(resources=b"/XObject << /X 5 0 R >>"), stream(b"/X Do"), *forms])


def nested_arrays() -> bytes:
    return pdf([CATALOGUE, PAGES, page(), stream(TEXT), FONT, b"[" * 100_000 + b"]" * 100_000])


def nested_content() -> bytes:
    return pdf([CATALOGUE, PAGES, page(), stream(b"q " * 200_000 + TEXT), FONT])


def bomb(size: int = 1 << 30) -> bytes:
    """A content stream of zeros that unpacks to ``size`` bytes."""
    packer, data = zlib.compressobj(9), bytearray()
    for _ in range(size >> 20):
        data += packer.compress(b" " * (1 << 20))
    data += packer.flush()
    return pdf([CATALOGUE, PAGES, page(), stream(bytes(data), b"/Filter /FlateDecode"), FONT])


def double_bomb() -> bytes:
    once = zlib.compress(zlib.compress(b" " * (1 << 27), 9), 9)
    return pdf([CATALOGUE, PAGES, page(), stream(once, b"/Filter [/FlateDecode /FlateDecode]"), FONT])


def huge_image() -> bytes:
    image = stream(
        zlib.compress(b"\0" * 1000),
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode",
    )
    return pdf([CATALOGUE, PAGES, page(resources=b"/XObject << /X 5 0 R >>"), stream(b"595 0 0 842 0 0 cm /X Do"), image])


def many_objects() -> bytes:
    return pdf([CATALOGUE, PAGES, page(), stream(TEXT), FONT, *[b"null"] * 200_000])


def many_paths() -> bytes:
    return pdf([CATALOGUE, PAGES, page(), stream(zlib.compress(b"0 0 m 9 9 l S " * 1_000_000), b"/Filter /FlateDecode"), FONT])


def many_glyphs() -> bytes:
    return pdf(
        [
            CATALOGUE,
            PAGES,
            page(),
            stream(b"BT /F1 1 Tf 72 700 Td " + b"(" + b"A" * 100 + b") Tj " * 1 + b"(AAAAAAAAAA) Tj " * 20_000 + b"ET"),
            FONT,
        ]
    )


def font_loop() -> bytes:
    """A Type 3 font whose glyph is drawn with the same font."""
    font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 /LastChar 65 /Widths [9] /Encoding << /Differences [65 /A] >> /CharProcs << /A 6 0 R >> /Resources << /Font << /F1 5 0 R >> >> >>"
    return pdf([CATALOGUE, PAGES, page(), stream(b"BT /F1 12 Tf 72 700 Td (AAAA) Tj ET"), font, stream(b"BT /F1 1 Tf (AAAA) Tj ET")])


def cmap_loop() -> bytes:
    cmap = stream(
        b"/CIDInit /ProcSet findresource begin begincmap /A usecmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
        + b"1 beginbfrange <0000> <FFFF> <0000> endbfrange " * 5000
        + b"endcmap end",
        b"/UseCMap 6 0 R",
    )
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] /ToUnicode 6 0 R >>"
    return pdf([CATALOGUE, PAGES, page(), stream(b"BT /F1 12 Tf 72 700 Td <00410042> Tj ET"), font, cmap])


def scripts() -> bytes:
    """A script that runs on opening and a file embedded: neither is to be touched."""
    js = b"<< /S /JavaScript /JS (while(true){app.alert(1)}) >>"
    catalogue = CATALOGUE[:-2] + b"/OpenAction 6 0 R /Names << /EmbeddedFiles << /Names [(x.exe) 7 0 R] >> >> >>"
    return pdf(
        [
            catalogue,
            PAGES,
            page(),
            stream(TEXT),
            FONT,
            js,
            b"<< /Type /Filespec /F (x.exe) /EF << /F 8 0 R >> >>",
            stream(b"MZ" * 100, b"/Type /EmbeddedFile"),
        ]
    )


def invisible() -> bytes:
    return pdf([CATALOGUE, PAGES, page(), stream(b"BT 3 Tr /F1 12 Tf 72 700 Td (Hidden words of an earlier reading) Tj ET"), FONT])


def rotated() -> bytes:
    """Words that lie on their side: the page was turned, they were not."""
    return _with_page(b"/Rotate 90")


def sideways() -> bytes:
    """A table printed across a page that stands upright: its words run up the page."""
    return plain().replace(stream(TEXT), stream(TEXT.replace(b"72 700 Td", b"0 1 -1 0 300 72 Tm")))


def landscape() -> bytes:
    """A page turned, and its words with it: upright to who looks at it."""
    turned = TEXT.replace(b"72 700 Td", b"0 1 -1 0 300 72 Tm")
    return _with_page(b"/Rotate 90").replace(stream(TEXT), stream(turned))


def rotated_askew() -> bytes:
    """By an angle that is none of the four allowed."""
    return _with_page(b"/Rotate 45")


def user_unit() -> bytes:
    """A unit of which a page of A4 is 60 kilometres long."""
    return _with_page(b"/UserUnit 200000000")


def parent_loop() -> bytes:
    """A page that looks for what it inherits in itself."""
    return plain().replace(b"/Parent 2 0 R /MediaBox [0 0 595 842]", b"/Parent 3 0 R                         ")


def nan_box() -> bytes:
    return pdf([CATALOGUE, PAGES, page(b"[0 /x (y) 1e999]"), stream(TEXT), FONT])


def no_resources() -> bytes:
    return plain().replace(b"/Resources <<", b"/Nothing   <<")


def missing_font() -> bytes:
    """A font that is not there, in a page whose text needs it."""
    return pdf([CATALOGUE, PAGES, page(resources=b"/Font << /F1 99 0 R >>"), stream(TEXT)])


def missing_contents() -> bytes:
    return plain().replace(b"/Contents 4 0 R", b"/Contents 77 0 R")


def missing_page() -> bytes:
    return plain().replace(b"/Kids [3 0 R]", b"/Kids [9 0 R]")


def bad_info() -> bytes:
    """UTF-16 with half a surrogate pair and an odd byte for a title; for an author a list, for a date a name."""
    objects = [
        CATALOGUE,
        PAGES,
        page(),
        stream(TEXT),
        FONT,
        b"<< /Title <FEFFD83D0041FF> /Author [1 2] /CreationDate /x /Producer (\\376\\377\\330) >>",
    ]
    return pdf(objects, b"/Info 6 0 R")


def previous_loop() -> bytes:
    """A cross-reference table that names itself as the one before it."""
    start = plain().rindex(b"xref\n0 ")
    return plain().replace(b"/Root 1 0 R ", b"/Root 1 0 R /Prev %d " % start)


def deep_tree() -> bytes:
    """The only page 3,000 nodes deep."""
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (i + 7) for i in range(3000)]
    leaf = page().replace(b"/Parent 2 0 R", b"/Parent 3005 0 R")
    return pdf([CATALOGUE, b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>", b"null", stream(TEXT), FONT, *nodes, leaf])


def outline_loop() -> bytes:
    catalogue = CATALOGUE[:-2] + b"/Outlines 6 0 R >>"
    item = b"<< /Title (A) /Parent 6 0 R /Next 7 0 R /Prev 7 0 R /First 7 0 R /Last 7 0 R >>"
    return pdf([catalogue, PAGES, page(), stream(TEXT), FONT, b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 9 >>", item])


def pattern_loop() -> bytes:
    """A tile painted with itself."""
    tile = stream(
        b"/Pattern cs /P scn 0 0 9 9 re f",
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 1 /YStep 1 /Resources << /Pattern << /P 6 0 R >> >>",
    )
    drawn = stream(b"/Pattern cs /P scn 0 0 595 842 re f " + TEXT)
    return pdf([CATALOGUE, PAGES, page(resources=b"/Font << /F1 5 0 R >> /Pattern << /P 6 0 R >>"), drawn, FONT, tile])


def mask_loop() -> bytes:
    """A form whose soft mask is the form itself."""
    state = b"/ExtGState << /G << /SMask << /S /Luminosity /G 6 0 R >> >> >>"
    form = stream(
        b"/G gs 0 0 9 9 re f",
        b"/Type /XObject /Subtype /Form /Group << /S /Transparency >> /BBox [0 0 9 9] /Resources << " + state + b" >>",
    )
    return pdf([CATALOGUE, PAGES, page(resources=b"/Font << /F1 5 0 R >> " + state), stream(b"/G gs " + TEXT), FONT, form])


def broken_images() -> bytes:
    """Rubbish said to be JPEG, JPEG 2000, JBIG2 and fax, as large as the page."""
    kinds = (b"DCTDecode", b"JPXDecode", b"JBIG2Decode", b"CCITTFaxDecode")
    size = b"/Type /XObject /Subtype /Image /Width 2000 /Height 3000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /"
    images = [stream(bytes(range(256)) * 20, size + kind) for kind in kinds]
    names = b" ".join(b"/X%d %d 0 R" % (i, 5 + i) for i in range(len(kinds)))
    drawn = b" ".join(b"q 595 0 0 842 0 0 cm /X%d Do Q" % i for i in range(len(kinds)))
    return pdf([CATALOGUE, PAGES, page(resources=b"/XObject << " + names + b" >>"), stream(drawn), *images])


def far_text() -> bytes:
    """Words ten thousand kilometres off the page, beside others on it."""
    return pdf([CATALOGUE, PAGES, page(), stream(TEXT + b" BT /F1 12 Tf 3e10 -3e10 Td (Far away) Tj ET"), FONT])


def huge_type() -> bytes:
    return pdf([CATALOGUE, PAGES, page(), stream(b"BT /F1 1e9 Tf 72 700 Td (Hello proposal) Tj ET"), FONT])


def locked() -> bytes:
    """Encrypted, to be opened with a password only."""
    return _encrypted(user="ひみつ")


def owner_locked() -> bytes:
    """Encrypted against changes; anyone may read it."""
    return _encrypted(user="")


def _encrypted(user: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
    return out.getvalue()


def _with_page(entry: bytes) -> bytes:
    return pdf([CATALOGUE, PAGES, page()[:-2] + entry + b" >>", stream(TEXT), FONT])


FILES = {
    f.__name__: f
    for f in (
        plain,
        empty,
        not_a_pdf,
        truncated,
        no_trailer,
        broken_xref,
        wrong_count,
        huge_count,
        page_loop,
        no_pages,
        absurd_page,
        empty_page_box,
        negative_box,
        self_form,
        form_tree,
        nested_arrays,
        nested_content,
        bomb,
        double_bomb,
        huge_image,
        many_objects,
        many_paths,
        many_glyphs,
        font_loop,
        cmap_loop,
        scripts,
        invisible,
        rotated,
        landscape,
        sideways,
        rotated_askew,
        user_unit,
        parent_loop,
        nan_box,
        no_resources,
        missing_font,
        missing_contents,
        missing_page,
        bad_info,
        previous_loop,
        deep_tree,
        outline_loop,
        pattern_loop,
        mask_loop,
        broken_images,
        far_text,
        huge_type,
        locked,
        owner_locked,
    )
}

if __name__ == "__main__":
    import sys

    for name, make in FILES.items():
        (Path(sys.argv[1]) / f"{name}.pdf").write_bytes(make())
